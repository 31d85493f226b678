"""The examination of memory: is every card where its reviews put it, every day their sum?

The log is read once, by account and card, and replayed; what it comes to is compared with
the states and totals that stand in the tables. Somebody's own parameters are in force for all
of their log. `due_on` is not compared: a quiz answer or a plan may have moved it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from quizapp.db import examine as tables
from quizapp.db import personal, reviews
from quizapp.domain.cards.replay import replay_all
from quizapp.domain.cards.state import CardState, Review
from quizapp.services.cards.records import line_of, settings_with, state_of, totals_of

Totals = dict[tuple[int, date], dict[str, int]]


def examine_memory(connection: Connection) -> tuple[int, list[str], int, list[str]]:
    """Return how many states were replayed and those that differ; the same of totals of days.

    A fault names the account's number and the card, or the account's number and the day.
    """
    replayed: dict[tuple[int, str], CardState] = {}
    totals: Totals = {}
    own = personal.everybodys(connection)
    for account_id, lines in _logs(connection):
        for name, state in replay_all(lines, settings_with(own.get(account_id))).items():
            replayed[account_id, name] = state
        for day, counts in totals_of(lines).items():
            totals[account_id, day] = counts
    states = {(row.account_id, row.name): state_of(row) for row in tables.states(connection)}
    faults = [
        f"{key[0]} {key[1]}"
        for key in sorted(replayed.keys() | states.keys())
        if not _same(replayed.get(key, CardState(key[1])), states.get(key, CardState(key[1])))
    ]
    shown = {(row.account_id, row.day): dict(row._mapping) for row in tables.days(connection)}
    return len(states), faults, len(shown), _wrong_days(totals, shown)


def _logs(connection: Connection) -> Iterator[tuple[int, list[Review]]]:
    for account_id, rows in groupby(reviews.log(connection), key=lambda row: row.account_id):
        yield account_id, [line_of(row) for row in rows]


def _same(replayed: CardState, stored: CardState) -> bool:
    close = math.isclose(replayed.stability, stored.stability, rel_tol=1e-9) and math.isclose(
        replayed.difficulty, stored.difficulty, rel_tol=1e-9
    )
    return close and _exact(replayed) == _exact(stored)


def _exact(state: CardState) -> tuple[Any, ...]:
    return (
        state.phase,
        state.step,
        state.due_day,
        state.due_at,
        state.first_day,
        state.last_day,
        state.last_review,
        state.reps,
        state.lapses,
    )


def _wrong_days(totals: Totals, shown: dict[tuple[int, date], dict[str, Any]]) -> list[str]:
    keys = sorted(totals.keys() | shown.keys())
    return [
        f"{account_id} {day.isoformat()}"
        for account_id, day in keys
        if any(
            totals.get((account_id, day), {}).get(name, 0) != value
            for name, value in _counts(totals, shown, (account_id, day)).items()
        )
    ]


def _counts(
    totals: Totals, shown: dict[tuple[int, date], dict[str, Any]], key: tuple[int, date]
) -> dict[str, int]:
    """What a day shows; where it shows nothing, zeros in all that the log counts."""
    row = shown.get(key)
    if row is None:
        return dict.fromkeys(totals[key], 0)
    return {name: value for name, value in row.items() if name not in ("account_id", "day")}
