"""Regrades and accepted spellings in SQL: every answer to an item, what it counts for, steps.

Answers are found through the entries of their item's versions, which are indexed; responses
and their last step by key. Nothing here is on the way of an answer unless its question was
changed while the round was open.
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
    select,
    update,
)

from quizapp.db.base import AnyRow, inserts_of_new, table
from quizapp.db.models import (
    AcceptedSpelling,
    Account,
    Appeal,
    Article,
    ArticleVersion,
    Item,
    ItemVersion,
    Regrade,
    WithdrawnSpelling,
)
from quizapp.db.play import ENTRY, ROUND
from quizapp.db.scores import IN_FORCE, REGRADED, REGRADED_LAST, RESPONSE

ITEM: Final = table(Item)
ITEM_TEXT: Final = table(ItemVersion)
ARTICLE: Final = table(Article)
APPEAL: Final = table(Appeal)
REGRADE: Final = table(Regrade)
SPELLING: Final = table(AcceptedSpelling)
WITHDRAWN: Final = table(WithdrawnSpelling)
ACCOUNT: Final = table(Account)
_KEY_TEXT: Final = ITEM_TEXT.alias("key_text")
_CURRENT: Final = ITEM_TEXT.alias("current_text")
_ARTICLE_TEXT: Final = table(ArticleVersion)

_account: Final[BindParameter[int]] = bindparam("account")
_theirs = select(ROUND.c.id).where(ROUND.c.account_id == _account)
FORGET: Final = tuple(
    delete(each).where(each.c.round_id.in_(_theirs)) for each in (APPEAL, REGRADED)
)
"""What goes before somebody's responses go; the permit is there by then."""

_standing = (
    select(
        RESPONSE.c.round_id,
        RESPONSE.c.position,
        RESPONSE.c.lang,
        RESPONSE.c.chosen,
        RESPONSE.c.typed,
        RESPONSE.c.skipped,
        *(judged.label(name) for name, judged in IN_FORCE.items()),
        func.coalesce(REGRADED.c.step, 0).label("step"),
        ITEM_TEXT.c.id.label("seen_id"),
        ITEM_TEXT.c.fingerprint.label("seen_fingerprint"),
        func.coalesce(_KEY_TEXT.c.id, ITEM_TEXT.c.id).label("key_id"),
        func.coalesce(_KEY_TEXT.c.fingerprint, ITEM_TEXT.c.fingerprint).label("key_fingerprint"),
        ITEM_TEXT.c.item_id,
        ROUND.c.public_id.label("round"),
        ROUND.c.account_id,
        ROUND.c.mode,
        ROUND.c.started_at,
        ROUND.c.finished_at,
    )
    .join_from(ITEM_TEXT, ENTRY, ENTRY.c.version_id == ITEM_TEXT.c.id)
    .join(
        RESPONSE,
        (RESPONSE.c.round_id == ENTRY.c.round_id) & (RESPONSE.c.position == ENTRY.c.position),
    )
    .join(ROUND, ROUND.c.id == RESPONSE.c.round_id)
    .outerjoin(REGRADED, REGRADED_LAST)
    .outerjoin(_KEY_TEXT, _KEY_TEXT.c.id == REGRADED.c.version_id)
)
_STANDINGS: Final = _standing.where(ITEM_TEXT.c.item_id == bindparam("item_id")).order_by(
    RESPONSE.c.round_id, RESPONSE.c.position
)
_STANDINGS_OF_ROUNDS: Final = _standing.where(
    ROUND.c.id.in_(bindparam("rounds", expanding=True))
).order_by(RESPONSE.c.round_id, RESPONSE.c.position)

_ITEMS: Final = (
    select(
        ITEM.c.id,
        ITEM.c.name,
        ITEM.c.article_id,
        ITEM.c.fingerprint,
        ITEM.c.retired_at,
        _CURRENT.c.id.label("version_id"),
        ARTICLE.c.slug,
        ARTICLE.c.owner_id,
        _ARTICLE_TEXT.c.id.label("article_version_id"),
        _ARTICLE_TEXT.c.fingerprint.label("article_fingerprint"),
    )
    .join_from(ITEM, ARTICLE, ARTICLE.c.id == ITEM.c.article_id)
    .join(_CURRENT, _CURRENT.c.fingerprint == ITEM.c.fingerprint)
    .join(_ARTICLE_TEXT, _ARTICLE_TEXT.c.fingerprint == ARTICLE.c.fingerprint)
    .where(ITEM.c.name.in_(bindparam("names", expanding=True)))
)
_LOCK: Final = select(ITEM.c.id).where(ITEM.c.id == bindparam("item_id")).with_for_update()

_ADOPTED: Final = (
    select(
        REGRADE.c.id,
        REGRADE.c.item_id,
        REGRADE.c.version_id,
        REGRADE.c.made_at,
        ITEM_TEXT.c.fingerprint,
    )
    .join_from(REGRADE, ITEM_TEXT, ITEM_TEXT.c.id == REGRADE.c.version_id)
    .order_by(REGRADE.c.made_at, REGRADE.c.id)
)
_versions_of_item = select(ITEM_TEXT.c.item_id).where(ITEM_TEXT.c.id == bindparam("version_id"))
_ADOPTED_SINCE: Final = _ADOPTED.where(
    REGRADE.c.item_id == _versions_of_item.scalar_subquery(),
    REGRADE.c.made_at >= bindparam("moment", type_=REGRADE.c.made_at.type),
)
_ADOPTED_FOR_ITEMS: Final = _ADOPTED.where(
    REGRADE.c.item_id.in_(bindparam("items", expanding=True))
)
_REGRADES: Final = (
    select(REGRADE.c.cause, REGRADE.c.reason, REGRADE.c.made_at, REGRADE.c.made_by)
    .where(REGRADE.c.item_id == bindparam("item_id"))
    .order_by(REGRADE.c.made_at.desc(), REGRADE.c.id.desc())
)

_same_spelling = and_(*(WITHDRAWN.c[each.name] == each for each in SPELLING.primary_key))
_SPELLINGS: Final = (
    select(ITEM.c.name, SPELLING.c.lang, SPELLING.c.spelling, SPELLING.c.answer)
    .join_from(SPELLING, ITEM, ITEM.c.id == SPELLING.c.item_id)
    .join(ARTICLE, ARTICLE.c.id == ITEM.c.article_id)
    .outerjoin(WITHDRAWN, _same_spelling)
    .where(ARTICLE.c.slug == bindparam("slug"), WITHDRAWN.c.item_id.is_(None))
    .order_by(ITEM.c.name, SPELLING.c.lang, SPELLING.c.accepted_at, SPELLING.c.spelling)
)
_NEW_SPELLING: Final = inserts_of_new(SPELLING)


def find_items(connection: Connection, names: Sequence[str]) -> dict[str, AnyRow]:
    """Return items by name, with their articles and the numbers of their current texts."""
    return {row.name: row for row in connection.execute(_ITEMS, {"names": list(names)})}


def find_item(connection: Connection, name: str) -> AnyRow | None:
    """Return an item by its name, with its article and the number of its current text."""
    return find_items(connection, [name]).get(name)


def lock_item(connection: Connection, item_id: int) -> None:
    """Let decisions about an item wait for each other; SQLite has one writer anyway."""
    connection.execute(_LOCK, {"item_id": item_id})


def standings(connection: Connection, item_id: int) -> list[AnyRow]:
    """Return every answer ever given to an item, with what it counts for."""
    return list(connection.execute(_STANDINGS, {"item_id": item_id}))


def standings_of_rounds(connection: Connection, rounds: Sequence[int]) -> list[AnyRow]:
    """Return the answers of some rounds, with what they count for."""
    return list(connection.execute(_STANDINGS_OF_ROUNDS, {"rounds": list(rounds)}))


def adopted_since(connection: Connection, version_id: int, moment: datetime) -> list[AnyRow]:
    """Return the versions that regrades of a version's item adopted from a moment on, in order."""
    values = {"version_id": version_id, "moment": moment}
    return list(connection.execute(_ADOPTED_SINCE, values))


def adopted_for(connection: Connection, items: Sequence[int]) -> list[AnyRow]:
    """Return the versions that regrades of some items adopted, in order."""
    return list(connection.execute(_ADOPTED_FOR_ITEMS, {"items": list(items)}))


def add_regrade(connection: Connection, values: Mapping[str, Any]) -> int:
    """Store a regrade and return its number."""
    key = connection.execute(insert(REGRADE), dict(values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def add_steps(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store what responses count for from now on."""
    if rows:
        connection.execute(insert(REGRADED), [dict(row) for row in rows])


def regrades(connection: Connection, item_id: int) -> list[AnyRow]:
    """Return the regrades of an item, the newest first."""
    return list(connection.execute(_REGRADES, {"item_id": item_id}))


def spellings(connection: Connection, slug: str) -> list[AnyRow]:
    """Return the spellings accepted for the items of an article, in the order of acceptance."""
    return list(connection.execute(_SPELLINGS, {"slug": slug}))


def add_spelling(connection: Connection, values: Mapping[str, Any]) -> None:
    """Store an accepted spelling, also one that was withdrawn."""
    same = and_(*(WITHDRAWN.c[each.name] == values[each.name] for each in SPELLING.primary_key))
    connection.execute(delete(WITHDRAWN).where(same))
    connection.execute(_NEW_SPELLING[connection.dialect.name], dict(values))


def withdraw_spelling(connection: Connection, values: Mapping[str, Any]) -> None:
    """Let an accepted spelling count no longer."""
    connection.execute(insert(WITHDRAWN), dict(values))


def retext_unused(connection: Connection, item_id: int, fingerprint: str) -> None:
    """Give an item that is out of use another text, without taking it up again."""
    values = {"fingerprint": fingerprint}
    unused = ITEM.c.retired_at.is_not(None)
    connection.execute(update(ITEM).where(ITEM.c.id == item_id, unused).values(values))
