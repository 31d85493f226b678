"""A second factor of one's own: setting it up, new recovery codes, switching it off.

Setting up takes two steps, so that nobody is locked out by a phone that never read the secret:
a factor is offered for half an hour, and in force once a first code and the password came. Ten
recovery codes go with it, told once. Every change ends all sessions of the account but the one
that made it, and that one goes on with a new token.

It is offered to teachers and administrators. Pupils have none: they often have no phone of
their own, and what their account opens is their own work.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import logins, second_factors, sessions
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.codes import draw
from quizapp.domain.errors import CodeRefused, SignInRefused
from quizapp.domain.passwords import LONGEST
from quizapp.services.people import codes, passwords, totp, tries
from quizapp.services.people.second_step import Proof, proof_of, record, use
from quizapp.services.people.sessions import Browser, begin

OFFERED_FOR: Final = timedelta(minutes=30)
CODES: Final = 10
_FEW: Final = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with somebody's second factor.

    An offered one has the `secret` for the phone (Base32) and the `address` that holds it; one
    in force has the moment since when, and how many recovery codes are left. `readable` is
    False where the site has lost the key that the secret goes with.
    """

    state: Literal["off", "offered", "on"]
    secret: str = ""
    address: str = ""
    since: datetime | None = None
    codes_left: int = 0
    readable: bool = True

    @property
    def few(self) -> bool:
        """Whether it is time for new recovery codes."""
        return self.codes_left <= _FEW


def standing(session: Session, account_id: int, *, keys: Sequence[str], now: datetime) -> Standing:
    """Return how it stands. `keys` are the site's, the newest first."""
    connection = session.connection()
    row = second_factors.of(connection, account_id)
    if row is None or (row.confirmed_at is None and not _fresh(row, now)):
        return Standing("off")
    secret = _secret(row, keys)
    if row.confirmed_at is not None:
        return Standing(
            "on", since=row.confirmed_at, codes_left=row.codes_left, readable=bool(secret)
        )
    owner = logins.by_number(connection, account_id)
    if not secret or owner is None:
        return Standing("off")
    return Standing("offered", secret, totp.address(secret, owner.login or owner.name))


def is_on(session: Session, account_id: int) -> bool:
    """Tell whether an account has a second factor in force."""
    row = second_factors.of(session.connection(), account_id)
    return row is not None and row.confirmed_at is not None


def offer(session: Session, account_id: int, *, keys: Sequence[str], now: datetime) -> None:
    """Offer a new secret, in the place of one offered before. One in force stays as it is."""
    with writing(session) as connection:
        row = second_factors.of(connection, account_id)
        if row is None or row.confirmed_at is None:
            salt = secrets.token_bytes(totp.SALT_BYTES)
            second_factors.offer(connection, account_id, salt, totp.mark_of(keys[0]), now)


def confirm(
    session: Session,
    account_id: int,
    *,
    password: str,
    typed: str,
    browser: Browser,
    keys: Sequence[str],
    now: datetime,
) -> tuple[str, ...]:
    """Put the offered factor in force; return the recovery codes, which are told once.

    Raises SignInRefused where the password is another one, CodeRefused where the code is not
    that of the phone now or nothing is offered any more, TooManyTries.
    """
    check_password(session, account_id, password, now)
    row = second_factors.of(session.connection(), account_id)
    if row is None or row.confirmed_at is not None or not _fresh(row, now):
        raise CodeRefused
    proof = _paid_proof(session, row, typed, keys, now)
    if proof.step is None:
        raise CodeRefused
    drawn = _drawn()
    digests = [codes.lasting_digest(code, row.salt) for code in drawn]
    with writing(session) as connection:
        if not second_factors.confirm(connection, account_id, row.salt, proof.step, now):
            raise CodeRefused
        second_factors.replace_recovery(connection, account_id, digests)
        record(connection, "second-factor.enabled", account_id, now)
        _go_on(connection, account_id, browser, now)
    return drawn


def renew_codes(
    session: Session,
    account_id: int,
    *,
    password: str,
    typed: str,
    browser: Browser,
    keys: Sequence[str],
    now: datetime,
) -> tuple[str, ...]:
    """Return new recovery codes; those before are worth nothing.

    Raises SignInRefused, CodeRefused, TooManyTries.
    """
    row, proof = _checked(session, account_id, password, typed, keys, now)
    drawn = _drawn()
    digests = [codes.lasting_digest(code, row.salt) for code in drawn]
    with writing(session) as connection:
        good = use(connection, row, proof, now)
        if good:
            second_factors.replace_recovery(connection, account_id, digests)
            record(connection, "recovery-codes.renewed", account_id, now)
            _go_on(connection, account_id, browser, now)
    if not good:
        raise CodeRefused
    return drawn


def switch_off(
    session: Session,
    account_id: int,
    *,
    password: str,
    typed: str,
    browser: Browser,
    keys: Sequence[str],
    now: datetime,
) -> None:
    """Do without a second factor from now on. Raises SignInRefused, CodeRefused, TooManyTries."""
    row, proof = _checked(session, account_id, password, typed, keys, now)
    with writing(session) as connection:
        good = use(connection, row, proof, now)
        if good:
            second_factors.forget(connection, account_id)
            record(connection, "second-factor.disabled", account_id, now)
            _go_on(connection, account_id, browser, now)
    if not good:
        raise CodeRefused


def check_password(session: Session, account_id: int, password: str, now: datetime) -> None:
    """Raise SignInRefused unless this is the password of an account; TooManyTries."""
    with writing(session) as connection:
        tries.pay(connection, tries.OLD_PASSWORD, str(account_id), now)
    row = logins.by_number(session.connection(), account_id)
    stored = row.password_hash if row is not None else None
    if not passwords.matches(password if len(password) <= LONGEST else "", stored):
        raise SignInRefused
    with writing(session) as connection:
        tries.forgive(connection, tries.OLD_PASSWORD, str(account_id))


def _checked(
    session: Session,
    account_id: int,
    password: str,
    typed: str,
    keys: Sequence[str],
    now: datetime,
) -> tuple[AnyRow, Proof]:
    check_password(session, account_id, password, now)
    row = second_factors.of(session.connection(), account_id)
    if row is None or row.confirmed_at is None:
        raise CodeRefused
    return row, _paid_proof(session, row, typed, keys, now)


def _paid_proof(
    session: Session, row: AnyRow, typed: str, keys: Sequence[str], now: datetime
) -> Proof:
    with writing(session) as connection:
        tries.pay(connection, tries.SECOND, str(row.account_id), now)
    return proof_of(row, typed, keys, now)


def _go_on(connection: Connection, account_id: int, browser: Browser, now: datetime) -> None:
    tries.give_back(connection, tries.SECOND, str(account_id))
    sessions.end_all(connection, account_id)
    begin(connection, account_id, browser, now)


def _drawn() -> tuple[str, ...]:
    found: dict[str, None] = {}
    while len(found) < CODES:
        found[draw(secrets.choice)] = None
    return tuple(found)


def _fresh(row: AnyRow, now: datetime) -> bool:
    return bool(now - row.created_at < OFFERED_FOR)


def _secret(row: AnyRow, keys: Sequence[str]) -> str | None:
    return totp.secret_of(keys, account_id=row.account_id, salt=row.salt, key_mark=row.key_mark)
