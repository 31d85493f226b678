"""Signed-in browsers: how long each lasts, seeing them, ending them.

    a device that others use    30 minutes without use, 12 hours at most
    one's own device            30 days

A session is a row: it ends when the row goes, whatever cookie somebody kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import people, sessions
from quizapp.db.engine import writing
from quizapp.domain.errors import NotFound
from quizapp.services.accounts import session_id, token_hash
from quizapp.services.people import audit

SHARED_IDLE: Final = timedelta(minutes=30)
SHARED_LIFETIME: Final = timedelta(hours=12)
OWN_LIFETIME: Final = timedelta(days=30)
LONGEST_LABEL: Final = 80
_MILLISECOND: Final = timedelta(milliseconds=1)


class SessionNotFound(NotFound):
    """No session of this account has this id."""


@dataclass(frozen=True, slots=True)
class Browser:
    """What is known of the browser that somebody signs in with."""

    token: str
    label: str = ""
    own_device: bool = False


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One signed-in browser, as its owner sees it."""

    public_id: str
    label: str
    signed_in_at: datetime
    last_seen_at: datetime
    own_device: bool
    this_one: bool


def begin(connection: Connection, account_id: int, browser: Browser, now: datetime) -> None:
    """Begin a session within the caller's transaction. The token must be new and unguessable."""
    idle = OWN_LIFETIME if browser.own_device else SHARED_IDLE
    people.add_session(
        connection,
        {
            "token_hash": token_hash(browser.token),
            "account_id": account_id,
            "created_at": now,
            "last_seen_at": now,
            "idle_limit": idle // _MILLISECOND,
            "expires_at": now + (OWN_LIFETIME if browser.own_device else SHARED_LIFETIME),
            "public_id": session_id(browser.token),
            "label": browser.label[:LONGEST_LABEL],
        },
    )


def open_sessions(
    session: Session, account_id: int, *, token: str, now: datetime
) -> tuple[OpenSession, ...]:
    """Return the signed-in browsers of an account; `token` is that of the one which asks."""
    mine = token_hash(token)
    return tuple(
        OpenSession(
            public_id=row.public_id,
            label=row.label,
            signed_in_at=row.created_at,
            last_seen_at=row.last_seen_at,
            own_device=row.idle_limit * _MILLISECOND > SHARED_IDLE,
            this_one=row.token_hash == mine,
        )
        for row in sessions.alive(session.connection(), account_id, now)
    )


def end_one(session: Session, account_id: int, public_id: str) -> None:
    """End one session of an account at once. Raises SessionNotFound."""
    with writing(session) as connection:
        if not sessions.end_one(connection, account_id, public_id):
            raise SessionNotFound(public_id)


def end_others(session: Session, account_id: int, *, browser: Browser, now: datetime) -> int:
    """End all sessions of an account but the one that asks; return how many others there were.

    The one that asks goes on with the token of `browser`: whoever copied its cookie is out too.
    """
    with writing(session) as connection:
        ended = sessions.end_all(connection, account_id) - 1
        begin(connection, account_id, browser, now)
        audit.record(
            connection,
            actor_id=account_id,
            action="sessions.ended",
            object=f"account:{account_id}",
            details={"count": ended},
            now=now,
        )
    return ended
