"""Days of study in a row, with days off that are already paid for.

Every seven days of study earn a freeze day, and two can be kept. A day without study uses
one up by itself, so that the streak goes on without counting that day. Today is never held
against anybody before it is over. Worked example, studied on days 1 to 7, then 9 and 10:

    day 7     7 days, a freeze day earned
    day 8     frozen: the freeze day is used
    day 10    9 days, of which 8 was no part

A day counts once however much was done on it; days after today (a clock was wrong) do not
count yet; a date that the learner's place skipped at the date line was never missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from quizapp.domain.cards.study_day import ONE_DAY, StudyCalendar

EARNED_EVERY: Final = 7
MOST_KEPT: Final = 2


@dataclass(frozen=True, slots=True)
class Streak:
    """The days of study in the streak that is going on, 0 where none is.

    `frozen` are its days off, `kept` the freeze days left, `longest` the longest streak.
    """

    days: int = 0
    longest: int = 0
    frozen: tuple[date, ...] = ()
    kept: int = 0
    studied_today: bool = False


def streak_of(studied: Iterable[date], today: date, calendar: StudyCalendar) -> Streak:
    """Return the streak on a day, from the days on which anything was reviewed."""
    days = longest = kept = 0
    frozen: list[date] = []
    last: date | None = None
    past = sorted({day for day in studied if day <= today})
    for day in past:
        off = () if last is None else tuple(_missed(last, day, calendar, kept))
        if last is not None and len(off) <= kept:
            kept -= len(off)
            frozen.extend(off)
        else:
            days, frozen = 0, []
        days += 1
        kept += days % EARNED_EVERY == 0
        kept = min(kept, MOST_KEPT)
        longest = max(longest, days)
        last = day
    if last is None:
        return Streak()
    off = tuple(_missed(last, today, calendar, kept))
    if len(off) > kept:
        return Streak(longest=longest, kept=kept)
    return Streak(days, longest, (*frozen, *off), kept - len(off), last == today)


def _missed(last: date, day: date, calendar: StudyCalendar, kept: int) -> Iterator[date]:
    """Yield the days between two, as far as it takes to see that they are too many."""
    found = 0
    between = last + ONE_DAY
    while between < day and found <= kept:
        if calendar.exists(between):
            found += 1
            yield between
        between += ONE_DAY
