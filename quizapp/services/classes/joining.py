"""Coming into a class by its code, and going: joining, waiting, approval, removal, leaving.

A code opens its class for two weeks. An older one only asks a teacher, and so does any code
for somebody who was in the class before. To whoever types it, a code that asks, one that was
switched off and one that never was look the same, so that guessing learns nothing:

    fresh code       joined
    old code         "code" is refused; a teacher now sees somebody waiting
    no such code     "code" is refused
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import classrooms
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.codes import tidied
from quizapp.domain.errors import ClassroomRefusal, MemberNotFound
from quizapp.domain.nicknames import free_number
from quizapp.services.classes.running import put_member
from quizapp.services.classes.views import belongs, member_of, teaches
from quizapp.services.people import audit, notices, throttle

MOST_MEMBERS: Final = 500
TRIES: Final = 10
# A whole class may sit behind one address.
TRIES_AN_ADDRESS: Final = 60
MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Opened:
    public_id: str | None
    allowed: bool = True


def join(session: Session, *, account_id: int, address: str, code: str, now: datetime) -> str:
    """Come into the class of a typed code as a pupil; return the public id of the class.

    Raises ClassroomRefusal: `code` for a code that opens nothing now, `throttled`.
    """
    with writing(session) as connection:
        opened = _tried(connection, account_id, address, code, now)
    # Raised outside the transaction, so that a try is paid for and a wish is kept.
    if not opened.allowed:
        raise ClassroomRefusal("throttled")
    if opened.public_id is None:
        raise ClassroomRefusal("code")
    return opened.public_id


def _tried(
    connection: Connection, account_id: int, address: str, code: str, now: datetime
) -> _Opened:
    for key, limit in ((f"account:{account_id}", TRIES), (f"address:{address}", TRIES_AN_ADDRESS)):
        if not throttle.spend(
            connection, bucket="join", key=key, limit=limit, window=MINUTE, now=now
        ):
            return _Opened(None, allowed=False)
    found = tidied(code)
    classroom = classrooms.by_code(connection, found) if found else None
    if classroom is None:
        return _Opened(None)
    row = classrooms.row_of(connection, classroom.id, account_id)
    if row is not None and row.left_at is None and row.part in classrooms.PRESENT:
        return _Opened(classroom.public_id)
    fresh = classroom.code_expires_at is not None and now < classroom.code_expires_at
    if fresh and row is None:
        _enter(connection, classroom, account_id, "pupil", now)
        return _Opened(classroom.public_id)
    if row is None or row.left_at is not None:
        _enter(connection, classroom, account_id, "waiting", now)
        _tell_teachers(connection, classroom, now)
    return _Opened(None)


def _enter(
    connection: Connection, classroom: AnyRow, account_id: int, part: str, now: datetime
) -> None:
    ever = classrooms.all_ever(connection, classroom.id)
    if sum(row.left_at is None for row in ever) >= MOST_MEMBERS:
        raise ClassroomRefusal("code")
    words = free_number([row.words for row in ever], classroom.public_id, account_id)
    put_member(connection, classroom.id, account_id, part, words, now)


def _tell_teachers(connection: Connection, classroom: AnyRow, now: datetime) -> None:
    teachers = [
        row.account_id
        for row in classrooms.members(connection, classroom.id)
        if row.part == "teacher"
    ]
    notices.tell(
        connection,
        account_ids=teachers,
        kind="class-waiting",
        params={"class": classroom.name, "class_id": classroom.public_id},
        now=now,
    )


def approve(
    session: Session, *, account_id: int, classroom_id: str, member_id: str, now: datetime
) -> None:
    """Let somebody in who waits. Raises ClassroomNotFound, MemberNotFound."""
    with writing(session) as connection:
        classroom = teaches(connection, account_id, classroom_id)
        row = member_of(connection, classroom.id, member_id)
        if row.part != "waiting":
            raise MemberNotFound(member_id)
        values = {"part": "pupil", "joined_at": now}
        classrooms.change_member(connection, classroom.id, row.account_id, values)
        _record(connection, "class.approve", account_id, classroom_id, row.account_id, now)
        notices.tell(
            connection,
            account_ids=[row.account_id],
            kind="class-joined",
            params={"class": classroom.name, "class_id": classroom_id},
            now=now,
        )


def remove(
    session: Session, *, account_id: int, classroom_id: str, member_id: str, now: datetime
) -> None:
    """Take somebody out of a class, or turn away who waits; from the next request on they are out.

    A teacher can be taken out by the owner alone, the owner by nobody. Raises ClassroomNotFound,
    MemberNotFound, ClassroomRefusal `owner`.
    """
    with writing(session) as connection:
        classroom = teaches(connection, account_id, classroom_id)
        row = member_of(connection, classroom.id, member_id)
        teacher = row.part in ("teacher", "invited")
        if row.account_id == classroom.owner_id or (teacher and account_id != classroom.owner_id):
            raise ClassroomRefusal("owner")
        classrooms.leave(connection, classroom.id, row.account_id, now)
        _record(connection, "class.remove", account_id, classroom_id, row.account_id, now)


def _record(
    connection: Connection, action: str, actor: int, classroom_id: str, whom: int, now: datetime
) -> None:
    audit.record(
        connection,
        actor_id=actor,
        action=action,
        object=f"class:{classroom_id}",
        details={"account": whom},
        now=now,
    )


def leave(session: Session, *, account_id: int, classroom_id: str, now: datetime) -> None:
    """Go out of a class. An owner hands it to the teacher who is there longest.

    Raises ClassroomNotFound, and ClassroomRefusal `owner` for its only teacher.
    """
    with writing(session) as connection:
        classroom = belongs(connection, account_id, classroom_id)
        if classroom.owner_id == account_id:
            heir = _heir(connection, classroom.id, account_id)
            if heir is None:
                raise ClassroomRefusal("owner")
            classrooms.change_classroom(connection, classroom.id, {"owner_id": heir})
        classrooms.leave(connection, classroom.id, account_id, now)


def _heir(connection: Connection, classroom: int, leaving: int) -> int | None:
    others = [
        row
        for row in classrooms.members(connection, classroom)
        if row.part == "teacher" and row.account_id != leaving
    ]
    return min(others, key=lambda row: row.joined_at).account_id if others else None
