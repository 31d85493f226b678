"""The texts of articles and items, decoded once and remembered by the process.

A text never changes, and its fingerprint is the hash of its content. So what is
remembered under a fingerprint is right for ever and for every database, whatever was
rolled back, restored or loaded in the meantime, and a round needs no content query.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final, TypeVar

from sqlalchemy import Connection

from quizapp.db import catalogue
from quizapp.db.base import AnyRow
from quizapp.domain.content import Article
from quizapp.domain.generation.bank import Bank
from quizapp.domain.ids import fingerprint_of
from quizapp.domain.items.base import Item
from quizapp.domain.records import decode

V = TypeVar("V")

_LIMIT: Final = {"items": 50_000, "articles": 200, "banks": 50}

_ITEMS: Final[dict[str, Item]] = {}
_ARTICLES: Final[dict[str, Article]] = {}
_BANKS: Final[dict[str, StoredBank]] = {}
_FILLING: Final = Lock()


@dataclass(frozen=True, slots=True)
class StoredBank:
    """A bank as it stands in the database, with the fingerprint of each item's text."""

    bank: Bank
    fingerprints: Mapping[str, str]


def bank_fingerprint(article: str, items: Mapping[str, str]) -> str:
    """Return the fingerprint of a bank from those of its article and of its items by id."""
    return fingerprint_of("\n".join([article, *(items[name] for name in sorted(items))]))


def item_of(connection: Connection, version_id: int, fingerprint: str) -> Item:
    """Return the item of a stored text."""
    known = _ITEMS.get(fingerprint)
    return known or items_of(connection, {fingerprint: version_id})[fingerprint]


def items_of(connection: Connection, versions: Mapping[str, int]) -> dict[str, Item]:
    """Return the items of stored texts, by fingerprint; one query for all that are unknown."""
    found = {name: item for name in versions if (item := _ITEMS.get(name)) is not None}
    missing = [version for name, version in versions.items() if name not in found]
    if missing:
        found.update(_decoded(catalogue.item_texts(connection, missing)))
    return found


def article_of(connection: Connection, version_id: int, fingerprint: str) -> Article:
    """Return the article of a stored text."""
    known = _ARTICLES.get(fingerprint)
    return known or articles_of(connection, {fingerprint: version_id})[fingerprint]


def articles_of(connection: Connection, versions: Mapping[str, int]) -> dict[str, Article]:
    """Return the articles of stored texts, by fingerprint; one query for all that are unknown."""
    found = {name: text for name in versions if (text := _ARTICLES.get(name)) is not None}
    missing = [version for name, version in versions.items() if name not in found]
    for row in catalogue.article_texts(connection, missing) if missing else ():
        found[row.fingerprint] = decode(Article, json.loads(row.record))
        _remember(_ARTICLES, row.fingerprint, found[row.fingerprint], _LIMIT["articles"])
    return found


def bank_of(connection: Connection, head: AnyRow) -> StoredBank:
    """Return the bank of an article, given its row of the catalogue.

    Built by one thread while the others wait: it is the costliest thing that is remembered.
    """
    known = _BANKS.get(head.bank)
    if known is None:
        with _FILLING:
            known = _BANKS.get(head.bank) or _read_bank(connection, head)
    return known


def _read_bank(connection: Connection, head: AnyRow) -> StoredBank:
    items = _decoded(catalogue.current_item_texts(connection, head.id))
    article = article_of(connection, head.version_id, head.fingerprint)
    stored = StoredBank(
        bank=Bank(article, tuple(items.values())),
        fingerprints={item.id: fingerprint for fingerprint, item in items.items()},
    )
    # Between two statements the content may have changed: then this is not that bank.
    if bank_fingerprint(head.fingerprint, stored.fingerprints) == head.bank:
        _remember(_BANKS, head.bank, stored, _LIMIT["banks"])
    return stored


def _decoded(rows: Sequence[AnyRow]) -> dict[str, Item]:
    found = {row.fingerprint: _ITEMS.get(row.fingerprint) or _item(row) for row in rows}
    for fingerprint, item in found.items():
        _remember(_ITEMS, fingerprint, item, _LIMIT["items"])
    return found


def _item(row: AnyRow) -> Item:
    return decode(Item, json.loads(row.record))


def _remember(memory: dict[str, V], name: str, value: V, limit: int) -> None:
    if len(memory) >= limit:
        memory.clear()
    memory[name] = value
