"""Who may sign in, in SQL: by login, by number, and the few changes to what somebody is."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select, update

from quizapp.db.base import AnyRow, table
from quizapp.db.models import Account, Classroom, Membership

_ACCOUNT: Final = table(Account)
_CLASSROOM: Final = table(Classroom)
_MEMBER: Final = table(Membership)
_COLUMNS: Final = (
    _ACCOUNT.c.id,
    _ACCOUNT.c.public_id,
    _ACCOUNT.c.role,
    _ACCOUNT.c.login,
    _ACCOUNT.c.login_key,
    _ACCOUNT.c.name,
    _ACCOUNT.c.password_hash,
    _ACCOUNT.c.disabled_at,
    _ACCOUNT.c.allowance,
)
_BY_KEY: Final = select(*_COLUMNS).where(_ACCOUNT.c.login_key == bindparam("login_key"))
_BY_NUMBER: Final = select(*_COLUMNS).where(_ACCOUNT.c.id == bindparam("account"))
_BY_ID: Final = select(*_COLUMNS).where(_ACCOUNT.c.public_id == bindparam("public_id"))
_CLASSES: Final = (
    select(_CLASSROOM.c.name)
    .join_from(_MEMBER, _CLASSROOM, _CLASSROOM.c.id == _MEMBER.c.classroom_id)
    .where(_MEMBER.c.account_id == bindparam("account"), _MEMBER.c.left_at.is_(None))
)
_ON_A_ROSTER: Final = (
    select(_MEMBER.c.account_id)
    .where(
        _MEMBER.c.account_id == bindparam("account"),
        _MEMBER.c.listed.is_not(None),
        _MEMBER.c.left_at.is_(None),
    )
    .limit(1)
)
_IN_ROLES: Final = select(func.count()).where(
    _ACCOUNT.c.role.in_(bindparam("roles", expanding=True)),
    _ACCOUNT.c.password_hash.is_not(None),
    _ACCOUNT.c.disabled_at.is_(None),
)


def by_login(connection: Connection, login_key: str) -> AnyRow | None:
    """Return the account with a folded login."""
    return connection.execute(_BY_KEY, {"login_key": login_key}).one_or_none()


def by_number(connection: Connection, account_id: int) -> AnyRow | None:
    """Return an account by its number."""
    return connection.execute(_BY_NUMBER, {"account": account_id}).one_or_none()


def by_public_id(connection: Connection, public_id: str) -> AnyRow | None:
    """Return an account by its id."""
    return connection.execute(_BY_ID, {"public_id": public_id}).one_or_none()


def class_names(connection: Connection, account_id: int) -> tuple[str, ...]:
    """Return the names of the classes somebody is in or teaches."""
    return tuple(connection.execute(_CLASSES, {"account": account_id}).scalars())


def is_on_a_roster(connection: Connection, account_id: int) -> bool:
    """Tell whether a roster brought somebody to a class that she is in now."""
    return connection.execute(_ON_A_ROSTER, {"account": account_id}).first() is not None


def change(connection: Connection, account_id: int, **values: Any) -> bool:
    """Change columns of an account; return whether there is such an account."""
    statement = update(_ACCOUNT).where(_ACCOUNT.c.id == account_id).values(**values)
    return connection.execute(statement).rowcount == 1


def renew_hash(connection: Connection, account_id: int, old: str, new: str) -> bool:
    """Replace a password's hash unless the password was changed meanwhile."""
    statement = (
        update(_ACCOUNT)
        .where(_ACCOUNT.c.id == account_id, _ACCOUNT.c.password_hash == old)
        .values(password_hash=new)
    )
    return connection.execute(statement).rowcount == 1


def disable(connection: Connection, account_id: int, now: datetime | None) -> bool:
    """Disable an account, or enable it with None."""
    return change(connection, account_id, disabled_at=now)


def count_in_roles(connection: Connection, roles: tuple[str, ...]) -> int:
    """Count accounts of some roles that can sign in."""
    return int(connection.execute(_IN_ROLES, {"roles": list(roles)}).scalar_one())
