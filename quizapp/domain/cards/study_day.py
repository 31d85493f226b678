"""Which day of study a moment belongs to.

A day of study turns at 04:00 by the learner's own clock, so that an evening that lasts past
midnight is one evening. Worked example in Amman:

    Monday 23:50    Monday
    Tuesday 03:59   Monday
    Tuesday 04:00   Tuesday

A day begins at one instant and ends where the next begins, so days never run backwards as
time goes on, even where clocks are set back across 04:00. A date that a place skipped by
moving across the date line (Apia had no 30 December 2011) has no length.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from quizapp.domain.errors import QuizappError

ROLLOVER: Final = 4
ONE_DAY: Final = timedelta(days=1)


class UnknownZone(QuizappError):
    """No time zone has this name."""


@dataclass(frozen=True, slots=True)
class StudyCalendar:
    """The days of study of somebody in a time zone; `rollover` is the hour a day turns.

    Raises UnknownZone for a name that the time zone database does not have.
    """

    zone: str
    rollover: int = ROLLOVER

    def __post_init__(self) -> None:
        _zone(self.zone)

    def day(self, moment: datetime) -> date:
        """Return the day of study of an aware moment; ValueError without a time zone."""
        if moment.tzinfo is None:
            raise ValueError(moment)
        local = moment.astimezone(_zone(self.zone))
        day = (local.replace(tzinfo=None) - timedelta(hours=self.rollover)).date()
        # The wall clock is right except around a change of clocks, which the start decides.
        while self.starts(day) > moment:
            day -= ONE_DAY
        while self.starts(day + ONE_DAY) <= moment:
            day += ONE_DAY
        return day

    def starts(self, day: date) -> datetime:
        """Return the instant, in UTC, at which a day of study begins."""
        return _starts(self.zone, self.rollover, day)

    def exists(self, day: date) -> bool:
        """Tell whether a day had any length here: a date skipped at the date line has none."""
        return self.starts(day) < self.starts(day + ONE_DAY)


@lru_cache(maxsize=512)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as reason:
        raise UnknownZone(name) from reason


@lru_cache(maxsize=4096)
def _starts(zone: str, rollover: int, day: date) -> datetime:
    local = datetime.combine(day, time(rollover), tzinfo=_zone(zone))
    return local.astimezone(UTC)
