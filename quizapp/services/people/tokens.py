"""Personal tokens: what somebody hands to a program of hers so that it may act for her.

    waraqa_Zk3…      32 random bytes behind a beginning by which leaked ones are found

Only the SHA-256 is stored: of a secret that long no slow digest is needed, and looking one up
is one select. A token can do what its scopes say and its owner may, whichever is less; the
role is read anew with every request. It ends by itself within a year, at once when it is
revoked, and with every other proof when its owner's password is recovered.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, cast, get_args

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from quizapp.db import tokens as tables
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.db.postgresql import ANYBODY
from quizapp.domain.errors import NotFound, QuizappError, StorageFailure
from quizapp.services.accounts import Role
from quizapp.services.people import audit

Scope = Literal["progress:read", "content:read", "content:write"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
TEACHING: Final = frozenset({"content:write"})
TEACHERS: Final = frozenset({"teacher", "admin"})

PREFIX: Final = "waraqa_"
SECRET_BYTES: Final = 32
MOST: Final = 20
LONGEST_NAME: Final = 80
LIFETIMES: Final = (30, 90, 365)
NOTED_EVERY: Final = timedelta(hours=1)
PATIENCE: Final = 0.02
"""Seconds that noting the use of a token may wait for others who write."""


class TokenNotFound(NotFound):
    """No token of this account has this id."""


class TokenRefused(QuizappError):
    """A token that cannot be made. `code`: `name`, `scopes`, `days`, `too_many`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Wish:
    """What a token is to be called, what it may do, after how many days it ends."""

    name: str
    scopes: tuple[str, ...]
    days: int


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its owner sees it. The secret itself is nowhere."""

    public_id: str
    name: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    over: bool


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a program acts for, and what it may do. `note_due`: its use is to be noted."""

    token_id: int
    account_id: int
    public_id: str
    name: str
    role: Role
    token_name: str
    scopes: frozenset[str]
    expires_at: datetime
    note_due: bool

    @property
    def teaches(self) -> bool:
        """Whether the owner is a teacher or administrator now."""
        return self.role in TEACHERS


def secret_of(random: bytes) -> str:
    """Return the token made of random bytes."""
    return PREFIX + urlsafe_b64encode(random).rstrip(b"=").decode("ascii")


def scopes_for(role: Role) -> tuple[Scope, ...]:
    """Return the scopes that somebody of a role can give to a token."""
    return tuple(scope for scope in SCOPES if role in TEACHERS or scope not in TEACHING)


def make(
    session: Session,
    *,
    account_id: int,
    role: Role,
    wish: Wish,
    secret: str,
    public_id: str,
    now: datetime,
) -> bool:
    """Store a new token by its digest; return False where one with this id is there already.

    Raises TokenRefused.
    """
    name, scopes = _granted(wish, role)
    values = {
        "public_id": public_id,
        "account_id": account_id,
        "token_hash": _digest(secret),
        "name": name,
        "scopes": scopes,
        "created_at": now,
        "expires_at": now + timedelta(days=wish.days),
        "last_used_at": None,
    }
    with writing(session) as connection:
        if tables.is_known(connection, public_id):
            return False
        if tables.count(connection, account_id) >= MOST:
            raise TokenRefused("too_many")
        tables.add(connection, values)
        details = {"scopes": list(scopes), "days": wish.days}
        _record(connection, "token.made", account_id, public_id, details, now)
    return True


def _granted(wish: Wish, role: Role) -> tuple[str, tuple[Scope, ...]]:
    name = " ".join(wish.name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise TokenRefused("name")
    scopes = tuple(scope for scope in scopes_for(role) if scope in wish.scopes)
    if not scopes or set(scopes) != set(wish.scopes):
        raise TokenRefused("scopes")
    if wish.days not in LIFETIMES:
        raise TokenRefused("days")
    return name, scopes


def listed(session: Session, account_id: int, now: datetime) -> tuple[Token, ...]:
    """Return the tokens of an account, the newest first; those that are over too."""
    return tuple(_token(row, now) for row in tables.of_account(session.connection(), account_id))


def _token(row: AnyRow, now: datetime) -> Token:
    return Token(
        public_id=row.public_id,
        name=row.name,
        scopes=cast("tuple[Scope, ...]", row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        over=row.expires_at <= now,
    )


def revoke(session: Session, *, account_id: int, public_id: str, now: datetime) -> None:
    """End a token at once. Raises TokenNotFound."""
    with writing(session) as connection:
        if not tables.revoke(connection, account_id, public_id):
            raise TokenNotFound(public_id)
        _record(connection, "token.revoked", account_id, public_id, {}, now)


def bearer_of(session: Session, secret: str, now: datetime) -> Bearer | None:
    """Return who a token stands for; None for one that is over, was revoked, or never was."""
    if not secret.startswith(PREFIX) or not secret.isascii():
        return None
    row = tables.by_hash(session.connection(), _digest(secret), now)
    if row is None:
        return None
    used = row.last_used_at
    return Bearer(
        token_id=row.id,
        account_id=row.account_id,
        public_id=row.public_id,
        name=row.name,
        role=row.role,
        token_name=row.token_name,
        scopes=frozenset(row.scopes),
        expires_at=row.expires_at,
        note_due=used is None or now - used >= NOTED_EVERY,
    )


def note_use(session: Session, bearer: Bearer, now: datetime) -> bool:
    """Note that a token is in use, if the database takes it at once; return whether it did.

    Nothing waits for this: where somebody else is writing, the next request will do it.
    """
    try:
        with writing(session, of=ANYBODY, patience=PATIENCE) as connection:
            return tables.note_use(connection, bearer.token_id, now - NOTED_EVERY, now)
    except (StorageFailure, OperationalError):
        return False


def _record(
    connection: Connection,
    action: str,
    account_id: int,
    public_id: str,
    details: Mapping[str, Any],
    now: datetime,
) -> None:
    audit.record(
        connection,
        actor_id=account_id,
        action=action,
        object=f"token:{public_id}",
        details=details,
        now=now,
    )


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("ascii")).digest()
