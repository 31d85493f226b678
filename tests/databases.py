"""Databases for tests: one migrated template a run, one copy of it for each test.

SQLite by default. With WARAQA_TEST_DATABASE_URL set to a PostgreSQL server whose user may
create databases, the same tests run there; what is about SQLite's file is skipped.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text
from sqlalchemy.engine import make_url

from quizapp.db import migrate

SCRIPTS = Path(__file__).resolve().parents[1] / "migrations"
SERVER = os.environ.get("WARAQA_TEST_DATABASE_URL", "")


@dataclass(frozen=True)
class Template:
    """A migrated database that nobody writes to."""

    source: str

    def copied(self, folder: Path) -> str:
        """Return the URL of a fresh copy."""
        if SERVER:
            name = _created(f'TEMPLATE "{self.source}"')
            return _on_server(name)
        target = folder / "waraqa.db"
        shutil.copyfile(self.source, target)
        return f"sqlite:///{target}"

    def remove(self) -> None:
        """Remove the template from the server; a file goes with its folder."""
        if SERVER:
            drop(_on_server(self.source))


def make_template(folder: Path) -> Template:
    if SERVER:
        name = _created("")
        migrate.upgrade(_on_server(name), SCRIPTS)
        return Template(name)
    file = folder / "template.db"
    migrate.upgrade(f"sqlite:///{file}", SCRIPTS)
    return Template(str(file))


def drop(url: str) -> None:
    """Remove a database from the server; files go with their folder."""
    if SERVER:
        _administer(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')


def _created(options: str) -> str:
    name = f"waraqa_{uuid.uuid4().hex}"
    _administer(f'CREATE DATABASE "{name}" {options}')
    return name


def _on_server(name: str) -> str:
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)


def _administer(statement: str) -> None:
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Collect every statement that is sent while the block runs."""
    sent: list[str] = []

    def note(connection: Connection, cursor: object, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
