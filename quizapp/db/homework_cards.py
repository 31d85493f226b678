"""How many cards of an article were reviewed on which day: what a goal of cards is measured by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from quizapp.db.base import AnyRow
from quizapp.db.card_rows import REVIEW, UNDONE
from quizapp.db.card_texts import CARD

_taken_back = (
    select(UNDONE.c.uuid)
    .where(UNDONE.c.account_id == REVIEW.c.account_id, UNDONE.c.uuid == REVIEW.c.uuid)
    .exists()
)
_A_DAY: Final = (
    select(
        REVIEW.c.account_id, REVIEW.c.day, func.count(REVIEW.c.card_id.distinct()).label("cards")
    )
    .join_from(REVIEW, CARD, CARD.c.id == REVIEW.c.card_id)
    .where(
        REVIEW.c.account_id.in_(bindparam("accounts", expanding=True)),
        REVIEW.c.moment >= bindparam("since", type_=REVIEW.c.moment.type),
        REVIEW.c.moment < bindparam("until", type_=REVIEW.c.moment.type),
        REVIEW.c.source == "card",
        CARD.c.article_id == bindparam("article_id"),
        ~_taken_back,
    )
    .group_by(REVIEW.c.account_id, REVIEW.c.day)
    .order_by(REVIEW.c.account_id, REVIEW.c.day)
)


def cards_a_day(
    connection: Connection,
    accounts: Sequence[int],
    article_id: int,
    since: datetime,
    until: datetime,
) -> list[AnyRow]:
    """Return for each account and day of study how many cards of an article were reviewed."""
    parameters = {
        "accounts": list(accounts),
        "article_id": article_id,
        "since": since,
        "until": until,
    }
    return list(connection.execute(_A_DAY, parameters))
