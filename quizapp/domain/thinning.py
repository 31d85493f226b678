"""Which backups go, so that many moments of late and a few of long ago stay.

Everything of the last day stays; of the time before, the newest of each of 12 days, of each
of 10 weeks before those, of each of 9 months before those. Worked example, a backup at every
noon, thinned on Wednesday 2026-07-01 at 18:00:

    2026-07-01             of the last day
    2026-06-19 … 06-30     twelve days
    2026-06-18, 06-14, …   the newest of each week before (Monday to Sunday)
    2026-04-12, 03-31, …   the newest of each month before

Where disk space is short, of the last day only its last hour stays whole, and before that
the newest of each hour. The newest of all, and whatever claims to be from the future (a
clock was set back), never goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

DAYS: Final = 12
WEEKS: Final = 10
MONTHS: Final = 9
RECENT: Final = timedelta(days=1)
RECENT_WHERE_SHORT: Final = timedelta(hours=1)

Bucket = Callable[[datetime], tuple[int, ...]]


def superseded(
    stamps: Iterable[datetime], now: datetime, *, sparing: bool = False
) -> frozenset[datetime]:
    """Return the moments of the backups that go. All moments are in UTC.

    `sparing` is for a disk that is short of space.
    """
    newest_first = sorted(set(stamps), reverse=True)
    whole = now - (RECENT_WHERE_SHORT if sparing else RECENT)
    kept = {stamp for stamp in newest_first if stamp > whole} | set(newest_first[:1])
    if sparing:
        last_day = [stamp for stamp in newest_first if now - RECENT < stamp <= whole]
        kept |= _first_of_each(last_day, _hour, len(last_day))[0]
    rest: Sequence[datetime] = [stamp for stamp in newest_first if stamp <= now - RECENT]
    for bucket, most in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        found, rest = _first_of_each(rest, bucket, most)
        kept |= found
    return frozenset(newest_first) - kept


def _first_of_each(
    newest_first: Sequence[datetime], bucket: Bucket, most: int
) -> tuple[set[datetime], list[datetime]]:
    """The first of each of so many buckets, and all that lies before these buckets."""
    first: dict[tuple[int, ...], datetime] = {}
    for stamp in newest_first:
        if bucket(stamp) in first or len(first) < most:
            first.setdefault(bucket(stamp), stamp)
    return set(first.values()), [stamp for stamp in newest_first if bucket(stamp) not in first]


def _hour(stamp: datetime) -> tuple[int, ...]:
    return (*_day(stamp), stamp.hour)


def _day(stamp: datetime) -> tuple[int, ...]:
    return stamp.year, stamp.month, stamp.day


def _week(stamp: datetime) -> tuple[int, ...]:
    return stamp.isocalendar()[:2]


def _month(stamp: datetime) -> tuple[int, ...]:
    return stamp.year, stamp.month
