"""Quiz and cards are one memory: what an answer does to a card, what a round should ask.

A wrong answer, or none, brings the card of its slot to today, or adds it to what somebody
learns; a right one that was chosen among options does nothing, as recognising is not
recalling. In an open test nothing moves before its end, as a card that turns up would give
away how the answer was judged. A card that was already seen today comes back tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import catalogue
from quizapp.db import decks as tables
from quizapp.db.base import AnyRow
from quizapp.domain.bilingual import Lang
from quizapp.domain.cards.quiz import QuizEffect, card_to_pull, forgetting, quiz_effect
from quizapp.domain.cards.siblings import group_of
from quizapp.domain.errors import ArticleNotFound
from quizapp.domain.items.base import Outcome
from quizapp.services import texts
from quizapp.services.cards.learner import learner_of
from quizapp.services.cards.records import held_of
from quizapp.services.cards.study import new_state

_ONE_DAY = timedelta(days=1)


def pulls(outcome: Outcome, kind: str) -> bool:
    """Tell whether an answer of this outcome brings its slot's card to today."""
    return quiz_effect(outcome, kind) is QuizEffect.PULL


def cards_pulled(
    connection: Connection, account_id: int, items: Iterable[str], lang: Lang, now: datetime
) -> list[dict[str, Any]]:
    """Return the rows that `db.decks.pull` is to store for items answered wrongly."""
    groups = list(dict.fromkeys(map(group_of, items)))
    rows = tables.cards_of_groups(connection, account_id, groups) if groups else []
    if not rows:
        return []
    today = learner_of(connection, account_id, now).today
    by_name = {row.name: row for row in rows}
    introduced = {row.name for row in rows if row.reps}
    wanted = (card_to_pull(f"{group}/-", lang, by_name, introduced) for group in groups)
    return [_pulled(account_id, by_name[name], today) for name in wanted if name is not None]


def _pulled(account_id: int, row: AnyRow, today: date) -> dict[str, Any]:
    day = today + _ONE_DAY if row.last_day == today else today
    return new_state(account_id, row.id) | {"due_on": day, "nearer": day}


def weights_for_round(
    session: Session, *, account_id: int, article: str, now: datetime
) -> Mapping[str, float]:
    """Return for each item how much a round should want it: more for what is fading.

    Weights are in 1..3; items of slots that were never reviewed are left out, which counts
    as 1. Raises ArticleNotFound.
    """
    connection = session.connection()
    row = catalogue.article(connection, article)
    if row is None:
        raise ArticleNotFound(article)
    learner = learner_of(connection, account_id, now)
    states = tables.states_of_article(connection, account_id, row.id)
    held = [held_of(state, state.lang, state.position) for state in states]
    items = texts.bank_of(connection, row).bank.by_id
    return forgetting(items, held, learner.today, learner.settings)
