"""The audit log in SQL: what to append to, and everything from the first entry to the last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select, text

from quizapp.db.base import AnyRow, table
from quizapp.db.models import Account, AuditEntry
from quizapp.db.types import UtcMillis

_ENTRY: Final = table(AuditEntry)
_ACCOUNT: Final = table(Account)
_LAST: Final = select(_ENTRY.c.digest).order_by(_ENTRY.c.id.desc()).limit(1)
_ALL: Final = select(_ENTRY).order_by(_ENTRY.c.id)
_NEWEST: Final = select(_ENTRY).order_by(_ENTRY.c.id.desc()).limit(bindparam("limit"))
_PURGE: Final = delete(_ENTRY).where(_ENTRY.c.moment < bindparam("before", type_=UtcMillis()))
_IS_THERE: Final = (
    select(_ENTRY.c.id)
    .where(
        _ENTRY.c.object == bindparam("object"),
        _ENTRY.c.moment >= bindparam("since", type_=UtcMillis()),
        _ENTRY.c.action == bindparam("action"),
        _ENTRY.c.actor_id == bindparam("actor_id"),
    )
    .limit(1)
)
_OF_OBJECTS: Final = (
    select(
        _ENTRY.c.moment,
        _ENTRY.c.action,
        _ENTRY.c.object,
        _ENTRY.c.actor_id,
        _ACCOUNT.c.name.label("actor"),
    )
    .join_from(_ENTRY, _ACCOUNT, _ACCOUNT.c.id == _ENTRY.c.actor_id, isouter=True)
    .where(
        _ENTRY.c.object.in_(bindparam("objects", expanding=True)),
        _ENTRY.c.action.in_(bindparam("actions", expanding=True)),
    )
    .order_by(_ENTRY.c.id)
)
_NUMBER: Final = select(_ENTRY.c.id).where(_ENTRY.c.digest == bindparam("digest"))
_FOLLOWING: Final = (
    select(_ENTRY.c.object)
    .where(_ENTRY.c.id > bindparam("after"), _ENTRY.c.action == bindparam("action"))
    .order_by(_ENTRY.c.id)
)
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


def is_there(
    connection: Connection,
    *,
    object: str,  # noqa: A002
    action: str,
    actor_id: int,
    since: datetime,
) -> bool:
    """Tell whether somebody did something to an object since a moment."""
    parameters = {"object": object, "action": action, "actor_id": actor_id, "since": since}
    return connection.execute(_IS_THERE, parameters).first() is not None


def of_objects(
    connection: Connection, objects: Sequence[str], actions: Sequence[str]
) -> list[AnyRow]:
    """Return who did some things to some objects, by the names they have now, oldest first."""
    parameters = {"objects": list(objects), "actions": list(actions)}
    return list(connection.execute(_OF_OBJECTS, parameters))


def following(connection: Connection, digest: bytes | None, action: str) -> list[str] | None:
    """Return what was done in one way to, after the entry with this digest, oldest first.

    None stands for the end of a log without entries; None is returned where there is no such entry.
    """
    after = 0 if digest is None else connection.execute(_NUMBER, {"digest": digest}).scalar()
    if after is None:
        return None
    parameters = {"after": after, "action": action}
    return list(connection.execute(_FOLLOWING, parameters).scalars())


def purge(connection: Connection, before: datetime) -> int:
    """Delete entries from before a moment; the database refuses any younger than a year."""
    return connection.execute(_PURGE, {"before": before}).rowcount
