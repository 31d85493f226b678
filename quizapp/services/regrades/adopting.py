"""Adopting a version of an item: every answer to it counts by that one from now on.

One place does it, whatever the cause, inside the caller's transaction: the steps of the
responses that it changes, the appeals that it settles, a notice to everybody concerned and
an entry in the audit log. A learner in the middle of a test is told nothing yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from quizapp.db import appeals, regrades
from quizapp.db.base import AnyRow
from quizapp.domain.items.base import Item
from quizapp.domain.regrading import key_fingerprint
from quizapp.services.people import audit, notices
from quizapp.services.regrades.standing import Effect, effects, step_of
from quizapp.services.regrades.views import Decider, Done

Cause = Literal["key", "spelling"]


@dataclass(frozen=True, slots=True)
class Adoption:
    """Which version of which item is adopted, by whom, when and why."""

    row: AnyRow
    old: Item
    key: Item
    version_id: int
    cause: Cause
    reason: str
    decider: Decider
    now: datetime


def adopt(connection: Connection, adoption: Adoption) -> Done:
    """Make every answer to an item count by a version of it."""
    row = adoption.row
    found = effects(connection, regrades.standings(connection, row.id), adoption.key)
    regrade_id = regrades.add_regrade(
        connection,
        {
            "item_id": row.id,
            "version_id": adoption.version_id,
            "old_key": key_fingerprint(adoption.old),
            "new_key": key_fingerprint(adoption.key),
            "cause": adoption.cause,
            "reason": adoption.reason,
            "made_by": adoption.decider.account_id,
            "made_at": adoption.now,
        },
    )
    steps = [step_of(effect, regrade_id, adoption.version_id) for effect in found]
    regrades.add_steps(connection, steps)
    settled = settle(connection, row.id, adoption.decider, adoption.now)
    counted = [effect for effect in found if effect.change.counts]
    tell(connection, counted, settled, adoption.now)
    done = Done(
        answers=len(counted),
        learners=len({effect.row.account_id for effect in counted}),
        appeals=len(settled),
    )
    _record(connection, adoption, regrade_id, done)
    return done


def settle(connection: Connection, item_id: int, decider: Decider, now: datetime) -> list[AnyRow]:
    """Accept every open appeal whose answer counts as right by now; return them."""
    return [
        row
        for row in appeals.settled(connection, item_id)
        if appeals.decide(
            connection,
            {
                "of_round": row.round_id,
                "at": row.position,
                "decision": "accepted",
                "said": "",
                "by": decider.account_id,
                "moment": now,
            },
        )
    ]


def tell(
    connection: Connection,
    counted: Sequence[Effect],
    settled: Iterable[AnyRow],
    now: datetime,
) -> None:
    """Tell each learner once: of an appeal that was accepted, else of what was regraded."""
    told: set[int] = set()
    for row in settled:
        if row.account_id not in told:
            told.add(row.account_id)
            _notice(connection, row, "appeal-accepted", now)
    for effect in counted:
        row = effect.row
        hidden = row.mode == "test" and row.finished_at is None
        if row.account_id in told or hidden:
            continue
        told.add(row.account_id)
        rose = effect.change.after.score > effect.change.before.score
        _notice(connection, row, "regraded-up" if rose else "regraded-down", now)


def _notice(connection: Connection, row: AnyRow, kind: str, now: datetime) -> None:
    notices.tell(
        connection,
        account_ids=[row.account_id],
        kind=kind,
        params={"round_id": row.round, "position": str(row.position), "answer": row.typed},
        now=now,
    )


def _record(connection: Connection, adoption: Adoption, regrade_id: int, done: Done) -> None:
    audit.record(
        connection,
        actor_id=adoption.decider.account_id,
        action=f"regrade.{adoption.cause}",
        object=f"regrade:{regrade_id}",
        details={
            "item": adoption.row.name,
            "answers": done.answers,
            "learners": done.learners,
            "appeals": done.appeals,
        },
        now=adoption.now,
    )
