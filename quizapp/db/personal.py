"""Memory parameters of one's own in SQL, and putting all cards where they lead."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BindParameter, Connection, bindparam, func, select, update

from quizapp.db.base import AnyRow
from quizapp.db.card_rows import ACCOUNT, REVIEW, STATE, TOTAL, UNDONE

Parameters = tuple[float, ...]
_account: Final[BindParameter[int]] = bindparam("account_id")

_SET: Final = (
    update(ACCOUNT)
    .where(ACCOUNT.c.id == bindparam("owner"))
    .values(memory_parameters=bindparam("parameters"))
)
_OWN: Final = select(ACCOUNT.c.memory_parameters).where(ACCOUNT.c.id == _account)
_EVERYBODYS: Final = select(ACCOUNT.c.id, ACCOUNT.c.memory_parameters).where(
    ACCOUNT.c.memory_parameters.is_not(None)
)
_STATES: Final = select(STATE.c.card_id, STATE.c.due_day, STATE.c.due_on, STATE.c.version_id).where(
    STATE.c.account_id == _account
)
_MARK: Final = select(
    *(
        select(func.count()).where(log.c.account_id == _account).scalar_subquery()
        for log in (REVIEW, UNDONE)
    )
)
_TESTED: Final = select(func.coalesce(func.sum(TOTAL.c.tested), 0)).where(
    TOTAL.c.account_id == _account
)


def set_parameters(connection: Connection, account_id: int, parameters: Parameters | None) -> bool:
    """Store somebody's parameters, None for the usual ones; return whether they are there."""
    values = {"owner": account_id, "parameters": parameters}
    return connection.execute(_SET, values).rowcount == 1


def change_parameters(
    connection: Connection, account_id: int, parameters: Parameters | None
) -> bool:
    """Store somebody's parameters; return whether they had others before."""
    before = connection.execute(_OWN, {"account_id": account_id}).scalar_one_or_none()
    return before != parameters and set_parameters(connection, account_id, parameters)


def everybodys(connection: Connection) -> dict[int, Parameters]:
    """Return the parameters of the accounts that have their own."""
    return {row.id: row.memory_parameters for row in connection.execute(_EVERYBODYS)}


def states(connection: Connection, account_id: int) -> list[AnyRow]:
    """Return where all of somebody's cards stand, retired ones too."""
    return list(connection.execute(_STATES, {"account_id": account_id}))


def mark(connection: Connection, account_id: int) -> tuple[int, int]:
    """Return a mark that changes with every review logged or taken back."""
    reviews, undone = connection.execute(_MARK, {"account_id": account_id}).one()
    return reviews, undone


def tested(connection: Connection, account_id: int) -> int:
    """Return how often cards in long-term review were asked for."""
    return int(connection.execute(_TESTED, {"account_id": account_id}).scalar_one())
