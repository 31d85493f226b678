"""The audit log: who changed what about whom. Append-only, and a chain.

Each entry's digest covers its own values and the digest before it, so a change to any entry
breaks the chain from there on, even for somebody who can get past the database's triggers:

    digest(1) = SHA-256(start,     values of 1)
    digest(2) = SHA-256(digest(1), values of 2)   ...

Objects are named as `account:17` or `class:k3J…`; names, codes and answers never stand here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from quizapp.db import audit as log
from quizapp.db.types import to_millis

START: Final = bytes(32)
# A little over what the database insists on, so that its clock need not agree with ours.
KEPT: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is shown. `actor_id` is None for the command line and for nobody."""

    moment: datetime
    actor_id: int | None
    action: str
    object: str
    details: Mapping[str, Any]


def record(
    connection: Connection,
    *,
    actor_id: int | None,
    action: str,
    object: str,  # noqa: A002
    details: Mapping[str, Any],
    now: datetime,
) -> None:
    """Append an entry within the caller's transaction."""
    previous = log.last_digest(connection) or START
    values = {
        "moment": now,
        "actor_id": actor_id,
        "action": action,
        "object": object,
        "details": json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        "previous": previous,
    }
    log.append(connection, {**values, "digest": _digest(values)})


def examine(connection: Connection) -> tuple[int, list[str]]:
    """Return how many entries there are, and the number of the first that breaks the chain.

    A sound log gives no number. The first entry there is may follow one that was purged.
    """
    count, expected = 0, None
    for row in log.entries(connection):
        count += 1
        values = row._asdict()
        if (expected is not None and row.previous != expected) or row.digest != _digest(values):
            return count, [f"audit_entry {row.id}"]
        expected = row.digest
    return count, []


def newest(connection: Connection, limit: int = 100) -> tuple[Entry, ...]:
    """Return the newest entries, newest first."""
    return tuple(
        Entry(row.moment, row.actor_id, row.action, row.object, json.loads(row.details))
        for row in log.newest(connection, limit)
    )


def purge(connection: Connection, now: datetime) -> int:
    """Delete entries older than a year; return how many."""
    return log.purge(connection, now - KEPT)


def _digest(values: Mapping[str, Any]) -> bytes:
    told = [
        to_millis(values["moment"]),
        values["actor_id"],
        values["action"],
        values["object"],
        values["details"],
    ]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(values["previous"] + text.encode()).digest()
