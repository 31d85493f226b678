"""The sitting: which card is next, what each grade would lead to, what is left.

    undone  the card whose review was just taken back
    steps   cards seen today that are due again, those whose time has come first
    due     cards to review, as `domain.cards.plan` chooses and orders them
    new     pulled by a quiz, else by their place in their decks, first language first
    ahead   where nothing else is left, a step before its time

Every query is bounded: as many due cards are read as the plan compares, and counting stops
at what the day's cap still allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from quizapp.db import cards as tables
from quizapp.db import openings, reviews
from quizapp.db.base import AnyRow
from quizapp.domain.cards.build import Card
from quizapp.domain.cards.interval import Window
from quizapp.domain.cards.plan import CONSIDERED, FIRM, one_of_each, within
from quizapp.domain.cards.reviewing import is_leech, outcomes, preview, window
from quizapp.domain.cards.siblings import ALONE, Neighbours
from quizapp.domain.cards.state import CardState, Rating
from quizapp.domain.errors import DeckNotFound
from quizapp.services import texts
from quizapp.services.card_store import card_of, card_of_version
from quizapp.services.cards.learner import Learner
from quizapp.services.cards.records import state_of, weighed_of
from quizapp.services.cards.views import DECKS, CardView, Deck, Side, Sitting

BALANCED_DAYS: Final = 90
"""Days beyond this are not weighed by how full they are."""
_AT_ONCE: Final = datetime.min.replace(tzinfo=UTC)
_ONE_DAY: Final = timedelta(days=1)


def sitting_of(
    connection: Connection, learner: Learner, deck: tuple[str, Deck] | None = None
) -> Sitting:
    """Return the sitting as it is now. Raises DeckNotFound."""
    values = asked_of(learner, deck)
    left = left_today(connection, learner, values)
    row = _next_row(connection, learner, values, left)
    common: dict[str, Any] = {
        "left_new": left.new,
        "left_due": left.to_review,
        "done_today": learner.done.reviews,
        "can_undo": bool(left.counts.can_undo),
    }
    if row is None:
        comes = next_due(connection, learner, more_new=left.counts.new > left.new)
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


@dataclass(frozen=True, slots=True)
class Left:
    """What is left today: steps as counted, the due cards' names and numbers, new cards."""

    counts: AnyRow
    due: Mapping[str, int]
    new: int

    @property
    def to_review(self) -> int:
        """How many cards seen before are left."""
        return len(self.due) + int(self.counts.steps)


def left_today(connection: Connection, learner: Learner, values: Mapping[str, Any]) -> Left:
    """Return what is left of the day's plan."""
    seen = max(learner.done.cards, 1)  # Only these can have steps, whatever room there is.
    counts = tables.left(connection, values, seen, learner.room_for_new + 1)
    due = _due_today(connection, learner, values)
    new = min(counts.new, learner.room_for_new, learner.room - len(due))
    return Left(counts, due, new)


def _due_today(
    connection: Connection, learner: Learner, values: Mapping[str, Any]
) -> dict[str, int]:
    """What is due of the day's plan, in its order."""
    if not learner.room:
        return {}
    rows = tables.due(connection, values, CONSIDERED)
    free = one_of_each(map(weighed_of, rows), (), learner.today, learner.settings)
    numbers = {row.name: row.id for row in rows}
    kept = within(free, learner.room, learner.today, learner.settings)
    return {card.id: numbers[card.id] for card in kept}


def _next_row(
    connection: Connection, learner: Learner, values: dict[str, Any], left: Left
) -> AnyRow | None:
    again = _taken_back(connection, learner, left)
    if again is not None:
        return again
    steps = sorted(tables.steps(connection, values), key=_step_order) if left.counts.steps else []
    if steps and (steps[0].due_at or _AT_ONCE) <= learner.now:
        return steps[0]
    if left.due:
        return reviews.find(connection, learner.account_id, next(iter(left.due.values())))
    opening = openings.new(connection, values) if left.new > 0 else None
    return opening or (steps[0] if steps else None)


def _taken_back(connection: Connection, learner: Learner, left: Left) -> AnyRow | None:
    """The card whose review was taken back, where the day still has room for it."""
    if left.counts.taken_back is None:
        return None
    row = reviews.find(connection, learner.account_id, left.counts.taken_back)
    if row is None:
        return None
    fits = left.new > 0 if row.phase == "new" else row.name in left.due
    return row if fits or row.last_day == learner.today else None


def _step_order(row: AnyRow) -> tuple[datetime, str]:
    return row.due_at or _AT_ONCE, row.name


def next_due(connection: Connection, learner: Learner, *, more_new: bool) -> datetime | None:
    """Return when to come back where nothing is left today; None where nothing ever is.

    What is due and is not shown any more (it waits for a sibling, was put away, or is beyond
    the cap) comes tomorrow.
    """
    tomorrow = learner.today + _ONE_DAY
    day = tables.next_day(connection, learner.account_id)
    if more_new or (learner.room == 0 and day is None):
        day = tomorrow
    return None if day is None else learner.calendar.starts(max(day, tomorrow))


def neighbours_of(
    connection: Connection,
    learner: Learner,
    row: AnyRow,
    state: CardState,
    ratings: Iterable[Rating] = Rating,
) -> Neighbours:
    """Return what the day of a card's next review keeps away from, for these grades."""
    windows = _windows(state, learner, ratings)
    if not any(len(each.days()) > 1 for each in windows):
        return ALONE
    first = min(each.first for each in windows)
    last = min(max(each.last for each in windows), max(first, BALANCED_DAYS))
    days = (learner.today + timedelta(days=first), learner.today + timedelta(days=last))
    siblings, load = reviews.neighbours(connection, learner.account_id, row, days)
    tomorrow = learner.today + _ONE_DAY
    return Neighbours(frozenset(max(day, tomorrow) for day in siblings), load)


def _windows(state: CardState, learner: Learner, ratings: Iterable[Rating]) -> list[Window]:
    found = outcomes(state, learner.today, learner.settings)
    windows = (window(state, rating, found, learner.settings) for rating in ratings)
    return [days for days in windows if days is not None]


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
