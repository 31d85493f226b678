"""Storing one article: its text and the texts of its items, by fingerprint.

Generating and hashing happen before the write transaction; in it, the stored state is
read again and only the difference is written, so two processes that load the same seeds
at the same time write it once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import catalogue
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.content import Article
from quizapp.domain.ids import canonical, fingerprint_of
from quizapp.domain.items.base import Item
from quizapp.domain.records import encode
from quizapp.services.accepted import accepting_items
from quizapp.services.card_store import CardLoad, CardTexts, put_cards
from quizapp.services.texts import bank_fingerprint


@dataclass(frozen=True, slots=True)
class Text:
    """A record as it is stored, and the fingerprint that names it."""

    record: str
    fingerprint: str

    @classmethod
    def of(cls, value: Any) -> Text:
        """Return the text of an article or item."""
        record = canonical(encode(value))
        return cls(record, fingerprint_of(record))


@dataclass(frozen=True, slots=True)
class Texts:
    """An article ready to be stored: its own text, its items' by id, and its cards'."""

    article: Article
    own: Text
    items: Mapping[str, Text]
    kinds: Mapping[str, str]
    bank: str
    cards: CardTexts

    def emptied(self) -> Texts:
        """Return the same article with nothing to ask and no cards: what retiring stores."""
        return replace(
            self,
            items={},
            kinds={},
            bank=bank_fingerprint(self.own.fingerprint, {}),
            cards=CardTexts.of_none(),
        )

    @classmethod
    def of(cls, article: Article, items: Sequence[Item]) -> Texts:
        """Return the texts of an article and its items."""
        own = Text.of(article)
        by_id = {item.id: Text.of(item) for item in items}
        return cls(
            article=article,
            own=own,
            items=by_id,
            kinds={item.id: item.kind for item in items},
            bank=bank_fingerprint(
                own.fingerprint, {name: text.fingerprint for name, text in by_id.items()}
            ),
            cards=CardTexts.of(article),
        )


@dataclass(frozen=True, slots=True)
class ArticleLoad:
    """What storing an article did, in items; `flagged` counts entries of open rounds.

    `cards` tells the same of its cards.
    """

    slug: str
    added: int = 0
    changed: int = 0
    restored: int = 0
    retired: int = 0
    unchanged: int = 0
    flagged: int = 0
    rows_written: int = 0
    cards: CardLoad = field(default_factory=CardLoad, compare=False)

    @classmethod
    def nothing_new(cls, texts: Texts) -> ArticleLoad:
        """Return the report on an article that is stored as it is."""
        cards = CardLoad(unchanged=len(texts.cards.by_id))
        return cls(slug=texts.article.slug, unchanged=len(texts.items), cards=cards)


@dataclass(frozen=True, slots=True)
class _Difference:
    added: tuple[str, ...]
    changed: tuple[str, ...]
    restored: tuple[str, ...]
    retired: tuple[str, ...]
    unchanged: int


def is_stored(session: Session, texts: Texts) -> bool:
    """Tell whether the database has exactly this article with these items and cards."""
    connection = session.connection()
    known = catalogue.article(connection, texts.article.slug)
    return _is_current(known, with_accepted(connection, texts))


def _is_current(row: AnyRow | None, texts: Texts) -> bool:
    if row is None:
        return False
    return bool(row.bank == texts.bank and row.cards == texts.cards.fingerprint)


def store_article(session: Session, texts: Texts, now: datetime) -> ArticleLoad:
    """Store what is new of an article, in one transaction; what is the same is not written."""
    if is_stored(session, texts):
        return ArticleLoad.nothing_new(texts)
    with writing(session) as connection:
        return put_texts(connection, texts, now)


def put_texts(connection: Connection, texts: Texts, now: datetime) -> ArticleLoad:
    """Store what is new of an article, inside the caller's write transaction."""
    texts = with_accepted(connection, texts)
    known = catalogue.article(connection, texts.article.slug)
    if _is_current(known, texts):
        return ArticleLoad.nothing_new(texts)
    article_id, rows = _put_article(connection, known, texts, now)
    items = {row.name: row for row in catalogue.items(connection, article_id)}
    difference = _compare(items, texts)
    rows += _put_items(connection, article_id, texts, difference, now)
    outdated = [items[name].id for name in (*difference.changed, *difference.retired)]
    flagged = catalogue.flag_entries(connection, outdated)
    cards = put_cards(connection, article_id, texts.cards, now)
    return ArticleLoad(
        slug=texts.article.slug,
        added=len(difference.added),
        changed=len(difference.changed),
        restored=len(difference.restored),
        retired=len(difference.retired),
        unchanged=difference.unchanged,
        flagged=flagged,
        rows_written=rows + flagged + cards.rows_written,
        cards=cards,
    )


def with_accepted(connection: Connection, texts: Texts) -> Texts:
    """Return an article's texts with the spellings that were accepted for its items.

    Content that is stored again, changed or not, keeps what teachers accepted on appeal.
    """
    records = {name: text.record for name, text in texts.items.items()}
    changed = accepting_items(connection, texts.article, records)
    if not changed:
        return texts
    items = {**texts.items, **{item.id: Text.of(item) for item in changed}}
    by_name = {name: text.fingerprint for name, text in items.items()}
    return replace(texts, items=items, bank=bank_fingerprint(texts.own.fingerprint, by_name))


def _compare(items: Mapping[str, AnyRow], texts: Texts) -> _Difference:
    both = [name for name in texts.items if name in items]
    other_text = [n for n in both if items[n].fingerprint != texts.items[n].fingerprint]
    restored = tuple(name for name in both if items[name].retired_at is not None)
    changed = tuple(name for name in other_text if name not in restored)
    return _Difference(
        added=tuple(name for name in texts.items if name not in items),
        changed=changed,
        restored=restored,
        retired=tuple(
            name
            for name, row in items.items()
            if row.retired_at is None and name not in texts.items
        ),
        unchanged=len(both) - len(changed) - len(restored),
    )


def _put_article(
    connection: Connection, known: AnyRow | None, texts: Texts, now: datetime
) -> tuple[int, int]:
    own = texts.own
    values = {
        "slug": texts.article.slug,
        "fingerprint": own.fingerprint,
        "bank": texts.bank,
        "cards": texts.cards.fingerprint,
        "loaded_at": now,
    }
    article_id, rows = catalogue.put_article(connection, known, values)
    text = {
        "article_id": article_id,
        "fingerprint": own.fingerprint,
        "record": own.record,
        "created_at": now,
    }
    return article_id, rows + catalogue.add_article_text(connection, text)


def _put_items(
    connection: Connection, article_id: int, texts: Texts, difference: _Difference, now: datetime
) -> int:
    new_items = [
        {
            "name": name,
            "article_id": article_id,
            "kind": texts.kinds[name],
            "fingerprint": texts.items[name].fingerprint,
            "retired_at": None,
        }
        for name in difference.added
    ]
    rows = catalogue.add_items(connection, new_items)
    ids = {row.name: row.id for row in catalogue.items(connection, article_id)}
    renewed = (*difference.changed, *difference.restored)
    new_texts = [
        {
            "item_id": ids[name],
            "fingerprint": texts.items[name].fingerprint,
            "record": texts.items[name].record,
            "created_at": now,
        }
        for name in (*difference.added, *renewed)
    ]
    rows += catalogue.add_item_texts(connection, new_texts)
    rows += catalogue.renew_items(
        connection, {ids[name]: texts.items[name].fingerprint for name in renewed}
    )
    return rows + catalogue.retire_items(
        connection, [ids[name] for name in difference.retired], now
    )
