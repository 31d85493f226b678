"""Decks and how cards are handled in SQL: starting, suspending, burying, notes, moving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, and_, bindparam, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from quizapp.db.base import AnyRow, inserts_of_new
from quizapp.db.card_rows import ACCOUNT, START, STATE
from quizapp.db.card_texts import CARD

_account: Final[BindParameter[int]] = bindparam("account_id")

_STARTS: Final = select(START.c.article_id, START.c.deck).where(START.c.account_id == _account)
_START: Final = inserts_of_new(START)
_HAS_DECK: Final = (
    select(CARD.c.id)
    .where(
        CARD.c.article_id == bindparam("article_id"),
        CARD.c.deck == bindparam("deck"),
        CARD.c.retired_at.is_(None),
    )
    .limit(1)
)

STATES: Final = (
    select(
        *(c for c in STATE.c if c.name not in ("account_id", "note")),
        CARD.c.name,
        CARD.c.article_id,
        CARD.c.deck,
        CARD.c.lang,
        CARD.c.position,
        CARD.c.sibling_group,
    )
    .join_from(STATE, CARD, CARD.c.id == STATE.c.card_id)
    .where(STATE.c.account_id == _account, CARD.c.retired_at.is_(None))
)
_STATES_OF_ARTICLE: Final = STATES.where(CARD.c.article_id == bindparam("article_id"))

_OVERDUE: Final = (
    select(func.count())
    .select_from(STATE)
    .where(
        STATE.c.account_id == _account,
        ~STATE.c.suspended,
        STATE.c.due_on < bindparam("today"),
        STATE.c.phase != "new",
    )
)

_HANDLE: Final = update(STATE).where(
    STATE.c.account_id == bindparam("owner"), STATE.c.card_id == bindparam("card")
)
_MOVE: Final = _HANDLE.values(due_on=bindparam("day"))


def _pulled(upsert: Any) -> Any:
    nearer = bindparam("nearer", type_=STATE.c.due_on.type)
    return upsert.on_conflict_do_update(
        index_elements=[STATE.c.account_id, STATE.c.card_id],
        set_={"due_on": nearer},
        where=or_(STATE.c.due_on.is_(None), STATE.c.due_on > nearer),
    )


_PULL: Final = {
    "sqlite": _pulled(sqlite.insert(STATE)),
    "postgresql": _pulled(postgresql.insert(STATE)),
}

_GOALS: Final = select(
    ACCOUNT.c.retention, ACCOUNT.c.new_a_day, ACCOUNT.c.cap_a_day, ACCOUNT.c.zone
).where(ACCOUNT.c.id == _account)
_SET_GOALS: Final = (
    update(ACCOUNT)
    .where(ACCOUNT.c.id == bindparam("owner"))
    .values(
        {name: bindparam(f"new_{name}") for name in ("retention", "new_a_day", "cap_a_day", "zone")}
    )
)

_CARDS_OF_GROUPS: Final = (
    select(
        CARD.c.id,
        CARD.c.name,
        CARD.c.lang,
        STATE.c.reps,
        STATE.c.last_day,
        STATE.c.due_on,
        STATE.c.suspended,
        STATE.c.buried_on,
    )
    .join_from(
        CARD,
        STATE,
        and_(STATE.c.account_id == _account, STATE.c.card_id == CARD.c.id),
        isouter=True,
    )
    .where(
        CARD.c.sibling_group.in_(bindparam("groups", expanding=True)),
        CARD.c.retired_at.is_(None),
    )
)


def starts(connection: Connection, account_id: int) -> set[tuple[int, str]]:
    """Return the decks that somebody took up: article number and name."""
    rows = connection.execute(_STARTS, {"account_id": account_id})
    return {(row.article_id, row.deck) for row in rows}


def has_deck(connection: Connection, article_id: int, deck: str) -> bool:
    """Tell whether an article has any card in a deck."""
    found = connection.execute(_HAS_DECK, {"article_id": article_id, "deck": deck})
    return found.scalar_one_or_none() is not None


def start(connection: Connection, values: Mapping[str, Any]) -> bool:
    """Note that a deck was taken up; return whether it was not before."""
    return connection.execute(_START[connection.dialect.name], dict(values)).rowcount == 1


def states(connection: Connection, account_id: int) -> list[AnyRow]:
    """Return somebody's states of the cards that are in use, in no order."""
    return list(connection.execute(STATES, {"account_id": account_id}))


def states_of_article(connection: Connection, account_id: int, article_id: int) -> list[AnyRow]:
    """Return somebody's states of the cards of an article, in no order."""
    values = {"account_id": account_id, "article_id": article_id}
    return list(connection.execute(_STATES_OF_ARTICLE, values))


def overdue(connection: Connection, account_id: int, today: date) -> int:
    """Return how many cards were due before today."""
    return connection.execute(_OVERDUE, {"account_id": account_id, "today": today}).scalar_one()


def handle(connection: Connection, account_id: int, card_id: int, **values: Any) -> bool:
    """Change how a card is handled; return whether there is a state to change."""
    keys = {"owner": account_id, "card": card_id}
    return connection.execute(_HANDLE.values(values), keys).rowcount == 1


def move(connection: Connection, account_id: int, days: Mapping[int, date]) -> None:
    """Put cards, by their numbers, on other days."""
    rows = [{"owner": account_id, "card": card, "day": day} for card, day in days.items()]
    if rows:
        connection.execute(_MOVE, rows)


def pull(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
    """Bring cards to a day unless they are due sooner, adding those not held; return rows written.

    Each row is a whole new state, and `nearer`: the day.
    """
    if not rows:
        return 0
    return connection.execute(_PULL[connection.dialect.name], list(rows)).rowcount


def cards_of_groups(connection: Connection, account_id: int, groups: Sequence[str]) -> list[AnyRow]:
    """Return the cards of siblings' groups, with where somebody stands with each."""
    values = {"account_id": account_id, "groups": list(groups)}
    return list(connection.execute(_CARDS_OF_GROUPS, values))


def goals(connection: Connection, account_id: int) -> AnyRow | None:
    """Return somebody's goals."""
    return connection.execute(_GOALS, {"account_id": account_id}).one_or_none()


def set_goals(connection: Connection, account_id: int, values: Mapping[str, Any]) -> bool:
    """Replace somebody's goals; return whether there is such an account."""
    parameters = {f"new_{name}": value for name, value in values.items()}
    return connection.execute(_SET_GOALS, {**parameters, "owner": account_id}).rowcount == 1
