"""What a one-use code is good for: a new password, claiming an account, becoming a teacher.

Looking at a code says what it is for and whom; using it up does all of it in one transaction:

    reset     a new password; all sessions end
    claim     the first password of an account that a teacher made, and a login if it has none
    invite    a teacher's or administrator's account: a new one, or one's own with more rights

Whoever uses a code is signed in, with a new token. No code takes a second factor away: who has
one is only halfway in, as after the password.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import credentials, logins, sessions, tokens
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.errors import CodeRefused
from quizapp.domain.logins import folded, tidy_login, tidy_name
from quizapp.services.accounts import Role, Viewer
from quizapp.services.people import audit, codes, passwords, tries
from quizapp.services.people.pupils import login_values, taken_if_raced
from quizapp.services.people.second_step import Entered, enter
from quizapp.services.people.sessions import Browser, begin
from quizapp.services.people.signing import Chosen, become

INVITED: Final[Mapping[str, Role]] = {
    codes.INVITE_TEACHER: "teacher",
    codes.INVITE_ADMIN: "admin",
}
FOR_OWNERS: Final = (codes.RESET, codes.CLAIM)
_RANKS: Final = ("guest", "learner", "teacher", "admin")


@dataclass(frozen=True, slots=True)
class Offer:
    """What a code is for, and what has to be asked of its holder."""

    purpose: str
    name: str
    login: str
    asks_login: bool
    asks_name: bool
    asks_password: bool


def look_up(
    session: Session, *, code: str, viewer: Viewer | None, who: str, now: datetime
) -> Offer:
    """Return what a code is for, without using it. Raises CodeRefused, TooManyTries."""
    with writing(session) as connection:
        tries.pay(connection, tries.CODE, who, now)
        row, owner = _found(connection, code, now)
        if row is not None:
            tries.give_back(connection, tries.CODE, who)
    if row is None:
        raise CodeRefused
    if owner is not None:
        return Offer(row.purpose, owner.name, owner.login or "", owner.login is None, False, True)
    if viewer is not None and viewer.role != "guest":
        return Offer(row.purpose, viewer.name, "", False, False, False)
    return Offer(row.purpose, "", "", True, True, True)


def redeem(
    session: Session,
    *,
    code: str,
    chosen: Chosen,
    viewer: Viewer | None,
    browser: Browser,
    who: str,
    public_id: str,
    now: datetime,
) -> Entered:
    """Use a code up and begin a session, or half of one.

    Raises CodeRefused, TooManyTries, LoginRejected, NameRejected, PasswordRejected.
    """
    with writing(session) as connection:
        tries.pay(connection, tries.CODE, who, now)
        row, owner = _found(connection, code, now)
        if row is not None:
            tries.give_back(connection, tries.CODE, who)
    if row is None:
        raise CodeRefused
    known = viewer if viewer is not None and viewer.role != "guest" else None
    classes = logins.class_names(session.connection(), owner.id) if owner is not None else ()
    values = {} if owner is None and known is not None else _credentials(chosen, owner, classes)
    with taken_if_raced(), writing(session) as connection:
        if codes.redeem(connection, purpose=row.purpose, code=code, now=now) is None:
            raise CodeRefused
        if owner is not None:
            account_id, role = _take_over(connection, owner, values), owner.role
            half = enter(connection, account_id, browser, now)
        else:
            account_id, role = _promote(connection, row, viewer, values, public_id, now)
            begin(connection, account_id, browser, now)
            half = False
        _record(connection, row, account_id, now)
    return Entered(account_id, role, half)


def _found(connection: Connection, code: str, now: datetime) -> tuple[AnyRow | None, AnyRow | None]:
    """The code and its owner; neither where the code is over or its owner is disabled."""
    row = codes.find(connection, code=code, now=now)
    if row is None or row.purpose not in (*FOR_OWNERS, *INVITED):
        return None, None
    if row.purpose in INVITED:
        return row, None
    owner = logins.by_number(connection, row.account_id) if row.account_id is not None else None
    return (None, None) if owner is None or owner.disabled_at is not None else (row, owner)


def _credentials(chosen: Chosen, owner: AnyRow | None, classes: tuple[str, ...]) -> dict[str, str]:
    """The columns that were chosen, the password checked and hashed."""
    login = owner.login if owner is not None and owner.login else tidy_login(chosen.login)
    name = owner.name if owner is not None else tidy_name(chosen.name or login)
    password = passwords.checked(chosen.password, own=(login, name, *classes))
    values = {"password_hash": passwords.hashed(password)}
    if owner is None:
        values["name"] = name
    if owner is None or not owner.login:
        values["login"] = login
    return values


def _take_over(connection: Connection, owner: AnyRow, values: dict[str, str]) -> int:
    if "login" in values:
        values = values | login_values(connection, values["login"], account_id=owner.id)
    logins.change(connection, owner.id, **values)
    sessions.end_all(connection, owner.id)
    tokens.end_all(connection, owner.id)
    key = values.get("login_key") or owner.login_key
    tries.forgive(connection, tries.LOGIN, folded(key))
    for purpose in FOR_OWNERS:
        credentials.void_codes(connection, purpose, owner.id)
    return int(owner.id)


def _promote(
    connection: Connection,
    row: AnyRow,
    viewer: Viewer | None,
    values: dict[str, str],
    public_id: str,
    now: datetime,
) -> tuple[int, Role]:
    role = INVITED[row.purpose]
    if viewer is None or viewer.role == "guest":
        values = values | login_values(connection, values["login"])
        return become(connection, viewer, role, values, public_id, now), role
    higher = max(role, viewer.role, key=_RANKS.index)
    logins.change(connection, viewer.account_id, role=higher)
    sessions.end_all(connection, viewer.account_id)
    return viewer.account_id, higher


def _record(connection: Connection, row: AnyRow, account_id: int, now: datetime) -> None:
    invited = INVITED.get(row.purpose)
    audit.record(
        connection,
        actor_id=account_id,
        action="role.changed" if invited else f"code.used:{row.purpose}",
        object=f"account:{account_id}",
        details={"role": invited, "issued_by": row.issued_by} if invited else {},
        now=now,
    )
