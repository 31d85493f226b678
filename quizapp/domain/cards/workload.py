"""How much work a desired retention means, before it is chosen.

The learner's own cards, and new ones at her pace, are followed for some days by drawing
whether each is recalled when due (`cards.simulation`). Steps, siblings and the choice of
days are left out: they move cards by a day or two, and a forecast of a month does not show
it. The same cards give the same numbers. Worked example, 300 new cards, 10 a day, 120 days:
some 8 reviews a day at 0.80, 14 at 0.90, 27 at 0.95.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from quizapp.domain.cards.gain import USUAL, Pace
from quizapp.domain.cards.holding import Held
from quizapp.domain.cards.plan import Limits
from quizapp.domain.cards.simulation import graded
from quizapp.domain.cards.state import CardState, Phase, Rating
from quizapp.domain.cards.study_day import ONE_DAY
from quizapp.domain.ids import seeded
from quizapp.domain.memory import MemorySettings, interval, outcome

CHOICES: Final = (0.80, 0.85, 0.90, 0.95)
FOLLOWED: Final = 1_000
"""So many cards are followed at most."""


@dataclass(frozen=True, slots=True)
class Workload:
    """What a retention costs: reviews and minutes a day, new cards included in the minutes.

    `reviews` counts each card once a day; `beyond` is how many due cards the cap leaves
    over in the end.
    """

    retention: float
    reviews: float
    minutes: float
    beyond: int


def workloads(
    held: Iterable[Held],
    day: date,
    limits: Limits,
    settings: MemorySettings,
    *,
    retentions: Iterable[float] = CHOICES,
    days: int = 30,
    pace: Pace = USUAL,
) -> tuple[Workload, ...]:
    """Return the daily work of the days to come, for each desired retention."""
    cards = [card for card in held if not card.standing.suspended]
    known = sorted((card for card in cards if not card.is_new), key=_known_order)
    new = sorted((card for card in cards if card.is_new), key=lambda card: (card.place, card.id))
    met = len(known) + min(len(new), limits.new * days)
    every = -(-met // FOLLOWED) or 1
    sample = (*known[::every], *new[::every])
    return tuple(
        _workload(sample, every, day, limits, replace(settings, retention=retention), days, pace)
        for retention in retentions
    )


def _known_order(card: Held) -> tuple[date, float, str]:
    return card.due_day or date.max, card.state.stability, card.id


def _share(whole: int, every: int, day: int) -> int:
    """What a day has of a whole of which every n-th counts: 10 by threes are 3, 3, 4, 3 ..."""
    return whole * (day + 1) // every - whole * day // every


def _workload(
    cards: Sequence[Held],
    every: int,
    day: date,
    limits: Limits,
    settings: MemorySettings,
    days: int,
    pace: Pace,
) -> Workload:
    rng = seeded("workload")
    fresh = [card.state for card in cards if card.is_new]
    due: defaultdict[date, list[CardState]] = defaultdict(list)
    for card in cards:
        if card.due_day is not None and not card.is_new:
            due[max(card.due_day, day)].append(card.state)
    reviews, seconds = 0, 0.0
    beyond: list[CardState] = []
    for nth in range(days):
        waiting = due.pop(day, [])
        cap = _share(limits.cards, every, nth)
        today, beyond = waiting[:cap], waiting[cap:]
        opened = min(_share(limits.new, every, nth), cap - len(today), len(fresh))
        reviews += len(today)
        seconds += opened * pace.new
        for state in (*today, *fresh[:opened]):
            rating = graded(state, day, settings, rng)
            if state.phase is not Phase.NEW:
                seconds += pace.forgotten if rating is Rating.AGAIN else pace.recalled
            after = _after(state, rating, day, settings)
            due[after.due_day or day].append(after)
        del fresh[:opened]
        day += ONE_DAY
        due[day].extend(beyond)
    return Workload(
        settings.retention, every * reviews / days, every * seconds / 60 / days, every * len(beyond)
    )


def _after(state: CardState, rating: Rating, day: date, settings: MemorySettings) -> CardState:
    """The state after a day's reviews of a card: its steps are taken as passed."""
    found = outcome(state, rating, day, settings)
    days = interval(found.stability, settings.retention, settings)
    return CardState(
        card=state.card,
        phase=Phase.REVIEW,
        stability=found.stability,
        difficulty=found.difficulty,
        due_day=day + days * ONE_DAY,
        last_day=day,
    )
