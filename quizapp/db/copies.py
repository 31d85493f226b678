"""Copies of an SQLite database that can be trusted, and checking that they can.

A copy is made with SQLite's online backup, all pages in one step, because a stepped one
never ends under load and copying the file misses what is still in the write-ahead log.
It becomes visible under its name only after it passed inspection and reached the disk:

    temporary file -> integrity_check, foreign_key_check, row counts -> fsync -> rename
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from quizapp.domain.errors import StorageError

_SIDE_FILES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a sound database file holds: its schema revision and the rows of each table."""

    path: Path
    revision: str | None
    rows: Mapping[str, int]
    size: int


def inspect_file(path: Path) -> Inspection:
    """Check a database file from end to end.

    Raises StorageError `missing`, `not_a_database`, `damaged` or `foreign_keys`.
    """
    if not path.is_file():
        raise StorageError("missing", path.name)
    with _translated(path), closing(_open(path)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
        if found != ["ok"]:
            raise StorageError("damaged", "; ".join(found))
        dangling = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
        if dangling:
            raise StorageError("foreign_keys", "; ".join(f"{row[0]} {row[1]}" for row in dangling))
        return Inspection(path, _revision(connection), count_rows(connection), path.stat().st_size)


def copy_file(source: Path, target: Path) -> Inspection:
    """Copy a live database to `target`, which is replaced whole or not at all.

    Raises StorageError when the source is unusable or the copy does not pass inspection;
    then `target` is as it was.
    """
    if not source.is_file():
        raise StorageError("missing", source.name)
    with _temporary_beside(target) as temporary:
        with _translated(source), closing(_open(source)) as live:
            before = count_rows(live)
            with closing(sqlite3.connect(temporary)) as copy:
                live.backup(copy)
                copy.execute("PRAGMA journal_mode = delete")
            after = count_rows(live)
        inspection = inspect_file(temporary)
        for name, rows in before.items():
            floor = min(rows, after.get(name, 0))
            if inspection.rows.get(name, 0) < floor:
                raise StorageError("rows_missing", name)
        publish(temporary, target)
    return Inspection(target, inspection.revision, inspection.rows, inspection.size)


def publish(temporary: Path, target: Path) -> None:
    """Move a finished file to its name so that it is there after a power cut, too."""
    _sync(temporary)
    temporary.replace(target)
    _sync(target.parent)


def count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the number of rows of every ordinary table."""
    names = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " ORDER BY name"
        )
    ]
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for name in names
    }


def detach(path: Path) -> None:
    """Fold the write-ahead log into a database file and make sure that nobody has it open.

    Raises StorageError `in_use` when another connection does. A file that is no database
    any more is left alone: there is nothing in it to fold.
    """
    try:
        with closing(sqlite3.connect(path, timeout=0)) as connection:
            connection.execute("PRAGMA journal_mode = delete")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            raise StorageError("in_use", path.name) from error
    except sqlite3.DatabaseError:
        return


def set_aside(path: Path, name: str) -> Path:
    """Give a database a second name, with its side files, so that replacing it loses nothing."""
    aside = path.with_name(name)
    for suffix in ("", *_SIDE_FILES):
        beside, kept = Path(f"{path}{suffix}"), Path(f"{aside}{suffix}")
        kept.unlink(missing_ok=True)
        if beside.exists():
            os.link(beside, kept)
            if suffix:
                beside.unlink()
    return aside


@contextmanager
def _temporary_beside(target: Path) -> Iterator[Path]:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
    finally:
        for suffix in ("", *_SIDE_FILES):
            Path(f"{temporary}{suffix}").unlink(missing_ok=True)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            raise StorageError("not_a_database", path.name) from error
        raise StorageError("damaged", str(error)) from error


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    connection.execute("PRAGMA trusted_schema = off")
    return connection


def _revision(connection: sqlite3.Connection) -> str | None:
    known = connection.execute(
        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'alembic_version'"
    ).fetchone()
    if not known:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
