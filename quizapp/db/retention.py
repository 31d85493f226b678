"""What is old in SQL: since when a class is unused, whose accounts nobody uses, what goes with it.

Use of a class is what is done in it: making it and its homework, coming and going, taking it
out of the archive or asking to keep it, attempts at homework and answers in them, reviews for
homework of cards, and a look at its results, which stands in the audit log.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    Connection,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)

from quizapp.db.base import AnyRow, table
from quizapp.db.card_rows import TOTAL
from quizapp.db.classrooms import CLASSROOM, MEMBERSHIP
from quizapp.db.homework import ALLOWANCE
from quizapp.db.models import Account, ApiToken, AuditEntry, AuthSession
from quizapp.db.play import ASSIGNMENT, ATTEMPT, ROUND
from quizapp.db.scores import RESPONSE
from quizapp.db.types import EPOCH, UtcMillis

OWN_ACTIONS: Final = "retention."
"""How the actions begin that the log has of this: they are no use of a class."""

_ACCOUNT: Final = table(Account)
_AUDIT: Final = table(AuditEntry)
_SESSION: Final = table(AuthSession)
_TOKEN: Final = table(ApiToken)
_DAY: Final = timedelta(days=1)

_now: Final[BindParameter[datetime]] = bindparam("now", type_=UtcMillis())
_since: Final[BindParameter[datetime]] = bindparam("since", type_=UtcMillis())
_classroom: Final[BindParameter[int]] = bindparam("classroom")

_of_class = ASSIGNMENT.c.classroom_id == CLASSROOM.c.id
_attempted = ATTEMPT.join(ASSIGNMENT, ASSIGNMENT.c.id == ATTEMPT.c.assignment_id)


def _latest(column: Any, *where: Any, source: Any = None) -> Any:
    chosen = select(func.max(column))
    chosen = chosen if source is None else chosen.select_from(source)
    return chosen.where(*where).correlate(CLASSROOM).scalar_subquery()


_USES: Final = (
    _latest(ASSIGNMENT.c.created_at, _of_class),
    _latest(ASSIGNMENT.c.opens_at, _of_class, ASSIGNMENT.c.opens_at <= _now),
    _latest(MEMBERSHIP.c.joined_at, MEMBERSHIP.c.classroom_id == CLASSROOM.c.id),
    _latest(MEMBERSHIP.c.left_at, MEMBERSHIP.c.classroom_id == CLASSROOM.c.id),
    _latest(ATTEMPT.c.started_at, _of_class, source=_attempted),
    _latest(
        _AUDIT.c.moment,
        _AUDIT.c.object == literal("class:") + CLASSROOM.c.public_id,
        _AUDIT.c.action.not_like(f"{OWN_ACTIONS}%"),
    ),
)
_NAMES: Final = ("set_at", "opened_at", "joined_at", "left_at", "tried_at", "logged_at")
OWN_MOMENTS: Final = ("created_at", "archived_at", "kept_at")
_CLASSES: Final = select(
    CLASSROOM.c.id,
    CLASSROOM.c.public_id,
    CLASSROOM.c.name,
    CLASSROOM.c.ended_at,
    CLASSROOM.c.warned_at,
    *(CLASSROOM.c[name] for name in OWN_MOMENTS),
    *(use.label(name) for use, name in zip(_USES, _NAMES, strict=True)),
).order_by(CLASSROOM.c.id)
_ONE: Final = _CLASSES.where(CLASSROOM.c.id == _classroom)
_OLD: Final = _CLASSES.where(CLASSROOM.c.created_at <= _since)

_ANSWERED: Final = (
    select(func.max(RESPONSE.c.answered_at))
    .select_from(_attempted.join(RESPONSE, RESPONSE.c.round_id == ATTEMPT.c.round_id))
    .where(ASSIGNMENT.c.classroom_id == _classroom)
)
# A day of study counts for homework of cards while that is open, for those who are in the class.
_STUDIED: Final = (
    select(func.max(TOTAL.c.day))
    .select_from(
        ASSIGNMENT.join(
            MEMBERSHIP,
            and_(
                MEMBERSHIP.c.classroom_id == ASSIGNMENT.c.classroom_id,
                MEMBERSHIP.c.part == "pupil",
                MEMBERSHIP.c.left_at.is_(None),
            ),
        ).join(TOTAL, TOTAL.c.account_id == MEMBERSHIP.c.account_id)
    )
    .where(
        ASSIGNMENT.c.classroom_id == _classroom,
        ASSIGNMENT.c.goal == "cards",
        ASSIGNMENT.c.withdrawn_at.is_(None),
        TOTAL.c.day >= bindparam("first", type_=TOTAL.c.day.type),
        or_(ASSIGNMENT.c.due_at.is_(None), ASSIGNMENT.c.due_at >= _now),
    )
)

_TEACHERS: Final = select(MEMBERSHIP.c.account_id).where(
    MEMBERSHIP.c.classroom_id == _classroom,
    MEMBERSHIP.c.part == "teacher",
    MEMBERSHIP.c.left_at.is_(None),
)
_alive = (
    exists().where(_SESSION.c.account_id == _ACCOUNT.c.id, _SESSION.c.last_seen_at > _since),
    exists().where(_TOKEN.c.account_id == _ACCOUNT.c.id, _TOKEN.c.last_used_at > _since),
    exists().where(ROUND.c.account_id == _ACCOUNT.c.id, ROUND.c.started_at > _since),
    exists().where(
        TOTAL.c.account_id == _ACCOUNT.c.id,
        TOTAL.c.day > bindparam("since_day", type_=TOTAL.c.day.type),
    ),
)
_unused = and_(_ACCOUNT.c.created_at <= _since, *(~each for each in _alive))
_elsewhere = MEMBERSHIP.alias("elsewhere")
_MADE_HERE: Final = (
    select(_ACCOUNT.c.id)
    .join_from(MEMBERSHIP, _ACCOUNT, _ACCOUNT.c.id == MEMBERSHIP.c.account_id)
    .where(
        MEMBERSHIP.c.classroom_id == _classroom,
        MEMBERSHIP.c.made,
        _ACCOUNT.c.role == "learner",
        ~exists().where(
            _elsewhere.c.account_id == _ACCOUNT.c.id,
            _elsewhere.c.classroom_id != _classroom,
            _elsewhere.c.left_at.is_(None),
        ),
        _unused,
    )
    .order_by(_ACCOUNT.c.id)
)
_GUESTS: Final = (
    select(_ACCOUNT.c.id)
    .where(_ACCOUNT.c.role == "guest", _unused)
    .order_by(_ACCOUNT.c.id)
    .limit(bindparam("most"))
)
_SHUT: Final = (
    select(_ACCOUNT.c.id, _ACCOUNT.c.public_id)
    .where(_ACCOUNT.c.disabled_at <= _since)
    .order_by(_ACCOUNT.c.id)
    .limit(bindparam("most"))
)

_theirs = select(ASSIGNMENT.c.id).where(ASSIGNMENT.c.classroom_id == _classroom)
_PURGE: Final = (
    delete(ATTEMPT).where(ATTEMPT.c.assignment_id.in_(_theirs)),
    delete(ALLOWANCE).where(ALLOWANCE.c.assignment_id.in_(_theirs)),
    delete(ASSIGNMENT).where(ASSIGNMENT.c.classroom_id == _classroom),
    delete(MEMBERSHIP).where(MEMBERSHIP.c.classroom_id == _classroom),
    delete(CLASSROOM).where(CLASSROOM.c.id == _classroom),
)


def old_classes(connection: Connection, since: datetime, now: datetime) -> list[AnyRow]:
    """Return the classes made before a moment, with the moments of their use but answers."""
    return list(connection.execute(_OLD, {"since": since, "now": now}))


def one_class(connection: Connection, classroom_id: int, now: datetime) -> AnyRow | None:
    """Return one class in the same form."""
    return connection.execute(_ONE, {"classroom": classroom_id, "now": now}).one_or_none()


def last_work(
    connection: Connection, classroom_id: int, since: datetime, now: datetime
) -> datetime | None:
    """Return the last answer to homework of a class, or review for it since a moment."""
    answered = connection.execute(_ANSWERED, {"classroom": classroom_id}).scalar_one()
    parameters = {"classroom": classroom_id, "first": since.date(), "now": now}
    day = connection.execute(_STUDIED, parameters).scalar_one()
    studied = None if day is None else EPOCH + (day - EPOCH.date()) + _DAY
    return max((each for each in (answered, studied) if each is not None), default=None)


def teachers(connection: Connection, classroom_id: int) -> list[int]:
    """Return who teaches a class now."""
    return list(connection.execute(_TEACHERS, {"classroom": classroom_id}).scalars())


def made_here(connection: Connection, classroom_id: int, since: datetime) -> list[int]:
    """Return the learners made for a class, in no other, of whom nothing was seen since."""
    parameters = {"classroom": classroom_id, **_quiet(since)}
    return list(connection.execute(_MADE_HERE, parameters).scalars())


def old_guests(connection: Connection, since: datetime, most: int) -> list[int]:
    """Return guests of whom nothing was seen since a moment, so many at most."""
    return list(connection.execute(_GUESTS, {"most": most, **_quiet(since)}).scalars())


def shut_accounts(connection: Connection, since: datetime, most: int) -> list[AnyRow]:
    """Return accounts that were disabled before a moment, so many at most."""
    return list(connection.execute(_SHUT, {"since": since, "most": most}))


def mark(connection: Connection, classroom_id: int, values: Mapping[str, Any]) -> None:
    """Note on a class what was done about it."""
    connection.execute(update(CLASSROOM).where(CLASSROOM.c.id == classroom_id).values(**values))


def purge_class(connection: Connection, classroom_id: int) -> None:
    """Delete a class with its homework and who is in it. Rounds and answers stay whose they are."""
    for statement in _PURGE:
        connection.execute(statement, {"classroom": classroom_id})


def _quiet(since: datetime) -> dict[str, Any]:
    return {"since": since, "since_day": since.date()}
