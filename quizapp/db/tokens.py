"""Personal tokens in SQL. Looking one up is one prepared select with its owner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from quizapp.db.base import AnyRow, table
from quizapp.db.models import Account, ApiToken
from quizapp.db.types import UtcMillis

_ACCOUNT: Final = table(Account)
_TOKEN: Final = table(ApiToken)

_now = bindparam("now", type_=UtcMillis())
_theirs = _TOKEN.c.account_id == bindparam("account")

_BY_HASH: Final = (
    select(
        _TOKEN.c.id,
        _TOKEN.c.scopes,
        _TOKEN.c.last_used_at,
        _TOKEN.c.expires_at,
        _TOKEN.c.name.label("token_name"),
        _TOKEN.c.account_id,
        _ACCOUNT.c.public_id,
        _ACCOUNT.c.role,
        _ACCOUNT.c.name,
    )
    .join_from(_TOKEN, _ACCOUNT, _ACCOUNT.c.id == _TOKEN.c.account_id)
    .where(
        _TOKEN.c.token_hash == bindparam("token_hash"),
        _TOKEN.c.expires_at > _now,
        _ACCOUNT.c.disabled_at.is_(None),
    )
)
_LIST: Final = (
    select(
        _TOKEN.c.public_id,
        _TOKEN.c.name,
        _TOKEN.c.scopes,
        _TOKEN.c.created_at,
        _TOKEN.c.expires_at,
        _TOKEN.c.last_used_at,
    )
    .where(_theirs)
    .order_by(_TOKEN.c.id.desc())
)
_COUNT: Final = select(func.count()).select_from(_TOKEN).where(_theirs)
_KNOWN: Final = select(_TOKEN.c.id).where(_TOKEN.c.public_id == bindparam("public_id"))
_USED: Final = (
    update(_TOKEN)
    .where(
        _TOKEN.c.id == bindparam("token"),
        or_(
            _TOKEN.c.last_used_at.is_(None),
            _TOKEN.c.last_used_at <= bindparam("before", type_=UtcMillis()),
        ),
    )
    .values(last_used_at=bindparam("moment", type_=UtcMillis()))
)
_REVOKE: Final = delete(_TOKEN).where(_theirs, _TOKEN.c.public_id == bindparam("public_id"))
_END_ALL: Final = delete(_TOKEN).where(_theirs)
_PURGE: Final = delete(_TOKEN).where(_TOKEN.c.expires_at < bindparam("before", type_=UtcMillis()))


def by_hash(connection: Connection, token_hash: bytes, now: datetime) -> AnyRow | None:
    """Return a token that is not over, with its owner; nothing of a disabled account."""
    return connection.execute(_BY_HASH, {"token_hash": token_hash, "now": now}).one_or_none()


def of_account(connection: Connection, account_id: int) -> list[AnyRow]:
    """Return the tokens of an account, the newest first."""
    return list(connection.execute(_LIST, {"account": account_id}))


def count(connection: Connection, account_id: int) -> int:
    """Return how many tokens an account has."""
    return int(connection.execute(_COUNT, {"account": account_id}).scalar_one())


def is_known(connection: Connection, public_id: str) -> bool:
    """Tell whether there is a token with this id."""
    found = connection.execute(_KNOWN, {"public_id": public_id})
    return found.scalar_one_or_none() is not None


def add(connection: Connection, values: Mapping[str, Any]) -> None:
    """Store a token."""
    connection.execute(insert(_TOKEN), dict(values))


def note_use(connection: Connection, token_id: int, before: datetime, now: datetime) -> bool:
    """Note that a token was used, unless that was noted since a moment."""
    values = {"token": token_id, "before": before, "moment": now}
    return connection.execute(_USED, values).rowcount == 1


def revoke(connection: Connection, account_id: int, public_id: str) -> bool:
    """Delete a token of an account; return whether there was one."""
    values = {"account": account_id, "public_id": public_id}
    return connection.execute(_REVOKE, values).rowcount == 1


def end_all(connection: Connection, account_id: int) -> int:
    """Delete all tokens of an account; return how many."""
    return connection.execute(_END_ALL, {"account": account_id}).rowcount


def purge(connection: Connection, before: datetime) -> int:
    """Delete tokens that were over before a moment."""
    return connection.execute(_PURGE, {"before": before}).rowcount
