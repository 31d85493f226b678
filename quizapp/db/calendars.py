"""The secret links of calendar feeds in SQL. A link is stored as a hash only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select

from quizapp.db.base import table
from quizapp.db.models import Account, CalendarFeed

FEED: Final = table(CalendarFeed)
_ACCOUNT: Final = table(Account)

_FEED_OWNER: Final = (
    select(FEED.c.account_id)
    .join_from(FEED, _ACCOUNT, _ACCOUNT.c.id == FEED.c.account_id)
    .where(FEED.c.token_hash == bindparam("token_hash"), _ACCOUNT.c.disabled_at.is_(None))
)
_FEED: Final = select(FEED.c.created_at).where(FEED.c.account_id == bindparam("account_id"))
_NONE: Final = delete(FEED).where(FEED.c.account_id == bindparam("account_id"))


def owner(connection: Connection, token_hash: bytes) -> int | None:
    """Return whose calendar a link shows."""
    return connection.execute(_FEED_OWNER, {"token_hash": token_hash}).scalar_one_or_none()


def since(connection: Connection, account_id: int) -> datetime | None:
    """Return when somebody's calendar link was made."""
    return connection.execute(_FEED, {"account_id": account_id}).scalar_one_or_none()


def put(connection: Connection, account_id: int, values: Mapping[str, Any] | None) -> None:
    """Replace somebody's calendar link, or take it away."""
    connection.execute(_NONE, {"account_id": account_id})
    if values is not None:
        connection.execute(insert(FEED), {**values, "account_id": account_id})
