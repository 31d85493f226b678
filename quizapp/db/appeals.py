"""Appeals in SQL: making one, what became of it, and which of them a teacher may decide.

A teacher decides on appeals to questions of her own articles, and on those of her pupils to
questions that belong to nobody (the articles that come with the program). An administrator
decides on all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, func, or_, select, update

from quizapp.db.base import AnyRow, inserts_of_new
from quizapp.db.classrooms import CLASSROOM, MEMBERSHIP
from quizapp.db.play import ROUND
from quizapp.db.regrades import ACCOUNT, APPEAL, ARTICLE, ITEM, ITEM_TEXT
from quizapp.db.scores import GRADED, IN_FORCE, REGRADED, REGRADED_LAST, RESPONSE

_TEACHES: Final = MEMBERSHIP.alias("teaches")
_LEARNS: Final = MEMBERSHIP.alias("learns")
_everything = bindparam("everything", type_=ROUND.c.certainty.type)


def _taught(learner: Any) -> Any:
    """The condition that the asking teacher has somebody in a class now."""
    return (
        select(_LEARNS.c.account_id)
        .join_from(_TEACHES, _LEARNS, _LEARNS.c.classroom_id == _TEACHES.c.classroom_id)
        .join(CLASSROOM, CLASSROOM.c.id == _LEARNS.c.classroom_id)
        .where(
            _TEACHES.c.account_id == bindparam("teacher"),
            _TEACHES.c.part == "teacher",
            _TEACHES.c.left_at.is_(None),
            _LEARNS.c.account_id == learner,
            _LEARNS.c.part == "pupil",
            _LEARNS.c.left_at.is_(None),
            CLASSROOM.c.archived_at.is_(None),
        )
        .exists()
    )


_may_decide = or_(
    _everything,
    ARTICLE.c.owner_id == bindparam("teacher"),
    and_(ARTICLE.c.owner_id.is_(None), _taught(ROUND.c.account_id)),
)

_NEW: Final = inserts_of_new(APPEAL)
_OF_ROUND: Final = (
    select(APPEAL.c.position, APPEAL.c.state, APPEAL.c.reason)
    .join_from(APPEAL, ROUND, ROUND.c.id == APPEAL.c.round_id)
    .where(APPEAL.c.round_id == bindparam("round_id"))
)
_PLACE: Final = (
    select(RESPONSE.c.round_id, RESPONSE.c.position, RESPONSE.c.lang, ITEM_TEXT.c.item_id)
    .join_from(ROUND, RESPONSE, RESPONSE.c.round_id == ROUND.c.id)
    .join(ITEM_TEXT, ITEM_TEXT.c.id == RESPONSE.c.version_id)
    .where(
        ROUND.c.account_id == bindparam("account_id"),
        ROUND.c.public_id == bindparam("public_id"),
        RESPONSE.c.position == bindparam("position"),
    )
)
_decidable = (
    select(ITEM.c.name)
    .join_from(APPEAL, ITEM, ITEM.c.id == APPEAL.c.item_id)
    .join(ARTICLE, ARTICLE.c.id == ITEM.c.article_id)
    .join(ROUND, ROUND.c.id == APPEAL.c.round_id)
    .where(_may_decide)
)
_OPEN_ITEMS: Final = (
    _decidable.add_columns(func.count().label("appeals"))
    .where(APPEAL.c.state == "open")
    .group_by(ITEM.c.name)
    .order_by(func.count().desc(), ITEM.c.name)
)
_COUNT: Final = select(func.count()).select_from(
    _decidable.where(APPEAL.c.state == "open").subquery("decidable")
)
_OF_ITEM: Final = (
    _decidable.add_columns(
        APPEAL.c.round_id,
        APPEAL.c.position,
        APPEAL.c.lang,
        APPEAL.c.made_at,
        APPEAL.c.state,
        APPEAL.c.reason,
        APPEAL.c.decided_at,
        RESPONSE.c.typed,
        ROUND.c.account_id,
        ROUND.c.public_id.label("round"),
    )
    .join(
        RESPONSE,
        (RESPONSE.c.round_id == APPEAL.c.round_id) & (RESPONSE.c.position == APPEAL.c.position),
    )
    .where(ITEM.c.name == bindparam("name"))
    .order_by(APPEAL.c.made_at, APPEAL.c.round_id, APPEAL.c.position)
)
# Open appeals whose answers count as right by now, whoever brought that about.
_SETTLED: Final = (
    select(
        APPEAL.c.round_id,
        APPEAL.c.position,
        RESPONSE.c.typed,
        ROUND.c.account_id,
        ROUND.c.public_id.label("round"),
    )
    .join_from(APPEAL, ROUND, ROUND.c.id == APPEAL.c.round_id)
    .join(
        RESPONSE,
        (RESPONSE.c.round_id == APPEAL.c.round_id) & (RESPONSE.c.position == APPEAL.c.position),
    )
    .outerjoin(REGRADED, REGRADED_LAST)
    .where(
        APPEAL.c.item_id == bindparam("item_id"),
        APPEAL.c.state == "open",
        or_(IN_FORCE["outcome"] == "right", IN_FORCE["outcome"] == "close"),
    )
)
_DECIDE: Final = (
    update(APPEAL)
    .where(
        APPEAL.c.round_id == bindparam("of_round"),
        APPEAL.c.position == bindparam("at"),
        APPEAL.c.state == "open",
    )
    .values(
        state=bindparam("decision"),
        reason=bindparam("said"),
        decided_by=bindparam("by"),
        decided_at=bindparam("moment"),
    )
)
_NAMES: Final = select(ACCOUNT.c.id, ACCOUNT.c.name, _taught(ACCOUNT.c.id).label("taught")).where(
    ACCOUNT.c.id.in_(bindparam("accounts", expanding=True))
)
_ROUND_SCORES: Final = (
    select(
        ROUND.c.id,
        ROUND.c.total,
        func.sum(IN_FORCE["score"]).label("score"),
    )
    .select_from(GRADED.join(ROUND, ROUND.c.id == RESPONSE.c.round_id))
    .where(ROUND.c.id.in_(bindparam("rounds", expanding=True)))
    .group_by(ROUND.c.id, ROUND.c.total)
)


def place(connection: Connection, account_id: int, public_id: str, position: int) -> AnyRow | None:
    """Return where an answer of somebody's round is stored, and which item it is to."""
    values = {"account_id": account_id, "public_id": public_id, "position": position}
    return connection.execute(_PLACE, values).one_or_none()


def add(connection: Connection, values: Mapping[str, Any]) -> bool:
    """Store an appeal; return whether there was none to this answer yet."""
    return connection.execute(_NEW[connection.dialect.name], dict(values)).rowcount == 1


def of_round(connection: Connection, round_id: int) -> dict[int, AnyRow]:
    """Return the appeals made in a round, by position."""
    return {row.position: row for row in connection.execute(_OF_ROUND, {"round_id": round_id})}


def open_items(connection: Connection, teacher: int, *, everything: bool) -> list[AnyRow]:
    """Return the items with open appeals that somebody may decide on, most appeals first."""
    values = {"teacher": teacher, "everything": everything}
    return list(connection.execute(_OPEN_ITEMS, values))


def count_open(connection: Connection, teacher: int, *, everything: bool) -> int:
    """Count the open appeals that somebody may decide on."""
    values = {"teacher": teacher, "everything": everything}
    return int(connection.execute(_COUNT, values).scalar_one())


def of_item(connection: Connection, teacher: int, name: str, *, everything: bool) -> list[AnyRow]:
    """Return the appeals to an item that somebody may decide on, decided ones too."""
    values = {"teacher": teacher, "name": name, "everything": everything}
    return list(connection.execute(_OF_ITEM, values))


def settled(connection: Connection, item_id: int) -> list[AnyRow]:
    """Return the open appeals to an item whose answers count as right."""
    return list(connection.execute(_SETTLED, {"item_id": item_id}))


def decide(connection: Connection, values: Mapping[str, Any]) -> bool:
    """Decide on one appeal (`of_round`, `at`); return whether it was still open."""
    return connection.execute(_DECIDE, dict(values)).rowcount == 1


def names(connection: Connection, teacher: int, accounts: Sequence[int]) -> dict[int, AnyRow]:
    """Return the names of accounts, and whether they are pupils of a teacher now."""
    rows = connection.execute(_NAMES, {"teacher": teacher, "accounts": list(accounts)})
    return {row.id: row for row in rows}


def round_scores(connection: Connection, rounds: Sequence[int]) -> dict[int, AnyRow]:
    """Return what rounds count for now, and of how much."""
    rows = connection.execute(_ROUND_SCORES, {"rounds": list(rounds)})
    return {row.id: row for row in rows}
