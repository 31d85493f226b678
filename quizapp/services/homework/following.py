"""What a teacher sees of homework: every pupil of the class, how far, what counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import classrooms
from quizapp.db import homework as tables
from quizapp.db.base import AnyRow
from quizapp.services.classes import Member, belongs
from quizapp.services.classes.views import member_view
from quizapp.services.deadlines import term_of
from quizapp.services.homework.playing import cards_done
from quizapp.services.homework.views import (
    Attempt,
    Homework,
    Task,
    attempt_views,
    found,
    homework_of,
    task_of,
)


@dataclass(frozen=True, slots=True)
class Followed:
    """One pupil and what she did. The extras are what she was given here, if anything."""

    member: Member
    task: Task
    factor: float | None
    own_due: datetime | None
    extra_attempts: int


def follow(
    session: Session, *, account_id: int, homework_id: str, now: datetime
) -> tuple[Homework, tuple[Followed, ...]]:
    """Return homework with all pupils of its class. Raises HomeworkNotFound to non-teachers."""
    connection = session.connection()
    row = found(connection, account_id, homework_id, "teacher")
    rows = {each.account_id: each for each in tables.of_pupils(connection, row.id)}
    attempts = _by_account(tables.attempts_at(connection, row.id))
    cards = cards_done(connection, row, list(rows), now)
    followed = [
        Followed(
            member=member_view(member),
            task=task_of(connection, own, attempts[own.account_id], cards.get(own.account_id), now),
            factor=own.here_factor,
            own_due=own.own_due,
            extra_attempts=own.extra_attempts,
        )
        for member in classrooms.members(connection, row.classroom_id)
        if (own := rows.get(member.account_id)) is not None
    ]
    return homework_of(connection, row), tuple(followed)


def homework_of_class(
    session: Session, *, account_id: int, classroom_id: str
) -> tuple[Homework, ...]:
    """Return what is set to a class, the newest first. Raises ClassroomNotFound."""
    connection = session.connection()
    classroom = belongs(connection, account_id, classroom_id)
    rows = tables.of_class(connection, account_id, classroom.id)
    return tuple(homework_of(connection, row) for row in rows)


def attempts(connection: Connection, assignment_id: int, now: datetime) -> tuple[Attempt, ...]:
    """Return the attempts of all who are pupils now, the one that counts marked for each.

    Takes the number of the homework; whoever calls has made sure that she may look.
    """
    grouped = _by_account(tables.attempts_at(connection, assignment_id))
    return tuple(
        attempt
        for row in tables.of_pupils(connection, assignment_id)
        for attempt in attempt_views(grouped[row.account_id], row, term_of(row), now)
    )


def _by_account(rows: list[AnyRow]) -> defaultdict[int, list[AnyRow]]:
    grouped: defaultdict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        grouped[row.account_id].append(row)
    return grouped
