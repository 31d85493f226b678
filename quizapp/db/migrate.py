"""Changing the schema of a database that holds somebody's answers.

One migration run is one transaction: it happens whole or not at all. Foreign keys are off
while it runs (rebuilding a parent table would otherwise delete or refuse its children), so
before the commit every foreign key is checked, no table may have lost a row that its
migration did not declare lost (`LOSES = {"table"}` in the script), and no surviving table
its triggers. An SQLite file is copied aside, verified, before its schema changes.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, inspect, text

from quizapp.db.base import Base
from quizapp.db.copies import copy_file
from quizapp.db.engine import IMMEDIATE, make_engine
from quizapp.db.postgresql import hold_schema
from quizapp.db.schema import sqlite_file as sqlite_file
from quizapp.domain.errors import StorageError

# Seconds after which nobody writes to a half-made copy any more.
_ABANDONED: Final = 3600.0


def head(scripts: Path) -> str:
    """Return the newest revision that the scripts know."""
    revision = _directory(scripts).get_current_head()
    assert revision is not None, "there is a first migration"
    return revision


def revisions(scripts: Path) -> frozenset[str]:
    """Return all revisions that the scripts know."""
    return frozenset(script.revision for script in _directory(scripts).walk_revisions())


def revision_of(url: str) -> str | None:
    """Return the revision a database stands at, None where it has no schema yet."""
    engine = make_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return revision_in(connection)


def revision_in(connection: Connection) -> str | None:
    """Return the revision of the database behind a connection."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(url: str, scripts: Path, target: str = "head") -> None:
    """Bring a database to the newest schema, or to `target`.

    Raises StorageError `schema_too_new` for a schema these scripts do not know (a newer
    program made it), `rows_lost`, `triggers_lost` or `foreign_keys` when a migration does
    harm, and whatever a script raises; the database is then as it was.
    """
    current = _refuse_unknown(url, scripts)
    wanted = head(scripts) if target == "head" else target
    if current == wanted:
        return
    if current is not None:
        _copy_aside(url, wanted)
    command.upgrade(_config(url, scripts), target)


def downgrade(url: str, scripts: Path, target: str) -> None:
    """Take a database back to an older schema, with the same guarantees as `upgrade`."""
    if _refuse_unknown(url, scripts) is not None:
        _copy_aside(url, target)
    command.downgrade(_config(url, scripts), target)


def run_in_one_transaction() -> None:
    """Run what Alembic was asked for. Called by migrations/env.py and by nothing else."""
    engine = make_engine(context.config.attributes["url"], poolclass=NullPool)
    lost_on_purpose: set[str] = set()

    def note(*, step: Any, **_: Any) -> None:
        for script in step.up_revisions:
            lost_on_purpose.update(getattr(script.module, "LOSES", ()))

    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _prepare_sqlite(connection)
        with connection.execution_options(**{IMMEDIATE: True}).begin():
            if engine.dialect.name == "postgresql":
                hold_schema(connection)
            rows, triggers = _rows(connection), _triggers(connection)
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                render_as_batch=True,
                on_version_apply=note,  # type: ignore[arg-type]  # called by keyword
            )
            context.run_migrations()
            _check_rows(connection, rows, lost_on_purpose)
            _check_triggers(connection, triggers)
            _check_foreign_keys(connection)


def _prepare_sqlite(connection: Connection) -> None:
    """Switch off what would delete children or trip over a table that is being rebuilt.

    Both pragmas do nothing inside a transaction, so they go straight to the driver. With
    `legacy_alter_table` a rename leaves other tables' references and triggers alone.
    """
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = off")
    driver.execute("PRAGMA legacy_alter_table = on")


def _rows(connection: Connection) -> dict[str, int]:
    quote = connection.dialect.identifier_preparer.quote
    return {
        name: connection.execute(text(f"SELECT count(*) FROM {quote(name)}")).scalar_one()  # noqa: S608
        for name in inspect(connection).get_table_names()
        if name != "alembic_version"
    }


_TRIGGERS: Mapping[str, str] = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_schema WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal",
}


def _triggers(connection: Connection) -> dict[str, str]:
    rows = connection.execute(text(_TRIGGERS[connection.dialect.name]))
    return {row[0]: row[1] for row in rows}


def _check_rows(connection: Connection, before: Mapping[str, int], declared: set[str]) -> None:
    after = _rows(connection)
    for name, rows in before.items():
        if name in after and name not in declared and after[name] < rows:
            raise StorageError("rows_lost", f"{name}: {rows} -> {after[name]}")


def _check_triggers(connection: Connection, before: Mapping[str, str]) -> None:
    after = _triggers(connection)
    tables = set(inspect(connection).get_table_names())
    lost = sorted(name for name, table in before.items() if table in tables and name not in after)
    if lost:
        raise StorageError("triggers_lost", ", ".join(lost))


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        dangling = connection.execute(text("PRAGMA foreign_key_check")).fetchmany(5)
        if dangling:
            raise StorageError("foreign_keys", "; ".join(f"{row[0]} {row[1]}" for row in dangling))


def _refuse_unknown(url: str, scripts: Path) -> str | None:
    file = sqlite_file(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    current = revision_of(url)
    if current is not None and current not in revisions(scripts):
        raise StorageError("schema_too_new", current)
    return current


def _copy_aside(url: str, wanted: str) -> None:
    file = sqlite_file(url)
    if file is not None:
        _sweep(file)
        copy_file(file, file.with_name(f"{file.name}.before-{wanted}"))


def _sweep(file: Path) -> None:
    """Remove what an upgrade that was killed left half-copied, if nobody can be at it any more."""
    for path in file.parent.glob(f".{file.name}.before-*.tmp*"):
        try:
            if time.time() - path.stat().st_mtime > _ABANDONED:
                path.unlink()
        except FileNotFoundError:
            continue  # It was somebody's after all, and is done.


def _config(url: str, scripts: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["url"] = url
    return config


def _directory(scripts: Path) -> ScriptDirectory:
    return ScriptDirectory(str(scripts))
