"""What a review is worth: the memory it saves, and the seconds it takes.

The memory saved by reviewing a card today is the probability that it is still recalled a
month from now, less the same probability without the review:

    saved = R * r(S_good, 30) + (1 - R) * r(S_again, 30) - r(S, t + 30)

with R the recall today, S the stability, t the days since the last review, r the forgetting
curve, and S_good, S_again the stabilities after Good and Again. Worked example, default
settings, difficulty 5, in thousandths saved per second:

    stability 10, seen 120 days ago     R 0.68    16: often still there, then it lasts
    stability 0.2, seen 10 days ago     R 0.55    11: soon lost again
    stability 300, seen 30 days ago     R 0.99     1: safe without being seen
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from quizapp.domain.cards.holding import Held
from quizapp.domain.cards.state import CardState, Rating
from quizapp.domain.memory import MemorySettings, outcome, recall, retrievability

HORIZON: Final = 30


@dataclass(frozen=True, slots=True)
class Pace:
    """How many seconds a card takes: recalled, forgotten (seen again), new."""

    recalled: float = 8.0
    forgotten: float = 22.0
    new: float = 30.0

    def expected(self, probability: float) -> float:
        """Return the seconds that a card takes that is recalled with a probability."""
        return probability * self.recalled + (1 - probability) * self.forgotten


USUAL: Final = Pace()


@dataclass(frozen=True, slots=True)
class Worth:
    """A card's recall today, what reviewing it saves, and the seconds that takes."""

    card: Held
    recall: float
    saved: float
    seconds: float

    @property
    def per_second(self) -> float:
        """The memory saved per second."""
        return self.saved / self.seconds


def worth_of(card: Held, day: date, settings: MemorySettings, pace: Pace = USUAL) -> Worth:
    """Return what reviewing a card on a day is worth."""
    state = card.state
    now = retrievability(state, day, settings)
    kept = now * _later(state, Rating.GOOD, day, settings)
    kept += (1 - now) * _later(state, Rating.AGAIN, day, settings)
    left = retrievability(state, day + timedelta(days=HORIZON), settings)
    return Worth(card, now, kept - left, pace.expected(now))


@lru_cache(maxsize=16_384)
def _later(state: CardState, rating: Rating, day: date, settings: MemorySettings) -> float:
    # Remembered, because what lies beyond the cap is weighed anew with each card of the day.
    return recall(outcome(state, rating, day, settings).stability, HORIZON, settings)


def most_saving(
    cards: Iterable[Held], day: date, settings: MemorySettings, pace: Pace = USUAL
) -> list[Worth]:
    """Return what each card is worth, most memory saved per second first."""
    worths = (worth_of(card, day, settings, pace) for card in cards)
    return sorted(worths, key=lambda worth: (-worth.per_second, worth.card.id))
