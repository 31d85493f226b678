"""Cards and reviews page by page, for programs that read them all.

Cards of an article show both sides: they are there to learn from, and turning one shows as
much. How a learner stands with a card, and her log, are hers alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from quizapp.db import card_texts, catalogue, pages
from quizapp.db import decks as tables
from quizapp.db.types import from_millis, to_millis
from quizapp.domain.cards.build import Card
from quizapp.domain.errors import ArticleNotFound, DeckNotFound
from quizapp.services.card_store import cards_of
from quizapp.services.cards.learner import learner_of
from quizapp.services.cards.sitting import view_of
from quizapp.services.cards.views import DECKS, CardView

FIRST: Final = (-1, 0)
Place = tuple[int, int, str]
"""Where a review stands in a log: its moment, its card, its id."""


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A card as its learner stands with it. `place` is where it stands in its deck."""

    view: CardView
    place: tuple[int, int]
    due_on: date | None
    reviews: int
    lapses: int


@dataclass(frozen=True, slots=True)
class LoggedReview:
    """One line of somebody's log. `place` is where it stands in it."""

    uuid: str
    card_id: str
    name: str
    article: str
    deck: str
    moment: datetime
    day: date
    rating: int
    source: str
    certainty: str | None
    milliseconds: int | None
    typed: str | None
    undone: bool
    place: Place


def article_cards(session: Session, slug: str) -> tuple[Card, ...]:
    """Return the cards that a published article has now, by name. Raises ArticleNotFound."""
    connection = session.connection()
    article_id = _article_number(session, slug)
    rows = card_texts.current_texts(connection, article_id)
    found = cards_of(connection, {row.fingerprint: row.version_id for row in rows})
    return tuple(sorted(found.values(), key=lambda card: card.id))


def deck_cards(
    session: Session,
    *,
    account_id: int,
    deck: tuple[str, str],
    after: tuple[int, int],
    most: int,
    now: datetime,
) -> tuple[HeldCard, ...]:
    """Return at most so many cards of a deck (article, name) after a place.

    Raises ArticleNotFound, DeckNotFound, AccountNotFound.
    """
    connection = session.connection()
    number = _article_number(session, deck[0])
    if deck[1] not in DECKS or not tables.has_deck(connection, number, deck[1]):
        raise DeckNotFound("/".join(deck))
    learner = learner_of(connection, account_id, now)
    rows = pages.cards_of_deck(connection, account_id, (number, deck[1]), after, most)
    return tuple(
        HeldCard(
            view=view_of(connection, learner, row),
            place=(row.position, row.id),
            due_on=row.due_on,
            reviews=row.reps or 0,
            lapses=row.lapses or 0,
        )
        for row in rows
    )


def logged_reviews(
    session: Session, *, account_id: int, before: Place | None, most: int, now: datetime
) -> tuple[LoggedReview, ...]:
    """Return at most so many reviews before a place, the latest first, those taken back too.

    Raises AccountNotFound, ValueError for a place that cannot be one.
    """
    place = None
    if before is not None:
        place = (from_millis(before[0]), before[1], bytes.fromhex(before[2]))
    connection = session.connection()
    learner = learner_of(connection, account_id, now)
    return tuple(
        LoggedReview(
            uuid=str(UUID(bytes=row.uuid)),
            card_id=learner.public(row.card_id, row.name),
            name=row.name,
            article=row.slug,
            deck=row.deck,
            moment=row.moment,
            day=row.day,
            rating=row.rating,
            source=row.source,
            certainty=row.certainty,
            milliseconds=row.latency,
            typed=row.typed,
            undone=bool(row.undone),
            place=(to_millis(row.moment), row.card_id, row.uuid.hex()),
        )
        for row in pages.reviews(connection, account_id, place, most)
    )


def _article_number(session: Session, slug: str) -> int:
    row = catalogue.article(session.connection(), slug)
    if row is None or row.status != catalogue.PUBLISHED:
        raise ArticleNotFound(slug)
    return int(row.id)
