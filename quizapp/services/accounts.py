"""Accounts: guests made at their first POST, their sessions and settings.

Whoever holds the token of a session is that account. The token is random, long, and
stored only as its SHA-256, so a stolen database signs nobody in. A guest has nothing but
that token: when the session is over their history cannot be reached any more, so a guest's
session lasts longer than that of somebody who can sign in again.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy.orm import Session

from quizapp.db import people
from quizapp.db.engine import writing
from quizapp.domain.bilingual import Lang
from quizapp.domain.errors import AccountNotFound

GUEST_IDLE: Final = timedelta(days=180)
GUEST_LIFETIME: Final = timedelta(days=730)
SEEN_EVERY: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Settings:
    """How somebody wants their pages. None for a language means: as negotiated."""

    interface: Lang | None = None
    content: Lang | None = None
    digits: Literal["latn", "arab"] = "latn"
    months: Literal["western", "levant"] = "western"
    theme: Literal["auto", "light", "dark"] = "auto"
    certainty: bool = False


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking. `touch_due` asks the next POST to call `touch_session`."""

    account_id: int
    public_id: str
    role: str
    settings: Settings = field(default_factory=Settings)
    touch_due: bool = False


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account as administration lists it."""

    public_id: str
    role: str
    created_at: datetime
    last_seen_at: datetime | None
    rounds: int


def token_hash(token: str) -> bytes:
    """Return what is stored of a session token."""
    return hashlib.sha256(token.encode()).digest()


def create_guest(
    session: Session,
    *,
    token: str,
    public_id: str,
    now: datetime,
    settings: Settings = Settings(),
) -> Viewer:
    """Make an account without credentials and the session that proves it.

    `token` goes into the cookie and must be unguessable, as must `public_id`.
    """
    with writing(session) as connection:
        account_id = people.add_account(
            connection,
            {"public_id": public_id, "role": "guest", "created_at": now, **asdict(settings)},
        )
        people.add_session(
            connection,
            {
                "token_hash": token_hash(token),
                "account_id": account_id,
                "created_at": now,
                "last_seen_at": now,
                "idle_limit": GUEST_IDLE // timedelta(milliseconds=1),
                "expires_at": now + GUEST_LIFETIME,
            },
        )
    return Viewer(account_id, public_id, "guest", settings)


def viewer_of(session: Session, token: str, now: datetime) -> Viewer | None:
    """Return who holds a token, or None when its session is over or never was."""
    row = people.by_token(session.connection(), token_hash(token), now)
    if row is None:
        return None
    return Viewer(
        account_id=row.id,
        public_id=row.public_id,
        role=row.role,
        settings=_settings(row),
        touch_due=now - row.last_seen_at >= SEEN_EVERY,
    )


def touch_session(session: Session, token: str, now: datetime) -> None:
    """Note that a session is in use, at most once an hour. For a POST only: GET writes nothing."""
    with writing(session) as connection:
        people.touch(connection, token_hash(token), now - SEEN_EVERY, now)


def end_session(session: Session, token: str, now: datetime) -> None:  # noqa: ARG001
    """End a session at once: from now on its token is worth nothing. Idempotent."""
    with writing(session) as connection:
        people.end(connection, token_hash(token))


def change_settings(session: Session, account_id: int, settings: Settings) -> None:
    """Replace the settings of an account. Raises AccountNotFound."""
    with writing(session) as connection:
        if not people.change_settings(connection, account_id, asdict(settings)):
            raise AccountNotFound(str(account_id))


def list_accounts(session: Session) -> tuple[AccountLine, ...]:
    """Return all accounts, oldest first."""
    return tuple(
        AccountLine(
            public_id=row.public_id,
            role=row.role,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            rounds=row.rounds,
        )
        for row in people.all_accounts(session.connection())
    )


def delete_account(session: Session, public_id: str) -> dict[str, int]:
    """Delete an account with its sessions, rounds and responses, out of the file's bytes too.

    Returns the number of rows deleted from each table. Raises AccountNotFound.
    """
    with writing(session) as connection:
        account_id = people.find(connection, public_id)
        if account_id is None:
            raise AccountNotFound(public_id)
        deleted = people.erase(connection, account_id)
    _fold_log(session)
    return deleted


def _fold_log(session: Session) -> None:
    """Empty SQLite's write-ahead log, which still holds pages from before a deletion.

    Deleted rows are overwritten in the file itself by `secure_delete`. Readers may hold
    the log for a moment; then the next checkpoint takes it.
    """
    engine = session.get_bind().engine
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _settings(row: Any) -> Settings:
    return Settings(
        interface=row.interface,
        content=row.content,
        digits=row.digits,
        months=row.months,
        theme=row.theme,
        certainty=row.certainty,
    )
