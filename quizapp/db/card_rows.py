"""The rows of cards, and what the statements about them share.

A row has a card's columns, the number and fingerprint of its text, and the columns of
somebody's state, NULL where there is none. Everything filters by the account.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, String, and_, bindparam, exists, or_

from quizapp.db.base import table
from quizapp.db.card_texts import CARD, CARD_TEXT
from quizapp.db.models import (
    Account,
    Article,
    ArticleVersion,
    CardState,
    DayTotal,
    DeckStart,
    Review,
    ReviewUndone,
)
from quizapp.db.types import Day

STATE: Final = table(CardState)
REVIEW: Final = table(Review)
UNDONE: Final = table(ReviewUndone)
TOTAL: Final = table(DayTotal)
START: Final = table(DeckStart)
ACCOUNT: Final = table(Account)
ARTICLE: Final = table(Article)
ARTICLE_TEXT: Final = table(ArticleVersion)
SIBLING: Final = CARD.alias("sibling")
SIBLING_STATE: Final = STATE.alias("sibling_state")

TODAY: Final = bindparam("today", type_=Day())
FIRST: Final = bindparam("first", type_=String())
ACCOUNT_ID: Final[BindParameter[int]] = bindparam("account_id")
DECK: Final = bindparam("deck", type_=String())

STATE_COLUMNS: Final = tuple(c for c in STATE.c if c.name not in ("account_id", "card_id"))
CARD_COLUMNS: Final = (
    CARD.c.id,
    CARD.c.name,
    CARD.c.deck,
    CARD.c.lang,
    CARD.c.position,
    CARD.c.sibling_group,
    CARD_TEXT.c.id.label("text_id"),
    CARD_TEXT.c.fingerprint.label("text_fingerprint"),
    ARTICLE.c.fingerprint.label("article_fingerprint"),
    ARTICLE_TEXT.c.id.label("article_version_id"),
)

LEARNER_COLUMNS: Final = (
    ACCOUNT.c.public_id,
    ACCOUNT.c.content,
    ACCOUNT.c.retention,
    ACCOUNT.c.new_a_day,
    ACCOUNT.c.cap_a_day,
    ACCOUNT.c.zone,
    ACCOUNT.c.memory_parameters,
)

SHOWN: Final = and_(
    STATE.c.account_id == ACCOUNT_ID,
    ~STATE.c.suspended,
    or_(STATE.c.buried_on.is_(None), STATE.c.buried_on != TODAY),
    CARD.c.retired_at.is_(None),
)
IN_DECK: Final = or_(
    DECK.is_(None),
    and_(CARD.c.deck == DECK, ARTICLE.c.slug == bindparam("article")),
)


def has_sibling(*conditions: Any) -> Any:
    """Return that a sibling of the card has a state of which the conditions are true."""
    # Nested, so that no planner begins with all states of the account.
    held = exists().where(
        SIBLING_STATE.c.account_id == ACCOUNT_ID,
        SIBLING_STATE.c.card_id == SIBLING.c.id,
        *conditions,
    )
    return exists().where(
        SIBLING.c.sibling_group == CARD.c.sibling_group,
        SIBLING.c.id != CARD.c.id,
        held.correlate(SIBLING, STATE),
    )
