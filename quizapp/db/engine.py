"""How this program talks to its database, and the one way to write.

SQLite runs in WAL mode with `synchronous=FULL`: an acknowledged answer survives a power
cut. The driver's own transactions are off; a `begin` event starts a deferred transaction
for reading and `BEGIN IMMEDIATE` for writing. A transaction that began by reading is
never upgraded to writing, because SQLite refuses that at once when anybody else wrote.

    row = play.find_question(session.connection(), ...)     # load and judge first
    with writing(session) as connection:                    # then write, shortly
        play.record_answer(connection, ...)

On PostgreSQL, `writing` is the one way to write, too: `db.postgresql` says who writes beside
whom there. `of` names the account that a write is about, where it is about one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from time import perf_counter
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from quizapp.db import failures, postgresql, unwritable
from quizapp.domain.errors import StorageBusy

BUSY_SECONDS: Final = 5.0
IMMEDIATE: Final = "quizapp_immediate"

PRAGMAS: Final = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": "on",
    "busy_timeout": str(int(BUSY_SECONDS * 1000)),
    "secure_delete": "on",
    "trusted_schema": "off",
    "temp_store": "memory",
    # A large load must not leave a large log behind for ever.
    "journal_size_limit": str(64 * 1024 * 1024),
}

# SQLite has one writer at a time. Waiting here costs nothing; waiting in SQLite polls.
_WRITER: Final = Lock()
_WATCHERS: Final[list[Callable[[float], None]]] = []


def make_engine(url: str, **options: Any) -> Engine:
    """Return an engine for a database URL, configured as this module says."""
    engine = create_engine(url, **options)
    configure(engine)
    return engine


def configure(engine: Engine) -> None:
    """Attach to an engine what its database needs: pragmas and begin events, or time limits.

    What the database refuses is raised in the words of `db.failures` from then on.
    """
    event.listen(engine, "handle_error", failures.translate)
    if engine.dialect.name == "sqlite":
        unwritable.configure(engine)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    else:
        postgresql.configure(engine)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(IMMEDIATE, False)
    _start(connection, "BEGIN IMMEDIATE" if immediate else "BEGIN")


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _start(connection: Connection, statement: str) -> None:
    try:
        _driver(connection).execute(statement)
    except sqlite3.DatabaseError as error:
        meant = failures.named(error, connection.engine.url.database)
        if failures.reopens(connection.engine, meant):
            connection.invalidate()
        raise meant or OperationalError(statement, None, error) from error


def watch(tell: Callable[[float], None]) -> None:
    """Have every write say how many seconds it waited before it could begin."""
    _WATCHERS[:] = [tell]


def _tell(began: float) -> None:
    for tell in _WATCHERS:
        tell(perf_counter() - began)


@contextmanager
def writing(
    session: Session, *, of: int | None = None, patience: float | None = None
) -> Iterator[Connection]:
    """Run one write transaction; commit when the block ends, roll back when it raises.

    Ends the session's read transaction first, so whatever was read before may be stale:
    the write must carry its own guard. Raises StorageBusy when the database stays locked,
    RuntimeError when objects were changed outside.

    `of` is the account that all of it is about, or ANYBODY (see `db.postgresql`); without it
    nobody else writes meanwhile. SQLite has one writer anyway.
    `patience` is how many seconds to wait for other writers, where that is not as long as usual.
    """
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("change objects inside writing(), not before it")
    began = perf_counter()
    if session.get_bind().dialect.name != "sqlite":
        with _writing_on_a_server(session, of, patience) as connection:
            _tell(began)
            yield connection
        return
    if not _WRITER.acquire(timeout=2 * BUSY_SECONDS if patience is None else patience):
        raise StorageBusy
    try:
        connection = _writable(session) if patience is None else _soon_writable(session, patience)
        _tell(began)
        yield connection
        _commit(session, connection)
    except BaseException:
        session.rollback()
        raise
    finally:
        _WRITER.release()


@contextmanager
def _writing_on_a_server(
    session: Session, of: int | None, patience: float | None
) -> Iterator[Connection]:
    try:
        connection = session.connection()
        postgresql.hold(connection, of, patience)
        yield connection
        session.commit()
    except BaseException:
        session.rollback()
        raise


def _writable(session: Session) -> Connection:
    """Return the session's connection inside a transaction that may write.

    Where a read transaction is open, it is ended and the writing one begun on
    the same connection (see `_commit`).
    """
    if not session.in_transaction():
        return session.connection(execution_options={IMMEDIATE: True})
    connection = session.connection()
    _driver(connection).rollback()
    _start(connection, "BEGIN IMMEDIATE")
    return connection


def _commit(session: Session, connection: Connection) -> None:
    """Store what was written.

    Where only statements ran, the session has nothing to keep books on: the connection stays,
    and reads from now on. Handing it back and asking for it again is a twentieth of an answer.
    """
    if session.new or session.identity_map:
        session.commit()
        return
    _start(connection, "COMMIT")
    _start(connection, "BEGIN")


def _soon_writable(session: Session, patience: float) -> Connection:
    """The same for a write that can be left out: other processes are not waited for either."""
    connection = session.connection()
    driver = _driver(connection)
    driver.rollback()
    driver.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
    try:
        return _writable(session)
    finally:
        if not connection.invalidated:
            driver.execute(f"PRAGMA busy_timeout = {PRAGMAS['busy_timeout']}")
