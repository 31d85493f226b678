"""How fast one token may ask: in this process for reading, in the database for writing.

Counting every read in the database would make a write of each of them, so reads are counted
where they are answered: with several processes somebody may read that many times as fast,
which harms nobody. A write waits for the database anyway and is counted there, for good:

    reads     300 at once, then 5 a second      nothing is written
    writes    120 at once, then 1 a second      one row, in a transaction of its own

Both are the cell rate of `throttle`: a row, or an entry, is the moment until which it is paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from sqlalchemy.orm import Session

from quizapp.db.engine import writing
from quizapp.db.postgresql import ANYBODY
from quizapp.domain.errors import TooManyTries
from quizapp.services.people import throttle

BUCKET: Final = "token-writes"
_MOST_KEYS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Pace:
    """`limit` at once and over each `window`."""

    limit: int
    window: timedelta

    @property
    def price(self) -> timedelta:
        """How long it takes to earn one more."""
        return self.window / self.limit


READS: Final = Pace(300, timedelta(minutes=1))
WRITES: Final = Pace(120, timedelta(minutes=2))


class Reads:
    """The reads of this process by token."""

    def __init__(self, pace: Pace = READS) -> None:
        self._pace = pace
        self._paid: dict[int, datetime] = {}
        self._lock = Lock()

    def spend(self, token_id: int, now: datetime) -> None:
        """Pay for one read. Raises TooManyTries with the seconds to wait."""
        with self._lock:
            after = max(self._paid.get(token_id, now), now) + self._pace.price
            ahead = after - now - self._pace.window
            if ahead > timedelta(0):
                raise TooManyTries(_seconds(ahead))
            if len(self._paid) >= _MOST_KEYS:
                self._paid = {key: until for key, until in self._paid.items() if until > now}
            self._paid[token_id] = after


def spend_write(session: Session, token_id: int, now: datetime, pace: Pace = WRITES) -> None:
    """Pay for one write. Raises TooManyTries, StorageBusy."""
    with writing(session, of=ANYBODY) as connection:
        paid = throttle.spend(
            connection,
            bucket=BUCKET,
            key=str(token_id),
            limit=pace.limit,
            window=pace.window,
            now=now,
        )
    if not paid:
        raise TooManyTries(_seconds(pace.price))


def _seconds(wait: timedelta) -> int:
    return max(1, -(-wait // timedelta(seconds=1)))
