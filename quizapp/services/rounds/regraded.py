"""Rounds and regrades: the question with the key that counts, answers to a changed question.

A round keeps the text that it began with, even where another one came into use meanwhile. An
answer to such a text is logged as that text judges it; regrades made since the round began
hold for it like for all the others, so their steps are stored with it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from quizapp.db import appeals, regrades
from quizapp.db.base import AnyRow
from quizapp.domain.bilingual import Lang
from quizapp.domain.items.base import Item, Outcome
from quizapp.domain.regrading import Standing, rekeyed
from quizapp.services import texts
from quizapp.services.regrades.standing import caught_up
from quizapp.services.rounds.views import AppealView, Judged, lang_of


class Reworded(Exception):
    """An entry got another text between reading it and storing its answer."""


def as_it_counts(connection: Connection, row: AnyRow, seen: Item, usual: Lang) -> Item:
    """Return the question of an entry as it was seen, with the key that its answer counts by.

    `usual` is the language of the round.
    """
    if row.key_version_id is None:
        return seen
    key = texts.item_of(connection, row.key_version_id, row.key_fingerprint)
    return rekeyed(seen, key, lang_of(row, usual)) or seen


def follow_regrades(
    connection: Connection, row: AnyRow, seen: Item, judged: Judged, values: dict[str, Any]
) -> bool:
    """Store what regrades make of an answer just logged; return whether that is anything."""
    versions = regrades.adopted_since(connection, row.version_id, row.started_at)
    if not versions:
        return False
    logged = Standing(seen, values["lang"], judged.answer, seen, judged.grade)
    _, steps = caught_up(connection, logged, versions)
    place = {"round_id": row.id, "position": row.position}
    regrades.add_steps(connection, [{**step, **place} for step in steps])
    return bool(steps)


def with_appeals(connection: Connection, round_id: int, found: dict[int, Judged]) -> None:
    """Add what became of appeals to judged answers, by position; no query where there is none."""
    if not any(_could_be_appealed(judged) for judged in found.values()):
        return
    for position, row in appeals.of_round(connection, round_id).items():
        if position in found:
            found[position] = replace(found[position], appeal=AppealView(row.state, row.reason))


def _could_be_appealed(judged: Judged) -> bool:
    typed = judged.grade.spelling is not None
    return typed and (judged.grade.outcome is Outcome.WRONG or judged.was is not None)
