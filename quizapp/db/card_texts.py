"""Cards and their texts in SQL: what an article's cards are, and taking in something new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update

from quizapp.db.base import AnyRow, inserts_of_new, table
from quizapp.db.models import Card, CardVersion

CARD: Final = table(Card)
CARD_TEXT: Final = table(CardVersion)

_CARDS: Final = select(
    CARD.c.id, CARD.c.name, CARD.c.fingerprint, CARD.c.position, CARD.c.retired_at
).where(CARD.c.article_id == bindparam("article_id"))

_TEXTS: Final = select(CARD_TEXT.c.id, CARD_TEXT.c.fingerprint, CARD_TEXT.c.record).where(
    CARD_TEXT.c.id.in_(bindparam("ids", expanding=True))
)

_CURRENT: Final = (
    select(CARD.c.id, CARD.c.name, CARD_TEXT.c.id.label("version_id"), CARD_TEXT.c.fingerprint)
    .join_from(
        CARD,
        CARD_TEXT,
        and_(CARD_TEXT.c.card_id == CARD.c.id, CARD_TEXT.c.fingerprint == CARD.c.fingerprint),
    )
    .where(CARD.c.article_id == bindparam("article_id"), CARD.c.retired_at.is_(None))
    .order_by(CARD.c.deck, CARD.c.position)
)

_DECK_SIZES: Final = (
    select(CARD.c.article_id, CARD.c.deck, func.count().label("cards"))
    .where(CARD.c.retired_at.is_(None))
    .group_by(CARD.c.article_id, CARD.c.deck)
)

_RENEW: Final = (
    update(CARD)
    .where(CARD.c.id == bindparam("card_number"))
    .values(fingerprint=bindparam("text_fingerprint"), position=bindparam("place"), retired_at=None)
)
_RETIRE: Final = (
    update(CARD).where(CARD.c.id == bindparam("card_number")).values(retired_at=bindparam("moment"))
)
_NEW_TEXT: Final = inserts_of_new(CARD_TEXT)


def cards(connection: Connection, article_id: int) -> list[AnyRow]:
    """Return all cards of an article, the retired ones too."""
    return list(connection.execute(_CARDS, {"article_id": article_id}))


def current_texts(connection: Connection, article_id: int) -> list[AnyRow]:
    """Return the cards that an article has now, with the numbers of their texts."""
    return list(connection.execute(_CURRENT, {"article_id": article_id}))


def texts(connection: Connection, ids: Sequence[int]) -> list[AnyRow]:
    """Return card texts by number, in no order."""
    return list(connection.execute(_TEXTS, {"ids": ids}))


def deck_sizes(connection: Connection) -> list[AnyRow]:
    """Return how many cards each deck of each article has now."""
    return list(connection.execute(_DECK_SIZES))


def add_cards(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
    """Store new cards; return the rows written."""
    return connection.execute(insert(CARD), list(rows)).rowcount if rows else 0


def add_texts(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
    """Store card texts that are not there yet; return the rows written."""
    if not rows:
        return 0
    return connection.execute(_NEW_TEXT[connection.dialect.name], list(rows)).rowcount


def renew_cards(connection: Connection, changes: Mapping[int, tuple[str, int]]) -> int:
    """Give cards another current text and place, and take them up again if retired."""
    rows = [
        {"card_number": number, "text_fingerprint": fingerprint, "place": place}
        for number, (fingerprint, place) in changes.items()
    ]
    return connection.execute(_RENEW, rows).rowcount if rows else 0


def retire_cards(connection: Connection, ids: Iterable[int], now: datetime) -> int:
    """Take cards out of use; their texts, reviews and what is remembered of them stay."""
    rows = [{"card_number": number, "moment": now} for number in ids]
    return connection.execute(_RETIRE, rows).rowcount if rows else 0
