"""Articles, items and their texts in SQL: what is current, and taking in something new.

Texts are found by fingerprint, which is the same on every machine; everything else
refers to them by their short number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from quizapp.db.base import AnyRow, inserts_of_new, table
from quizapp.db.models import Article, ArticleVersion, Item, ItemVersion, Round, RoundEntry

_ARTICLE: Final = table(Article)
_ARTICLE_TEXT: Final = table(ArticleVersion)
_ITEM: Final = table(Item)
_ITEM_TEXT: Final = table(ItemVersion)
_ROUND: Final = table(Round)
_ENTRY: Final = table(RoundEntry)

_heads = select(
    _ARTICLE.c.id,
    _ARTICLE.c.slug,
    _ARTICLE.c.fingerprint,
    _ARTICLE.c.bank,
    _ARTICLE.c.cards,
    _ARTICLE.c.status,
    _ARTICLE.c.owner_id,
    _ARTICLE_TEXT.c.id.label("version_id"),
).join_from(
    _ARTICLE,
    _ARTICLE_TEXT,
    and_(
        _ARTICLE_TEXT.c.article_id == _ARTICLE.c.id,
        _ARTICLE_TEXT.c.fingerprint == _ARTICLE.c.fingerprint,
    ),
)
PUBLISHED: Final = "published"
_ARTICLES: Final = _heads.where(_ARTICLE.c.status == PUBLISHED).order_by(_ARTICLE.c.slug)
_ARTICLE_BY_SLUG: Final = _heads.where(_ARTICLE.c.slug == bindparam("slug"))

_KIND_COUNTS: Final = (
    select(_ITEM.c.article_id, _ITEM.c.kind, func.count().label("items"))
    .where(_ITEM.c.retired_at.is_(None))
    .group_by(_ITEM.c.article_id, _ITEM.c.kind)
)
_KIND_COUNTS_OF_ONE: Final = _KIND_COUNTS.where(_ITEM.c.article_id == bindparam("article_id"))

_ITEMS: Final = select(_ITEM.c.id, _ITEM.c.name, _ITEM.c.fingerprint, _ITEM.c.retired_at).where(
    _ITEM.c.article_id == bindparam("article_id")
)

_CURRENT_ITEM_TEXTS: Final = (
    select(_ITEM_TEXT.c.id, _ITEM_TEXT.c.fingerprint, _ITEM_TEXT.c.record)
    .join_from(_ITEM, _ITEM_TEXT, _ITEM_TEXT.c.fingerprint == _ITEM.c.fingerprint)
    .where(_ITEM.c.article_id == bindparam("article_id"), _ITEM.c.retired_at.is_(None))
    .order_by(_ITEM.c.name)
)

_ITEM_TEXTS: Final = select(_ITEM_TEXT.c.id, _ITEM_TEXT.c.fingerprint, _ITEM_TEXT.c.record).where(
    _ITEM_TEXT.c.id.in_(bindparam("ids", expanding=True))
)

_ARTICLE_TEXTS: Final = select(
    _ARTICLE_TEXT.c.id, _ARTICLE_TEXT.c.fingerprint, _ARTICLE_TEXT.c.record
).where(_ARTICLE_TEXT.c.id.in_(bindparam("ids", expanding=True)))

_VERSION_IDS: Final = select(_ITEM_TEXT.c.fingerprint, _ITEM_TEXT.c.id).where(
    _ITEM_TEXT.c.fingerprint.in_(bindparam("fingerprints", expanding=True))
)

_NEW_ITEM: Final = inserts_of_new(_ITEM)
_NEW_ARTICLE_TEXT: Final = inserts_of_new(_ARTICLE_TEXT)
_NEW_ITEM_TEXT: Final = inserts_of_new(_ITEM_TEXT)

_outdated = (
    select(_ITEM_TEXT.c.id)
    .join_from(_ITEM_TEXT, _ITEM, _ITEM.c.id == _ITEM_TEXT.c.item_id)
    .where(
        _ITEM_TEXT.c.item_id == bindparam("item_id"),
        or_(_ITEM_TEXT.c.fingerprint != _ITEM.c.fingerprint, _ITEM.c.retired_at.is_not(None)),
    )
)
_FLAG_ENTRIES: Final = (
    update(_ENTRY)
    .where(
        _ENTRY.c.version_id.in_(_outdated),
        _ENTRY.c.changed.is_(False),
        exists().where(_ROUND.c.id == _ENTRY.c.round_id, _ROUND.c.finished_at.is_(None)),
    )
    .values(changed=true())
)


def article(connection: Connection, slug: str) -> AnyRow | None:
    """Return an article, a retired one too, with the number of its current text."""
    return connection.execute(_ARTICLE_BY_SLUG, {"slug": slug}).one_or_none()


def articles(connection: Connection) -> list[AnyRow]:
    """Return all articles in use by slug, with the numbers of their current texts."""
    return list(connection.execute(_ARTICLES))


def kind_counts(connection: Connection, article_id: int | None = None) -> list[AnyRow]:
    """Return how many items of each kind every article, or one of them, has now."""
    if article_id is None:
        return list(connection.execute(_KIND_COUNTS))
    return list(connection.execute(_KIND_COUNTS_OF_ONE, {"article_id": article_id}))


def items(connection: Connection, article_id: int) -> list[AnyRow]:
    """Return all items of an article, the retired ones too."""
    return list(connection.execute(_ITEMS, {"article_id": article_id}))


def current_item_texts(connection: Connection, article_id: int) -> list[AnyRow]:
    """Return the texts of all items that the article has now."""
    return list(connection.execute(_CURRENT_ITEM_TEXTS, {"article_id": article_id}))


def item_texts(connection: Connection, ids: Sequence[int]) -> list[AnyRow]:
    """Return item texts by number, in no order."""
    return list(connection.execute(_ITEM_TEXTS, {"ids": ids}))


def article_texts(connection: Connection, ids: Sequence[int]) -> list[AnyRow]:
    """Return article texts by number, in no order."""
    return list(connection.execute(_ARTICLE_TEXTS, {"ids": ids}))


def version_ids(connection: Connection, fingerprints: Sequence[str]) -> dict[str, int]:
    """Return the numbers of item texts by fingerprint."""
    found = connection.execute(_VERSION_IDS, {"fingerprints": fingerprints})
    return {row.fingerprint: row.id for row in found}


def put_article(
    connection: Connection, known: AnyRow | None, values: Mapping[str, Any]
) -> tuple[int, int]:
    """Insert or update an article; return its number and the rows written."""
    if known is None:
        key = connection.execute(insert(_ARTICLE), dict(values)).inserted_primary_key
        assert key is not None
        return int(key[0]), 1
    done = connection.execute(update(_ARTICLE).where(_ARTICLE.c.id == known.id), dict(values))
    return int(known.id), done.rowcount


def add_article_text(connection: Connection, values: Mapping[str, Any]) -> int:
    """Store an article text unless it is there; return the rows written."""
    return connection.execute(_NEW_ARTICLE_TEXT[connection.dialect.name], dict(values)).rowcount


def add_items(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
    """Store new items; return the rows written."""
    return _many(connection, _NEW_ITEM[connection.dialect.name], rows)


def add_item_texts(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
    """Store item texts that are not there yet; return the rows written."""
    return _many(connection, _NEW_ITEM_TEXT[connection.dialect.name], rows)


def renew_items(connection: Connection, texts: Mapping[int, str]) -> int:
    """Give items another current text, and take them up again if they were retired."""
    statement = (
        update(_ITEM)
        .where(_ITEM.c.id == bindparam("item_id"))
        .values(fingerprint=bindparam("text"), retired_at=None)
    )
    rows = [{"item_id": item_id, "text": text} for item_id, text in texts.items()]
    return _many(connection, statement, rows)


def retire_items(connection: Connection, ids: Iterable[int], now: datetime) -> int:
    """Take items out of use; their texts and all that was answered stay."""
    statement = (
        update(_ITEM)
        .where(_ITEM.c.id == bindparam("item_id"))
        .values(retired_at=bindparam("moment"))
    )
    return _many(connection, statement, [{"item_id": i, "moment": now} for i in ids])


def flag_entries(connection: Connection, item_ids: Iterable[int]) -> int:
    """Flag the entries of open rounds that hold a text which is not current any more."""
    return _many(connection, _FLAG_ENTRIES, [{"item_id": item_id} for item_id in item_ids])


def _many(connection: Connection, statement: Any, rows: Sequence[Mapping[str, Any]]) -> int:
    return connection.execute(statement, rows).rowcount if rows else 0
