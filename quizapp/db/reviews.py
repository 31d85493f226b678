"""Storing a review of a card, taking one back, and what the log says.

`review` and `review_undone` only grow. A card's state is written with the guard that nobody
wrote it since it was read; a day's total is summed up in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    Connection,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from quizapp.db.base import AnyRow, inserts_of_new
from quizapp.db.card_rows import (
    ACCOUNT,
    ARTICLE,
    ARTICLE_TEXT,
    CARD_COLUMNS,
    LEARNER_COLUMNS,
    REVIEW,
    STATE,
    STATE_COLUMNS,
    TOTAL,
    UNDONE,
)
from quizapp.db.card_texts import CARD, CARD_TEXT
from quizapp.db.types import Day
from quizapp.domain.cards.state import CardState

_account: Final[BindParameter[int]] = bindparam("account_id")

_FIND: Final = (
    select(*CARD_COLUMNS, *STATE_COLUMNS, *LEARNER_COLUMNS)
    .join_from(
        CARD,
        CARD_TEXT,
        and_(CARD_TEXT.c.card_id == CARD.c.id, CARD_TEXT.c.fingerprint == CARD.c.fingerprint),
    )
    .join(ARTICLE, ARTICLE.c.id == CARD.c.article_id)
    .join(ARTICLE_TEXT, ARTICLE_TEXT.c.fingerprint == ARTICLE.c.fingerprint)
    .outerjoin(STATE, and_(STATE.c.account_id == _account, STATE.c.card_id == CARD.c.id))
    .join(ACCOUNT, ACCOUNT.c.id == _account)
    .where(CARD.c.id == bindparam("card_id"))
)

_NEIGHBOURS: Final = union_all(
    select(STATE.c.due_on, func.count().label("cards"), literal(0).label("is_sibling"))
    .where(
        STATE.c.account_id == _account,
        ~STATE.c.suspended,
        STATE.c.due_on.between(
            bindparam("first_day", type_=Day()), bindparam("last_day", type_=Day())
        ),
    )
    .group_by(STATE.c.due_on),
    select(STATE.c.due_on, literal(1), literal(1)).where(
        STATE.c.account_id == _account,
        STATE.c.card_id.in_(
            select(CARD.c.id).where(
                CARD.c.sibling_group == bindparam("group"), CARD.c.id != bindparam("card_id")
            )
        ),
        STATE.c.phase != "new",
        ~STATE.c.suspended,
        STATE.c.due_on.is_not(None),
    ),
)


_own = and_(UNDONE.c.account_id == REVIEW.c.account_id, UNDONE.c.uuid == REVIEW.c.uuid)
COUNTING: Final = ~exists().where(_own)
LINE_COLUMNS: Final = (*(c for c in REVIEW.c if c.name != "account_id"), CARD.c.name)

_RECORD: Final = inserts_of_new(REVIEW)
_UNDO: Final = inserts_of_new(UNDONE)
_NEW_STATE: Final = inserts_of_new(STATE)
_MEMORY: Final = (
    "phase",
    "stability",
    "difficulty",
    "step",
    "due_day",
    "due_at",
    "first_day",
    "last_day",
    "last_review",
    "reps",
    "lapses",
    "due_on",
    "version_id",
)
_SET_STATE: Final = (
    update(STATE)
    .where(STATE.c.account_id == bindparam("owner"), STATE.c.card_id == bindparam("card"))
    .values({name: bindparam(f"new_{name}", type_=STATE.c[name].type) for name in _MEMORY})
)
_STANDING: Final = tuple(name for name in _MEMORY if name not in ("due_on", "version_id"))
_ADVANCE: Final = _SET_STATE.where(
    # All of it: a review that was taken back and another one in its place may leave the same
    # number of reviews and the same stability, and yet another card.
    *(
        STATE.c[name].is_not_distinct_from(bindparam(f"seen_{name}", type_=STATE.c[name].type))
        for name in _STANDING
    )
)

_COUNTS: Final = ("reviews", "cards", "introduced", "again", "tested", "recalled", "millis")


def _added(upsert: Any) -> Any:
    return upsert.on_conflict_do_update(
        index_elements=[TOTAL.c.account_id, TOTAL.c.day],
        set_={name: TOTAL.c[name] + upsert.excluded[name] for name in _COUNTS},
    )


_ADD_TO_DAY: Final = {
    "sqlite": _added(sqlite.insert(TOTAL)),
    "postgresql": _added(postgresql.insert(TOTAL)),
}
_CLEAR_DAYS: Final = delete(TOTAL).where(
    TOTAL.c.account_id == bindparam("owner"), TOTAL.c.day.in_(bindparam("days", expanding=True))
)

_LINES: Final = (
    select(*LINE_COLUMNS)
    .join_from(REVIEW, CARD, CARD.c.id == REVIEW.c.card_id)
    .where(REVIEW.c.account_id == _account, COUNTING)
)
_LINES_OF_CARD: Final = _LINES.where(REVIEW.c.card_id == bindparam("card_id")).order_by(
    REVIEW.c.moment
)
_LINES_OF_DAY: Final = _LINES.where(
    REVIEW.c.moment.between(bindparam("since"), bindparam("until")),
    REVIEW.c.day == bindparam("day"),
)
_DUE_ON: Final = select(func.count()).where(
    STATE.c.account_id == _account, ~STATE.c.suspended, STATE.c.due_on == bindparam("day")
)
_LOG: Final = (
    select(
        REVIEW.c.account_id,
        *LINE_COLUMNS,
    )
    .join_from(REVIEW, CARD, CARD.c.id == REVIEW.c.card_id)
    .where(COUNTING)
    .order_by(REVIEW.c.account_id, REVIEW.c.card_id, REVIEW.c.moment)
)


def find(connection: Connection, account_id: int, card_id: int) -> AnyRow | None:
    """Return a card with its current text, the account's goals, and its state or NULLs."""
    return connection.execute(_FIND, {"account_id": account_id, "card_id": card_id}).one_or_none()


def neighbours(
    connection: Connection, account_id: int, card: AnyRow, days: tuple[date, date]
) -> tuple[list[date], dict[date, int]]:
    """Return the days on which siblings are due, and how many cards each of the days has."""
    rows = connection.execute(
        _NEIGHBOURS,
        {
            "account_id": account_id,
            "card_id": card.id,
            "group": card.sibling_group,
            "first_day": days[0],
            "last_day": days[1],
        },
    ).all()
    siblings = [row.due_on for row in rows if row.is_sibling]
    return siblings, {row.due_on: row.cards for row in rows if not row.is_sibling}


def record(connection: Connection, values: Mapping[str, Any]) -> bool:
    """Log a review unless its uuid is there; return whether it was stored."""
    return connection.execute(_RECORD[connection.dialect.name], dict(values)).rowcount == 1


def record_many(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
    """Log reviews whose uuid is not there yet; return how many that were."""
    if not rows:
        return 0
    return connection.execute(_RECORD[connection.dialect.name], list(rows)).rowcount


def mark_undone(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
    """Mark reviews as taken back; return how many were not before."""
    if not rows:
        return 0
    return connection.execute(_UNDO[connection.dialect.name], list(rows)).rowcount


def add_states(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
    """Store states that are not there yet; return how many."""
    if not rows:
        return 0
    return connection.execute(_NEW_STATE[connection.dialect.name], _one_or_many(rows)).rowcount


def advance(
    connection: Connection,
    account_id: int,
    card_id: int,
    memory: Mapping[str, Any],
    seen: CardState,
) -> bool:
    """Move a card's memory on from what was seen unless that has changed; return whether."""
    values = _state_values(account_id, card_id, memory)
    values |= {f"seen_{name}": getattr(seen, name) for name in _STANDING}
    return connection.execute(_ADVANCE, values).rowcount == 1


def set_memory(
    connection: Connection, account_id: int, rows: Mapping[int, Mapping[str, Any]]
) -> None:
    """Replace the memory of cards, by their numbers, with what was replayed."""
    if rows:
        connection.execute(
            _SET_STATE, [_state_values(account_id, card, memory) for card, memory in rows.items()]
        )


def _state_values(account_id: int, card_id: int, memory: Mapping[str, Any]) -> dict[str, Any]:
    values = {f"new_{name}": memory[name] for name in _MEMORY}
    return {**values, "owner": account_id, "card": card_id}


def _one_or_many(
    rows: Sequence[Mapping[str, Any]],
) -> Mapping[str, Any] | list[Mapping[str, Any]]:
    """What to execute with: a single row by itself takes the quicker path."""
    return rows[0] if len(rows) == 1 else list(rows)


def add_to_days(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add counts to the totals of days; each row has the account, the day and all counts."""
    if rows:
        connection.execute(_ADD_TO_DAY[connection.dialect.name], _one_or_many(rows))


def clear_days(connection: Connection, account_id: int, days: Sequence[date]) -> None:
    """Remove the totals of days, to be summed up anew."""
    connection.execute(_CLEAR_DAYS, {"owner": account_id, "days": list(days)})


def clear_all_days(connection: Connection, account_id: int) -> None:
    """Remove the totals of all days of an account, to be summed up anew."""
    connection.execute(delete(TOTAL).where(TOTAL.c.account_id == account_id))


def lines(connection: Connection, account_id: int) -> list[AnyRow]:
    """Return every review of an account that counts, in no order."""
    return list(connection.execute(_LINES, {"account_id": account_id}))


def lines_of_card(connection: Connection, account_id: int, card_id: int) -> list[AnyRow]:
    """Return the reviews of a card that count, the earliest first."""
    return list(connection.execute(_LINES_OF_CARD, {"account_id": account_id, "card_id": card_id}))


def lines_of_day(
    connection: Connection, account_id: int, day: date, within: tuple[datetime, datetime]
) -> list[AnyRow]:
    """Return the reviews of a day of study that count; `within` surely holds that day."""
    return list(
        connection.execute(
            _LINES_OF_DAY,
            {"account_id": account_id, "day": day, "since": within[0], "until": within[1]},
        )
    )


def due_on(connection: Connection, account_id: int, day: date) -> int:
    """Return how many cards are due on a day."""
    return connection.execute(_DUE_ON, {"account_id": account_id, "day": day}).scalar_one()


def log(connection: Connection) -> Iterator[AnyRow]:
    """Yield every review of everybody that counts, by account, card and moment."""
    yield from connection.execute(_LOG, execution_options={"yield_per": 1_000})
