"""The second step of signing in: after the password, a code from a phone or one for recovery.

Whoever has a second factor gets no session for a password, but a half one: a row that lasts ten
minutes and opens the page that asks for the code, nothing else. The code ends it and begins a
session with a new token. It is checked between two transactions, as passwords are, and used up
in the one that begins the session:

    six digits       once, and none from before it: the step of the clock is stored
    recovery code    once: it is deleted, and its owner is told

Only failures are counted: 5 in 15 minutes for an account, 100 for an address. Nobody gets that
far without the password, so nobody can be kept out by it who does not know it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import second_factors
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.codes import six_digits, tidied
from quizapp.domain.errors import CodeRefused, HalfwayOver
from quizapp.services.accounts import token_hash
from quizapp.services.people import audit, codes, notices, totp, tries
from quizapp.services.people.sessions import Browser, begin

LIFETIME: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Entered:
    """Who gave the right password or code. `second_step`: the session is only half of one."""

    account_id: int
    role: str
    second_step: bool


@dataclass(frozen=True, slots=True)
class Through:
    """Who took the second step, and whether on a device of her own."""

    account_id: int
    own_device: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """What a typed code may prove: a step of the clock, or the digest of a recovery code."""

    step: int | None = None
    digest: bytes | None = None


def enter(connection: Connection, account_id: int, browser: Browser, now: datetime) -> bool:
    """Begin a session for whoever gave the right password, or half of one.

    Within the caller's transaction. Returns whether the second step is still to be taken.
    """
    factor = second_factors.of(connection, account_id)
    if factor is None or factor.confirmed_at is None:
        begin(connection, account_id, browser, now)
        return False
    second_factors.purge(connection, now)
    second_factors.begin_half(
        connection, token_hash(browser.token), account_id, browser.own_device, now + LIFETIME
    )
    return True


def is_halfway(session: Session, *, token: str, now: datetime) -> bool:
    """Tell whether a token is of somebody between the two steps."""
    return second_factors.halfway(session.connection(), token_hash(token), now) is not None


def finish(
    session: Session,
    *,
    token: str,
    typed: str,
    browser: Browser,
    keys: Sequence[str],
    who: str,
    now: datetime,
) -> Through:
    """Take the second step: end the half session of `token`, begin one with that of `browser`.

    The session lasts as long as was chosen with the password. `keys` are the site's, the newest
    first. Raises HalfwayOver, CodeRefused, TooManyTries.
    """
    half = token_hash(token)
    row = second_factors.halfway(session.connection(), half, now)
    if row is None:
        raise HalfwayOver
    with writing(session) as connection:
        tries.pay(connection, tries.SECOND_ADDRESS, who, now)
        tries.pay(connection, tries.SECOND, str(row.account_id), now)
    proof = proof_of(row, typed, keys, now)
    with writing(session) as connection:
        if second_factors.halfway(connection, half, now) is None:
            raise HalfwayOver
        if use(connection, row, proof, now):
            second_factors.end_half(connection, half, now)
            tries.give_back(connection, tries.SECOND_ADDRESS, who)
            tries.give_back(connection, tries.SECOND, str(row.account_id))
            begin(connection, row.account_id, replace(browser, own_device=row.own_device), now)
            return Through(row.account_id, row.own_device)
    raise CodeRefused


def proof_of(row: AnyRow, typed: str, keys: Sequence[str], now: datetime) -> Proof:
    """Return what a typed code may prove for a factor. Changes nothing; may take 50 ms."""
    digits = six_digits(typed)
    if digits is not None:
        secret = totp.secret_of(
            keys, account_id=row.account_id, salt=row.salt, key_mark=row.key_mark
        )
        return Proof(step=totp.matching_step(secret, digits, now) if secret else None)
    code = tidied(typed)
    return Proof(digest=codes.lasting_digest(code, row.salt) if code else None)


def use(connection: Connection, row: AnyRow, proof: Proof, now: datetime) -> bool:
    """Use a proof up within the caller's transaction; return whether it was one.

    What was none is recorded, and so is the use of a recovery code.
    """
    account_id = row.account_id
    if proof.step is not None and second_factors.use_step(
        connection, account_id, row.salt, proof.step
    ):
        return True
    if proof.digest is not None and second_factors.use_recovery(
        connection, account_id, proof.digest
    ):
        record(connection, "recovery-code.used", account_id, now)
        notices.tell(
            connection, account_ids=[account_id], kind="recovery-code-used", params={}, now=now
        )
        return True
    record(connection, "second-factor.failed", account_id, now, by_owner=False)
    return False


def record(
    connection: Connection, action: str, account_id: int, now: datetime, *, by_owner: bool = True
) -> None:
    """Write into the audit log what happened to a second factor."""
    audit.record(
        connection,
        actor_id=account_id if by_owner else None,
        action=action,
        object=f"account:{account_id}",
        details={},
        now=now,
    )
