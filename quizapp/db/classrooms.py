"""Classes and memberships in SQL. Who left is in none of the rows that these queries return.

`find` is how every use of a class begins: the class, by its public id, of somebody who is in
it now, and as what. Nobody reaches a class in any other way, but by its join code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, func, insert, or_, select, update

from quizapp.db.base import AnyRow, table
from quizapp.db.models import Account, Classroom, Membership

CLASSROOM: Final = table(Classroom)
MEMBERSHIP: Final = table(Membership)
_ACCOUNT: Final = table(Account)

TEACHING: Final = ("teacher", "admin")
TEACHER: Final = ("teacher",)
PRESENT: Final = ("teacher", "pupil")
ANY_PART: Final = ("teacher", "pupil", "waiting", "invited")

_counted = MEMBERSHIP.alias("counted")


def _number_of(part: str) -> Any:
    return (
        select(func.count())
        .select_from(_counted)
        .where(
            _counted.c.classroom_id == CLASSROOM.c.id,
            _counted.c.part == part,
            _counted.c.left_at.is_(None),
        )
        .correlate(CLASSROOM)
        .scalar_subquery()
    )


_CLASS_COLUMNS: Final = (
    *CLASSROOM.c,
    MEMBERSHIP.c.part,
    MEMBERSHIP.c.nickname,
    MEMBERSHIP.c.words,
    MEMBERSHIP.c.allowance,
    _number_of("pupil").label("pupils"),
    _number_of("waiting").label("waiting"),
)
_may_teach = (
    select(_ACCOUNT.c.id)
    .where(_ACCOUNT.c.id == MEMBERSHIP.c.account_id, _ACCOUNT.c.role.in_(TEACHING))
    .correlate(MEMBERSHIP)
    .exists()
)
# Whoever is no teacher on this site any more teaches no class either.
_is_in = and_(
    MEMBERSHIP.c.account_id == bindparam("account_id"),
    MEMBERSHIP.c.left_at.is_(None),
    MEMBERSHIP.c.part.in_(bindparam("parts", expanding=True)),
    or_(MEMBERSHIP.c.part.in_(("pupil", "waiting")), _may_teach),
)
_FIND: Final = (
    select(*_CLASS_COLUMNS)
    .join_from(CLASSROOM, MEMBERSHIP, MEMBERSHIP.c.classroom_id == CLASSROOM.c.id)
    .where(_is_in, CLASSROOM.c.public_id == bindparam("public_id"))
)
_CLASSES_OF: Final = (
    select(*_CLASS_COLUMNS)
    .join_from(CLASSROOM, MEMBERSHIP, MEMBERSHIP.c.classroom_id == CLASSROOM.c.id)
    .where(_is_in)
    .order_by(CLASSROOM.c.archived_at.is_not(None), CLASSROOM.c.name, CLASSROOM.c.id)
)

_MEMBER_COLUMNS: Final = (
    MEMBERSHIP.c.account_id,
    _ACCOUNT.c.public_id,
    _ACCOUNT.c.name,
    _ACCOUNT.c.login,
    _ACCOUNT.c.role,
    _ACCOUNT.c.password_hash.is_not(None).label("claimed"),
    _ACCOUNT.c.allowance.label("own_allowance"),
    MEMBERSHIP.c.part,
    MEMBERSHIP.c.listed,
    MEMBERSHIP.c.nickname,
    MEMBERSHIP.c.words,
    MEMBERSHIP.c.allowance,
    MEMBERSHIP.c.joined_at,
    MEMBERSHIP.c.left_at,
)
_ALL_EVER: Final = (
    select(*_MEMBER_COLUMNS)
    .join_from(MEMBERSHIP, _ACCOUNT, _ACCOUNT.c.id == MEMBERSHIP.c.account_id)
    .where(MEMBERSHIP.c.classroom_id == bindparam("classroom_id"))
    .order_by(_ACCOUNT.c.name, MEMBERSHIP.c.account_id)
)
_MEMBERS: Final = _ALL_EVER.where(MEMBERSHIP.c.left_at.is_(None))
_MEMBER: Final = _MEMBERS.where(_ACCOUNT.c.public_id == bindparam("public_id"))
_BY_CODE: Final = (
    select(*CLASSROOM.c)
    .where(CLASSROOM.c.code == bindparam("code"), CLASSROOM.c.archived_at.is_(None))
    .with_for_update()
)
_LOCK: Final = (
    select(CLASSROOM.c.id).where(CLASSROOM.c.id == bindparam("classroom_id")).with_for_update()
)
_ROW: Final = select(*MEMBERSHIP.c).where(
    MEMBERSHIP.c.classroom_id == bindparam("classroom_id"),
    MEMBERSHIP.c.account_id == bindparam("account_id"),
)
_CHANGE: Final = update(CLASSROOM).where(CLASSROOM.c.id == bindparam("classroom"))
_CHANGE_MEMBER: Final = update(MEMBERSHIP).where(
    MEMBERSHIP.c.classroom_id == bindparam("classroom"),
    MEMBERSHIP.c.account_id == bindparam("account"),
)
_TEACHER_BY_LOGIN: Final = select(_ACCOUNT.c.id, _ACCOUNT.c.public_id, _ACCOUNT.c.name).where(
    _ACCOUNT.c.login_key == bindparam("login"),
    _ACCOUNT.c.role.in_(TEACHING),
    _ACCOUNT.c.disabled_at.is_(None),
)
_ALL_OF: Final = (
    select(
        CLASSROOM.c.public_id,
        CLASSROOM.c.name,
        MEMBERSHIP.c.part,
        MEMBERSHIP.c.listed,
        MEMBERSHIP.c.nickname,
        MEMBERSHIP.c.allowance,
        MEMBERSHIP.c.joined_at,
        MEMBERSHIP.c.left_at,
    )
    .join_from(MEMBERSHIP, CLASSROOM, CLASSROOM.c.id == MEMBERSHIP.c.classroom_id)
    .where(MEMBERSHIP.c.account_id == bindparam("account_id"))
    .order_by(MEMBERSHIP.c.joined_at, CLASSROOM.c.id)
)


def find(
    connection: Connection, account_id: int, public_id: str, parts: Sequence[str]
) -> AnyRow | None:
    """Return a class with one's own membership, where one is in it now as one of `parts`."""
    return connection.execute(
        _FIND, {"account_id": account_id, "public_id": public_id, "parts": list(parts)}
    ).one_or_none()


def classes_of(connection: Connection, account_id: int, parts: Sequence[str]) -> list[AnyRow]:
    """Return the classes somebody is in now as one of `parts`, archived ones last."""
    return list(connection.execute(_CLASSES_OF, {"account_id": account_id, "parts": list(parts)}))


def all_of(connection: Connection, account_id: int) -> list[AnyRow]:
    """Return every class somebody is or ever was in, for taking along what is known of her."""
    return list(connection.execute(_ALL_OF, {"account_id": account_id}))


def members(connection: Connection, classroom_id: int) -> list[AnyRow]:
    """Return who is in a class now, those waiting and invited too, by name."""
    return list(connection.execute(_MEMBERS, {"classroom_id": classroom_id}))


def all_ever(connection: Connection, classroom_id: int) -> list[AnyRow]:
    """Return who is or ever was in a class: only to find out who somebody on a roster is."""
    return list(connection.execute(_ALL_EVER, {"classroom_id": classroom_id}))


def member(connection: Connection, classroom_id: int, public_id: str) -> AnyRow | None:
    """Return somebody who is in a class now."""
    return connection.execute(
        _MEMBER, {"classroom_id": classroom_id, "public_id": public_id}
    ).one_or_none()


def lock(connection: Connection, classroom_id: int) -> None:
    """Let changes to who is in a class happen one after the other.

    Only PostgreSQL needs it: SQLite has one writer anyway, and renders no FOR UPDATE.
    """
    connection.execute(_LOCK, {"classroom_id": classroom_id})


def by_code(connection: Connection, code: str) -> AnyRow | None:
    """Return the class of a join code, unless it is archived, locked as `lock` does."""
    return connection.execute(_BY_CODE, {"code": code}).one_or_none()


def row_of(connection: Connection, classroom_id: int, account_id: int) -> AnyRow | None:
    """Return the membership row of somebody, left or not."""
    return connection.execute(
        _ROW, {"classroom_id": classroom_id, "account_id": account_id}
    ).one_or_none()


def teacher_by_login(connection: Connection, login: str) -> AnyRow | None:
    """Return the teacher of a login name (folded, as it is looked up)."""
    return connection.execute(_TEACHER_BY_LOGIN, {"login": login}).one_or_none()


def add_classroom(connection: Connection, values: Mapping[str, Any]) -> int:
    """Store a class and return its number."""
    key = connection.execute(insert(CLASSROOM), dict(values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def change_classroom(connection: Connection, classroom_id: int, values: Mapping[str, Any]) -> None:
    """Change columns of a class."""
    connection.execute(_CHANGE.values(**values), {"classroom": classroom_id})


def add_member(connection: Connection, values: Mapping[str, Any]) -> None:
    """Store a membership row."""
    connection.execute(insert(MEMBERSHIP), dict(values))


def change_member(
    connection: Connection, classroom_id: int, account_id: int, values: Mapping[str, Any]
) -> None:
    """Change columns of a membership row."""
    connection.execute(
        _CHANGE_MEMBER.values(**values), {"classroom": classroom_id, "account": account_id}
    )


def leave(connection: Connection, classroom_id: int, account_id: int, now: datetime) -> None:
    """Note that somebody is out of a class from now on."""
    change_member(connection, classroom_id, account_id, {"left_at": now})
