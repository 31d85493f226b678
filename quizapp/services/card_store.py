"""Storing the cards of an article, and reading them back: by fingerprint, like its items.

A card keeps its row whatever happens to its text; a changed text becomes a new version
beside the old one, and whoever saw the old one is shown both. What is the same is not
written. Texts are decoded once and remembered by the process, as a fingerprint is right
for ever.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from quizapp.db import card_texts as tables
from quizapp.db.base import AnyRow
from quizapp.domain.cards.build import Card, build_cards
from quizapp.domain.content import Article
from quizapp.domain.ids import canonical, fingerprint_of
from quizapp.domain.records import decode, encode

_LIMIT: Final = 50_000
_CARDS: Final[dict[str, Card]] = {}


@dataclass(frozen=True, slots=True)
class CardText:
    """A card as it is stored, and its place in its deck."""

    card: Card
    place: int
    record: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class CardTexts:
    """The cards of an article by id, ready to be stored, and a fingerprint over them all."""

    by_id: Mapping[str, CardText]
    fingerprint: str

    @classmethod
    def of_none(cls) -> CardTexts:
        """Return no cards at all."""
        return cls({}, fingerprint_of(""))

    @classmethod
    def of(cls, article: Article) -> CardTexts:
        """Return the cards of an article."""
        places: Counter[str] = Counter()
        found = {}
        for card in build_cards(article):
            record = canonical(encode(card))
            found[card.id] = CardText(card, places[card.deck], record, fingerprint_of(record))
            places[card.deck] += 1
        lines = (f"{text.fingerprint} {text.place}" for text in found.values())
        return cls(found, fingerprint_of("\n".join(lines)))


@dataclass(frozen=True, slots=True)
class CardLoad:
    """What storing an article did to its cards."""

    added: int = 0
    changed: int = 0
    restored: int = 0
    retired: int = 0
    unchanged: int = 0
    rows_written: int = 0


def put_cards(connection: Connection, article_id: int, texts: CardTexts, now: datetime) -> CardLoad:
    """Store what is new of an article's cards, inside the caller's write transaction."""
    known = {row.name: row for row in tables.cards(connection, article_id)}
    added = [name for name in texts.by_id if name not in known]
    renewed = [name for name, text in texts.by_id.items() if _differs(known.get(name), text)]
    gone = [
        row.id for name, row in known.items() if row.retired_at is None and name not in texts.by_id
    ]
    rows = tables.add_cards(connection, [_values(article_id, texts.by_id[name]) for name in added])
    numbers = {row.name: row.id for row in tables.cards(connection, article_id)}
    rows += tables.add_texts(
        connection,
        [_text_values(numbers[name], texts.by_id[name], now) for name in (*added, *renewed)],
    )
    rows += tables.renew_cards(
        connection,
        {
            numbers[name]: (texts.by_id[name].fingerprint, texts.by_id[name].place)
            for name in renewed
        },
    )
    rows += tables.retire_cards(connection, gone, now)
    restored = sum(known[name].retired_at is not None for name in renewed)
    reworded = sum(known[name].fingerprint != texts.by_id[name].fingerprint for name in renewed)
    return CardLoad(
        added=len(added),
        changed=reworded,
        restored=restored,
        retired=len(gone),
        unchanged=len(texts.by_id) - len(added) - len(renewed),
        rows_written=rows,
    )


def _differs(row: AnyRow | None, text: CardText) -> bool:
    if row is None:
        return False
    now = (text.fingerprint, text.place, None)
    return bool((row.fingerprint, row.position, row.retired_at) != now)


def _values(article_id: int, text: CardText) -> dict[str, object]:
    return {
        "name": text.card.id,
        "article_id": article_id,
        "deck": text.card.deck.value,
        "sibling_group": text.card.group,
        "lang": text.card.back.lang,
        "position": text.place,
        "fingerprint": text.fingerprint,
        "retired_at": None,
    }


def _text_values(card_id: int, text: CardText, now: datetime) -> dict[str, object]:
    return {
        "card_id": card_id,
        "fingerprint": text.fingerprint,
        "record": text.record,
        "created_at": now,
    }


def card_of(connection: Connection, version_id: int, fingerprint: str) -> Card:
    """Return the card of a stored text."""
    known = _CARDS.get(fingerprint)
    return known or cards_of(connection, {fingerprint: version_id})[fingerprint]


def cards_of(connection: Connection, versions: Mapping[str, int]) -> dict[str, Card]:
    """Return the cards of stored texts, by fingerprint; one query for all that are unknown."""
    found = {name: card for name in versions if (card := _CARDS.get(name)) is not None}
    missing = [version for name, version in versions.items() if name not in found]
    for row in tables.texts(connection, missing) if missing else ():
        found[row.fingerprint] = _remembered(row)
    return found


def card_of_version(connection: Connection, version_id: int) -> Card | None:
    """Return the card of a stored text by its number alone; None where there is no such text."""
    rows = tables.texts(connection, [version_id])
    return _remembered(rows[0]) if rows else None


def _remembered(row: AnyRow) -> Card:
    card = _CARDS.get(row.fingerprint) or decode(Card, json.loads(row.record))
    if len(_CARDS) >= _LIMIT:
        _CARDS.clear()
    _CARDS[row.fingerprint] = card
    return card
