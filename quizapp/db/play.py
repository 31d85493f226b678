"""The hot path: what a question page and an answer ask of the database.

All statements are built once, here, at import, and run on a Connection, so that a
request pays for executing them and for nothing else. Every one of them filters by the
owner of the round. A score is never stored: it is the sum over the responses (`db.scores`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, func, literal_column, or_, select, update

from quizapp.db.base import AnyRow, inserts_of_new, table
from quizapp.db.models import (
    ArticleVersion,
    Assignment,
    AssignmentAttempt,
    Classroom,
    ItemVersion,
    Membership,
    Round,
    RoundEntry,
)
from quizapp.db.scores import GRADED, IN_FORCE, REGRADED, REGRADED_LAST, RESPONSE

ROUND: Final = table(Round)
ENTRY: Final = table(RoundEntry)
_ITEM_TEXT: Final = table(ItemVersion)
_KEY_TEXT: Final = _ITEM_TEXT.alias("key_text")
GRACE: Final = timedelta(seconds=5)
_ARTICLE_TEXT: Final = table(ArticleVersion)

ATTEMPT: Final = table(AssignmentAttempt)
ASSIGNMENT: Final = table(Assignment)
_MEMBERSHIP: Final = table(Membership)
_CLASSROOM: Final = table(Classroom)

OF_ROUND: Final = ATTEMPT.c.round_id == ROUND.c.id
OF_ATTEMPT: Final = ASSIGNMENT.c.id == ATTEMPT.c.assignment_id

ROUND_COLUMNS: Final = (
    ROUND.c.id,
    ROUND.c.public_id,
    ROUND.c.lang,
    ROUND.c.mode,
    ROUND.c.certainty.label("asks_certainty"),
    ROUND.c.kinds,
    ROUND.c.total,
    ROUND.c.started_at,
    ROUND.c.finished_at,
    ROUND.c.article_version_id,
    _ARTICLE_TEXT.c.fingerprint.label("article_fingerprint"),
    ATTEMPT.c.closes_at,
    ASSIGNMENT.c.keys_at,
    ASSIGNMENT.c.public_id.label("homework"),
)

ENTRY_COLUMNS: Final = (
    ENTRY.c.position,
    ENTRY.c.version_id,
    ENTRY.c.arrangement,
    ENTRY.c.changed,
    ENTRY.c.lang.label("entry_lang"),
    _ITEM_TEXT.c.fingerprint.label("item_fingerprint"),
    *(judged.label(name) for name, judged in IN_FORCE.items()),
    RESPONSE.c.chosen,
    RESPONSE.c.typed,
    RESPONSE.c.skipped,
    RESPONSE.c.certainty,
    RESPONSE.c.outcome.label("logged_outcome"),
    REGRADED.c.version_id.label("key_version_id"),
    _KEY_TEXT.c.fingerprint.label("key_fingerprint"),
)

_owned = and_(
    ROUND.c.public_id == bindparam("public_id"), ROUND.c.account_id == bindparam("account_id")
)
_same_place = and_(RESPONSE.c.round_id == ENTRY.c.round_id, RESPONSE.c.position == ENTRY.c.position)

_FIND_ROUND: Final = (
    select(*ROUND_COLUMNS)
    .join_from(ROUND, _ARTICLE_TEXT, _ARTICLE_TEXT.c.id == ROUND.c.article_version_id)
    .outerjoin(ATTEMPT, OF_ROUND)
    .outerjoin(ASSIGNMENT, OF_ATTEMPT)
    .where(_owned)
)

_FIND_QUESTION: Final = (
    select(*ROUND_COLUMNS, *ENTRY_COLUMNS)
    .join_from(ROUND, _ARTICLE_TEXT, _ARTICLE_TEXT.c.id == ROUND.c.article_version_id)
    .outerjoin(ATTEMPT, OF_ROUND)
    .outerjoin(ASSIGNMENT, OF_ATTEMPT)
    .outerjoin(
        ENTRY, and_(ENTRY.c.round_id == ROUND.c.id, ENTRY.c.position == bindparam("position"))
    )
    .outerjoin(_ITEM_TEXT, _ITEM_TEXT.c.id == ENTRY.c.version_id)
    .outerjoin(RESPONSE, _same_place)
    .outerjoin(REGRADED, REGRADED_LAST)
    .outerjoin(_KEY_TEXT, _KEY_TEXT.c.id == REGRADED.c.version_id)
    .where(_owned)
)

_ENTRIES: Final = (
    select(*ENTRY_COLUMNS)
    .join_from(ENTRY, _ITEM_TEXT, _ITEM_TEXT.c.id == ENTRY.c.version_id)
    .outerjoin(RESPONSE, _same_place)
    .outerjoin(REGRADED, REGRADED_LAST)
    .outerjoin(_KEY_TEXT, _KEY_TEXT.c.id == REGRADED.c.version_id)
    .where(ENTRY.c.round_id == bindparam("round_id"))
    .order_by(ENTRY.c.position)
)

_TALLY: Final = (
    select(
        func.count().label("answered"),
        func.coalesce(func.sum(IN_FORCE["score"]), 0.0).label("score"),
        func.coalesce(func.max(RESPONSE.c.position), 0).label("furthest"),
    )
    .select_from(GRADED)
    .where(RESPONSE.c.round_id == bindparam("round_id"))
)

_FIRST_GAP: Final = (
    select(ENTRY.c.position)
    .where(
        ENTRY.c.round_id == bindparam("round_id"),
        ~select(literal_column("1")).select_from(RESPONSE).where(_same_place).exists(),
    )
    .order_by(ENTRY.c.position)
    .limit(1)
)

_BY_CLIENT_KEY: Final = select(RESPONSE.c.position).where(
    RESPONSE.c.round_id == bindparam("round_id"),
    RESPONSE.c.client_key == bindparam("client_key"),
)

_FINISH: Final = (
    update(ROUND)
    .where(ROUND.c.id == bindparam("round_id"), ROUND.c.finished_at.is_(None))
    .values(finished_at=bindparam("moment"))
)

_FROM_ENTRY: Final = ("round_id", "position", "version_id")
_FROM_ANSWER: Final = tuple(c.name for c in RESPONSE.c if c.name not in _FROM_ENTRY)

# Homework takes no answer after its time, nor from somebody who is out of the class, nor
# when it was withdrawn or the class was put away.
_shut = (
    select(literal_column("1"))
    .select_from(ATTEMPT)
    .join(ASSIGNMENT, OF_ATTEMPT)
    .join(_CLASSROOM, _CLASSROOM.c.id == ASSIGNMENT.c.classroom_id)
    .outerjoin(
        _MEMBERSHIP,
        and_(
            _MEMBERSHIP.c.classroom_id == ASSIGNMENT.c.classroom_id,
            _MEMBERSHIP.c.account_id == ATTEMPT.c.account_id,
            _MEMBERSHIP.c.part == "pupil",
            _MEMBERSHIP.c.left_at.is_(None),
        ),
    )
    .where(
        OF_ROUND,
        or_(
            ATTEMPT.c.closes_at < bindparam("in_grace", type_=ATTEMPT.c.closes_at.type),
            _MEMBERSHIP.c.account_id.is_(None),
            ASSIGNMENT.c.withdrawn_at.is_not(None),
            _CLASSROOM.c.archived_at.is_not(None),
        ),
    )
    .correlate(ROUND)
    .exists()
)

# FOR UPDATE makes PostgreSQL answer and finish one after the other; SQLite, which has
# one writer anyway, does not render it.
_open_entry = (
    select(
        *(ENTRY.c[name] for name in _FROM_ENTRY),
        *(bindparam(name, type_=RESPONSE.c[name].type) for name in _FROM_ANSWER),
    )
    .join_from(ROUND, ENTRY, ENTRY.c.round_id == ROUND.c.id)
    .where(
        _owned,
        ROUND.c.finished_at.is_(None),
        ENTRY.c.position == bindparam("position"),
        # What changed since it was read may have been regraded since, too.
        ENTRY.c.changed == bindparam("seen_changed", type_=ENTRY.c.changed.type),
        ~_shut,
    )
    .with_for_update(of=ROUND)
)
_columns = (*_FROM_ENTRY, *_FROM_ANSWER)

_RECORD: Final = {
    dialect: insert.from_select(_columns, _open_entry, include_defaults=False)
    for dialect, insert in inserts_of_new(RESPONSE).items()
}


def find_round(connection: Connection, account_id: int, public_id: str) -> AnyRow | None:
    """Return the round of that owner, or None."""
    return connection.execute(
        _FIND_ROUND, {"account_id": account_id, "public_id": public_id}
    ).one_or_none()


def find_question(
    connection: Connection, account_id: int, public_id: str, position: int
) -> AnyRow | None:
    """Return round, entry, item version and response in one row, or None without the round.

    The entry's columns are NULL where the round has no such position, the response's
    where it is not answered.
    """
    return connection.execute(
        _FIND_QUESTION,
        {"account_id": account_id, "public_id": public_id, "position": position},
    ).one_or_none()


def entries(connection: Connection, round_id: int) -> list[AnyRow]:
    """Return all entries of a round in order, with their responses."""
    return list(connection.execute(_ENTRIES, {"round_id": round_id}))


def tally(connection: Connection, round_id: int) -> AnyRow:
    """Return how many entries are answered, their score, and the furthest position."""
    return connection.execute(_TALLY, {"round_id": round_id}).one()


def first_gap(connection: Connection, round_id: int) -> int | None:
    """Return the first position without a response."""
    return connection.execute(_FIRST_GAP, {"round_id": round_id}).scalar_one_or_none()


def position_of_key(connection: Connection, round_id: int, client_key: bytes) -> int | None:
    """Return the position that was answered under a client key."""
    return connection.execute(
        _BY_CLIENT_KEY, {"round_id": round_id, "client_key": client_key}
    ).scalar_one_or_none()


def record_answer(connection: Connection, values: Mapping[str, Any]) -> bool:
    """Store an answer if its round is open and nothing stands there or under its key yet.

    A round played for homework is open until it closes, and `GRACE` for what was on its way.
    `values` holds `account_id`, `public_id`, `position`, `seen_changed` (what the entry's
    `changed` was when it was read) and every column of a response that does not come from the
    entry. Returns whether the row was stored.
    """
    parameters = {**values, "in_grace": values["answered_at"] - GRACE}
    return connection.execute(_RECORD[connection.dialect.name], parameters).rowcount == 1


def finish_round(connection: Connection, round_id: int, moment: datetime) -> bool:
    """Close an open round; return whether it was open."""
    return connection.execute(_FINISH, {"round_id": round_id, "moment": moment}).rowcount == 1
