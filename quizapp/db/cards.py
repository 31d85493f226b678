"""The hot path of cards: which one is next, and storing a review of it.

All statements are built once, here, at import. Every one filters by the account. What is
due is found by the index (account, due_on), however long the log is; a card is passed over
while a sibling of it was seen on the same day, is buried, or has left the content.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    Connection,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union,
)

from quizapp.db.base import AnyRow, table
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
from quizapp.db.types import Day, UtcMillis

STATE: Final = table(CardState)
REVIEW: Final = table(Review)
UNDONE: Final = table(ReviewUndone)
TOTAL: Final = table(DayTotal)
START: Final = table(DeckStart)
ACCOUNT: Final = table(Account)
ARTICLE: Final = table(Article)
ARTICLE_TEXT: Final = table(ArticleVersion)
_SIBLING: Final = CARD.alias("sibling")
_SIBLING_STATE: Final = STATE.alias("sibling_state")

_firm: Final[BindParameter[float]] = bindparam("firm")
_today = bindparam("today", type_=Day())
_account: Final[BindParameter[int]] = bindparam("account_id")
_deck = bindparam("deck", type_=String())

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

_LEARNER: Final = (
    select(
        ACCOUNT.c.public_id,
        ACCOUNT.c.content,
        ACCOUNT.c.retention,
        ACCOUNT.c.new_a_day,
        ACCOUNT.c.cap_a_day,
        ACCOUNT.c.zone,
        *(c for c in TOTAL.c if c.name != "account_id"),
    )
    .join_from(
        ACCOUNT,
        TOTAL,
        and_(
            TOTAL.c.account_id == ACCOUNT.c.id,
            # The day is not known before the zone is; today is one of these three.
            TOTAL.c.day.between(bindparam("since", type_=Day()), bindparam("until", type_=Day())),
        ),
        isouter=True,
    )
    .where(ACCOUNT.c.id == _account)
)


def _with_texts(*extra: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*CARD_COLUMNS, *STATE_COLUMNS, *extra)
        .join_from(STATE, CARD, CARD.c.id == STATE.c.card_id)
        .join(
            CARD_TEXT,
            and_(CARD_TEXT.c.card_id == CARD.c.id, CARD_TEXT.c.fingerprint == CARD.c.fingerprint),
        )
        .join(ARTICLE, ARTICLE.c.id == CARD.c.article_id)
        .join(ARTICLE_TEXT, ARTICLE_TEXT.c.fingerprint == ARTICLE.c.fingerprint)
    )


_shown = and_(
    STATE.c.account_id == _account,
    ~STATE.c.suspended,
    or_(STATE.c.buried_on.is_(None), STATE.c.buried_on != _today),
    CARD.c.retired_at.is_(None),
)
_in_deck = or_(
    _deck.is_(None),
    and_(CARD.c.deck == _deck, ARTICLE.c.slug == bindparam("article")),
)


def _sibling(*conditions: Any) -> Any:
    # Nested, so that no planner begins with all states of the account.
    held = exists().where(
        _SIBLING_STATE.c.account_id == _account,
        _SIBLING_STATE.c.card_id == _SIBLING.c.id,
        *conditions,
    )
    return exists().where(
        _SIBLING.c.sibling_group == CARD.c.sibling_group, _SIBLING.c.id != CARD.c.id, held
    )


_seen_sibling = _sibling(_SIBLING_STATE.c.last_day == _today)

# As a range, for which the planner takes the index; for one day it would walk all states.
_step = and_(_shown, STATE.c.due_on.between(_today, _today), STATE.c.last_day == _today)
_STEPS: Final = _with_texts().where(_step, _in_deck)

_due = and_(
    _shown,
    STATE.c.due_on <= _today,
    STATE.c.phase != "new",
    STATE.c.last_day != _today,
    ~_seen_sibling,
)
_DUE: Final = (
    _with_texts()
    .where(_due, _in_deck)
    .order_by(STATE.c.due_on, STATE.c.card_id)
    .limit(bindparam("most"))
)

# New: pulled by a quiz, or in a deck that was started and never asked for.
_unfirm_sibling = _sibling(
    or_(
        _SIBLING_STATE.c.last_day == _today,
        and_(_SIBLING_STATE.c.phase != "new", _SIBLING_STATE.c.stability < _firm),
    )
)
_NEW_STATE: Final = STATE.alias("pulled")
_offered = union(
    select(CARD.c.id)
    .join_from(
        START, CARD, and_(CARD.c.article_id == START.c.article_id, CARD.c.deck == START.c.deck)
    )
    .where(START.c.account_id == _account),
    select(_NEW_STATE.c.card_id).where(
        _NEW_STATE.c.account_id == _account,
        ~_NEW_STATE.c.suspended,
        _NEW_STATE.c.due_on <= _today,
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
            or_(STATE.c.buried_on.is_(None), STATE.c.buried_on != _today),
        ),
    ),
    CARD.c.id.in_(_offered),
    _in_deck,
    ~_unfirm_sibling,
)
_opening = (
    select(*CARD_COLUMNS, *STATE_COLUMNS)
    .join_from(CARD, ARTICLE, CARD.c.article_id == ARTICLE.c.id)
    .join(
        CARD_TEXT,
        and_(CARD_TEXT.c.card_id == CARD.c.id, CARD_TEXT.c.fingerprint == CARD.c.fingerprint),
    )
    .join(ARTICLE_TEXT, ARTICLE_TEXT.c.fingerprint == ARTICLE.c.fingerprint)
    .outerjoin(STATE, and_(STATE.c.account_id == _account, STATE.c.card_id == CARD.c.id))
    .where(_open)
)
_NEW: Final = _opening.order_by(
    case((STATE.c.due_on <= _today, 0), else_=1),
    CARD.c.position,
    case((CARD.c.lang == bindparam("first"), 0), else_=1),
    CARD.c.id,
).limit(1)


def _counted(inner: Select[*tuple[Any, ...]], most: str = "most") -> Any:
    return select(func.count()).select_from(inner.limit(bindparam(most)).subquery())


_from_state = (
    select(literal(1).label("one"))
    .join_from(STATE, CARD, CARD.c.id == STATE.c.card_id)
    .join(ARTICLE, ARTICLE.c.id == CARD.c.article_id)
)
_own = and_(UNDONE.c.account_id == REVIEW.c.account_id, UNDONE.c.uuid == REVIEW.c.uuid)
_counting = ~exists().where(_own)
_undoable = (
    REVIEW.c.account_id == _account,
    REVIEW.c.moment >= bindparam("since_moment", type_=UtcMillis()),
    REVIEW.c.day == _today,
    REVIEW.c.source == "card",
    _counting,
)
_LEFT: Final = select(
    _counted(_from_state.where(_step, _in_deck)).scalar_subquery().label("steps"),
    _counted(_from_state.where(_due, _in_deck)).scalar_subquery().label("due"),
    _counted(_opening.with_only_columns(CARD.c.sibling_group).distinct(), "most_new")
    .scalar_subquery()
    .label("new"),
    exists().where(*_undoable).label("can_undo"),
)
_LAST: Final = (
    select(REVIEW.c.uuid, REVIEW.c.card_id, REVIEW.c.day, CARD.c.name)
    .join_from(REVIEW, CARD, CARD.c.id == REVIEW.c.card_id)
    .where(*_undoable)
    .order_by(REVIEW.c.moment.desc(), REVIEW.c.card_id.desc(), REVIEW.c.uuid.desc())
    .limit(1)
)
_NEXT_DAY: Final = (
    select(STATE.c.due_on)
    .join_from(STATE, CARD, CARD.c.id == STATE.c.card_id)
    .where(
        STATE.c.account_id == _account,
        ~STATE.c.suspended,
        STATE.c.due_on > _today,
        CARD.c.retired_at.is_(None),
    )
    .order_by(STATE.c.due_on)
    .limit(1)
)


def learner(connection: Connection, account_id: int, around: tuple[date, date]) -> list[AnyRow]:
    """Return goals and the totals of the days around, a row a day; no row without an account.

    The totals' columns are NULL where none of these days has a review.
    """
    parameters = {"account_id": account_id, "since": around[0], "until": around[1]}
    return list(connection.execute(_LEARNER, parameters))


def steps(connection: Connection, values: Mapping[str, Any]) -> list[AnyRow]:
    """Return the cards seen today that are due again today, in no order."""
    return list(connection.execute(_STEPS, values))


def due(connection: Connection, values: Mapping[str, Any], most: int) -> list[AnyRow]:
    """Return cards to review, those due for longest first, at most so many."""
    return list(connection.execute(_DUE, {**values, "most": most}))


def new(connection: Connection, values: Mapping[str, Any]) -> AnyRow | None:
    """Return the new card to be seen next."""
    return connection.execute(_NEW, values).one_or_none()


def left(connection: Connection, values: Mapping[str, Any], most: int, most_new: int) -> AnyRow:
    """Count steps and due cards up to `most`, new ones up to `most_new`; tell what can be undone.

    `can_undo` is whether any review can.
    """
    return connection.execute(_LEFT, {**values, "most": most, "most_new": most_new}).one()


def last(connection: Connection, values: Mapping[str, Any]) -> AnyRow | None:
    """Return the latest review of the day that was not undone."""
    return connection.execute(_LAST, values).one_or_none()


def next_day(connection: Connection, account_id: int, today: date) -> date | None:
    """Return the next day after today on which a card is due."""
    found: date | None = connection.execute(
        _NEXT_DAY, {"account_id": account_id, "today": today}
    ).scalar_one_or_none()
    return found
