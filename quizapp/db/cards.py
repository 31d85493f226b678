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
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
)

from quizapp.db.base import AnyRow
from quizapp.db.card_rows import (
    ACCOUNT,
    ACCOUNT_ID,
    ARTICLE,
    ARTICLE_TEXT,
    CARD_COLUMNS,
    IN_DECK,
    LEARNER_COLUMNS,
    REVIEW,
    SHOWN,
    SIBLING_STATE,
    STATE,
    STATE_COLUMNS,
    TODAY,
    TOTAL,
    UNDONE,
    has_sibling,
)
from quizapp.db.card_texts import CARD, CARD_TEXT
from quizapp.db.openings import OPENING
from quizapp.db.types import Day, UtcMillis

_LEARNER: Final = (
    select(
        *LEARNER_COLUMNS,
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
    .where(ACCOUNT.c.id == ACCOUNT_ID)
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


_seen_sibling = has_sibling(SIBLING_STATE.c.last_day == TODAY)

# As a range, for which the planner takes the index; for one day it would walk all states.
_step = and_(SHOWN, STATE.c.due_on.between(TODAY, TODAY), STATE.c.last_day == TODAY)
_STEPS: Final = _with_texts().where(_step, IN_DECK)

_due = and_(
    SHOWN,
    STATE.c.due_on <= TODAY,
    STATE.c.phase != "new",
    STATE.c.last_day != TODAY,
    ~_seen_sibling,
)
_DUE: Final = (
    select(
        CARD.c.id,
        CARD.c.name,
        CARD.c.lang,
        STATE.c.phase,
        STATE.c.stability,
        STATE.c.difficulty,
        STATE.c.step,
        STATE.c.last_day,
    )
    .join_from(STATE, CARD, CARD.c.id == STATE.c.card_id)
    .join(ARTICLE, ARTICLE.c.id == CARD.c.article_id)
    .where(_due, IN_DECK)
    .order_by(STATE.c.due_on, STATE.c.card_id)
    .limit(bindparam("most"))
)


def _counted(inner: Select[*tuple[Any, ...]], most: str = "most") -> Any:
    return select(func.count()).select_from(inner.limit(bindparam(most)).subquery())


_from_state = (
    select(literal(1).label("one"))
    .join_from(STATE, CARD, CARD.c.id == STATE.c.card_id)
    .join(ARTICLE, ARTICLE.c.id == CARD.c.article_id)
)
_own = and_(UNDONE.c.account_id == REVIEW.c.account_id, UNDONE.c.uuid == REVIEW.c.uuid)
_counting = ~exists().where(_own)
_of_today = (
    REVIEW.c.account_id == ACCOUNT_ID,
    REVIEW.c.moment >= bindparam("since_moment", type_=UtcMillis()),
    REVIEW.c.day == TODAY,
    REVIEW.c.source == "card",
)
_undoable = (*_of_today, _counting)
# Of the cards whose review was taken back and that were not reviewed since, the one undone
# last: undoing goes back, and then everything comes in its old order again.
_TAKEN_BACK: Final = (
    select(REVIEW.c.card_id)
    .join_from(REVIEW, UNDONE, _own)
    .join(STATE, and_(STATE.c.account_id == ACCOUNT_ID, STATE.c.card_id == REVIEW.c.card_id))
    .join(CARD, CARD.c.id == REVIEW.c.card_id)
    .join(ARTICLE, ARTICLE.c.id == CARD.c.article_id)
    .where(
        *_of_today,
        SHOWN,
        IN_DECK,
        or_(STATE.c.last_review.is_(None), STATE.c.last_review < REVIEW.c.moment),
        ~_seen_sibling,
    )
    .order_by(UNDONE.c.moment.desc(), REVIEW.c.moment, REVIEW.c.card_id)
    .limit(1)
)
_LEFT: Final = select(
    _counted(_from_state.where(_step, IN_DECK)).scalar_subquery().label("steps"),
    _counted(OPENING.with_only_columns(CARD.c.sibling_group).distinct(), "most_new")
    .scalar_subquery()
    .label("new"),
    exists().where(*_undoable).label("can_undo"),
    _TAKEN_BACK.scalar_subquery().label("taken_back"),
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
        STATE.c.account_id == ACCOUNT_ID,
        ~STATE.c.suspended,
        STATE.c.due_on.is_not(None),
        CARD.c.retired_at.is_(None),
    )
    .order_by(STATE.c.due_on)
    .limit(1)
)


_PUT_ASIDE: Final = (
    _with_texts()
    .where(
        STATE.c.account_id == ACCOUNT_ID,
        CARD.c.retired_at.is_(None),
        or_(STATE.c.suspended, STATE.c.lapses >= bindparam("lapses", type_=Integer())),
    )
    .order_by(ARTICLE.c.id, CARD.c.deck, CARD.c.position, CARD.c.id)
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
    """Return cards to review, those due for longest first, at most so many.

    They come without their texts, with what memory is reckoned from.
    """
    return list(connection.execute(_DUE, {**values, "most": most}))


def left(connection: Connection, values: Mapping[str, Any], most: int, most_new: int) -> AnyRow:
    """Count steps up to `most`, new cards up to `most_new`; tell what can be undone.

    `can_undo` is whether any review can, `taken_back` the card whose review just was.
    """
    return connection.execute(_LEFT, {**values, "most": most, "most_new": most_new}).one()


def last(connection: Connection, values: Mapping[str, Any]) -> AnyRow | None:
    """Return the latest review of the day that was not undone."""
    return connection.execute(_LAST, values).one_or_none()


def next_day(connection: Connection, account_id: int) -> date | None:
    """Return the earliest day on which a card is due, past days too."""
    found: date | None = connection.execute(
        _NEXT_DAY, {"account_id": account_id}
    ).scalar_one_or_none()
    return found


def put_aside(connection: Connection, account_id: int, lapses: int) -> list[AnyRow]:
    """Return the cards that are suspended or were forgotten so often, in the decks' order."""
    values = {"account_id": account_id, "lapses": lapses}
    return list(connection.execute(_PUT_ASIDE, values))
