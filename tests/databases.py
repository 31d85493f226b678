"""Databases for tests: one migrated template a run, one copy of it for each test.

SQLite by default. With WARAQA_TEST_DATABASE_URL set to a PostgreSQL server and a superuser of it
(`tools/postgres.sh` does), the same tests run there; what is about SQLite's file is skipped.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from quizapp.db import migrate
from quizapp.db.engine import make_engine
from tests.postgresql import SERVER, Origin, origin_of

SCRIPTS = Path(__file__).resolve().parents[1] / "migrations"


@dataclass(frozen=True)
class Template:
    """A filled database that nobody writes to: a file, or one on the server."""

    source: Path | Origin

    def copied(self, folder: Path) -> str:
        """Return the URL of a fresh copy; `drop` says when it is not needed any more."""
        if isinstance(self.source, Origin):
            return self.source.taken()
        target = folder / "waraqa.db"
        shutil.copyfile(self.source, target)
        return f"sqlite:///{target}"

    def remove(self) -> None:
        """Remove the template and its copies from the server; a file goes with its folder."""
        if isinstance(self.source, Origin):
            self.source.remove()

    def engine(self, url: str) -> Engine:
        """Return an engine for a copy: on the server, one that has its connections already."""
        if isinstance(self.source, Origin):
            return self.source.engine(url)
        return make_engine(url)


def renew(url: str, engine: Engine) -> None:
    """Make a copy on the server fresh again for those who keep it, with this engine."""
    origin_of(url).renew(url, engine)


def make_template(folder: Path, fill: Callable[[str], object] | None = None) -> Template:
    """Make a migrated database and let `fill` put something into it, given its URL."""

    def made(url: str) -> None:
        migrate.upgrade(url, SCRIPTS)
        if fill is not None:
            fill(url)

    if SERVER:
        return Template(Origin.made(made))
    file = folder / "template.db"
    made(f"sqlite:///{file}")
    if fill is not None:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Template(file)


def drop(url: str) -> None:
    """Give a copy back; a file goes with its folder."""
    if SERVER:
        origin_of(url).given_back(url)


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Collect every statement that is sent while the block runs.

    What only waits for other writers is left out, as SQLite's BEGIN IMMEDIATE is.
    """
    sent: list[str] = []

    def note(connection: Connection, cursor: object, statement: str, *_: Any) -> None:
        if "pg_advisory_xact_lock" not in statement:
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
