"""Lists too long for one answer in SQL, read page by page from where the last one ended.

The place in the list is the key of the last row given, not a count of rows: what is added or
taken away meanwhile shifts nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import BindParameter, Connection, and_, bindparam, exists, select, tuple_

from quizapp.db.base import AnyRow
from quizapp.db.card_rows import (
    ARTICLE,
    ARTICLE_TEXT,
    CARD_COLUMNS,
    REVIEW,
    STATE,
    STATE_COLUMNS,
    UNDONE,
)
from quizapp.db.card_texts import CARD, CARD_TEXT

ReviewPlace = tuple[datetime, int, bytes]

_account: Final[BindParameter[int]] = bindparam("account_id")

_DECK: Final = (
    select(*CARD_COLUMNS, *STATE_COLUMNS)
    .join_from(
        CARD,
        CARD_TEXT,
        and_(CARD_TEXT.c.card_id == CARD.c.id, CARD_TEXT.c.fingerprint == CARD.c.fingerprint),
    )
    .join(ARTICLE, ARTICLE.c.id == CARD.c.article_id)
    .join(ARTICLE_TEXT, ARTICLE_TEXT.c.fingerprint == ARTICLE.c.fingerprint)
    .outerjoin(STATE, and_(STATE.c.account_id == _account, STATE.c.card_id == CARD.c.id))
    .where(
        CARD.c.article_id == bindparam("article_id"),
        CARD.c.deck == bindparam("deck"),
        CARD.c.retired_at.is_(None),
        tuple_(CARD.c.position, CARD.c.id) > tuple_(bindparam("position"), bindparam("card_id")),
    )
    .order_by(CARD.c.position, CARD.c.id)
    .limit(bindparam("most"))
)

_undone = exists().where(UNDONE.c.account_id == REVIEW.c.account_id, UNDONE.c.uuid == REVIEW.c.uuid)
_place = tuple_(REVIEW.c.moment, REVIEW.c.card_id, REVIEW.c.uuid)
_REVIEWS: Final = (
    select(
        REVIEW.c.uuid,
        REVIEW.c.moment,
        REVIEW.c.card_id,
        REVIEW.c.day,
        REVIEW.c.rating,
        REVIEW.c.source,
        REVIEW.c.certainty,
        REVIEW.c.latency,
        REVIEW.c.typed,
        CARD.c.name,
        CARD.c.deck,
        ARTICLE.c.slug,
        _undone.label("undone"),
    )
    .join_from(REVIEW, CARD, CARD.c.id == REVIEW.c.card_id)
    .join(ARTICLE, ARTICLE.c.id == CARD.c.article_id)
    .where(REVIEW.c.account_id == _account)
    .order_by(REVIEW.c.moment.desc(), REVIEW.c.card_id.desc(), REVIEW.c.uuid.desc())
    .limit(bindparam("most"))
)
_OLDER: Final = _REVIEWS.where(
    _place
    < tuple_(
        bindparam("moment", type_=REVIEW.c.moment.type),
        bindparam("card_id", type_=REVIEW.c.card_id.type),
        bindparam("uuid", type_=REVIEW.c.uuid.type),
    )
)


def cards_of_deck(
    connection: Connection,
    account_id: int,
    deck: tuple[int, str],
    after: tuple[int, int],
    most: int,
) -> list[AnyRow]:
    """Return cards of a deck (article number, name) in order, with somebody's state of each.

    `after` is position and number of the card before.
    """
    values = {
        "account_id": account_id,
        "article_id": deck[0],
        "deck": deck[1],
        "position": after[0],
        "card_id": after[1],
        "most": most,
    }
    return list(connection.execute(_DECK, values))


def reviews(
    connection: Connection, account_id: int, before: ReviewPlace | None, most: int
) -> list[AnyRow]:
    """Return somebody's reviews, the latest first; `before` is the place of the last one given."""
    if before is None:
        return list(connection.execute(_REVIEWS, {"account_id": account_id, "most": most}))
    moment, card_id, uuid = before
    values = {"moment": moment, "card_id": card_id, "uuid": uuid}
    return list(connection.execute(_OLDER, {"account_id": account_id, "most": most, **values}))
