"""A populated database of every released schema, and what is compared when one is upgraded."""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import NullPool

from quizapp.db import migrate
from quizapp.db.engine import make_engine
from tests.databases import SCRIPTS
from tests.db.filling import fill

REVISIONS = sorted(migrate.revisions(SCRIPTS))
HEAD = REVISIONS[-1]
Columns = dict[str, tuple[str, ...]]
FAILING = """

_done = upgrade


def upgrade() -> None:
    _done()
    raise RuntimeError("after all was done")
"""


@dataclass(frozen=True)
class Release:
    """A database as a release left it. Nobody writes to the file."""

    revision: str
    file: Path

    def copied(self, folder: Path) -> Path:
        """Return a copy to be upgraded."""
        folder.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copyfile(self.file, folder / "waraqa.db"))


_MADE: dict[str, Release] = {}


def make_releases(folder: Path) -> dict[str, Release]:
    """Grow one database through all releases; each adds rows to every table that it has.

    Once for a run of the tests, in the folder that was asked for first.
    """
    if _MADE:
        return _MADE
    growing = folder / "growing.db"
    made = {}
    for revision in REVISIONS:
        migrate.upgrade(url_of(growing), SCRIPTS, revision)
        add_rows(growing)
        made[revision] = Release(revision, folder / f"{revision}.db")
        shutil.copyfile(growing, made[revision].file)
    _MADE.update(made)
    return made


def failing_scripts(folder: Path, revision: str) -> Path:
    """Return a copy of the migrations of which one raises when its work is done."""
    scripts = folder / "scripts"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (script,) = (scripts / "versions").glob(f"{revision}_*.py")
    script.write_text(script.read_text(encoding="utf-8") + FAILING, encoding="utf-8")
    return scripts


def add_rows(file: Path, rows: int = 3) -> None:
    engine = make_engine(url_of(file), poolclass=NullPool)
    with engine.begin() as connection:
        fill(connection, rows)
    engine.dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = delete")


def url_of(file: Path) -> str:
    return f"sqlite:///{file}"


def columns_of(file: Path) -> Columns:
    """The columns of every table."""
    with closing(sqlite3.connect(file)) as connection:
        return {
            name: tuple(row[1] for row in connection.execute(f'PRAGMA table_info("{name}")'))
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table'"
                " AND name NOT LIKE 'sqlite_%' AND name != 'alembic_version'"
            ).fetchall()
        }


def row_hashes(file: Path, columns: Columns) -> dict[str, tuple[str, ...]]:
    """A hash of every row in these columns, in order."""
    with closing(sqlite3.connect(file)) as connection:
        return {
            table: tuple(
                sorted(
                    hashlib.sha256(repr(row).encode()).hexdigest()
                    for row in connection.execute(
                        f"SELECT {', '.join(map(quoted, names))} FROM {quoted(table)}"
                    )
                )
            )
            for table, names in columns.items()
        }


def quoted(name: str) -> str:
    return f'"{name}"'


def schema_of(file: Path) -> dict[str, str]:
    """Every object of the schema as SQL, whitespace and quotes around names aside."""
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute(
            "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
        )
        return {name: re.sub(r"\s+", " ", sql.replace('"', "")) for name, sql in rows}


def faults_in(file: Path) -> list[object]:
    """What SQLite itself has against a file."""
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
        return [row for row in found if row != ("ok",)] + connection.execute(
            "PRAGMA foreign_key_check"
        ).fetchall()
