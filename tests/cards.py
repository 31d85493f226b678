"""Learning in tests: somebody with a deck, who grades what is shown, on a clock of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from sqlalchemy.orm import Session

from quizapp.services import cards
from quizapp.services.cards import CardView, Deck, Rated, Rating, Sitting
from tests.play import NOW, SLUG

_UUIDS = count(1)


def new_uuid() -> str:
    return str(UUID(int=next(_UUIDS)))


@dataclass
class Student:
    """Somebody learning, and what time it is for them."""

    session: Session
    account_id: int
    now: datetime = NOW
    zone: str = "UTC"
    shown: list[str] = field(default_factory=list)

    def start(self, *decks: Deck, article: str = SLUG) -> None:
        for deck in decks or cards.DECKS:
            cards.start_deck(
                self.session, account_id=self.account_id, article=article, deck=deck, now=self.now
            )

    def look(self, deck: tuple[str, Deck] | None = None) -> Sitting:
        return cards.next_card(self.session, account_id=self.account_id, now=self.now, deck=deck)

    def card(self) -> CardView:
        found = self.look().card
        assert found is not None
        return found

    def grade(
        self, rating: Rating = 3, card: CardView | None = None, uuid: str | None = None
    ) -> Sitting:
        card = card or self.card()
        rated = Rated(uuid or new_uuid(), rating, shown_at=self.now - timedelta(seconds=5))
        self.shown.append(card.card_id)
        cards.rate(
            self.session,
            account_id=self.account_id,
            card_id=card.card_id,
            rated=rated,
            now=self.now,
        )
        return self.look()

    def undo(self) -> Sitting:
        cards.undo(self.session, account_id=self.account_id, now=self.now)
        return self.look()

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)

    def study(self, rating: Rating = 3, most: int = 200) -> int:
        """Grade everything that is left today the same; return how many reviews that took."""
        for done in range(most):
            sitting = self.look()
            if sitting.card is None:
                return done
            self.grade(rating, sitting.card)
            self.wait(seconds=30)
        raise AssertionError("a day without end")

    def flag(self, card: CardView, flag: cards.Flag) -> None:
        cards.set_flag(
            self.session,
            account_id=self.account_id,
            card_id=card.card_id,
            flag=flag,
            now=self.now,
        )
