"""The times of homework for one learner, and what follows when any of them changes.

An attempt that is open closes by the terms as they are now, whoever changed them: the teacher
those of the homework, those of one learner in it, or the extra time of a pupil in the class.
"""

from __future__ import annotations

from sqlalchemy import Connection

from quizapp.db import homework as tables
from quizapp.db.base import AnyRow
from quizapp.domain.homework import Term, extra_time


def term_of(row: AnyRow) -> Term:
    """Return the times of the learner whom a row of `db.homework` belongs to."""
    return Term(
        opens_at=row.opens_at,
        due_at=row.due_at,
        minutes=row.minutes,
        late=row.late,
        factor=extra_time(row.own_factor, row.class_factor, row.here_factor),
        own_due=row.own_due,
    )


def follow_terms(connection: Connection, assignment: int) -> None:
    """Let open attempts close, and solutions open, by the terms as they are now."""
    terms = {row.account_id: term_of(row) for row in tables.of_pupils(connection, assignment)}
    for attempt in tables.attempts_at(connection, assignment):
        term = terms.get(attempt.account_id)
        if attempt.finished_at is None and term is not None:
            tables.reclose(connection, attempt, term.closes(attempt.started_at))
    settle_keys(connection, assignment)


def follow_class(connection: Connection, classroom: int) -> None:
    """Do so for all homework of a class."""
    for assignment in tables.numbers_of_class(connection, classroom):
        follow_terms(connection, assignment)


def settle_keys(connection: Connection, assignment: int) -> None:
    """Note when the solutions of a test may be seen: when it is due for the last learner."""
    rows = tables.of_pupils(connection, assignment)
    dues = [due for row in rows if (due := term_of(row).due) is not None]
    keys_at = tables.keys_due(connection, assignment, dues)
    tables.change(connection, assignment, {"keys_at": keys_at})
