"""The way back after a break: a plan is offered, and moves cards only when accepted.

What is overdue is gone through card by card here, which only happens when it is too much
for a day; how much that is, is counted first.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import decks as tables
from quizapp.db.engine import writing
from quizapp.domain.cards.way_back import WayBack, five_minute_plan, is_too_much, overdue
from quizapp.services.cards.learner import Learner, learner_of
from quizapp.services.cards.records import held_of
from quizapp.services.cards.views import PlanView

FEW: Final = 12
"""So few cards are never too much: five minutes hold them even if all are forgotten."""


def plan_after_break(session: Session, *, account_id: int, now: datetime) -> PlanView | None:
    """Return a plan where more is overdue than a day's cap or five minutes hold, else None.

    Writes nothing. Raises AccountNotFound.
    """
    connection = session.connection()
    learner = learner_of(connection, account_id, now)
    found = _way_back(connection, learner)
    return None if found is None else _view(*found)


def accept_plan(session: Session, *, account_id: int, now: datetime) -> PlanView | None:
    """Spread the overdue cards as the plan says; idempotent: then no plan is left.

    The cards of now are due today, every other one on its own day. Returns what was
    accepted, None where there was no plan.
    """
    learner = learner_of(session.connection(), account_id, now)
    with writing(session, of=account_id) as connection:
        found = _way_back(connection, learner)
        if found is None:
            return None
        plan, _, numbers = found
        days = dict.fromkeys((numbers[card.id] for card in plan.now), learner.today)
        days |= {numbers[name]: day for name, day in plan.later.items()}
        tables.move(connection, account_id, days)
    return _view(*found)


def _way_back(
    connection: Connection, learner: Learner
) -> tuple[WayBack, int, dict[str, int]] | None:
    if tables.overdue(connection, learner.account_id, learner.today) <= FEW:
        return None
    rows = tables.states(connection, learner.account_id)
    held = [held_of(row, row.lang, row.position) for row in rows]
    if not is_too_much(held, learner.today, learner.limits, learner.settings):
        return None
    plan = five_minute_plan(held, learner.today, learner.limits, learner.settings)
    late = len(overdue(held, learner.today))
    return plan, late, {row.name: row.card_id for row in rows}


def _view(plan: WayBack, late: int, _: dict[str, int]) -> PlanView:
    days = Counter(plan.later.values())
    return PlanView(
        overdue=late,
        now=len(plan.now),
        minutes=plan.seconds / 60,
        days=tuple(sorted(days.items())),
    )
