"""A card in a learner's hands: its memory, and what was decided about it besides.

Suspending, burying and moving never touch memory: they stand beside it, and a review ends a
move by itself, because only a move made after the last review counts. Worked example, a card
due on day 20:

    a quiz on day 5 pulls it to day 5     due on day 5
    reviewed on day 5, due on day 30      due on day 30, the pull is older than the review
    buried on day 30                      hidden on day 30, due from day 31 on
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.cards.siblings import Neighbours, group_of
from quizapp.domain.cards.state import CardState, Phase
from quizapp.domain.cards.study_day import ONE_DAY


@dataclass(frozen=True, slots=True)
class Move:
    """A decision, taken at a moment, that a card is due on another day."""

    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What was decided about a card without reviewing it."""

    suspended: bool = False
    buried_on: date | None = None
    move: Move | None = None


AS_IT_IS: Final = Standing()


@dataclass(frozen=True, slots=True)
class Held:
    """A card that a learner holds.

    `lang` is the language of its answer, `place` its place among the new cards.
    """

    state: CardState
    lang: Lang
    place: int = 0
    standing: Standing = AS_IT_IS

    @property
    def id(self) -> str:
        """The card's id."""
        return self.state.card

    @property
    def group(self) -> str:
        """What the card shares with its siblings."""
        return group_of(self.state.card)

    @property
    def is_new(self) -> bool:
        """Whether it was never reviewed."""
        return self.state.phase is Phase.NEW

    @property
    def due_day(self) -> date | None:
        """The day on which it is due; None for a new card that nothing was decided about."""
        move, last = self.standing.move, self.state.last_review
        if move is not None and (last is None or move.at > last):
            return move.day
        return self.state.due_day

    def is_hidden(self, day: date) -> bool:
        """Tell whether it is not to be shown on a day: suspended, or buried that day."""
        return self.standing.suspended or self.standing.buried_on == day

    def is_due(self, day: date) -> bool:
        """Tell whether it was reviewed before and is to be reviewed on a day."""
        due = self.due_day
        return not self.is_new and due is not None and due <= day and not self.is_hidden(day)


def moved(held: Held, day: date, at: datetime) -> Held:
    """Return the card, due on another day until it is reviewed next."""
    return replace(held, standing=replace(held.standing, move=Move(day, at)))


def suspended(held: Held, suspend: bool = True) -> Held:
    """Return the card out of study, or back in it."""
    return replace(held, standing=replace(held.standing, suspended=suspend))


def buried(held: Held, day: date | None) -> Held:
    """Return the card hidden for a day of study; None brings it back."""
    return replace(held, standing=replace(held.standing, buried_on=day))


def load_of(held: Iterable[Held], today: date) -> Counter[date]:
    """Return how many cards are due on each day to come; overdue ones count as tomorrow's."""
    tomorrow = today + ONE_DAY
    days = (card.due_day for card in held if not card.is_new and not card.standing.suspended)
    return Counter(max(day, tomorrow) for day in days if day is not None)


def neighbours_of(
    held: Held, siblings: Iterable[Held], load: Mapping[date, int], today: date
) -> Neighbours:
    """Return what the day of a card's next review must keep away from.

    A sibling that is due today comes tomorrow at the earliest: this card was shown today.
    """
    others = [card for card in siblings if card.id != held.id and card.group == held.group]
    return Neighbours(frozenset(load_of(others, today)), load)
