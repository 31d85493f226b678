"""Moving a site from its SQLite file into an empty PostgreSQL database: whole, or not at all.

The server must be stopped. The file is read by a connection of its own that nobody shares, and
its rows do not change; the new database gets its schema from the migrations and all rows in one
transaction, which is committed only when both sides count and hash alike.

    moved("sqlite:///instance/waraqa.db", "postgresql+psycopg://waraqa@/waraqa", scripts)
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, NullPool
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from quizapp.db import migrate, moving
from quizapp.db.engine import make_engine
from quizapp.domain.errors import StorageError

DRIVER: Final = "postgresql+psycopg"


@dataclass(frozen=True, slots=True)
class Moved:
    """One table that went over, and how many rows it has on both sides."""

    table: str
    rows: int


Tell = Callable[[Moved], None]


def move(
    source: str, target: str, scripts: Path, *, dry: bool = False, tell: Tell = lambda _: None
) -> tuple[Moved, ...]:
    """Copy every row of `source` (an SQLite URL) into `target`; return the tables with their rows.

    `dry` only reads: every row of the source is looked at, and the target is asked whether it is
    there and empty. `tell` hears of every table when it is done. Raises StorageError and leaves
    the target without a row: `not_in_a_file`, `missing`, `in_use`, `schema_older` or
    `schema_too_new` about the source; `not_postgresql`, `no_driver`, `unreachable`, `not_empty`
    about the target; `cannot_move` for what PostgreSQL cannot hold, `foreign_keys`, `copy_differs`.
    """
    file = migrate.sqlite_file(source)
    if file is None:
        raise StorageError("not_in_a_file")
    checked_target(target)
    with moving.held(file) as held:
        _check_source(held, file, scripts)
        _check_empty(target)
        if dry:
            return tuple(_counted(held, shape, tell) for shape in _shapes())
        migrate.upgrade(target, scripts)
        return _copied(held, target, tell)


def checked_target(url: str) -> None:
    """Raise StorageError `not_postgresql` for a URL of something else, `no_driver` without ours."""
    try:
        parsed = make_url(url)
        if parsed.drivername != DRIVER:
            raise StorageError("not_postgresql", f"{DRIVER}://")
        parsed.get_dialect().import_dbapi()
    except ArgumentError as error:
        raise StorageError("not_postgresql", f"{DRIVER}://") from error
    except ImportError as error:
        raise StorageError("no_driver", "pip install 'quizapp[postgresql]'") from error


def _shapes() -> tuple[moving.Shape, ...]:
    return tuple(map(moving.Shape.of, moving.TABLES))


def _check_source(held: sqlite3.Connection, file: Path, scripts: Path) -> None:
    names = {row[0] for row in held.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if "alembic_version" not in names:
        raise StorageError("no_schema", file.name)
    (revision,) = held.execute("SELECT version_num FROM alembic_version").fetchone()
    if revision != migrate.head(scripts):
        known = revision in migrate.revisions(scripts)
        raise StorageError("schema_older" if known else "schema_too_new", revision)
    ours = {table.name for table in moving.TABLES} | {"alembic_version"}
    strange = sorted(name for name in names - ours if not name.startswith("sqlite_"))
    if strange:
        raise StorageError("cannot_move", ", ".join(strange))
    dangling = held.execute("PRAGMA foreign_key_check").fetchmany(5)
    if dangling:
        raise StorageError("foreign_keys", "; ".join(f"{row[0]} {row[1]}" for row in dangling))


def _check_empty(target: str) -> None:
    engine = make_engine(target, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            filled = moving.first_filled(connection)
    except DBAPIError as error:
        raise StorageError("unreachable", _first_line(error)) from error
    if filled is not None:
        raise StorageError("not_empty", filled)


def _counted(held: sqlite3.Connection, shape: moving.Shape, tell: Tell) -> Moved:
    counted = Moved(shape.table.name, sum(1 for _ in moving.rows_of(held, shape)))
    tell(counted)
    return counted


def _copied(held: sqlite3.Connection, target: str, tell: Tell) -> tuple[Moved, ...]:
    engine = make_engine(target, poolclass=NullPool)
    try:
        with engine.begin() as connection:
            gone = [(shape, _sent(held, connection, shape)) for shape in _shapes()]
            moving.go_on_counting(held, connection)
            done = []
            for shape, sent in gone:
                if moving.read_back(connection, shape) != sent:
                    raise StorageError("copy_differs", shape.table.name)
                done.append(Moved(shape.table.name, sent.rows))
                tell(done[-1])
    except DBAPIError as error:
        raise StorageError("unreachable", _first_line(error)) from error
    return tuple(done)


def _sent(held: sqlite3.Connection, connection: Connection, shape: moving.Shape) -> moving.Digest:
    try:
        return moving.copy_table(held, connection, shape)
    except StorageError:
        raise
    except Exception as error:  # The driver's own, which is not imported where it is not needed.
        raise StorageError("cannot_move", f"{shape.table.name}: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    said = str(getattr(error, "orig", None) or error).strip()
    return said.splitlines()[0] if said else type(error).__name__
