"""How long something takes, in the words of the page.

One unit, whole numbers, as somebody would say it when asked:

    span(timedelta(minutes=10)) == "10 minutes"     span(timedelta(days=45)) == "45 days"
    span(timedelta(days=100)) == "3 months"         span(timedelta(days=800)) == "2 years"

Half a unit is rounded to the even number, as everywhere. Nothing is shorter than a minute.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from quizapp.web import ambient
from quizapp.web.formatting import num
from quizapp.web.speech import ngettext

MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
MONTH: Final = DAY * 365.25 / 12
YEAR: Final = DAY * 365.25
# Days are counted as such up to here, so that the grades of one card can be compared.
MOST_DAYS: Final = 90 * DAY


def span(length: timedelta) -> str:
    """Filter: a length of time in its largest fitting unit."""
    if length < HOUR:
        return _in(length, MINUTE, minutes)
    if length < DAY:
        return _in(length, HOUR, hours)
    if length < MOST_DAYS:
        return _in(length, DAY, days)
    if length < YEAR:
        return _in(length, MONTH, months)
    return _in(length, YEAR, years)


def soon(moment: datetime) -> str:
    """Filter: how long it is until a moment; the past is a minute away."""
    return span(moment - ambient.now())


def _in(length: timedelta, unit: timedelta, words: Callable[[int], str]) -> str:
    return words(max(1, round(length / unit)))


def minutes(count: int) -> str:
    """Return a number of minutes."""
    return ngettext("%(num)s minute", "%(num)s minutes", count, num=num(count))


def hours(count: int) -> str:
    """Return a number of hours."""
    return ngettext("%(num)s hour", "%(num)s hours", count, num=num(count))


def days(count: int) -> str:
    """Return a number of days."""
    return ngettext("%(num)s day", "%(num)s days", count, num=num(count))


def months(count: int) -> str:
    """Return a number of months."""
    return ngettext("%(num)s month", "%(num)s months", count, num=num(count))


def years(count: int) -> str:
    """Return a number of years."""
    return ngettext("%(num)s year", "%(num)s years", count, num=num(count))
