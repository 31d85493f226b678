"""Accounts: guests made at their first POST, their sessions and settings.

Whoever holds the token of a session is that account. The token is random, long, and
stored only as its SHA-256, so a stolen database signs nobody in. A guest has nothing but
that token: when the session is over their history cannot be reached any more, so a guest's
session lasts longer than that of somebody who can sign in again.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from quizapp.db import people
from quizapp.db.engine import writing
from quizapp.db.postgresql import ANYBODY
from quizapp.domain.errors import AccountNotFound, StorageFailure
from quizapp.services.people import audit
from quizapp.services.wishes import NO_WISHES
from quizapp.services.wishes import Settings as Settings

GUEST_IDLE: Final = timedelta(days=180)
GUEST_LIFETIME: Final = timedelta(days=730)
SEEN_EVERY: Final = timedelta(hours=1)
# Of a session that ends after a short rest, use is noted more often.
_NOTED_IN: Final = 6
_MILLISECOND: Final = timedelta(milliseconds=1)
DELETED: Final = "account.deleted"
OBJECT: Final = "account:"

Role: TypeAlias = Literal["guest", "learner", "teacher", "admin"]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking. `touch_due` asks the next POST to call `touch_session`.

    `name` is what others see of them, empty for guests; `allowance` is their share of the time
    that others have, never less than 1.
    """

    account_id: int
    public_id: str
    role: Role
    settings: Settings = field(default_factory=Settings)
    touch_due: bool = False
    name: str = ""
    allowance: float = 1.0


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account as administration lists it; `login` is None where nobody can sign in."""

    public_id: str
    role: str
    created_at: datetime
    last_seen_at: datetime | None
    rounds: int
    login: str | None = None


def token_hash(token: str) -> bytes:
    """Return what is stored of a session token."""
    return hashlib.sha256(token.encode()).digest()


def session_id(token: str) -> str:
    """Return the id that a session has in lists. Nobody finds the token from it."""
    digest = hashlib.blake2b(token.encode(), digest_size=12, person=b"session id").digest()
    return urlsafe_b64encode(digest).decode("ascii")


def create_guest(
    session: Session,
    *,
    token: str,
    public_id: str,
    now: datetime,
    settings: Settings = NO_WISHES,
) -> Viewer:
    """Make an account without credentials and the session that proves it.

    `token` goes into the cookie and must be unguessable, as must `public_id`.
    """
    with writing(session, of=ANYBODY) as connection:
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
                "idle_limit": GUEST_IDLE // _MILLISECOND,
                "expires_at": now + GUEST_LIFETIME,
                "public_id": session_id(token),
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
        touch_due=now - row.last_seen_at >= _noted_every(row.idle_limit),
        name=row.name,
        allowance=row.allowance,
    )


def touch_session(
    session: Session, token: str, now: datetime, *, every: timedelta = SEEN_EVERY
) -> None:
    """Note that a session is in use, at most once in `every`.

    Sessions that last for weeks are noted by a POST only, for GET writes nothing.
    """
    with writing(session, of=ANYBODY) as connection:
        people.touch(connection, token_hash(token), now - every, now)


def touch_if_possible(session: Session, token: str, now: datetime, *, every: timedelta) -> bool:
    """Note that a session is in use, if the database takes it; return whether it did.

    For looking at a page, which must not fail because nothing can be written just now.
    """
    try:
        touch_session(session, token, now, every=every)
    except (StorageFailure, OperationalError):
        return False
    return True


def _noted_every(idle_limit: int) -> timedelta:
    return min(SEEN_EVERY, idle_limit * _MILLISECOND / _NOTED_IN)


def end_session(session: Session, token: str, now: datetime) -> None:  # noqa: ARG001
    """End a session at once: from now on its token is worth nothing. Idempotent."""
    with writing(session, of=ANYBODY) as connection:
        people.end(connection, token_hash(token))


def change_settings(session: Session, account_id: int, settings: Settings) -> None:
    """Replace the settings of an account. Raises AccountNotFound."""
    with writing(session, of=account_id) as connection:
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
            login=row.login,
        )
        for row in people.all_accounts(session.connection())
    )


def account_number(session: Session, public_id: str) -> int:
    """Return the number of an account by its id. Raises AccountNotFound."""
    found = people.find(session.connection(), public_id)
    if found is None:
        raise AccountNotFound(public_id)
    return found


def delete_account(
    session: Session, public_id: str, *, now: datetime, by_owner: bool = False
) -> dict[str, int]:
    """Delete an account with its sessions, rounds and responses, out of the file's bytes too.

    Recorded under the account's number, which is never given again. Returns the number of rows
    deleted from each table. Raises AccountNotFound.
    """
    with writing(session) as connection:
        account_id = people.find(connection, public_id)
        if account_id is None:
            raise AccountNotFound(public_id)
        deleted = people.erase(connection, account_id)
        actor_id = account_id if by_owner else None
        record_deletion(connection, account_id, actor_id=actor_id, now=now)
    fold_log(session)
    return deleted


def record_deletion(
    connection: Connection,
    account_id: int,
    *,
    now: datetime,
    actor_id: int | None = None,
    why: str = "",
) -> None:
    """Note in the audit log that an account was deleted, and why, where nobody asked for it."""
    audit.record(
        connection,
        actor_id=actor_id,
        action=DELETED,
        object=f"{OBJECT}{account_id}",
        details={"why": why} if why else {},
        now=now,
    )


def fold_log(session: Session) -> None:
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
