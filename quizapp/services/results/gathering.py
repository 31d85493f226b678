"""The doors to results, and which attempts they are made of.

Every page of results begins with `classroom_of` and, where it is about homework, `homework_in`:
whoever does not teach the class now gets no further. Two choices of attempts are made:

    the one that counts    best, last or first of those closed, by the homework's own rule;
                           the one under way where none is closed
    the first one          for statistics: a second attempt measures memory of the first.
                           It counts once it is closed; what was not answered then got nothing
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import homework as set_homework
from quizapp.db import results as tables
from quizapp.db.base import AnyRow
from quizapp.db.classrooms import TEACHER
from quizapp.domain.errors import HomeworkNotFound, MemberNotFound
from quizapp.domain.items.base import Outcome
from quizapp.services.classes import members, teaches
from quizapp.services.homework import Attempt, attempts
from quizapp.services.results.views import ClassOfResults, Mark, Pupil, Square

ROUND: Final = "round"


def classroom_of(
    connection: Connection, account_id: int, classroom_id: str
) -> tuple[AnyRow, ClassOfResults]:
    """Return a class that somebody teaches. Raises ClassroomNotFound."""
    row = teaches(connection, account_id, classroom_id)
    return row, ClassOfResults(row.public_id, row.name, row.zone, row.pupils)


def room_of(session: Session, *, account_id: int, classroom_id: str) -> ClassOfResults:
    """Return a class that somebody teaches, alone. Raises ClassroomNotFound."""
    return classroom_of(session.connection(), account_id, classroom_id)[1]


def homework_in(
    connection: Connection, account_id: int, classroom: AnyRow, homework_id: str
) -> AnyRow:
    """Return a round that was set to the class. Raises HomeworkNotFound."""
    row = set_homework.find(connection, account_id, homework_id, TEACHER)
    if row is None or row.classroom_id != classroom.id or row.goal != ROUND:
        raise HomeworkNotFound(homework_id)
    return row


def pupils_of(connection: Connection, classroom: AnyRow) -> tuple[Pupil, ...]:
    """Return the learners of a class, by name."""
    return tuple(
        Pupil(member.account_id, member.public_id, member.name)
        for member in members(connection, classroom.id)
        if member.part == "pupil"
    )


def pupil_in(connection: Connection, classroom: AnyRow, member_id: str) -> Pupil:
    """Return one learner of the class. Raises MemberNotFound."""
    for pupil in pupils_of(connection, classroom):
        if pupil.public_id == member_id:
            return pupil
    raise MemberNotFound(member_id)


def attempts_by_learner(
    connection: Connection, assignment_id: int, now: datetime
) -> dict[int, list[Attempt]]:
    """Return the attempts at one piece of homework by learner, in the order of their numbers."""
    found: defaultdict[int, list[Attempt]] = defaultdict(list)
    for attempt in attempts(connection, assignment_id, now):
        found[attempt.account_id].append(attempt)
    return dict(found)


def counting(made: Sequence[Attempt]) -> Attempt | None:
    """Return the attempt that counts; the last one where none is closed yet."""
    return next((each for each in made if each.counts), made[-1] if made else None)


def first_closed(made: Mapping[int, Sequence[Attempt]]) -> dict[int, Attempt]:
    """Return each learner's first attempt, of those whose first one is closed."""
    return {
        learner: tried[0]
        for learner, tried in made.items()
        if tried[0].number == 1 and tried[0].over
    }


def answers_in(connection: Connection, made: Iterable[Attempt]) -> dict[int, dict[str, AnyRow]]:
    """Return the questions of each round by item, with their answers."""
    found: defaultdict[int, dict[str, AnyRow]] = defaultdict(dict)
    for row in tables.answers(connection, [attempt.round_number for attempt in made]):
        found[row.round_id][row.item] = row
    return dict(found)


def items_in_order(answers: Iterable[Mapping[str, AnyRow]]) -> tuple[str, ...]:
    """Return every item asked: by its mean place in the rounds, then by name."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for asked in answers:
        for name, row in asked.items():
            places[name].append(row.position)
    return tuple(sorted(places, key=lambda name: (sum(places[name]) / len(places[name]), name)))


def square_of(row: AnyRow | None) -> Square:
    """Return the square of a question in a learner's round; None where it was not asked."""
    if row is None:
        return Square(Mark.NOT_ASKED)
    if row.outcome is None:
        return Square(Mark.OPEN)
    return Square(Mark(Outcome(row.outcome).value), row.score)


def mark_of(row: AnyRow | None) -> float | None:
    """Return the mark on a question; nothing got where it was asked and not answered."""
    if row is None:
        return None
    return 0.0 if row.outcome is None else float(row.score)
