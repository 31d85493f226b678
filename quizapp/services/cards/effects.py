"""Quiz and cards are one memory: what an answer does to a card, what a round should ask.

A wrong answer, or none, brings the card of its slot to today, or adds it to what somebody
learns; a right one that was chosen among options does nothing, as recognising is not
recalling. A right one that was typed in practice is recall: it is logged as a review of the
card, once, if the card is due today, no sibling of it was seen today, and the day has room
for it. A test only pulls, and nothing moves before its end, as a card that turns up would give
away how the answer was judged. A card that was already seen today comes back tomorrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import catalogue, reviews
from quizapp.db import decks as tables
from quizapp.db.base import AnyRow
from quizapp.domain.bilingual import Lang
from quizapp.domain.cards.quiz import (
    QuizEffect,
    card_to_pull,
    forgetting,
    quiz_effect,
    rating_of,
)
from quizapp.domain.cards.siblings import group_of
from quizapp.domain.cards.state import Rated
from quizapp.domain.errors import ArticleNotFound
from quizapp.domain.items.base import Outcome
from quizapp.services import texts
from quizapp.services.cards.learner import learner_of
from quizapp.services.cards.recording import decide, new_state, store
from quizapp.services.cards.records import held_of

QUIZ: Final[UUID] = uuid5(NAMESPACE_OID, "answers in quizzes")
_ONE_DAY = timedelta(days=1)


def pulls(outcome: Outcome, kind: str) -> bool:
    """Tell whether an answer of this outcome brings its slot's card to today."""
    return quiz_effect(outcome, kind) is QuizEffect.PULL


def recalls(outcome: Outcome, kind: str) -> bool:
    """Tell whether an answer of this outcome was remembered rather than recognised."""
    return quiz_effect(outcome, kind) is QuizEffect.RECALLED


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


@dataclass(frozen=True, slots=True)
class Recalled:
    """A right answer that was typed: to which item, what, when, how sure, how quickly.

    `key` names the answer for ever: the same one is never logged twice.
    """

    item: str
    lang: Lang
    key: str
    typed: str | None
    certainty: str | None
    latency: int | None


def review_recalled(
    connection: Connection, account_id: int, recalled: Recalled, now: datetime
) -> Callable[[Connection], bool] | None:
    """Return what logs a right typed answer as a review; None where it is none.

    To be called in the transaction that stores the answer; it raises Overtaken where the
    card was reviewed elsewhere at the same moment.
    """
    rows = tables.cards_of_groups(connection, account_id, [group_of(recalled.item)])
    asked = next((row for row in rows if row.lang == recalled.lang and row.reps), None)
    if asked is None:
        return None
    learner = learner_of(connection, account_id, now)
    if not learner.room or not _is_due(asked, rows, learner.today):
        return None
    row = reviews.find(connection, account_id, asked.id)
    if row is None:
        return None
    given = Rated(
        id=str(uuid5(QUIZ, f"{account_id}/{recalled.key}")),
        rating=rating_of(recalled.certainty),
        moment=learner.now,
        source="quiz",
        duration_ms=recalled.latency,
        certainty=recalled.certainty,
    )
    decided = decide(connection, learner, row, given, recalled.typed)
    return lambda writable: store(writable, decided)


def _is_due(asked: AnyRow, siblings: Iterable[AnyRow], today: date) -> bool:
    hidden = asked.suspended or asked.buried_on == today
    due = asked.due_on is not None and asked.due_on <= today
    return due and not hidden and all(row.last_day != today for row in siblings)


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
