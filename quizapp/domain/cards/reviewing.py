"""A review: from the state of a card, a rating and a moment to a new state and a log line.

`domain.memory` says what a rating does to memory; here it is decided when the card is due:

* A step of minutes counts from the real moment; days count from the day of study.
* Hard, Good and Easy differ by at least a day, and the day is drawn from a window, by a
  lot that depends on nothing but the card and the number of its reviews (`cards.interval`).
* The day drawn keeps away from siblings and full days (`cards.siblings`). As that depends
  on other cards, the day is written into the review; replaying keeps it (`cards.replay`).

Worked example, default settings, Good on a new card on 1 March at 20:00: due at 20:10 the
same day. Good again then: due on 3 March, from 04:00 on.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from quizapp.domain.cards.interval import Window, ascending, plausible, window_of
from quizapp.domain.cards.siblings import ALONE, Neighbours, choose_days
from quizapp.domain.cards.state import CardState, Phase, Rated, Rating, Review
from quizapp.domain.cards.study_day import StudyCalendar
from quizapp.domain.ids import seeded
from quizapp.domain.memory import MemorySettings, Outcome, interval, outcome

LEECH_LAPSES: Final = 6
_SPACED: Final = (Rating.HARD, Rating.GOOD, Rating.EASY)
_INSTANT: Final = timedelta(milliseconds=1)


class Outcomes(dict[Rating, Outcome]):
    """What each rating would do to a card's memory, worked out when it is first asked for."""

    def __init__(self, state: CardState, day: date, settings: MemorySettings) -> None:
        super().__init__()
        self._asked = (state, day, settings)

    def __missing__(self, rating: Rating) -> Outcome:
        state, day, settings = self._asked
        found = self[rating] = outcome(state, rating, day, settings)
        return found


@lru_cache(maxsize=256)
def outcomes(state: CardState, day: date, settings: MemorySettings) -> Outcomes:
    """Return what the ratings would do to memory on a day of study.

    Remembered for a while: a card is shown, its neighbours are looked for, it is graded.
    """
    return Outcomes(state, day, settings)


def window(
    state: CardState, rating: Rating, found: Outcomes, settings: MemorySettings
) -> Window | None:
    """Return the days on which a card may come back; None where a step of minutes follows."""
    if found[rating].wait is not None:
        return None
    if rating is Rating.AGAIN:
        days = interval(found[rating].stability, settings.retention, settings)
        return Window(days, days)
    # Good counts even where it is a step, for Easy must be worth more than it.
    apart = [r for r in _SPACED if r is not Rating.HARD or found[r].wait is None]
    wanted = [interval(found[r].stability, settings.retention, settings) for r in apart]
    intervals = ascending(wanted, settings.longest)
    place = apart.index(rating)
    if not settings.fuzz:
        return Window(intervals[place], intervals[place])
    return window_of(place, intervals, settings.longest, _days_away(state))


def _days_away(state: CardState) -> int:
    if state.phase is not Phase.REVIEW or state.due_day is None or state.last_day is None:
        return 0
    return (state.due_day - state.last_day).days


def lot(state: CardState, within: Window) -> int:
    """Draw a day of a window; the card and the number of its reviews are the seed."""
    if within.first == within.last:
        return within.first
    return seeded(state.card, state.reps).randint(within.first, within.last)


def preview(
    state: CardState, day: date, settings: MemorySettings, neighbours: Neighbours = ALONE
) -> dict[Rating, timedelta]:
    """Return how long each rating would put a card away: a step, or whole days."""
    found = outcomes(state, day, settings)
    return {rating: _gap(state, rating, found, day, settings, neighbours) for rating in Rating}


def _gap(
    state: CardState,
    rating: Rating,
    found: Outcomes,
    day: date,
    settings: MemorySettings,
    neighbours: Neighbours,
) -> timedelta:
    wait = found[rating].wait
    if wait is not None:
        return wait
    within = window(state, rating, found, settings)
    if within is None:
        raise ValueError(rating)
    return timedelta(days=choose_days(day, within, lot(state, within), neighbours))


def review(
    state: CardState,
    rated: Rated,
    settings: MemorySettings,
    calendar: StudyCalendar,
    neighbours: Neighbours = ALONE,
) -> tuple[CardState, Review]:
    """Return the state after a rating, and the line for the log.

    The moment recorded is later than the last review's, even where a clock was set back
    between them, so that the log keeps its order; the day of study is the moment's own.
    """
    day = calendar.day(rated.moment)
    found = outcomes(state, day, settings)
    within = window(state, rated.rating, found, settings)
    due_day = None
    if within is not None:
        days = choose_days(day, within, lot(state, within), neighbours)
        due_day = day + timedelta(days=days)
    record = Review(
        id=rated.id,
        card=state.card,
        moment=_in_order(rated.moment, state.last_review),
        study_day=day,
        rating=rated.rating,
        retention=settings.retention,
        due_day=due_day,
        source=rated.source,
        duration_ms=rated.duration_ms,
        certainty=rated.certainty,
        phase=state.phase,
        stability=state.stability,
        difficulty=state.difficulty,
    )
    return _remembered(state, record, found[rated.rating], settings), record


def _in_order(moment: datetime, last: datetime | None) -> datetime:
    return moment if last is None else max(moment, last + _INSTANT)


def remember(state: CardState, line: Review, settings: MemorySettings) -> CardState:
    """Return the state after a line of the log: the step that replaying repeats.

    The day that the line names stands where the memory replayed allows it; a line that
    names none, or one that was decided on another memory (reviews of two devices, new
    parameters), gets the day drawn by lot. The retention is the line's own.
    """
    found = outcome(state, line.rating, line.study_day, settings)
    return _remembered(state, line, found, settings)


def _remembered(
    state: CardState, line: Review, found: Outcome, settings: MemorySettings
) -> CardState:
    due_day, due_at = line.study_day, None
    if found.wait is not None:
        due_at = line.moment + found.wait
    else:
        due_day += timedelta(days=_days_decided(state, line, found, settings))
    lapsed = state.phase is Phase.REVIEW and line.rating is Rating.AGAIN
    return CardState(
        card=state.card,
        phase=found.phase,
        stability=found.stability,
        difficulty=found.difficulty,
        step=found.step,
        due_day=due_day,
        due_at=due_at,
        first_day=state.first_day or line.study_day,
        last_day=line.study_day,
        last_review=line.moment,
        reps=state.reps + 1,
        lapses=state.lapses + lapsed,
    )


def _days_decided(state: CardState, line: Review, found: Outcome, settings: MemorySettings) -> int:
    if line.due_day is not None:
        days = (line.due_day - line.study_day).days
        unordered = interval(found.stability, line.retention, settings)
        if plausible(days, unordered, settings.longest):
            return days
    own = settings
    if line.retention != settings.retention:
        own = replace(settings, retention=line.retention)
    known = Outcomes(state, line.study_day, own)
    known[line.rating] = found
    within = window(state, line.rating, known, own)
    if within is None:
        raise ValueError(line)
    return lot(state, within)


def is_leech(state: CardState, lapses: int = LEECH_LAPSES) -> bool:
    """Tell whether a card was forgotten so often that it may be a bad card."""
    return state.lapses >= lapses
