"""What a learner remembers: the FSRS-6 model, behind a port to the `fsrs` library.

Nothing else imports that library. It floors elapsed time to blocks of 24 hours, by which
study on Monday evening and on Wednesday morning would be one day apart; memory counts the
nights. So it is always called with the midnight of a day of study (`cards.study_day`), and
it decides no dates: `cards.reviewing` does. Worked example, default settings, a new card:

    Good on 1 March    stability 2.31, in 10 minutes
    Good at once       stability 2.31, days follow: interval 2 at a retention of 0.90
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

import fsrs
from fsrs.scheduler import DEFAULT_PARAMETERS

from quizapp.domain.cards.interval import days_until, recall_after
from quizapp.domain.cards.state import CardState, Phase, Rating
from quizapp.domain.cards.study_day import ONE_DAY

LEAST_RETENTION: Final = 0.70
MOST_RETENTION: Final = 0.97
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class MemorySettings:
    """How a learner's cards are scheduled.

    `retention` is the share of reviews to be recalled, `longest` the longest interval in
    days. Steps are shorter than a day; an empty tuple leaves them out. Raises ValueError
    for settings out of range.
    """

    retention: float = 0.90
    learning_steps: tuple[timedelta, ...] = (timedelta(minutes=1), timedelta(minutes=10))
    relearning_steps: tuple[timedelta, ...] = (timedelta(minutes=10),)
    longest: int = 365
    parameters: tuple[float, ...] = DEFAULT_PARAMETERS
    fuzz: bool = True

    def __post_init__(self) -> None:
        if not LEAST_RETENTION <= self.retention <= MOST_RETENTION:
            raise ValueError(f"retention {self.retention}")
        steps = (*self.learning_steps, *self.relearning_steps)
        if not all(timedelta(0) < step < ONE_DAY / 1.5 for step in steps):
            # Hard waits one and a half steps, and that must still be less than a day.
            raise ValueError("a step is longer than nothing and shorter than 16 hours")
        if self.longest < 1:
            raise ValueError(f"longest {self.longest}")
        _scheduler(self.parameters, self.learning_steps, self.relearning_steps)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rating does to memory. `wait` is a step of minutes, None where days follow."""

    phase: Phase
    stability: float
    difficulty: float
    step: int
    wait: timedelta | None


_STATES: Final = {
    Phase.NEW: fsrs.State.Learning,
    Phase.LEARNING: fsrs.State.Learning,
    Phase.REVIEW: fsrs.State.Review,
    Phase.RELEARNING: fsrs.State.Relearning,
}
_PHASES: Final = {
    fsrs.State.Learning: Phase.LEARNING,
    fsrs.State.Review: Phase.REVIEW,
    fsrs.State.Relearning: Phase.RELEARNING,
}
_RATINGS: Final = {rating: fsrs.Rating(rating) for rating in Rating}


@lru_cache(maxsize=256)
def _scheduler(
    parameters: tuple[float, ...],
    learning: tuple[timedelta, ...],
    relearning: tuple[timedelta, ...],
) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        parameters, learning_steps=learning, relearning_steps=relearning, enable_fuzzing=False
    )


def scheduler_of(settings: MemorySettings) -> fsrs.Scheduler:
    """Return the library's scheduler with these parameters and steps; it is never changed."""
    return _scheduler(settings.parameters, settings.learning_steps, settings.relearning_steps)


class _Own(fsrs.Card):
    """A card that is made for one question: the library need not copy it before it answers."""

    def __copy__(self) -> _Own:
        return self


@lru_cache(maxsize=4096)
def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _card(state: CardState) -> _Own:
    seen = state.last_day is not None
    return _Own(
        card_id=0,
        state=_STATES[state.phase],
        step=None if state.phase is Phase.REVIEW else state.step,
        stability=state.stability if seen else None,
        difficulty=state.difficulty if seen else None,
        due=_EPOCH,
        last_review=_midnight(state.last_day) if state.last_day else None,
    )


def outcome(state: CardState, rating: Rating, day: date, settings: MemorySettings) -> Outcome:
    """Return what a rating on a day of study does to memory, by FSRS-6."""
    midnight = _midnight(day)
    card, _ = scheduler_of(settings).review_card(_card(state), _RATINGS[rating], midnight)
    if card.stability is None or card.difficulty is None:  # the library's types allow it
        raise ValueError(state)
    phase = _PHASES[card.state]
    wait = None if phase is Phase.REVIEW else card.due - midnight
    return Outcome(phase, card.stability, card.difficulty, card.step or 0, wait)


def retrievability(state: CardState, day: date, settings: MemorySettings) -> float:
    """Return the probability that a card is recalled on a day; 0 for one never seen."""
    if state.last_day is None:
        return 0.0
    days = max((day - state.last_day).days, 0)
    return recall_after(days, state.stability, settings.parameters[20])


def recall(stability: float, days: int, settings: MemorySettings) -> float:
    """Return the probability of recall so many days after a review left this stability."""
    return recall_after(days, stability, settings.parameters[20])


def interval(stability: float, retention: float, settings: MemorySettings) -> int:
    """Return the whole days after which recall falls to `retention`: 1 to the longest."""
    days = days_until(stability, retention, settings.parameters[20])
    return min(max(round(days), 1), settings.longest)
