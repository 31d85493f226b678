"""What a class will have forgotten by a day, and which questions today would save the most.

Of every member and fact the weakest card counts that was ever reviewed; who never learnt a
fact cannot lose it. By FSRS, with R the recall on the day if nothing is done:

    lost    the sum of (1 - R) over those who learnt it: so many will not know it
    saved   the sum of what a review today adds to R on that day: with R0 the recall today
            and d the days to come, R0 * r(S_good, d) + (1 - R0) * r(S_again, d) - R

Worked example, a fact that three have learnt, recalled in a week with 0.9, 0.7 and 0.5: lost
is 0.9, "about one in three".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from quizapp.domain.cards.siblings import group_of
from quizapp.domain.cards.state import CardState, Rating
from quizapp.domain.memory import MemorySettings, outcome, recall, retrievability


@dataclass(frozen=True, slots=True)
class Held:
    """A card of a fact in the memory of a member."""

    learner: int
    state: CardState
    settings: MemorySettings

    @property
    def fact(self) -> str:
        """The fact that it is about: the second part of `article/fact/slot/card-ar`."""
        return self.state.card.split("/")[1]

    @property
    def slot(self) -> str:
        """What items and cards that ask for the same thing share."""
        return group_of(self.state.card)


@dataclass(frozen=True, slots=True)
class FactOutlook:
    """What becomes of a fact: who learnt it, their mean recall now and then, the number lost."""

    fact: str
    learners: int
    now: float
    then: float
    lost: float


def outlook(cards: Iterable[Held], today: date, day: date) -> tuple[FactOutlook, ...]:
    """Return what becomes by a day of each fact that anybody learnt, most lost first."""
    weakest: defaultdict[str, dict[int, tuple[float, float]]] = defaultdict(dict)
    for card in cards:
        found = (
            retrievability(card.state, today, card.settings),
            retrievability(card.state, day, card.settings),
        )
        members = weakest[card.fact]
        if card.learner not in members or found[1] < members[card.learner][1]:
            members[card.learner] = found
    rows = []
    for fact, members in weakest.items():
        size = len(members)
        now, then = (sum(pair[side] for pair in members.values()) for side in (0, 1))
        rows.append(FactOutlook(fact, size, now / size, then / size, size - then))
    return tuple(sorted(rows, key=lambda row: (-row.lost, row.fact)))


def savings(cards: Iterable[Held], today: date, day: date) -> dict[str, float]:
    """Return for each slot how many members more will know it on a day if asked today.

    A member's cards of a slot in both languages are one memory here; the weaker one counts.
    """
    best: dict[tuple[str, int], float] = {}
    for card in cards:
        place = (card.slot, card.learner)
        best[place] = max(best.get(place, 0.0), _saved(card, today, day))
    found: defaultdict[str, float] = defaultdict(float)
    for (slot, _), saved in sorted(best.items()):
        found[slot] += saved
    return dict(found)


def _saved(card: Held, today: date, day: date) -> float:
    state, settings = card.state, card.settings
    days = max((day - today).days, 0)
    known = retrievability(state, today, settings)
    after = {
        rating: recall(outcome(state, rating, today, settings).stability, days, settings)
        for rating in (Rating.GOOD, Rating.AGAIN)
    }
    kept = known * after[Rating.GOOD] + (1 - known) * after[Rating.AGAIN]
    return max(kept - retrievability(state, day, settings), 0.0)
