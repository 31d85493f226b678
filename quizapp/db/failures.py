"""What a database means when it refuses: one of four nouns of the domain, or a fault of ours.

    SQLITE_BUSY, SQLITE_LOCKED                     StorageBusy       try again
    SQLITE_FULL, writing that fails                StorageFull       make room
    SQLITE_READONLY, SQLITE_CANTOPEN               StorageReadOnly   mend the rights or the mount
    SQLITE_CORRUPT, SQLITE_NOTADB, reading fails   StorageDamaged    restore a backup

A write fails as well on a disk that has just become read-only, or is not there any more. SQLite
says the same of all three (SQLITE_IOERR_WRITE), so the system is asked which it is.

An engine that is configured by `db.engine` raises them in the place of the driver's errors,
wherever a statement, a commit or a new connection meets them. All else (a statement that is
wrong, a constraint) stays the driver's error.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Mapping
from time import sleep
from typing import Final

from sqlalchemy.engine import Engine, ExceptionContext

from quizapp.domain.errors import (
    StorageBusy,
    StorageDamaged,
    StorageFailure,
    StorageFull,
    StorageReadOnly,
)

_SQLITE: Final[Mapping[int, type[StorageFailure]]] = {
    sqlite3.SQLITE_BUSY: StorageBusy,
    sqlite3.SQLITE_LOCKED: StorageBusy,
    sqlite3.SQLITE_FULL: StorageFull,
    sqlite3.SQLITE_READONLY: StorageReadOnly,
    sqlite3.SQLITE_PERM: StorageReadOnly,
    sqlite3.SQLITE_CANTOPEN: StorageReadOnly,
    sqlite3.SQLITE_CORRUPT: StorageDamaged,
    sqlite3.SQLITE_NOTADB: StorageDamaged,
    sqlite3.SQLITE_IOERR: StorageDamaged,
}
# A quota or a limit on the size of files shows itself so, and not as SQLITE_FULL.
_NO_ROOM: Final = frozenset(
    {
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_SHMSIZE,
        sqlite3.SQLITE_IOERR_SHMMAP,
        sqlite3.SQLITE_IOERR_TRUNCATE,
    }
)
# A file system that finds a fault fails a write first and turns read-only a moment later.
_ASKED_AFTER: Final = (0.0, 0.05)
_OF_SYSTEM: Final[Mapping[int, type[StorageFailure]]] = {
    errno.EROFS: StorageReadOnly,
    errno.EACCES: StorageReadOnly,
    errno.EPERM: StorageReadOnly,
    errno.EIO: StorageDamaged,
}
# lock_not_available, deadlock_detected, serialization_failure, too_many_connections; disk_full;
# read_only_sql_transaction; io_error, data_corrupted, index_corrupted
_POSTGRESQL: Final[Mapping[str, type[StorageFailure]]] = {
    "55P03": StorageBusy,
    "40P01": StorageBusy,
    "40001": StorageBusy,
    "53300": StorageBusy,
    "53100": StorageFull,
    "25006": StorageReadOnly,
    "58030": StorageDamaged,
    "XX001": StorageDamaged,
    "XX002": StorageDamaged,
}


def named(error: BaseException | None, file: str | None = None) -> StorageFailure | None:
    """Return what a driver's error means; None for what is no refusal to store or read.

    `file` is the path of an SQLite database, where it is known.
    """
    kind: type[StorageFailure] | None = None
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0)  # The module's own errors have none.
        kind = _SQLITE.get(code & 0xFF)
        if code & 0xFF == sqlite3.SQLITE_IOERR:
            kind = _of_disk(file) or (StorageFull if code in _NO_ROOM else kind)
    else:
        kind = _POSTGRESQL.get(getattr(error, "sqlstate", None) or "")
    return None if kind is None else kind(str(error))


def _of_disk(file: str | None) -> type[StorageFailure] | None:
    """Return what the system says of writing beside a database; None where it has no objection.

    The log is opened and not the database: to close that would let go of the locks that SQLite
    holds on it in this process.
    """
    for pause in _ASKED_AFTER:
        sleep(pause)
        try:
            os.close(os.open(f"{file}-wal", os.O_WRONLY))
        except OSError as refused:
            return _OF_SYSTEM.get(refused.errno or 0)
    return None


def translate(context: ExceptionContext) -> None:
    """Raise what an error means in its place. For SQLAlchemy's event `handle_error`."""
    engine = context.engine
    meant = named(context.original_exception, engine.url.database if engine is not None else None)
    if meant is None:
        return
    if engine is not None and reopens(engine, meant):
        context.is_disconnect = True
        cursor = getattr(context.execution_context, "cursor", None)
        if cursor is not None:
            cursor.close()  # Or it would keep the connection open.
    raise meant from context.original_exception


def reopens(engine: Engine, meant: StorageFailure | None) -> bool:
    """Return whether a connection is of no use after a failure; close all that nobody uses then.

    What was opened while there was only reading stays so, and as long as one of this process is
    open, those that are opened later share its log.
    """
    if not isinstance(meant, StorageReadOnly):
        return False
    engine.dispose()
    return True
