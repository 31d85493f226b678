"""What a teacher settles for one pupil of her class: nickname, extra time, a way back in.

Codes are handed out for pupils of one's own class only, and only for accounts of learners:
whoever joins a class as a pupil but is a teacher elsewhere keeps her account to herself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import classrooms
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.errors import AccountNotFound, MemberNotFound
from quizapp.services.accounts import Viewer
from quizapp.services.classes.views import member_of, teaches
from quizapp.services.deadlines import follow_class
from quizapp.services.people import audit, codes
from quizapp.services.people.resets import issue_code

CLAIM_LASTS: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed for one pupil: her name, the code she comes in with, how long it works.

    `purpose` is `claim` for somebody who never signed in, `reset` for a new password.
    """

    name: str
    login: str | None
    code: str
    purpose: str
    expires_at: datetime


def settle(
    session: Session,
    *,
    account_id: int,
    classroom_id: str,
    member_id: str,
    nickname: str,
    allowance: float | None,
    now: datetime,
) -> None:
    """Give a pupil a nickname (empty for the one from the list) and a factor of extra time.

    Raises ClassroomNotFound, MemberNotFound.
    """
    with writing(session) as connection:
        classroom = teaches(connection, account_id, classroom_id)
        row = _pupil(connection, classroom.id, member_id)
        values = {"nickname": nickname or None, "allowance": allowance}
        classrooms.change_member(connection, classroom.id, row.account_id, values)
        if row.allowance != allowance:
            follow_class(connection, classroom.id)
            audit.record(
                connection,
                actor_id=account_id,
                action="class.allowance",
                object=f"class:{classroom_id}",
                details={"account": row.account_id, "factor": allowance},
                now=now,
            )


def claim_slips(
    session: Session, *, account_id: int, classroom_id: str, now: datetime
) -> tuple[Slip, ...]:
    """Return a slip for every pupil who never signed in. Codes of older slips become void.

    Raises ClassroomNotFound.
    """
    with writing(session) as connection:
        classroom = teaches(connection, account_id, classroom_id)
        rows = [
            row
            for row in classrooms.members(connection, classroom.id)
            if row.part == "pupil" and not row.claimed and row.role == "learner"
        ]
        return tuple(_claim(connection, account_id, classroom_id, row, now) for row in rows)


def way_back(
    session: Session, *, issuer: Viewer, classroom_id: str, member_id: str, now: datetime
) -> Slip:
    """Return a slip for one pupil: to claim her account, or to choose a new password.

    She and her other teachers are told of a reset. Raises ClassroomNotFound, MemberNotFound
    (for whoever is no learner too).
    """

    def allowed(connection: Connection, teacher: int, pupil: int) -> Iterable[int]:
        classroom = teaches(connection, teacher, classroom_id)
        _pupil(connection, classroom.id, member_id)
        return tuple(teachers_of(connection, pupil))

    teaches(session.connection(), issuer.account_id, classroom_id)
    try:
        made = issue_code(session, issuer=issuer, pupil_id=member_id, allowed=allowed, now=now)
    except AccountNotFound as error:
        raise MemberNotFound(member_id) from error
    return Slip(made.name, made.login or None, made.code, made.purpose, made.expires_at)


def teachers_of(connection: Connection, account_id: int) -> Iterable[int]:
    """Yield the teachers of all classes in which somebody is a pupil now."""
    for classroom in classrooms.classes_of(connection, account_id, ("pupil",)):
        for row in classrooms.members(connection, classroom.id):
            if row.part == "teacher":
                yield row.account_id


def _pupil(connection: Connection, classroom: int, member_id: str) -> AnyRow:
    row = member_of(connection, classroom, member_id)
    if row.part != "pupil":
        raise MemberNotFound(member_id)
    return row


def _claim(
    connection: Connection, actor: int, classroom_id: str, row: AnyRow, now: datetime
) -> Slip:
    code = codes.issue(
        connection,
        purpose=codes.CLAIM,
        account_id=row.account_id,
        issued_by=actor,
        lifetime=CLAIM_LASTS,
        now=now,
    )
    audit.record(
        connection,
        actor_id=actor,
        action=f"code.issued:{codes.CLAIM}",
        object=f"account:{row.account_id}",
        details={"class": classroom_id},
        now=now,
    )
    return Slip(row.name, row.login, code, codes.CLAIM, now + CLAIM_LASTS)
