"""Notices in SQL: telling, what somebody has not seen, and marking it seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from quizapp.db.base import AnyRow, table
from quizapp.db.models import Notice
from quizapp.db.types import UtcMillis

_NOTICE: Final = table(Notice)
_theirs = _NOTICE.c.account_id == bindparam("account")
_COLUMNS: Final = (_NOTICE.c.kind, _NOTICE.c.params, _NOTICE.c.created_at, _NOTICE.c.seen_at)

_UNSEEN: Final = (
    select(*_COLUMNS)
    .where(_theirs, _NOTICE.c.seen_at.is_(None))
    .order_by(_NOTICE.c.id.desc())
    .limit(bindparam("limit"))
)
_ALL: Final = (
    select(*_COLUMNS).where(_theirs).order_by(_NOTICE.c.id.desc()).limit(bindparam("limit"))
)
_SEEN: Final = (
    update(_NOTICE)
    .where(
        _theirs,
        _NOTICE.c.seen_at.is_(None),
        _NOTICE.c.created_at <= bindparam("until", type_=UtcMillis()),
    )
    .values(seen_at=bindparam("moment", type_=UtcMillis()))
)
_PURGE: Final = delete(_NOTICE).where(
    or_(
        _NOTICE.c.seen_at < bindparam("before", type_=UtcMillis()),
        _NOTICE.c.created_at < bindparam("told_before", type_=UtcMillis()),
    )
)


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store notices."""
    if rows:
        connection.execute(insert(_NOTICE), [dict(row) for row in rows])


def unseen(connection: Connection, account_id: int, limit: int) -> list[AnyRow]:
    """Return what somebody has not seen, newest first."""
    return list(connection.execute(_UNSEEN, {"account": account_id, "limit": limit}))


def recent(connection: Connection, account_id: int, limit: int) -> list[AnyRow]:
    """Return what somebody was told, seen or not, newest first."""
    return list(connection.execute(_ALL, {"account": account_id, "limit": limit}))


def mark_seen(connection: Connection, account_id: int, until: datetime, now: datetime) -> int:
    """Mark seen what somebody was told up to a moment; return how many that were."""
    parameters = {"account": account_id, "until": until, "moment": now}
    return connection.execute(_SEEN, parameters).rowcount


def purge(connection: Connection, before: datetime, told_before: datetime) -> int:
    """Delete what was seen before a moment, or told before another."""
    parameters = {"before": before, "told_before": told_before}
    return connection.execute(_PURGE, parameters).rowcount
