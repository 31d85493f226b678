"""The table of the most points of a class, by nickname, where its teachers switched it on.

Points are those of the attempts that count, over all homework of the class, as far as their
solutions may be seen. Real names are nowhere in it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from quizapp.db import classrooms
from quizapp.db import homework as tables
from quizapp.domain.bilingual import Bilingual
from quizapp.services.classes import belongs, shown_nickname
from quizapp.services.homework.following import attempts

SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """One line: a place from 1 (shared by equals), a nickname, points; `own` is the reader's."""

    place: int
    nickname: Bilingual
    points: float
    own: bool


def standings(
    session: Session, *, account_id: int, classroom_id: str, now: datetime
) -> tuple[Standing, ...]:
    """Return the first ten and oneself; nothing where there is no such table here.

    Raises ClassroomNotFound.
    """
    connection = session.connection()
    classroom = belongs(connection, account_id, classroom_id)
    if not classroom.leaderboard:
        return ()
    points: defaultdict[int, float] = defaultdict(float)
    for row in tables.of_class(connection, account_id, classroom.id):
        if row.goal == "round" and (row.keys_at is None or now >= row.keys_at):
            for attempt in attempts(connection, row.id, now):
                points[attempt.account_id] += (attempt.score or 0.0) if attempt.counts else 0.0
    pupils = [r for r in classrooms.members(connection, classroom.id) if r.part == "pupil"]
    lines = sorted(pupils, key=lambda row: (-points[row.account_id], row.words))
    found = tuple(
        Standing(
            place=1 + sum(points[other.account_id] > points[row.account_id] for other in pupils),
            nickname=shown_nickname(classroom.nicknames, row.nickname, row.words),
            points=points[row.account_id],
            own=row.account_id == account_id,
        )
        for row in lines
    )
    return tuple(line for at, line in enumerate(found) if at < SHOWN or line.own)
