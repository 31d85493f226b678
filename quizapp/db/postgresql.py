"""What PostgreSQL needs: who may write beside whom, and how long anybody waits.

Most services judge first and then write with a guard of their own, and were thought through
for a database with one writer. Here that stays true where it matters: a write transaction
either is alone, or it is about one account and runs beside those of other accounts.

    alone           nobody else writes           publishing, regrading, rosters, signing in
    of account 7    nobody else writes to 7      an answer, a review, a goal
    of ANYBODY      no order among these         one new row, or one row's own condition

Advisory locks of the transaction do this in one round trip; they go with its commit, or with
the process that held them. Whoever waits to be alone is not overtaken by later ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, Engine, event, text

ANYBODY: Final = 0
"""For a write whose own condition is all it needs."""

LOCK_SECONDS: Final = 10
# A transaction that its process forgot must not hold its locks for ever.
FORGOTTEN_SECONDS: Final = 300

# Any numbers will do, if nobody else locks them: 7201 is the audit log's.
_ALONE: Final = text("SELECT pg_advisory_xact_lock(7200)")
_BESIDE: Final = text("SELECT pg_advisory_xact_lock_shared(7200)")
_OF_ACCOUNT: Final = text(
    "SELECT pg_advisory_xact_lock_shared(7200), pg_advisory_xact_lock(7202, :account)"
)
# Whoever migrates waits for another who does, and then for those who write.
_MIGRATING: Final = (
    text("SET LOCAL lock_timeout = '10min'"),
    text("SELECT pg_advisory_xact_lock(7203)"),
    text("SELECT pg_advisory_xact_lock(7200)"),
)
_MOST: Final = 0x7FFFFFFF


def configure(engine: Engine) -> None:
    """Give every connection its time limits, and every statement text that it can carry."""
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "before_cursor_execute", _carry, retval=True)


def hold(connection: Connection, of: int | None, patience: float | None) -> None:
    """Wait until this transaction may write: alone, or for one account beside those of others.

    `patience` is in seconds. Raises StorageBusy when it is over.
    """
    if patience is not None:
        milliseconds = max(1, int(patience * 1000))  # Zero would wait for ever.
        connection.execute(text(f"SET LOCAL lock_timeout = {milliseconds}"))
    if of is None:
        connection.execute(_ALONE)
    elif of == ANYBODY:
        connection.execute(_BESIDE)
    else:
        connection.execute(_OF_ACCOUNT, {"account": of & _MOST})


def hold_schema(connection: Connection) -> None:
    """Wait until nobody else migrates or writes, and keep them waiting for this transaction."""
    for statement in _MIGRATING:
        connection.execute(statement)


def _carry(  # as SQLAlchemy calls it
    _connection: Connection,
    _cursor: object,
    statement: str,
    parameters: Any,
    _context: object,
    executemany: bool,
) -> tuple[str, Any]:
    """Put U+FFFD in the place of a zero character, which no text of PostgreSQL can hold.

    An address or a form may bring one: it then finds nothing, or is kept without it.
    """
    if executemany:
        return statement, [_carried(each) for each in parameters]
    return statement, _carried(parameters)


def _carried(parameters: Any) -> Any:
    if not isinstance(parameters, Mapping):
        return parameters
    if not any(isinstance(value, str) and "\x00" in value for value in parameters.values()):
        return parameters
    return {
        name: value.replace("\x00", "\ufffd") if isinstance(value, str) else value
        for name, value in parameters.items()
    }


def _prepare(driver: Any, _record: object) -> None:
    driver.autocommit = True  # A setting that is made in a transaction goes with its rollback.
    driver.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
    driver.execute(f"SET idle_in_transaction_session_timeout = '{FORGOTTEN_SECONDS}s'")
    driver.autocommit = False
