"""What a database means when it refuses: one of four nouns of the domain, or a fault of ours.

    SQLITE_BUSY, SQLITE_LOCKED                     StorageBusy       try again
    SQLITE_FULL, writing that fails                StorageFull       make room
    SQLITE_READONLY, SQLITE_CANTOPEN               StorageReadOnly   mend the rights or the mount
    SQLITE_CORRUPT, SQLITE_NOTADB, reading fails   StorageDamaged    restore a backup

An engine that is configured by `db.engine` raises them in the place of the driver's errors,
wherever a statement, a commit or a new connection meets them. All else (a statement that is
wrong, a constraint) stays the driver's error.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

from sqlalchemy.engine import ExceptionContext

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


def named(error: BaseException | None) -> StorageFailure | None:
    """Return what a driver's error means; None for what is no refusal to store or read."""
    kind: type[StorageFailure] | None = None
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0)  # The module's own errors have none.
        kind = StorageFull if code in _NO_ROOM else _SQLITE.get(code & 0xFF)
    else:
        kind = _POSTGRESQL.get(getattr(error, "sqlstate", None) or "")
    return None if kind is None else kind(str(error))


def translate(context: ExceptionContext) -> None:
    """Raise what an error means in its place. For SQLAlchemy's event `handle_error`."""
    meant = named(context.original_exception)
    if meant is not None:
        raise meant from context.original_exception
