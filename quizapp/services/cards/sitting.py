"""The sitting: which card is next, what each grade would lead to, what is left.

    steps   cards seen today that are due again, those whose time has come first
    due     cards to review, of those longest due the most likely forgotten
    new     pulled by a quiz, else by their place in their decks, first language first
    ahead   where nothing else is left, a step before its time

Every query is bounded: at most `LOOKED_AT` due cards are compared, and counting stops at
what the day's cap still allows.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from quizapp.db import cards as tables
from quizapp.db import reviews
from quizapp.db.base import AnyRow
from quizapp.domain.cards.build import Card
from quizapp.domain.cards.interval import Window
from quizapp.domain.cards.plan import FIRM
from quizapp.domain.cards.reviewing import is_leech, outcomes, preview, window
from quizapp.domain.cards.siblings import ALONE, Neighbours
from quizapp.domain.cards.state import CardState, Rating
from quizapp.domain.errors import DeckNotFound
from quizapp.domain.memory import retrievability
from quizapp.services import texts
from quizapp.services.card_store import card_of, card_of_version
from quizapp.services.cards.learner import Learner
from quizapp.services.cards.records import state_of
from quizapp.services.cards.views import DECKS, CardView, Deck, Side, Sitting

LOOKED_AT: Final = 32
BALANCED_DAYS: Final = 90
"""Days beyond this are not weighed by how full they are."""
_AT_ONCE: Final = datetime.min.replace(tzinfo=UTC)
_ONE_DAY: Final = timedelta(days=1)


def sitting_of(
    connection: Connection, learner: Learner, deck: tuple[str, Deck] | None = None
) -> Sitting:
    """Return the sitting as it is now. Raises DeckNotFound."""
    values = asked_of(learner, deck)
    counts = tables.left(connection, values, max(learner.room, 1), learner.room_for_new + 1)
    due = min(counts.due, learner.room)
    new = min(counts.new, learner.room_for_new, learner.room - due)
    row = _next_row(connection, learner, values, bool(counts.steps), due, new)
    common = {
        "left_new": new,
        "left_due": due + counts.steps,
        "done_today": learner.done.reviews,
        "can_undo": bool(counts.can_undo),
    }
    if row is None:
        comes = next_due(connection, learner, more_new=counts.new > new)
        return Sitting(card=None, intervals=(), next_due=comes, **common)
    state = state_of(row)
    near = neighbours_of(connection, learner, row, state)
    gaps = preview(state, learner.today, learner.settings, near)
    return Sitting(
        card=view_of(connection, learner, row),
        intervals=tuple(gaps[rating] for rating in Rating),
        next_due=None,
        **common,
    )


def asked_of(learner: Learner, deck: tuple[str, Deck] | None) -> dict[str, Any]:
    """Return what the statements of `db.cards` filter by. Raises DeckNotFound."""
    if deck is not None and deck[1] not in DECKS:
        raise DeckNotFound("/".join(deck))
    return {
        "account_id": learner.account_id,
        "today": learner.today,
        "article": deck[0] if deck else None,
        "deck": deck[1] if deck else None,
        "first": learner.first,
        "firm": FIRM,
        # Whatever zone a review of today was given in, it was not longer ago than this.
        "since_moment": learner.calendar.starts(learner.today) - 2 * _ONE_DAY,
    }


def _next_row(
    connection: Connection,
    learner: Learner,
    values: dict[str, Any],
    has_steps: bool,
    due: int,
    new: int,
) -> AnyRow | None:
    steps = sorted(tables.steps(connection, values), key=_step_order) if has_steps else []
    if steps and (steps[0].due_at or _AT_ONCE) <= learner.now:
        return steps[0]
    if due:
        return min(
            tables.due(connection, values, LOOKED_AT),
            key=lambda row: (_recall(row, learner), row.id),
        )
    opening = tables.new(connection, values) if new else None
    return opening or (steps[0] if steps else None)


def _step_order(row: AnyRow) -> tuple[datetime, int]:
    return row.due_at or _AT_ONCE, row.id


def _recall(row: AnyRow, learner: Learner) -> float:
    return retrievability(state_of(row), learner.today, learner.settings)


def next_due(connection: Connection, learner: Learner, *, more_new: bool) -> datetime | None:
    """Return when to come back where nothing is left today; None where nothing ever is."""
    tomorrow = learner.today + _ONE_DAY
    day = tables.next_day(connection, learner.account_id, learner.today)
    if more_new or (learner.room == 0 and day is None):
        day = tomorrow
    return None if day is None else learner.calendar.starts(day)


def neighbours_of(
    connection: Connection, learner: Learner, row: AnyRow, state: CardState
) -> Neighbours:
    """Return what the day of a card's next review keeps away from, for each of the grades."""
    windows = _windows(state, learner)
    if not any(len(within.days()) > 1 for within in windows):
        return ALONE
    first = min(within.first for within in windows)
    last = min(max(within.last for within in windows), max(first, BALANCED_DAYS))
    days = (learner.today + timedelta(days=first), learner.today + timedelta(days=last))
    siblings, load = reviews.neighbours(connection, learner.account_id, row, days)
    tomorrow = learner.today + _ONE_DAY
    return Neighbours(frozenset(max(day, tomorrow) for day in siblings), load)


def _windows(state: CardState, learner: Learner) -> list[Window]:
    found = outcomes(state, learner.today, learner.settings)
    windows = (window(state, rating, found, learner.settings) for rating in Rating)
    return [within for within in windows if within is not None]


def view_of(connection: Connection, learner: Learner, row: AnyRow) -> CardView:
    """Return a card as its owner sees it."""
    card = card_of(connection, row.text_id, row.text_fingerprint)
    article = texts.article_of(connection, row.article_version_id, row.article_fingerprint)
    known = article.sentence_by_id
    state = state_of(row)
    return CardView(
        card_id=learner.public(row.id, row.name),
        article=card.article,
        deck=row.deck,
        front=Side(card.front.lang, card.front.text, card.front.note),
        back=Side(card.back.lang, card.back.text, card.back.note),
        statement=card.statement,
        evidence=tuple(known[name] for name in card.evidence if name in known),
        lang=card.back.lang,
        updated=_updated(connection, row, card),
        leech=is_leech(state),
        note=row.note or "",
        typed=card.typed,
        introduction=state.reps == 0,
        suspended=bool(row.suspended),
    )


def _updated(connection: Connection, row: AnyRow, card: Card) -> tuple[str, str] | None:
    """The old and the new text, where a learner would see that they differ."""
    if row.version_id is None or row.version_id == row.text_id:
        return None
    seen = card_of_version(connection, row.version_id)
    if seen is None or seen.fingerprint == card.fingerprint:
        return None
    return _whole(seen), _whole(card)


def _whole(card: Card) -> str:
    lines = [f"{card.front.text} {card.back.text}"]
    if card.statement is not None:
        lines.append(card.statement[card.front.lang])
    return "\n".join(lines)
