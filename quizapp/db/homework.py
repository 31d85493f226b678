"""Homework in SQL: what is set to whom, the attempts at it, what remains of an erased account.

A piece of homework is found through the class of whoever asks, as somebody who is in it now;
there is no other way to it. Its rounds are found through the attempts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from quizapp.db.base import AnyRow, table
from quizapp.db.calendars import FEED
from quizapp.db.classrooms import CLASSROOM, MEMBERSHIP, TEACHING
from quizapp.db.models import (
    Account,
    Article,
    ArticleVersion,
    AssignmentAllowance,
)
from quizapp.db.play import ASSIGNMENT, ATTEMPT, ROUND
from quizapp.db.scores import GRADED, IN_FORCE, RESPONSE

ALLOWANCE: Final = table(AssignmentAllowance)
_ACCOUNT: Final = table(Account)
_ARTICLE: Final = table(Article)
_ARTICLE_TEXT: Final = table(ArticleVersion)

_COLUMNS: Final = (
    *ASSIGNMENT.c,
    CLASSROOM.c.public_id.label("class_id"),
    CLASSROOM.c.name.label("class_name"),
    CLASSROOM.c.zone,
    CLASSROOM.c.archived_at,
    MEMBERSHIP.c.part,
    MEMBERSHIP.c.allowance.label("class_factor"),
    _ACCOUNT.c.allowance.label("own_factor"),
    ALLOWANCE.c.factor.label("here_factor"),
    ALLOWANCE.c.due_at.label("own_due"),
    func.coalesce(ALLOWANCE.c.attempts, 0).label("extra_attempts"),
    _ARTICLE.c.slug,
    _ARTICLE.c.status.label("article_status"),
    _ARTICLE.c.fingerprint.label("article_fingerprint"),
    _ARTICLE_TEXT.c.id.label("article_version_id"),
)
_SET: Final = (
    select(*_COLUMNS)
    .join_from(ASSIGNMENT, CLASSROOM, CLASSROOM.c.id == ASSIGNMENT.c.classroom_id)
    .join(MEMBERSHIP, MEMBERSHIP.c.classroom_id == CLASSROOM.c.id)
    .join(_ACCOUNT, _ACCOUNT.c.id == MEMBERSHIP.c.account_id)
    .join(_ARTICLE, _ARTICLE.c.id == ASSIGNMENT.c.article_id)
    .join(
        _ARTICLE_TEXT,
        and_(
            _ARTICLE_TEXT.c.article_id == _ARTICLE.c.id,
            _ARTICLE_TEXT.c.fingerprint == _ARTICLE.c.fingerprint,
        ),
    )
    .outerjoin(
        ALLOWANCE,
        and_(
            ALLOWANCE.c.assignment_id == ASSIGNMENT.c.id,
            ALLOWANCE.c.account_id == MEMBERSHIP.c.account_id,
        ),
    )
    .where(MEMBERSHIP.c.left_at.is_(None), ASSIGNMENT.c.withdrawn_at.is_(None))
)
_mine = and_(
    MEMBERSHIP.c.account_id == bindparam("account_id"),
    MEMBERSHIP.c.part.in_(bindparam("parts", expanding=True)),
    or_(MEMBERSHIP.c.part != "teacher", _ACCOUNT.c.role.in_(TEACHING)),
)
_FIND: Final = _SET.where(_mine, ASSIGNMENT.c.public_id == bindparam("public_id"))
_OF_ACCOUNT: Final = _SET.where(_mine, CLASSROOM.c.archived_at.is_(None)).order_by(
    ASSIGNMENT.c.due_at.is_(None), ASSIGNMENT.c.due_at, ASSIGNMENT.c.id
)
_OF_CLASS: Final = _SET.where(_mine, CLASSROOM.c.id == bindparam("classroom_id")).order_by(
    ASSIGNMENT.c.opens_at.desc(), ASSIGNMENT.c.id.desc()
)
_OF_PUPILS: Final = _SET.where(
    MEMBERSHIP.c.part == "pupil", ASSIGNMENT.c.id == bindparam("assignment_id")
).add_columns(MEMBERSHIP.c.account_id)

_score = (
    select(func.coalesce(func.sum(IN_FORCE["score"]), 0.0))
    .select_from(GRADED)
    .where(RESPONSE.c.round_id == ROUND.c.id)
    .scalar_subquery()
)
_answered = (
    select(func.count())
    .select_from(RESPONSE)
    .where(RESPONSE.c.round_id == ROUND.c.id)
    .scalar_subquery()
)
_last_answer = (
    select(func.max(RESPONSE.c.answered_at))
    .where(RESPONSE.c.round_id == ROUND.c.id)
    .scalar_subquery()
)
_ATTEMPTS: Final = (
    select(
        *ATTEMPT.c,
        ROUND.c.public_id.label("round"),
        ROUND.c.total,
        ROUND.c.finished_at,
        _score.label("score"),
        _answered.label("answered"),
        _last_answer.label("last_answer"),
    )
    .join_from(ATTEMPT, ROUND, ROUND.c.id == ATTEMPT.c.round_id)
    .order_by(ATTEMPT.c.account_id, ATTEMPT.c.number)
)
_ATTEMPTS_AT: Final = _ATTEMPTS.where(ATTEMPT.c.assignment_id == bindparam("assignment_id"))
_ATTEMPTS_OF: Final = _ATTEMPTS.where(
    ATTEMPT.c.assignment_id.in_(bindparam("assignments", expanding=True)),
    ATTEMPT.c.account_id == bindparam("account_id"),
)
_NUMBERS: Final = select(ASSIGNMENT.c.id).where(
    ASSIGNMENT.c.classroom_id == bindparam("classroom_id"), ASSIGNMENT.c.withdrawn_at.is_(None)
)
_STARTERS: Final = select(func.count(ATTEMPT.c.account_id.distinct())).where(
    ATTEMPT.c.assignment_id == bindparam("assignment_id")
)
_CHANGE: Final = update(ASSIGNMENT).where(ASSIGNMENT.c.id == bindparam("assignment"))
_RECLOSE: Final = (
    update(ATTEMPT)
    .where(
        ATTEMPT.c.assignment_id == bindparam("assignment"),
        ATTEMPT.c.account_id == bindparam("account"),
        ATTEMPT.c.number == bindparam("attempt"),
    )
    .values(closes_at=bindparam("moment"))
)
_DROP_ALLOWANCE: Final = delete(ALLOWANCE).where(
    ALLOWANCE.c.assignment_id == bindparam("assignment_id"),
    ALLOWANCE.c.account_id == bindparam("account_id"),
)
_TEST_DUE: Final = select(ASSIGNMENT.c.goal, ASSIGNMENT.c.mode, ASSIGNMENT.c.due_at).where(
    ASSIGNMENT.c.id == bindparam("assignment_id")
)
_ROUND_ID: Final = select(ROUND.c.id).where(ROUND.c.public_id == bindparam("public_id"))
_LOCK: Final = (
    select(MEMBERSHIP.c.account_id)
    .where(
        MEMBERSHIP.c.classroom_id == bindparam("classroom_id"),
        MEMBERSHIP.c.account_id == bindparam("account_id"),
        MEMBERSHIP.c.left_at.is_(None),
    )
    .with_for_update()
)
_account: Final[BindParameter[int]] = bindparam("account")
_heir = MEMBERSHIP.alias("heir")
_other_teacher = (
    select(func.min(_heir.c.account_id))
    .where(
        _heir.c.classroom_id == CLASSROOM.c.id,
        _heir.c.part == "teacher",
        _heir.c.left_at.is_(None),
        _heir.c.account_id != _account,
    )
    .correlate(CLASSROOM)
    .scalar_subquery()
)
# An erased account's classes pass to another teacher; where there is none they stay without.
FORGET: Final = (
    delete(ATTEMPT).where(ATTEMPT.c.account_id == _account),
    delete(ALLOWANCE).where(ALLOWANCE.c.account_id == _account),
    delete(FEED).where(FEED.c.account_id == _account),
    update(ASSIGNMENT).where(ASSIGNMENT.c.created_by == _account).values(created_by=None),
    update(CLASSROOM).where(CLASSROOM.c.owner_id == _account).values(owner_id=_other_teacher),
    delete(MEMBERSHIP).where(MEMBERSHIP.c.account_id == _account),
)


def find(
    connection: Connection, account_id: int, public_id: str, parts: Sequence[str]
) -> AnyRow | None:
    """Return homework of a class that somebody is in now as one of `parts`, with her terms."""
    return connection.execute(
        _FIND, {"account_id": account_id, "public_id": public_id, "parts": list(parts)}
    ).one_or_none()


def of_account(connection: Connection, account_id: int, parts: Sequence[str]) -> list[AnyRow]:
    """Return the homework of all living classes somebody is in, the first due first."""
    return list(connection.execute(_OF_ACCOUNT, {"account_id": account_id, "parts": list(parts)}))


def of_class(connection: Connection, account_id: int, classroom_id: int) -> list[AnyRow]:
    """Return the homework of a class for one who is in it, the newest first."""
    parameters = {"account_id": account_id, "classroom_id": classroom_id}
    return list(connection.execute(_OF_CLASS, {**parameters, "parts": ["teacher", "pupil"]}))


def of_pupils(connection: Connection, assignment_id: int) -> list[AnyRow]:
    """Return a row for every pupil of the class now: the homework with her own terms."""
    return list(connection.execute(_OF_PUPILS, {"assignment_id": assignment_id}))


def numbers_of_class(connection: Connection, classroom_id: int) -> list[int]:
    """Return the numbers of the homework of a class."""
    return list(connection.execute(_NUMBERS, {"classroom_id": classroom_id}).scalars())


def attempts_at(connection: Connection, assignment_id: int) -> list[AnyRow]:
    """Return all attempts at one piece of homework, by learner and number."""
    return list(connection.execute(_ATTEMPTS_AT, {"assignment_id": assignment_id}))


def attempts_of(
    connection: Connection, account_id: int, assignments: Sequence[int]
) -> list[AnyRow]:
    """Return one learner's attempts at some homework."""
    parameters = {"account_id": account_id, "assignments": list(assignments)}
    return list(connection.execute(_ATTEMPTS_OF, parameters))


def starters(connection: Connection, assignment_id: int) -> int:
    """Return how many learners have begun."""
    return int(connection.execute(_STARTERS, {"assignment_id": assignment_id}).scalar_one())


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    """Store homework and return its number."""
    key = connection.execute(insert(ASSIGNMENT), dict(values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def change(connection: Connection, assignment_id: int, values: Mapping[str, Any]) -> None:
    """Change columns of homework."""
    connection.execute(_CHANGE.values(**values), {"assignment": assignment_id})


def add_attempt(connection: Connection, values: Mapping[str, Any], round_id: str) -> None:
    """Store an attempt by the public id of its round."""
    number = connection.execute(_ROUND_ID, {"public_id": round_id}).scalar_one()
    connection.execute(insert(ATTEMPT), {**values, "round_id": number})


def lock_learner(connection: Connection, classroom_id: int, account_id: int) -> bool:
    """Make this learner's attempts begin one after the other; return whether she is in class."""
    parameters = {"classroom_id": classroom_id, "account_id": account_id}
    return connection.execute(_LOCK, parameters).one_or_none() is not None


def reclose(connection: Connection, attempt: AnyRow, moment: datetime | None) -> None:
    """Change when an attempt closes."""
    connection.execute(
        _RECLOSE,
        {
            "assignment": attempt.assignment_id,
            "account": attempt.account_id,
            "attempt": attempt.number,
            "moment": moment,
        },
    )


def put_allowance(connection: Connection, values: Mapping[str, Any]) -> None:
    """Replace what one learner is given beyond the others; nothing is given where all is empty."""
    keys = {name: values[name] for name in ("assignment_id", "account_id")}
    connection.execute(_DROP_ALLOWANCE, keys)
    if values["factor"] is not None or values["due_at"] is not None or values["attempts"]:
        connection.execute(insert(ALLOWANCE), dict(values))


def keys_due(
    connection: Connection, assignment_id: int, dues: Sequence[datetime]
) -> datetime | None:
    """Return the last of its due times for a test that has one, None for all other homework."""
    row = connection.execute(_TEST_DUE, {"assignment_id": assignment_id}).one()
    if row.goal != "round" or row.mode != "test" or row.due_at is None:
        return None
    latest: datetime = row.due_at
    return max([latest, *dues])
