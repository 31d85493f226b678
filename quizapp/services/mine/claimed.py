"""What a file may claim about time: a log that comes from outside is its owner's word.

Nothing can have been done in time to come (but for clocks that differ a little), nor before
there was a program whose log we read. A day of study must be one that some place on earth had
at that moment, so that one hour of work cannot be said to be a month of it:

    now is 1 March, 09:30     1 March 09:34 happened; 09:36, next year and 1970 did not
    reviewed 1 March, 09:30   28 February, 1 and 2 March fit; 5 March becomes 2 March
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

AHEAD: Final = timedelta(minutes=5)
# The day on which Anki came out: no log that we take in is older.
FIRST: Final = datetime(2006, 10, 5, tzinfo=UTC)
# Later than any moment that a file can name (`shape.LATEST`), with room for what is ahead.
NEVER: Final = datetime(9999, 12, 31, 23, 50, tzinfo=UTC)
_ONE_DAY: Final = timedelta(days=1)


def happened(moment: datetime, now: datetime) -> bool:
    """Tell whether something can have been done at a moment."""
    return FIRST <= moment <= now + AHEAD


def no_later(moment: datetime, now: datetime) -> datetime:
    """Return the moment, or now where it has not come yet."""
    return min(moment, now)


def fitting(day: date, moment: datetime) -> date:
    """Return the day of study nearest to the one claimed that a moment can belong to.

    A day turns at four, and zones lie up to fourteen hours from UTC: it is the day in UTC or
    one beside it.
    """
    here = moment.astimezone(UTC).date()
    return min(max(day, here - _ONE_DAY), here + _ONE_DAY)
