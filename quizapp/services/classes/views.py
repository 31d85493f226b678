"""What a class looks like from inside, and who may look: the two doors to every class.

`teaches` and `belongs` are the only ways by which the other modules get hold of a class. Both
ask the database who is in it now, so whoever was removed a moment ago is a stranger.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import classrooms
from quizapp.db.base import AnyRow
from quizapp.domain.bilingual import Bilingual
from quizapp.domain.errors import ClassroomNotFound, MemberNotFound
from quizapp.domain.nicknames import nickname

Part = Literal["teacher", "pupil", "waiting", "invited"]
Nicknames = Literal["words", "teacher"]


@dataclass(frozen=True, slots=True)
class ClassHead:
    """A class as one of its people sees it. `code` is None for everybody but its teachers."""

    public_id: str
    name: str
    zone: str
    part: Part
    nicknames: Nicknames
    leaderboard: bool
    nickname: Bilingual
    code: str | None
    code_expires_at: datetime | None
    pupils: int
    waiting: int
    owned: bool
    archived_at: datetime | None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a class, as its teachers see them.

    `claimed` tells whether they can sign in by themselves already. `allowance` is the factor
    of extra time in this class, None where the account's own (`own_allowance`) holds.
    """

    account_id: int
    public_id: str
    name: str
    login: str | None
    part: Part
    claimed: bool
    nickname: Bilingual
    chosen_nickname: str
    allowance: float | None
    own_allowance: float
    joined_at: datetime


def teaches(connection: Connection, account_id: int, classroom_id: str) -> AnyRow:
    """Return the class that somebody teaches now. Raises ClassroomNotFound."""
    return _found(classrooms.find(connection, account_id, classroom_id, classrooms.TEACHER))


def belongs(connection: Connection, account_id: int, classroom_id: str) -> AnyRow:
    """Return the class that somebody is in now, as a teacher or a pupil.

    Raises ClassroomNotFound, for those who wait too.
    """
    return _found(classrooms.find(connection, account_id, classroom_id, classrooms.PRESENT))


def invited_to(connection: Connection, account_id: int, classroom_id: str) -> AnyRow:
    """Return the class that somebody is asked to teach. Raises ClassroomNotFound."""
    return _found(classrooms.find(connection, account_id, classroom_id, ("invited",)))


def _found(row: AnyRow | None) -> AnyRow:
    if row is None:
        raise ClassroomNotFound
    return row


def member_of(connection: Connection, classroom: int, member_id: str) -> AnyRow:
    """Return the row of somebody who is in a class now. Raises MemberNotFound."""
    row = classrooms.member(connection, classroom, member_id)
    if row is None:
        raise MemberNotFound(member_id)
    return row


def classes_of(session: Session, account_id: int) -> tuple[ClassHead, ...]:
    """Return the classes somebody is in or is invited to, archived ones last."""
    parts = (*classrooms.PRESENT, "invited")
    rows = classrooms.classes_of(session.connection(), account_id, parts)
    return tuple(head_of(row, account_id) for row in rows)


def class_of(session: Session, *, account_id: int, classroom_id: str) -> ClassHead:
    """Return a class that somebody is in. Raises ClassroomNotFound."""
    return head_of(belongs(session.connection(), account_id, classroom_id), account_id)


def class_taught(session: Session, *, account_id: int, classroom_id: str) -> ClassHead:
    """Return a class that somebody teaches. Raises ClassroomNotFound."""
    return head_of(teaches(session.connection(), account_id, classroom_id), account_id)


def members(connection: Connection, classroom: int) -> tuple[Member, ...]:
    """Return who is in a class now, by name: teachers, pupils, those waiting and invited."""
    return tuple(map(member_view, classrooms.members(connection, classroom)))


def members_of(session: Session, *, account_id: int, classroom_id: str) -> tuple[Member, ...]:
    """Return who is in a class, for a teacher of it. Raises ClassroomNotFound."""
    connection = session.connection()
    return members(connection, teaches(connection, account_id, classroom_id).id)


def one_member(session: Session, *, account_id: int, classroom_id: str, member_id: str) -> Member:
    """Return one member, for a teacher. Raises ClassroomNotFound and MemberNotFound."""
    connection = session.connection()
    classroom = teaches(connection, account_id, classroom_id)
    return member_view(member_of(connection, classroom.id, member_id))


def shown_nickname(policy: str, chosen: str | None, words: int) -> Bilingual:
    """Return the name under which pupils see somebody: a teacher's choice, or an animal."""
    if policy == "teacher" and chosen:
        return Bilingual(ar=chosen, en=chosen)
    return nickname(words)


def head_of(row: AnyRow, account_id: int) -> ClassHead:
    """Return a class from its row, with what only teachers may see for teachers only."""
    teacher = row.part == "teacher"
    return ClassHead(
        public_id=row.public_id,
        name=row.name,
        zone=row.zone,
        part=row.part,
        nicknames=row.nicknames,
        leaderboard=row.leaderboard,
        nickname=shown_nickname(row.nicknames, row.nickname, row.words),
        code=row.code if teacher else None,
        code_expires_at=row.code_expires_at if teacher else None,
        pupils=row.pupils if teacher else 0,
        waiting=row.waiting if teacher else 0,
        owned=row.owner_id == account_id,
        archived_at=row.archived_at,
    )


def member_view(row: Any) -> Member:
    """Return a member from its row."""
    return Member(
        account_id=row.account_id,
        public_id=row.public_id,
        name=row.name or row.login or "",
        login=row.login,
        part=row.part,
        claimed=row.claimed,
        nickname=nickname(row.words),
        chosen_nickname=row.nickname or "",
        allowance=row.allowance,
        own_allowance=row.own_allowance,
        joined_at=row.joined_at,
    )
