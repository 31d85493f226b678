"""C35 within a test: a site whose database has no room, can only be read, is held or damaged.

The same on real disks of a real server: test_c35_disks.py.
"""

from __future__ import annotations

import resource
import signal
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Final

from flask import Flask

from quizapp.db import engine as engine_module
from quizapp.extensions import db


def file_of(app: Flask) -> Path:
    """The database of the site."""
    folder: Path = app.config["WARAQA"].data_dir
    return folder / "waraqa.db"


def forget_connections(app: Flask) -> None:
    """Let the next request open the file anew, as after a while without any."""
    with app.app_context():
        db.engine.dispose()


@contextmanager
def no_room(app: Flask) -> Iterator[None]:
    """No file may grow any more, as on a disk that is full."""
    log = Path(f"{file_of(app)}-wal")
    most = log.stat().st_size if log.exists() else 0
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    quiet = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most + 100, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, quiet)


@contextmanager
def read_only(app: Flask) -> Iterator[None]:
    """The database says that it may only be read."""
    engine_module.PRAGMAS["query_only"] = "on"  # type: ignore[index]
    forget_connections(app)
    try:
        yield
    finally:
        del engine_module.PRAGMAS["query_only"]  # type: ignore[attr-defined]
        forget_connections(app)


@contextmanager
def held(app: Flask) -> Iterator[None]:
    """Another process writes and does not end."""
    before = engine_module.PRAGMAS["busy_timeout"]
    engine_module.PRAGMAS["busy_timeout"] = "20"  # type: ignore[index]
    forget_connections(app)
    with closing(sqlite3.connect(file_of(app), isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        yield
    engine_module.PRAGMAS["busy_timeout"] = before  # type: ignore[index]
    forget_connections(app)


@contextmanager
def damaged(app: Flask) -> Iterator[None]:
    """The pages of what learners and teachers write hold something else: to read them fails."""
    file = file_of(app)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        pages = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE type <> 'trigger'"
            " AND tbl_name IN ('response', 'review', 'revision')"
        ).fetchall()
    forget_connections(app)
    whole = file.read_bytes()
    with file.open("r+b") as handle:
        for (page,) in pages:
            handle.seek((page - 1) * size)
            handle.write(b"\xa5" * size)
    try:
        yield
    finally:
        forget_connections(app)
        for side in ("-wal", "-shm"):
            Path(f"{file}{side}").unlink(missing_ok=True)
        file.write_bytes(whole)


WORDS: Final = {
    "full": {"ar": "لم تبقَ مساحة لحفظ هذا", "en": "There is no room left to store this"},
    "read-only": {"ar": "لا يمكن حفظ شيء الآن", "en": "Nothing can be stored at the moment"},
    "held": {"ar": "الموقع مشغول", "en": "The site is busy"},
    "damaged": {
        "ar": "تتعذّر قراءة المحفوظ الآن",
        "en": "What is stored cannot be read at the moment",
    },
}
Fault = Callable[[Flask], AbstractContextManager[None]]
FAULTS: Final[Mapping[str, tuple[Fault, int]]] = {
    "full": (no_room, 507),
    "read-only": (read_only, 503),
    "held": (held, 503),
    "damaged": (damaged, 503),
}
