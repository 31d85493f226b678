"""Notices: what somebody is told on the home page and on the page of notices until it is seen.

A notice is a kind with values, never a sentence: it is put into words on the page, in the
reader's language (`web.notices.words`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import notices
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing

MOST: Final = 50
KEPT: Final = timedelta(days=90)
KEPT_UNSEEN: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Told:
    """One notice."""

    kind: str
    params: Mapping[str, str]
    told_at: datetime
    seen: bool


def tell(
    connection: Connection,
    *,
    account_ids: Iterable[int],
    kind: str,
    params: Mapping[str, str],
    now: datetime,
    about_id: int | None = None,
    from_id: int | None = None,
) -> None:
    """Tell some people something, within the caller's transaction; each of them once.

    Whose name is among the `params` must be told as `about_id` or `from_id`: a notice goes with
    whoever it names, so that a deleted account leaves no name with others.
    """
    named = {"about_id": about_id, "from_id": from_id}
    text = json.dumps(dict(params), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    notices.add(
        connection,
        [
            {
                "account_id": each,
                "kind": kind,
                "params": text,
                "created_at": now,
                "seen_at": None,
                **named,
            }
            for each in sorted(set(account_ids))
        ],
    )


def unseen(session: Session, account_id: int) -> tuple[Told, ...]:
    """Return what somebody has not seen yet, newest first."""
    return tuple(map(_told, notices.unseen(session.connection(), account_id, MOST)))


def recent(session: Session, account_id: int) -> tuple[Told, ...]:
    """Return what somebody was told lately, seen or not, newest first."""
    return tuple(map(_told, notices.recent(session.connection(), account_id, MOST)))


def mark_seen(session: Session, account_id: int, *, until: datetime, now: datetime) -> int:
    """Mark seen what was told up to a moment, for what came since was not on the page."""
    with writing(session, of=account_id) as connection:
        return notices.mark_seen(connection, account_id, until, now)


def _told(row: AnyRow) -> Told:
    return Told(row.kind, json.loads(row.params), row.created_at, row.seen_at is not None)
