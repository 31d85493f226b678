"""What answers count for, and what another key would make of them, from their rows.

Most learners give one of a few answers. So each distinct answer is judged once, however
many gave it, and a regrade of ten thousand answers costs little more than reading them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from quizapp.db.base import AnyRow
from quizapp.domain.items.base import Answer, Grade, Item, Outcome
from quizapp.domain.regrading import Change, Standing, adopted, changes
from quizapp.domain.text import NORMALISER_VERSION, Verdict
from quizapp.services import texts


@dataclass(frozen=True, slots=True)
class Effect:
    """One answer that a regrade changes: its row, and what it counts for before and after."""

    row: AnyRow
    change: Change


def texts_of(connection: Connection, rows: Iterable[AnyRow]) -> dict[str, Item]:
    """Return the versions that answers were given to and count by, by fingerprint."""
    versions: dict[str, int] = {}
    for row in rows:
        versions[row.seen_fingerprint] = row.seen_id
        versions[row.key_fingerprint] = row.key_id
    return texts.items_of(connection, versions)


def standing_of(row: AnyRow, items: Mapping[str, Item]) -> Standing:
    """Return what an answer's row says."""
    return Standing(
        seen=items[row.seen_fingerprint],
        lang=row.lang,
        answer=Answer(chosen=row.chosen, text=row.typed, skipped=row.skipped),
        key=items[row.key_fingerprint],
        grade=Grade(
            outcome=Outcome(row.outcome),
            score=row.score,
            marks=tuple(map(bool, row.marks)),
            spelling=None if row.spelling is None else Verdict(row.spelling),
            shown=row.shown,
        ),
    )


def effects(connection: Connection, rows: Sequence[AnyRow], key: Item) -> list[Effect]:
    """Return the answers among these that another version of their item would change."""
    items = texts_of(connection, rows)
    alike = {_alike(row): row for row in rows}
    changed = changes({name: standing_of(row, items) for name, row in alike.items()}, key)
    return [Effect(row, changed[_alike(row)]) for row in rows if _alike(row) in changed]


def _alike(row: AnyRow) -> tuple[object, ...]:
    return (
        row.seen_fingerprint,
        row.key_fingerprint,
        row.lang,
        row.chosen,
        row.typed,
        row.skipped,
        row.outcome,
        row.score,
        row.marks,
        row.spelling,
        row.shown,
    )


def step_of(effect: Effect, regrade_id: int, version_id: int) -> dict[str, Any]:
    """Return the row that makes an effect count."""
    row, before = effect.row, effect.change.before
    place = {"round_id": row.round_id, "position": row.position, "step": row.step + 1}
    return step_values(before, effect.change.after, regrade_id, version_id) | place


def step_values(before: Grade, after: Grade, regrade_id: int, version_id: int) -> dict[str, Any]:
    """Return what a step says, without its place."""
    return {
        "regrade_id": regrade_id,
        "version_id": version_id,
        "outcome": after.outcome.value,
        "score": after.score,
        "marks": tuple(map(int, after.marks)),
        "spelling": None if after.spelling is None else after.spelling.value,
        "shown": after.shown,
        "was_outcome": before.outcome.value,
        "was_score": before.score,
        "normaliser": NORMALISER_VERSION,
    }


def caught_up(
    connection: Connection, standing: Standing, versions: Sequence[AnyRow], start: int = 0
) -> tuple[Standing, list[dict[str, Any]]]:
    """Apply the regrades that were made since an answer's round began.

    `versions` are their rows in order. Returns what the answer counts for then, and the
    steps that say so, without the place of the answer; `start` is its last step so far.
    """
    known = texts.items_of(connection, {row.fingerprint: row.version_id for row in versions})
    steps: list[dict[str, Any]] = []
    for row in versions:
        key = known[row.fingerprint]
        if changes({0: standing}, key):
            after = adopted(standing, key)
            values = step_values(standing.grade, after.grade, row.id, row.version_id)
            steps.append({**values, "step": start + len(steps) + 1})
            standing = after
    return standing, steps
