"""Answers that arrive after a regrade that concerns them: those brought back by an import.

What a file says that answers count for is not believed. They are stored as they were logged,
and the regrades made here since their rounds began are applied to them, in order: so an
account that was exported, deleted and brought back counts for what it counted for before.
Brought elsewhere, where nobody regraded, answers count for what was logged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from quizapp.db import regrades
from quizapp.db.base import AnyRow
from quizapp.services.regrades.standing import caught_up, standing_of, texts_of

_CHUNK: Final = 400


def catch_up(connection: Connection, rounds: Sequence[int]) -> None:
    """Apply to the answers of rounds just stored what was regraded since the rounds began."""
    for at in range(0, len(rounds), _CHUNK):
        _catch_up(connection, rounds[at : at + _CHUNK])


def _catch_up(connection: Connection, rounds: Sequence[int]) -> None:
    rows = regrades.standings_of_rounds(connection, rounds)
    adopted: defaultdict[int, list[AnyRow]] = defaultdict(list)
    for version in regrades.adopted_for(connection, sorted({row.item_id for row in rows})):
        adopted[version.item_id].append(version)
    late = [row for row in rows if adopted[row.item_id]]
    items = texts_of(connection, late)
    steps = []
    for row in late:
        versions = [v for v in adopted[row.item_id] if v.made_at >= row.started_at]
        _, found = caught_up(connection, standing_of(row, items), versions, row.step)
        place = {"round_id": row.round_id, "position": row.position}
        steps += [{**step, **place} for step in found]
    regrades.add_steps(connection, steps)
