"""Copies of an SQLite database that can be trusted, and checking that they can.

A copy is made with SQLite's online backup, all pages in one step, because a stepped one
never ends under load and copying the file misses what is still in the write-ahead log.
It becomes visible under its name only after it passed inspection and reached the disk:

    temporary file -> integrity_check, foreign_key_check, row counts -> fsync -> rename

A copy that fails for whatever reason, a full disk among them, leaves no file behind.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, NullPool, create_engine

from quizapp.domain.errors import StorageError

_SIDE_FILES = ("-wal", "-shm", "-journal")
_CHUNK: Final = 1024 * 1024
# What the header of a file says about its last writer and not about its content: the journal's
# kind, the change counter, when that was valid, and the library's version.
_OF_THE_WRITER: Final = (slice(18, 20), slice(24, 28), slice(92, 100))
_SQLITE_CODES: Final = {
    sqlite3.SQLITE_NOTADB: "not_a_database",
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_BUSY: "in_use",
    sqlite3.SQLITE_IOERR: "disk_failed",
    sqlite3.SQLITE_READONLY: "not_writable",
}
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_REFUSED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST})


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a sound database file holds: its schema revision and the rows of each table."""

    path: Path
    revision: str | None
    rows: Mapping[str, int]
    size: int


def inspect_file(path: Path, *, vouched: bool = False) -> Inspection:
    """Check a database file from end to end.

    Where a checksum vouches that it is the file which passed this before, indexes are not held
    against their tables once more, which is most of the work.
    Raises StorageError `missing`, `not_a_database`, `damaged` or `foreign_keys`.
    """
    check = "quick_check" if vouched else "integrity_check"
    if not path.is_file():
        raise StorageError("missing", path.name)
    with _translated(path), closing(_open(path)) as connection:
        found = [row[0] for row in connection.execute(f"PRAGMA {check}(5)")]
        if found != ["ok"]:
            raise StorageError("damaged", "; ".join(found))
        dangling = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
        if dangling:
            raise StorageError("foreign_keys", "; ".join(f"{row[0]} {row[1]}" for row in dangling))
        return Inspection(path, _revision(connection), count_rows(connection), path.stat().st_size)


def copy_file(source: Path, target: Path) -> Inspection:
    """Copy a live database to `target`, which is replaced whole or not at all.

    Raises StorageError when the source is unusable, the copy does not pass inspection, or
    there is no place for it (`disk_full`, `not_writable`, `disk_failed`); then `target` is
    as it was.
    """
    with _drafted(source, target) as (temporary, floor):
        return _accepted(temporary, floor, target)


def copy_if_changed(source: Path, target: Path, newest: Path) -> Inspection | None:
    """The same where the database differs from an earlier copy; else None, and no file is made.

    Equal means page by page: a row written and taken back again may still be a difference.
    """
    with _drafted(source, target) as (temporary, floor):
        if newest.is_file() and same_content(temporary, newest):
            return None
        return _accepted(temporary, floor, target)


def put_back(backup: Path, target: Path) -> None:
    """Copy a file that was just inspected; `target` is replaced whole or not at all.

    Inspecting takes longer than all else. A copy that holds the same pages needs it no second
    time; only one that took in a log which lay beside the backup does.
    """
    with placed(target), _temporary_beside(target) as temporary:
        with _translated(backup), closing(_open(backup)) as source:
            _copy_pages(source, temporary)
        if not same_content(temporary, backup):
            inspect_file(temporary)
        publish(temporary, target)


def same_content(one: Path, other: Path) -> bool:
    """Tell whether two database files hold the same pages, whoever wrote them last."""
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as left, other.open("rb") as right:
        if _of_content(left.read(_CHUNK)) != _of_content(right.read(_CHUNK)):
            return False
        return all(part == right.read(_CHUNK) for part in iter(lambda: left.read(_CHUNK), b""))


def reading_engine(path: Path) -> Engine:
    """Return an engine that only reads a copy, and changes nothing of it by opening it."""
    return create_engine("sqlite://", creator=lambda: _open(path), poolclass=NullPool)


@contextmanager
def _drafted(source: Path, target: Path) -> Iterator[tuple[Path, Mapping[str, int]]]:
    """Copy into a temporary file; yield it and the least rows that each table must have."""
    if not source.is_file():
        raise StorageError("missing", source.name)
    with placed(target), _temporary_beside(target) as temporary:
        with _translated(source), closing(_open(source)) as live:
            before = count_rows(live)
            _copy_pages(live, temporary)
            after = count_rows(live)
        yield temporary, {name: min(rows, after.get(name, 0)) for name, rows in before.items()}


def _copy_pages(source: sqlite3.Connection, temporary: Path) -> None:
    with closing(sqlite3.connect(temporary)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = delete")


def _accepted(temporary: Path, floor: Mapping[str, int], target: Path) -> Inspection:
    inspection = inspect_file(temporary)
    for name, rows in floor.items():
        if inspection.rows.get(name, 0) < rows:
            raise StorageError("rows_missing", name)
    publish(temporary, target)
    return Inspection(target, inspection.revision, inspection.rows, inspection.size)


def _of_content(start: bytes) -> bytes:
    header = bytearray(start)
    for part in _OF_THE_WRITER:
        header[part] = bytes(part.stop - part.start)
    return bytes(header)


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
def placed(target: Path) -> Iterator[None]:
    """Say in our words (StorageError) what the folder of a copy could not do."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageError("disk_full", target.name) from error
        code = "not_writable" if error.errno in _REFUSED else "disk_failed"
        raise StorageError(code, str(target.parent)) from error


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = _SQLITE_CODES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "damaged")
        detail = str(error) if code in ("damaged", "disk_failed") else path.name
        raise StorageError(code, detail) from error
    except UnicodeDecodeError as error:  # A name in the schema, which SQLite hands on unread.
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
