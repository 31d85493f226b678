"""The cards that somebody takes along to another program, in SQL, and finding those that return."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from quizapp.db.base import AnyRow
from quizapp.db.card_rows import (
    ACCOUNT_ID,
    ARTICLE,
    ARTICLE_TEXT,
    CARD_COLUMNS,
    START,
    STATE,
    STATE_COLUMNS,
)
from quizapp.db.card_texts import CARD, CARD_TEXT

_CHUNK: Final = 500

_OWN: Final = (
    select(*CARD_COLUMNS, *STATE_COLUMNS, ARTICLE.c.slug)
    .join_from(
        CARD,
        CARD_TEXT,
        and_(CARD_TEXT.c.card_id == CARD.c.id, CARD_TEXT.c.fingerprint == CARD.c.fingerprint),
    )
    .join(ARTICLE, ARTICLE.c.id == CARD.c.article_id)
    .join(ARTICLE_TEXT, ARTICLE_TEXT.c.fingerprint == ARTICLE.c.fingerprint)
    .outerjoin(STATE, and_(STATE.c.account_id == ACCOUNT_ID, STATE.c.card_id == CARD.c.id))
    .outerjoin(
        START,
        and_(
            START.c.account_id == ACCOUNT_ID,
            START.c.article_id == CARD.c.article_id,
            START.c.deck == CARD.c.deck,
        ),
    )
    .where(
        CARD.c.retired_at.is_(None),
        or_(STATE.c.card_id.is_not(None), START.c.account_id.is_not(None)),
    )
    .order_by(ARTICLE.c.slug, CARD.c.deck, CARD.c.position, CARD.c.id)
)
_COUNT: Final = select(func.count()).select_from(_OWN.order_by(None).subquery())
_PLACES: Final = select(CARD.c.id, CARD.c.name, CARD.c.article_id, CARD.c.deck).where(
    CARD.c.name.in_(bindparam("names", expanding=True))
)


def own(connection: Connection, account_id: int) -> list[AnyRow]:
    """Return the cards of the decks that somebody took up, and those with a state besides."""
    return list(connection.execute(_OWN, {"account_id": account_id}))


def count(connection: Connection, account_id: int) -> int:
    """Return how many cards `own` would give."""
    return int(connection.execute(_COUNT, {"account_id": account_id}).scalar_one())


def places(connection: Connection, names: Sequence[str]) -> dict[str, AnyRow]:
    """Return number, article and deck of cards by name; names that no card has are left out."""
    found = {}
    for at in range(0, len(names), _CHUNK):
        for row in connection.execute(_PLACES, {"names": list(names[at : at + _CHUNK])}):
            found[row.name] = row
    return found
