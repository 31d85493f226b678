"""The life of rounds around the hot path: storing a new one, listing, what was missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    Connection,
    bindparam,
    case,
    func,
    insert,
    literal_column,
    or_,
    select,
)

from quizapp.db.base import AnyRow, inserts_of_new, table
from quizapp.db.models import ArticleVersion, Item, ItemVersion
from quizapp.db.play import (
    ASSIGNMENT,
    ATTEMPT,
    ENTRY,
    OF_ATTEMPT,
    OF_ROUND,
    ROUND,
    ROUND_COLUMNS,
)
from quizapp.db.scores import GRADED, IN_FORCE, REGRADED, REGRADED_LAST, RESPONSE

KNOWN: Final = ("right", "close")
_ITEM: Final = table(Item)
_ITEM_TEXT: Final = table(ItemVersion)
_ARTICLE_TEXT: Final = table(ArticleVersion)

_NEW_ROUND: Final = {
    dialect: insert_new.returning(ROUND.c.id)
    for dialect, insert_new in inserts_of_new(ROUND).items()
}

# A key may have been widened between the drawing of a round and its storing: whoever answers
# must look for it then, as in every round that was open.
_outdated = (
    select(literal_column("1"))
    .select_from(_ITEM_TEXT)
    .join(_ITEM, _ITEM.c.id == _ITEM_TEXT.c.item_id)
    .where(
        _ITEM_TEXT.c.id == bindparam("text_id"),
        or_(_ITEM.c.fingerprint != _ITEM_TEXT.c.fingerprint, _ITEM.c.retired_at.is_not(None)),
    )
    .exists()
)
_NEW_ENTRY: Final = insert(ENTRY).values(changed=_outdated)

_answered = (
    select(func.count())
    .select_from(RESPONSE)
    .where(RESPONSE.c.round_id == ROUND.c.id)
    .scalar_subquery()
)
_score = (
    select(func.coalesce(func.sum(IN_FORCE["score"]), 0.0))
    .select_from(GRADED)
    .where(RESPONSE.c.round_id == ROUND.c.id)
    .scalar_subquery()
)
_first_gap = (
    select(ENTRY.c.position)
    .where(
        ENTRY.c.round_id == ROUND.c.id,
        ~select(literal_column("1"))
        .select_from(RESPONSE)
        .where(RESPONSE.c.round_id == ENTRY.c.round_id, RESPONSE.c.position == ENTRY.c.position)
        .exists(),
    )
    .order_by(ENTRY.c.position)
    .limit(1)
    .scalar_subquery()
)

_HEADS: Final = (
    select(
        *ROUND_COLUMNS,
        _answered.label("answered"),
        _score.label("score"),
        case((ROUND.c.finished_at.is_(None), _first_gap)).label("next_position"),
    )
    .join_from(ROUND, _ARTICLE_TEXT, _ARTICLE_TEXT.c.id == ROUND.c.article_version_id)
    .outerjoin(ATTEMPT, OF_ROUND)
    .outerjoin(ASSIGNMENT, OF_ATTEMPT)
    .where(ROUND.c.account_id == bindparam("account_id"))
    .order_by(ROUND.c.started_at.desc(), ROUND.c.id.desc())
    .limit(bindparam("count"))
)
_OPEN_HEADS: Final = _HEADS.where(ROUND.c.finished_at.is_(None))

_MISSED: Final = (
    select(_ITEM.c.name)
    .join_from(ENTRY, _ITEM_TEXT, _ITEM_TEXT.c.id == ENTRY.c.version_id)
    .join(_ITEM, _ITEM.c.id == _ITEM_TEXT.c.item_id)
    .outerjoin(
        RESPONSE,
        (RESPONSE.c.round_id == ENTRY.c.round_id) & (RESPONSE.c.position == ENTRY.c.position),
    )
    .outerjoin(REGRADED, REGRADED_LAST)
    .where(
        ENTRY.c.round_id == bindparam("round_id"),
        or_(IN_FORCE["score"].is_(None), IN_FORCE["score"] < 1),
    )
    .order_by(ENTRY.c.position)
)
_UNKNOWN: Final = (
    select(_ITEM.c.name)
    .join_from(RESPONSE, _ITEM_TEXT, _ITEM_TEXT.c.id == RESPONSE.c.version_id)
    .join(_ITEM, _ITEM.c.id == _ITEM_TEXT.c.item_id)
    .outerjoin(REGRADED, REGRADED_LAST)
    .where(RESPONSE.c.round_id == bindparam("round_id"), IN_FORCE["outcome"].not_in(KNOWN))
    .order_by(RESPONSE.c.position)
)


def add_round(
    connection: Connection, values: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]
) -> bool:
    """Store a round with its entries; return False when its public id is already in use."""
    round_id = connection.execute(
        _NEW_ROUND[connection.dialect.name], dict(values)
    ).scalar_one_or_none()
    if round_id is None:
        return False
    rows = [{"round_id": round_id, "text_id": entry["version_id"], **entry} for entry in entries]
    connection.execute(_NEW_ENTRY, rows)
    return True


def heads(connection: Connection, account_id: int, count: int) -> list[AnyRow]:
    """Return somebody's latest rounds with how far they are, the newest first."""
    return list(connection.execute(_HEADS, {"account_id": account_id, "count": count}))


def open_head(connection: Connection, account_id: int) -> AnyRow | None:
    """Return somebody's newest round that is not finished."""
    return connection.execute(_OPEN_HEADS, {"account_id": account_id, "count": 1}).one_or_none()


def missed_items(connection: Connection, round_id: int) -> tuple[str, ...]:
    """Return the items of a round that did not get full marks, in the round's order."""
    return tuple(connection.execute(_MISSED, {"round_id": round_id}).scalars())


def unknown_items(connection: Connection, round_id: int) -> tuple[str, ...]:
    """Return the items of a round that were answered, but not rightly, in its order."""
    return tuple(connection.execute(_UNKNOWN, {"round_id": round_id}).scalars())
