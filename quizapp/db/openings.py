"""New cards: which one may be seen next.

New cards are those of the decks that were taken up, and those that a quiz pulled. Which of
them may come, and in which order, is what `domain.cards.plan.openings` says, put in SQL so
that no deck need be read from end to end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    Connection,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    union,
)

from quizapp.db.base import AnyRow
from quizapp.db.card_rows import (
    ACCOUNT_ID,
    ARTICLE,
    ARTICLE_TEXT,
    CARD_COLUMNS,
    DECK,
    FIRST,
    IN_DECK,
    SIBLING,
    SIBLING_STATE,
    START,
    STATE,
    STATE_COLUMNS,
    TODAY,
    has_sibling,
)
from quizapp.db.card_texts import CARD, CARD_TEXT

_firm: Final[BindParameter[float]] = bindparam("firm")

_active = ~SIBLING_STATE.c.suspended
_put_away = func.coalesce(SIBLING_STATE.c.buried_on == TODAY, False)
_is_called = func.coalesce(STATE.c.due_on <= TODAY, False)

# A new card waits for a sibling that was seen today, is not firm, or is due today.
_sibling_in_the_way = has_sibling(
    or_(
        SIBLING_STATE.c.last_day == TODAY,
        and_(
            _active,
            SIBLING_STATE.c.phase != "new",
            or_(
                SIBLING_STATE.c.stability < _firm,
                and_(SIBLING_STATE.c.due_on <= TODAY, ~_put_away),
            ),
        ),
    )
)


def _of_sibling(*conditions: Any) -> Any:
    states = exists().where(
        SIBLING_STATE.c.account_id == ACCOUNT_ID,
        SIBLING_STATE.c.card_id == SIBLING.c.id,
        *conditions,
    )
    return states.correlate(SIBLING, STATE)


# It waits for a new one that comes before it: one called, else the one in the first language.
_sibling_before = exists().where(
    SIBLING.c.sibling_group == CARD.c.sibling_group,
    SIBLING.c.id != CARD.c.id,
    SIBLING.c.retired_at.is_(None),
    or_(DECK.is_(None), SIBLING.c.deck == DECK),
    or_(
        _of_sibling(
            _active,
            SIBLING_STATE.c.phase == "new",
            SIBLING_STATE.c.due_on <= TODAY,
            or_(~_is_called, SIBLING.c.lang == FIRST),
        ),
        and_(
            ~_is_called,
            SIBLING.c.lang == FIRST,
            ~_of_sibling(or_(SIBLING_STATE.c.suspended, SIBLING_STATE.c.phase != "new")),
            exists()
            .where(
                START.c.account_id == ACCOUNT_ID,
                START.c.article_id == SIBLING.c.article_id,
                START.c.deck == SIBLING.c.deck,
            )
            .correlate(SIBLING),
        ),
    ),
)
_NEW_STATE: Final = STATE.alias("pulled")
_offered = union(
    select(CARD.c.id)
    .join_from(
        START, CARD, and_(CARD.c.article_id == START.c.article_id, CARD.c.deck == START.c.deck)
    )
    .where(START.c.account_id == ACCOUNT_ID),
    select(_NEW_STATE.c.card_id).where(
        _NEW_STATE.c.account_id == ACCOUNT_ID,
        ~_NEW_STATE.c.suspended,
        _NEW_STATE.c.due_on <= TODAY,
        _NEW_STATE.c.phase == "new",
    ),
)
_open = and_(
    CARD.c.retired_at.is_(None),
    or_(
        STATE.c.card_id.is_(None),
        and_(
            STATE.c.phase == "new",
            ~STATE.c.suspended,
            or_(STATE.c.buried_on.is_(None), STATE.c.buried_on != TODAY),
        ),
    ),
    CARD.c.id.in_(_offered),
    IN_DECK,
    ~_sibling_in_the_way,
    ~_sibling_before.correlate(CARD, STATE),
)
OPENING = (
    select(*CARD_COLUMNS, *STATE_COLUMNS)
    .join_from(CARD, ARTICLE, CARD.c.article_id == ARTICLE.c.id)
    .join(
        CARD_TEXT,
        and_(CARD_TEXT.c.card_id == CARD.c.id, CARD_TEXT.c.fingerprint == CARD.c.fingerprint),
    )
    .join(ARTICLE_TEXT, ARTICLE_TEXT.c.fingerprint == ARTICLE.c.fingerprint)
    .outerjoin(STATE, and_(STATE.c.account_id == ACCOUNT_ID, STATE.c.card_id == CARD.c.id))
    .where(_open)
)
_NEW: Final = OPENING.order_by(
    case((STATE.c.due_on <= TODAY, 0), else_=1),
    CARD.c.position,
    case((CARD.c.lang == FIRST, 0), else_=1),
    CARD.c.id,
).limit(1)


def new(connection: Connection, values: Mapping[str, Any]) -> AnyRow | None:
    """Return the new card to be seen next."""
    return connection.execute(_NEW, values).one_or_none()
