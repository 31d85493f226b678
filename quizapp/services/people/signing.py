"""Signing in, signing up, changing one's password.

Whoever has a second factor is only halfway in with a password (`second_step`).

What is told about a failure is the same for a login that nobody has, a wrong password and a
disabled account: the words, the time, the work done. Signing up has to say that a login is
taken, so it can be tried only so often. It keeps a guest's history, because the guest's
account itself becomes the learner's. A session begins with a new token, and those of the guest
end.

The costly part, hashing, happens between transactions; so the one that follows looks again
whether what was checked still stands.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import logins, people, sessions
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.db.postgresql import ANYBODY
from quizapp.domain.errors import AccountNotFound, SignInRefused
from quizapp.domain.logins import folded, tidy_login, tidy_name
from quizapp.domain.passwords import LONGEST
from quizapp.services.accounts import Settings, Viewer
from quizapp.services.people import audit, passwords, tries
from quizapp.services.people.pupils import login_values, taken_if_raced
from quizapp.services.people.second_step import Entered, enter
from quizapp.services.people.sessions import Browser, begin

_LONGEST_KEY: Final = 64


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody typed to be known by. A name may be left out."""

    login: str = ""
    name: str = ""
    password: str = ""


def sign_in(
    session: Session, *, login: str, password: str, browser: Browser, who: str, now: datetime
) -> Entered:
    """Begin a session, or half of one, for whoever has this login and password.

    Raises SignInRefused, TooManyTries.
    """
    key = folded(login)[:_LONGEST_KEY]
    with writing(session, of=ANYBODY) as connection:
        tries.pay(connection, tries.ADDRESS, who, now)
        tries.pay(connection, tries.LOGIN, key, now)
    row = logins.by_login(session.connection(), key)
    stored = row.password_hash if row is not None else None
    good = passwords.matches(password if len(password) <= LONGEST else "", stored)
    renewed = passwords.renewed(password, stored) if good else None
    with writing(session) as connection:
        again = logins.by_login(connection, key)
        if good and again is not None and _unchanged(again, stored):
            tries.forgive(connection, tries.LOGIN, key)
            tries.give_back(connection, tries.ADDRESS, who)
            if stored and renewed:
                logins.renew_hash(connection, again.id, stored, renewed)
            half = enter(connection, again.id, browser, now)
            return Entered(again.id, again.role, half)
        named = f"account:{again.id}" if again is not None else "account:unknown"
        _record(connection, None, "sign-in.failed", named, now)
    raise SignInRefused


def _unchanged(row: AnyRow, stored: str | None) -> bool:
    return row.password_hash == stored and row.disabled_at is None


def sign_up(
    session: Session,
    *,
    guest: Viewer | None,
    chosen: Chosen,
    browser: Browser,
    who: str,
    public_id: str,
    now: datetime,
) -> int:
    """Make a learner of a guest, or a new one; return the account's number.

    Without a name she is seen by her login. `public_id` is for a new account. Raises
    LoginRejected, NameRejected, PasswordRejected, TooManyTries.
    """
    shown = tidy_name(chosen.name or chosen.login)
    checked = passwords.checked(chosen.password, own=(tidy_login(chosen.login), shown))
    with writing(session) as connection:
        tries.pay(connection, tries.SIGN_UP, who, now)
        login_values(connection, chosen.login)
    hashed = passwords.hashed(checked)
    with taken_if_raced(), writing(session) as connection:
        values = {**login_values(connection, chosen.login), "name": shown, "password_hash": hashed}
        account_id = become(connection, guest, "learner", values, public_id, now)
        begin(connection, account_id, browser, now)
        _record(connection, account_id, "account.made", f"account:{account_id}", now)
    return account_id


def become(
    connection: Connection,
    guest: Viewer | None,
    role: str,
    values: dict[str, str],
    public_id: str,
    now: datetime,
) -> int:
    """Give a guest's account a role and credentials, or make an account; return its number.

    All sessions of the account end. Raises AccountNotFound for a guest who signed up elsewhere.
    """
    if guest is None:
        made = {"public_id": public_id, "role": role, "created_at": now}
        return people.add_account(connection, {**asdict(Settings()), **made, **values})
    row = logins.by_number(connection, guest.account_id)
    if row is None or row.role != "guest":
        raise AccountNotFound(guest.public_id)
    logins.change(connection, guest.account_id, role=role, **values)
    sessions.end_all(connection, guest.account_id)
    return guest.account_id


def change_password(
    session: Session, *, account_id: int, old: str, new: str, browser: Browser, now: datetime
) -> int:
    """Change a password and end all sessions; return how many ended.

    The one that asks goes on with the token of `browser`: whoever copied its cookie is out too.
    Raises SignInRefused where `old` is not the password, PasswordRejected, TooManyTries.
    """
    with writing(session, of=ANYBODY) as connection:
        tries.pay(connection, tries.OLD_PASSWORD, str(account_id), now)
    row = logins.by_number(session.connection(), account_id)
    stored = row.password_hash if row is not None else None
    if not passwords.matches(old if len(old) <= LONGEST else "", stored) or row is None:
        raise SignInRefused
    own = (row.login or "", row.name, *logins.class_names(session.connection(), account_id))
    hashed = passwords.hashed(passwords.checked(new, own=own))
    with writing(session) as connection:
        if not logins.renew_hash(connection, account_id, row.password_hash, hashed):
            raise SignInRefused
        tries.forgive(connection, tries.OLD_PASSWORD, str(account_id))
        ended = sessions.end_all(connection, account_id)
        begin(connection, account_id, browser, now)
        _record(connection, account_id, "password.changed", f"account:{account_id}", now)
    return ended


def _record(
    connection: Connection, actor_id: int | None, action: str, named: str, now: datetime
) -> None:
    audit.record(connection, actor_id=actor_id, action=action, object=named, details={}, now=now)
