"""How often each thing may be tried, in one table; a try that was rightful is given back.

    signing in    10 in 15 minutes for a login, 100 in 15 minutes from an address
    a code        10 a minute from an address
    signing up    60 an hour from an address
    second step   5 in 15 minutes for an account, 100 in 15 minutes from an address

A school sits behind one address, so the counts for addresses are wide, and only failures are
counted. A login is counted whether or not somebody has it. `who` stands for an address: the
caller makes it from the address and a secret of the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from quizapp.domain.errors import TooManyTries
from quizapp.services.people import throttle


@dataclass(frozen=True, slots=True)
class Bound:
    """How often something may be tried at once; `window` later it may be again."""

    bucket: str
    limit: int
    window: timedelta


LOGIN: Final = Bound("sign-in:login", 10, timedelta(minutes=15))
ADDRESS: Final = Bound("sign-in:address", 100, timedelta(minutes=15))
CODE: Final = Bound("code:address", 10, timedelta(minutes=1))
SIGN_UP: Final = Bound("sign-up:address", 60, timedelta(hours=1))
OLD_PASSWORD: Final = Bound("password:account", 10, timedelta(minutes=15))
SECOND: Final = Bound("second-step:account", 5, timedelta(minutes=15))
SECOND_ADDRESS: Final = Bound("second-step:address", 100, timedelta(minutes=15))


def pay(connection: Connection, bound: Bound, key: str, now: datetime) -> None:
    """Pay for one try within the caller's transaction. Raises TooManyTries."""
    paid = throttle.spend(
        connection, bucket=bound.bucket, key=key, limit=bound.limit, window=bound.window, now=now
    )
    if not paid:
        raise TooManyTries(-(-bound.window // timedelta(seconds=bound.limit)))


def give_back(connection: Connection, bound: Bound, key: str) -> None:
    """Give one try back."""
    throttle.give_back(
        connection, bucket=bound.bucket, key=key, limit=bound.limit, window=bound.window
    )


def forgive(connection: Connection, bound: Bound, key: str) -> None:
    """Forget all tries of one key."""
    throttle.forgive(connection, bucket=bound.bucket, key=key)
