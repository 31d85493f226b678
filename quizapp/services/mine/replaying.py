"""After an import: every card that it concerns stands where its whole log puts it.

Those are the cards that got a review, and all of them where the import brought other memory
parameters. A card that was not held before stands besides on the day that the export says,
with the text that was seen there; one held before keeps a day that it was put on, unless it
got a review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from quizapp.db import personal, reviews
from quizapp.db.base import AnyRow
from quizapp.domain.cards.replay import replay
from quizapp.domain.cards.state import Review
from quizapp.domain.memory import MemorySettings
from quizapp.services.cards.records import day_rows, line_of, memory_values


def put_in_place(
    connection: Connection,
    account_id: int,
    settings: MemorySettings,
    touched: Mapping[int, str],
    exported: Mapping[int, Mapping[str, Any]],
    held: Set[int],
    *,
    whole: bool,
) -> None:
    """Replay the cards touched (number and name), or all of them; sum up the days anew.

    `exported` has the export's handling of cards: `due_on` and the number of the `text`.
    """
    if not touched and not whole:
        return
    rows = reviews.lines(connection, account_id)
    lines = list(map(line_of, rows))
    logs: defaultdict[int, list[tuple[AnyRow, Review]]] = defaultdict(list)
    for row, line in zip(rows, lines, strict=True):
        if whole or row.card_id in touched:
            logs[row.card_id].append((row, line))
    moved = _moved(connection, account_id) if whole else {}
    memories = {}
    for card in logs.keys() | touched.keys():
        log = logs[card]
        name = log[0][1].card if log else touched[card]
        values = memory_values(replay(name, [line for _, line in log], settings))
        latest = max((row for row, _ in log), key=_last, default=None)
        values["due_on"] = (
            values["due_day"] if card in touched else moved.get(card, values["due_day"])
        )
        values["version_id"] = None if latest is None else latest.version_id
        if card in exported and card not in held:
            values["due_on"] = exported[card]["due_on"]
            values["version_id"] = exported[card]["text"] or values["version_id"]
        memories[card] = values
    reviews.set_memory(connection, account_id, memories)
    reviews.clear_all_days(connection, account_id)
    reviews.add_to_days(connection, day_rows(account_id, lines))


def _last(row: AnyRow) -> tuple[datetime, bytes]:
    return row.moment, row.uuid


def _moved(connection: Connection, account_id: int) -> dict[int, date | None]:
    """The cards that were put on another day than their memory's own."""
    states = personal.states(connection, account_id)
    return {row.card_id: row.due_on for row in states if row.due_on != row.due_day}
