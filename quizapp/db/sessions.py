"""The signed-in browsers of an account in SQL: listing them, ending one, ending all.

Whoever ends all sessions ends what is between the two steps of signing in too.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, or_, select

from quizapp.db import second_factors
from quizapp.db.base import AnyRow, table
from quizapp.db.models import AuthSession
from quizapp.db.types import UtcMillis, to_millis

_SESSION: Final = table(AuthSession)
_theirs = _SESSION.c.account_id == bindparam("account")
_over = or_(
    _SESSION.c.expires_at <= bindparam("now", type_=UtcMillis()),
    _SESSION.c.last_seen_at <= bindparam("now_millis") - _SESSION.c.idle_limit,
)
_LIST: Final = (
    select(
        _SESSION.c.public_id,
        _SESSION.c.label,
        _SESSION.c.token_hash,
        _SESSION.c.created_at,
        _SESSION.c.last_seen_at,
        _SESSION.c.idle_limit,
        _SESSION.c.expires_at,
    )
    .where(_theirs, ~_over)
    .order_by(_SESSION.c.last_seen_at.desc(), _SESSION.c.id.desc())
)
_END_ONE: Final = delete(_SESSION).where(_theirs, _SESSION.c.public_id == bindparam("public_id"))
_END_ALL: Final = delete(_SESSION).where(_theirs)
_PURGE: Final = delete(_SESSION).where(_over)


def alive(connection: Connection, account_id: int, now: datetime) -> list[AnyRow]:
    """Return the sessions of an account that are not over, the one used last first."""
    parameters = {"account": account_id, "now": now, "now_millis": to_millis(now)}
    return list(connection.execute(_LIST, parameters))


def end_one(connection: Connection, account_id: int, public_id: str) -> bool:
    """End one session of an account; return whether there was one."""
    parameters = {"account": account_id, "public_id": public_id}
    return connection.execute(_END_ONE, parameters).rowcount == 1


def end_all(connection: Connection, account_id: int) -> int:
    """End all sessions of an account; return how many."""
    second_factors.end_halves(connection, account_id)
    return connection.execute(_END_ALL, {"account": account_id}).rowcount


def purge(connection: Connection, now: datetime) -> int:
    """Delete sessions that are over, those between the two steps too; return how many."""
    parameters = {"now": now, "now_millis": to_millis(now)}
    halves = second_factors.purge(connection, now)
    return halves + connection.execute(_PURGE, parameters).rowcount
