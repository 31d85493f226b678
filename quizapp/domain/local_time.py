"""Typed local dates and times to moments, where a clock change must not make them ambiguous.

A day and a time of a zone name one moment, but for two hours a year: one that the clocks
skip, and one that they show twice. Both are refused with a reason rather than guessed at:

    30/11/2026  14:30   Europe/Berlin    2026-11-30 13:30 UTC
    29/03/2026  02:30   Europe/Berlin    "skipped": the clocks go from 2 to 3
    25/10/2026  02:30   Europe/Berlin    "twice": the clocks go from 3 back to 2

Days may be typed as day/month/year or year-month-day, in digits of any script.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from quizapp.domain.errors import QuizappError

_SEPARATED: Final = re.compile(
    r"\s*(\d{1,4})\s*[-/.\u2013\u2212]\s*(\d{1,2})\s*[-/.\u2013\u2212]\s*(\d{1,4})\s*"
)
_CLOCK: Final = re.compile(r"\s*(\d{1,2})\s*[:.\u066b]\s*(\d{2})\s*")
_YEARS: Final = range(2020, 2101)
_INVISIBLE: Final = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)


class LocalTimeRejected(QuizappError):
    """A day or a time that names no single moment. `code`: `date`, `time`, `skipped`, `twice`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def moment_of(day: str, clock: str, zone: str) -> datetime:
    """Return the moment, in UTC, of a typed day and time in a zone. Raises LocalTimeRejected."""
    local = datetime.combine(_day(day), _time(clock))
    place = ZoneInfo(zone)
    first, second = (local.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(place).replace(tzinfo=None) != local:
        raise LocalTimeRejected("skipped")
    if first != second:
        raise LocalTimeRejected("twice")
    return first


def local_texts(moment: datetime, zone: str) -> tuple[str, str]:
    """Return a moment as the day and time that `moment_of` takes."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.strftime("%d/%m/%Y"), local.strftime("%H:%M")


def _day(text: str) -> date:
    found = _SEPARATED.fullmatch(text.translate(_INVISIBLE))
    if found is None:
        raise LocalTimeRejected("date")
    first, month, last = map(int, found.groups())
    year, day = (first, last) if len(found[1]) == 4 else (last, first)
    if year not in _YEARS:
        raise LocalTimeRejected("date")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise LocalTimeRejected("date") from error


def _time(text: str) -> time:
    found = _CLOCK.fullmatch(text.translate(_INVISIBLE))
    if found is None:
        raise LocalTimeRejected("time")
    try:
        return time(int(found[1]), int(found[2]))
    except ValueError as error:
        raise LocalTimeRejected("time") from error
