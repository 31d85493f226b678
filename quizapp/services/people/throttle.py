"""How often something may be tried: in the database, so that no restart and no second worker
starts anew.

A row holds the moment until which the tries are paid for. A try costs window / limit and is
refused when that would lead further ahead than the window (the generic cell rate algorithm):

    spend(limit=10, window=15 minutes): ten at once, then one every 90 seconds

So nobody is ever locked out for good, and a refused try makes the wait no longer.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from quizapp.db import credentials

_MILLISECOND: Final = timedelta(milliseconds=1)


def spend(
    connection: Connection, *, bucket: str, key: str, limit: int, window: timedelta, now: datetime
) -> bool:
    """Pay for one try within the caller's transaction; return whether it may go ahead.

    `key` says who tries (an account, an address); it is stored as a hash.
    """
    price = _price(limit, window)
    return credentials.spend(connection, bucket, _hidden(key), price, now + window, now)


def give_back(
    connection: Connection, *, bucket: str, key: str, limit: int, window: timedelta
) -> None:
    """Take back one paid try, because it turned out to be a rightful one."""
    credentials.give_back(connection, bucket, _hidden(key), _price(limit, window))


def forgive(connection: Connection, *, bucket: str, key: str) -> None:
    """Forget everything that was tried by one key."""
    credentials.forgive(connection, bucket, _hidden(key))


def _price(limit: int, window: timedelta) -> int:
    return -(-(window // _MILLISECOND) // limit)


def _hidden(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
