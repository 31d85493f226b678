"""Learners with cards, for looking at what they see: fronts, backs, a way back, progress.

Reviews are made through the services, some of them weeks ago, on the real article.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from quizapp.extensions import db
from quizapp.services import cards
from quizapp.services.cards import DECKS, Deck, Goals, Rated, Rating
from tests.browser.rounds import ARTICLE
from tests.browser.visits import Visit

Reach = Callable[[Visit], None]

AWAY: Final = timedelta(days=50)
MANY: Final = 70
RATINGS: Final[tuple[Rating, ...]] = (3, 3, 1, 4, 3, 2, 3)
EAGER: Final = Goals(new_a_day=200, cap_a_day=60, zone="Asia/Riyadh")


def facing(deck: str = "", *, turned: bool = False, query: str = "") -> Reach:
    """See a card of a deck; by default the facts in the content's language."""

    def reach(visit: Visit) -> None:
        named = deck or f"article-{visit.content}"
        _take_up(visit)
        visit.open(f"review?slug={ARTICLE}&deck={named}&all=1{query}")
        if turned:
            _turn(visit)

    return reach


def recalled(visit: Visit) -> None:
    """Type something, and see how it is judged."""
    facing(query="&typing=1")(visit)
    visit.page.locator("#typed").fill("؟؟ 12" if visit.content == "ar" else "?? 12")
    with visit.page.expect_navigation():
        visit.page.locator("form.question button.primary").click()


def noted(visit: Visit) -> None:
    """See a card with a note of one's own, everything about it open."""
    facing(turned=True)(visit)
    visit.page.locator(".handling summary").click()
    visit.page.locator("#note").fill("a note, ملاحظة")
    with visit.page.expect_navigation(url="**show=**"):
        visit.page.locator("form[action*='/note'] button").click()
    visit.page.locator(".handling summary").click()


def with_decks(path: str) -> Reach:
    """See a page as somebody who has taken up decks."""

    def reach(visit: Visit) -> None:
        _take_up(visit)
        visit.open(path)

    return reach


def finished(visit: Visit) -> None:
    """See the end of a sitting."""
    with _session() as session:
        _study(session, visit.player.account_id, datetime.now(UTC), 500, ratings=(4,))
    visit.open("review?all=1")


def returned(path: str) -> Reach:
    """See a page as somebody who studied much and was away for weeks."""

    def reach(visit: Visit) -> None:
        account_id = visit.player.account_id
        with _session() as session:
            if not any(head.started for head in _decks(session, account_id)):
                cards.change_goals(session, account_id, EAGER)
                for day in range(4):
                    then = datetime.now(UTC) - AWAY + timedelta(days=day)
                    _study(session, account_id, then, MANY)
        visit.open(path)

    return reach


def _take_up(visit: Visit) -> None:
    with _session() as session:
        if not any(head.started for head in _decks(session, visit.player.account_id)):
            _start(session, visit.player.account_id, datetime.now(UTC))


def _decks(session: Session, account_id: int) -> tuple[cards.DeckHead, ...]:
    return cards.decks(session, account_id=account_id, now=datetime.now(UTC))


def _start(session: Session, account_id: int, now: datetime) -> None:
    deck: Deck
    for deck in DECKS:
        cards.start_deck(session, account_id=account_id, article=ARTICLE, deck=deck, now=now)


def _study(
    session: Session,
    account_id: int,
    now: datetime,
    count: int,
    ratings: tuple[Rating, ...] = RATINGS,
) -> None:
    _start(session, account_id, now)
    sitting = cards.next_card(session, account_id=account_id, now=now)
    for number in range(count):
        if sitting.card is None:
            break
        now += timedelta(seconds=8)
        rated = Rated(str(uuid.uuid4()), ratings[number % len(ratings)], now - timedelta(seconds=5))
        cards.rate(
            session, account_id=account_id, card_id=sitting.card.card_id, rated=rated, now=now
        )
        sitting = cards.next_card(session, account_id=account_id, now=now)


def _turn(visit: Visit) -> None:
    href = visit.page.locator("[data-next]").get_attribute("href")
    assert href is not None
    visit.open(href.split("/", 2)[2])


def _session() -> Session:
    return Session(db.engine, expire_on_commit=False)
