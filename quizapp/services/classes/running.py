"""Running a class: making it, its settings, its join code, its other teachers, its end.

Every change names its class by public id and passes through `teaches` inside the transaction
that makes it, so that somebody who is no teacher of the class any more changes nothing.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import classrooms
from quizapp.db.engine import writing
from quizapp.domain.errors import ClassroomRefusal
from quizapp.domain.logins import folded
from quizapp.domain.retention import Fate
from quizapp.services.classes.views import Nicknames, invited_to, teaches
from quizapp.services.people import audit, notices, retention, throttle

CODE_LASTS: Final = timedelta(days=14)
CLASSES_A_DAY: Final = 20
INVITATIONS_A_DAY: Final = 20
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ClassWish:
    """What a teacher settles about a class."""

    name: str
    zone: str
    nicknames: Nicknames = "words"
    leaderboard: bool = False


def create_class(
    session: Session, *, account_id: int, wish: ClassWish, public_id: str, code: str, now: datetime
) -> str:
    """Make a class with a join code and return its public id; the same id again makes none.

    Raises ClassroomRefusal `throttled` for somebody who makes too many.
    """
    with writing(session) as connection:
        if classrooms.find(connection, account_id, public_id, classrooms.TEACHER):
            return public_id
        _spend(connection, "class", account_id, CLASSES_A_DAY, now)
        classroom = classrooms.add_classroom(
            connection,
            {
                **asdict(wish),
                "public_id": public_id,
                "owner_id": account_id,
                "code": code,
                "code_expires_at": now + CODE_LASTS,
                "created_at": now,
                "archived_at": None,
            },
        )
        put_member(connection, classroom, account_id, "teacher", 0, now)
    return public_id


def put_member(
    connection: Connection, classroom: int, account_id: int, part: str, words: int, now: datetime
) -> None:
    """Put somebody into a class, taking up the row of one who was there before."""
    if classrooms.row_of(connection, classroom, account_id) is not None:
        values = {"part": part, "joined_at": now, "left_at": None}
        classrooms.change_member(connection, classroom, account_id, values)
        return
    classrooms.add_member(
        connection,
        {
            "classroom_id": classroom,
            "account_id": account_id,
            "part": part,
            "listed": None,
            "nickname": None,
            "words": words,
            "allowance": None,
            "joined_at": now,
            "left_at": None,
        },
    )


def change_class(session: Session, *, account_id: int, classroom_id: str, wish: ClassWish) -> None:
    """Change what a teacher settles about a class. Raises ClassroomNotFound."""
    with writing(session) as connection:
        classroom = teaches(connection, account_id, classroom_id)
        classrooms.change_classroom(connection, classroom.id, asdict(wish))


def change_code(
    session: Session, *, account_id: int, classroom_id: str, code: str | None, now: datetime
) -> None:
    """Give a class another join code for two weeks, or none. The old one opens nothing."""
    with writing(session) as connection:
        classroom = teaches(connection, account_id, classroom_id)
        values = {"code": code, "code_expires_at": now + CODE_LASTS if code else None}
        classrooms.change_classroom(connection, classroom.id, values)


def archive(
    session: Session, *, account_id: int, classroom_id: str, archived: bool, now: datetime
) -> None:
    """Put a class away, or take it out again. Nothing in it is lost; nobody joins or plays."""
    with writing(session) as connection:
        classroom = teaches(connection, account_id, classroom_id)
        # Either of them is use of the class: what is kept how long is counted from now.
        values = {"archived_at": now if archived else None, "kept_at": now}
        classrooms.change_classroom(connection, classroom.id, values)
        audit.record(
            connection,
            actor_id=account_id,
            action="class.archive" if archived else "class.restore",
            object=f"class:{classroom_id}",
            details={},
            now=now,
        )


def keep(session: Session, *, account_id: int, classroom_id: str, now: datetime) -> None:
    """Keep a class for another year, whatever its teachers were told. Raises ClassroomNotFound."""
    with writing(session) as connection:
        classroom = teaches(connection, account_id, classroom_id)
        classrooms.change_classroom(connection, classroom.id, {"kept_at": now})
        audit.record(
            connection,
            actor_id=account_id,
            action="class.keep",
            object=f"class:{classroom_id}",
            details={},
            now=now,
        )


def fate_of_class(
    session: Session, *, account_id: int, classroom_id: str, now: datetime
) -> Fate | None:
    """Return what will become of a class that nobody uses, for a teacher of it.

    None while more than 60 days are left. Raises ClassroomNotFound.
    """
    connection = session.connection()
    classroom = teaches(connection, account_id, classroom_id)
    return retention.fate(connection, classroom.id, now)


def invite_teacher(
    session: Session, *, account_id: int, classroom_id: str, login: str, now: datetime
) -> None:
    """Ask another teacher, by login name, to teach a class too; a notice tells her.

    Raises ClassroomNotFound, and ClassroomRefusal `unknown_teacher` or `throttled`.
    """
    with writing(session) as connection:
        classroom = teaches(connection, account_id, classroom_id)
        classrooms.lock(connection, classroom.id)
        _spend(connection, "invite", account_id, INVITATIONS_A_DAY, now)
        asked = classrooms.teacher_by_login(connection, folded(login))
        found = asked is not None
        row = classrooms.row_of(connection, classroom.id, asked.id) if asked else None
        if asked is not None and (row is None or row.left_at or row.part != "teacher"):
            put_member(connection, classroom.id, asked.id, "invited", 0, now)
            notices.tell(
                connection,
                account_ids=[asked.id],
                kind="class-invitation",
                params={"class": classroom.name},
                now=now,
            )
            _record_part(connection, account_id, classroom_id, asked.id, "invited", now)
    if not found:  # Raised outside, so that a try is paid for whatever came of it.
        raise ClassroomRefusal("unknown_teacher")


def answer_invitation(
    session: Session, *, account_id: int, classroom_id: str, accept: bool, now: datetime
) -> None:
    """Accept or decline being a teacher of a class. Raises ClassroomNotFound if not invited."""
    with writing(session) as connection:
        classroom = invited_to(connection, account_id, classroom_id)
        if accept:
            put_member(connection, classroom.id, account_id, "teacher", 0, now)
            _record_part(connection, account_id, classroom_id, account_id, "teacher", now)
        else:
            classrooms.leave(connection, classroom.id, account_id, now)


def _spend(connection: Connection, bucket: str, account_id: int, limit: int, now: datetime) -> None:
    if not throttle.spend(
        connection, bucket=bucket, key=str(account_id), limit=limit, window=_DAY, now=now
    ):
        raise ClassroomRefusal("throttled")


def _record_part(
    connection: Connection, actor: int, classroom_id: str, whom: int, part: str, now: datetime
) -> None:
    audit.record(
        connection,
        actor_id=actor,
        action=f"class.{part}",
        object=f"class:{classroom_id}",
        details={"account": whom},
        now=now,
    )
