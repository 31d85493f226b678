"""The examination of regrades: does every step follow from its answer and the key adopted?

Steps of a response must count from 1 without gaps, start from what was logged, and say what
judging the answer by the adopted key gives. A step judged by another version of the text
normaliser is right by definition.
"""

from __future__ import annotations

from sqlalchemy import Connection

from quizapp.db import examine as tables
from quizapp.db.base import AnyRow
from quizapp.domain.errors import UnknownKind
from quizapp.domain.items.base import Answer, Grade, Outcome
from quizapp.domain.items.registry import kind_of
from quizapp.domain.regrading import rekeyed
from quizapp.domain.text import NORMALISER_VERSION, Verdict
from quizapp.services import texts


def examine_regrades(connection: Connection) -> tuple[int, list[str], int]:
    """Return how many steps there are, the places of the wrong ones, how many were passed over."""
    count = passed_over = 0
    faults: list[str] = []
    before: AnyRow | None = None
    for row in tables.regrade_steps(connection):
        count += 1
        place = f"{row.public_id} {row.position}"
        if not _follows(before, row):
            faults.append(place)
        elif row.normaliser != NORMALISER_VERSION:
            passed_over += 1
        elif not _judged_so(connection, row):
            faults.append(place)
        before = row
    return count, faults, passed_over


def _follows(before: AnyRow | None, row: AnyRow) -> bool:
    first = before is None or (before.round_id, before.position) != (row.round_id, row.position)
    if first or before is None:
        expected = (1, row.logged_outcome, row.logged_score)
    else:
        expected = (before.step + 1, before.outcome, before.score)
    return (row.step, row.was_outcome, row.was_score) == expected


def _judged_so(connection: Connection, row: AnyRow) -> bool:
    try:
        seen = texts.item_of(connection, row.seen_id, row.seen_fingerprint)
        key = texts.item_of(connection, row.version_id, row.key_fingerprint)
        item = rekeyed(seen, key, row.lang)
        if item is None:
            return False
        answer = Answer(chosen=row.chosen, text=row.typed, skipped=row.skipped)
        grade = kind_of(item.kind).grade(item, answer, row.lang)
        return grade == _stored(row)
    except (IndexError, KeyError, TypeError, ValueError, UnknownKind):
        return False  # A text or a row that cannot be read any more.


def _stored(row: AnyRow) -> Grade:
    return Grade(
        outcome=Outcome(row.outcome),
        score=row.score,
        marks=tuple(map(bool, row.marks)),
        spelling=None if row.spelling is None else Verdict(row.spelling),
        shown=row.shown,
    )
