"""The audit log in SQL: what to append to, and everything from the first entry to the last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select, text

from quizapp.db.base import AnyRow, table
from quizapp.db.models import AuditEntry
from quizapp.db.types import UtcMillis

_ENTRY: Final = table(AuditEntry)
_LAST: Final = select(_ENTRY.c.digest).order_by(_ENTRY.c.id.desc()).limit(1)
_ALL: Final = select(_ENTRY).order_by(_ENTRY.c.id)
_NEWEST: Final = select(_ENTRY).order_by(_ENTRY.c.id.desc()).limit(bindparam("limit"))
_PURGE: Final = delete(_ENTRY).where(_ENTRY.c.moment < bindparam("before", type_=UtcMillis()))
# SQLite has one writer anyway. Any number will do, if nobody else locks it.
_LOCK: Final = text("SELECT pg_advisory_xact_lock(7201)")


def last_digest(connection: Connection) -> bytes | None:
    """Return the hash that the next entry continues, with the log held for this transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK)
    return connection.execute(_LAST).scalar_one_or_none()


def append(connection: Connection, values: Mapping[str, Any]) -> None:
    """Store one entry."""
    connection.execute(insert(_ENTRY), dict(values))


def entries(connection: Connection) -> Iterator[AnyRow]:
    """Yield every entry, oldest first."""
    yield from connection.execute(_ALL)


def newest(connection: Connection, limit: int) -> list[AnyRow]:
    """Return the newest entries, newest first."""
    return list(connection.execute(_NEWEST, {"limit": limit}))


def purge(connection: Connection, before: datetime) -> int:
    """Delete entries from before a moment; the database refuses any younger than a year."""
    return connection.execute(_PURGE, {"before": before}).rowcount
