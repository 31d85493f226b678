"""Reading a database on a disk that can only be read.

In WAL mode SQLite keeps a log beside the database, and makes it anew where an orderly stop took
it away. Where it cannot, it refuses even to read. But on such a disk nobody else writes either,
so there the database is opened as one that does not change; and opened anew, as ever, as soon
as the disk can be written.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Dialect, Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

_UNCHANGING: Final = "opened as unchanging"


def configure(engine: Engine) -> None:
    """Have an engine for SQLite open a database so where it can be opened in no other way."""
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "checkout", _checked_out)


def _connect(
    _dialect: Dialect, entry: ConnectionPoolEntry, arguments: list[Any], options: dict[str, Any]
) -> sqlite3.Connection | None:
    file = str(arguments[0])
    if not _unchanging(file):
        return None
    entry.info[_UNCHANGING] = file
    address = f"{Path(file).absolute().as_uri()}?immutable=1"
    opened: sqlite3.Connection = sqlite3.connect(address, **{**options, "uri": True})
    return opened


def _checked_out(_driver: object, entry: ConnectionPoolEntry, _proxy: object) -> None:
    file = entry.info.get(_UNCHANGING)
    if file is not None and not _unchanging(file):
        raise DisconnectionError("the database can be written again")


def _unchanging(file: str) -> bool:
    """Whether a database was closed in order, and is on a disk that can only be read."""
    if not hasattr(os, "statvfs"):  # Windows
        return False
    try:
        reading_only = os.statvfs(file).f_flag & os.ST_RDONLY
    except OSError:
        return False
    return bool(reading_only) and not Path(f"{file}-wal").exists()
