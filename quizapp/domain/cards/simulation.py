"""A learner who remembers exactly as FSRS says, followed for some days.

She studies every day what the plan offers, recalls a card with the probability that its
memory gives, and grades it as people do. What comes out shows whether the schedule keeps
its promises: she is to recall the share that she desired, see no more cards a day than her
cap, and never meet two siblings on one day. The same seed gives the same days.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.cards.gain import USUAL
from quizapp.domain.cards.holding import Held, load_of, neighbours_of
from quizapp.domain.cards.plan import Limits, plan_day
from quizapp.domain.cards.reviewing import review
from quizapp.domain.cards.state import CardState, Phase, Rated, Rating, Review
from quizapp.domain.cards.study_day import StudyCalendar
from quizapp.domain.ids import seeded
from quizapp.domain.memory import MemorySettings, retrievability

EVENING: Final = time(18)
CALENDAR: Final = StudyCalendar("UTC")
# How people grade: the shares that the simulator of the FSRS project starts from.
_FIRST: Final = (0.24, 0.094, 0.495, 0.171)
_RECALLED: Final = (0.224, 0.631, 0.145)


@dataclass(frozen=True, slots=True)
class StudiedDay:
    """One day: cards seen first, cards tested (known before) and recalled, seconds spent.

    `cards` counts each card once, `expected` is the sum of the recall that memory gave the
    tested ones.
    """

    day: date
    cards: int
    new: int
    tested: int
    recalled: int
    expected: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Followed:
    """The days, every review, and the cards as they are in the end."""

    days: tuple[StudiedDay, ...]
    reviews: tuple[Review, ...]
    held: tuple[Held, ...]


def graded(state: CardState, day: date, settings: MemorySettings, rng: random.Random) -> Rating:
    """Draw the grade that a learner gives to a card on a day."""
    if state.phase is Phase.NEW:
        return rng.choices(tuple(Rating), _FIRST)[0]
    if rng.random() >= retrievability(state, day, settings):
        return Rating.AGAIN
    return rng.choices((Rating.HARD, Rating.GOOD, Rating.EASY), _RECALLED)[0]


def follow(
    held: Iterable[Held],
    start: date,
    days: int,
    limits: Limits,
    settings: MemorySettings,
    *,
    first: Lang = "ar",
    seed: object = 0,
) -> Followed:
    """Return what happens to a learner with these cards who studies on so many days."""
    desk = _Desk(held, settings, seeded("learner", seed))
    studied = []
    for offset in range(days):
        day = start + timedelta(days=offset)
        studied.append(desk.study(day, limits, first))
    return Followed(tuple(studied), tuple(desk.reviews), tuple(desk.held.values()))


class _Desk:
    """The learner at her desk: the cards, the log, and how many cards each day will have."""

    def __init__(self, held: Iterable[Held], settings: MemorySettings, rng: random.Random) -> None:
        self.held = {card.id: card for card in held}
        self.groups: defaultdict[str, list[str]] = defaultdict(list)
        for card in self.held.values():
            self.groups[card.group].append(card.id)
        self.settings = settings
        self.rng = rng
        self.reviews: list[Review] = []
        self.load: Counter[date] = Counter()

    def study(self, day: date, limits: Limits, first: Lang) -> StudiedDay:
        """Study a whole day: what is due, then what is new, steps as their time comes."""
        now = datetime.combine(day, EVENING, UTC)
        self.load = load_of(self.held.values(), day)
        begun = len(self.reviews)
        expected = 0.0
        plan = plan_day(self.held.values(), day, limits, self.settings, first)
        while (card := plan.next(now)) is not None:
            now = max(now, card.state.due_at or now)
            if card.state.phase is Phase.REVIEW:
                expected += retrievability(card.state, day, self.settings)
            known = self._answer(card, day, now)
            now += timedelta(seconds=USUAL.recalled if known else USUAL.forgotten)
            steps = [self.held[c.id] for c in (*plan.steps, card)]
            plan = replace(
                plan,
                steps=tuple(sorted((c for c in steps if c.is_due(day)), key=_step_order)),
                due=tuple(c for c in plan.due if c.id != card.id),
                new=tuple(c for c in plan.new if c.id != card.id),
            )
        return _summed(day, self.reviews[begun:], expected)

    def _answer(self, card: Held, day: date, now: datetime) -> bool:
        rating = graded(card.state, day, self.settings, self.rng)
        siblings = [self.held[ident] for ident in self.groups[card.group]]
        near = neighbours_of(card, siblings, self.load, day)
        rated = Rated(f"{len(self.reviews):08}", rating, now)
        state, line = review(card.state, rated, self.settings, CALENDAR, near)
        if card.due_day is not None and card.due_day > day:
            self.load[card.due_day] -= 1
        if state.due_day is not None and state.due_day > day:
            self.load[state.due_day] += 1
        self.held[card.id] = replace(card, state=state)
        self.reviews.append(line)
        return rating is not Rating.AGAIN


def _step_order(card: Held) -> tuple[datetime, str]:
    return card.state.due_at or datetime.min.replace(tzinfo=UTC), card.id


def _summed(day: date, lines: list[Review], expected: float) -> StudiedDay:
    tested = [line for line in lines if line.phase is Phase.REVIEW]
    new = sum(line.phase is Phase.NEW for line in lines)
    seconds = sum(
        USUAL.new
        if line.phase is Phase.NEW
        else USUAL.forgotten
        if line.rating is Rating.AGAIN
        else USUAL.recalled
        for line in lines
    )
    return StudiedDay(
        day=day,
        cards=len({line.card for line in lines}),
        new=new,
        tested=len(tested),
        recalled=sum(line.rating is not Rating.AGAIN for line in tested),
        expected=expected,
        seconds=seconds,
    )
