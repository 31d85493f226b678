"""Fresh databases on a PostgreSQL server, in a few milliseconds each.

To make a database from a template takes PostgreSQL fifty milliseconds, and the first statements
on a new connection as many again. So a database that a test is done with is made again what it
was: rows that came are deleted, rows that the template has are put back where one of them was
touched, and every sequence starts anew. Where a test changed the schema itself, the database is
dropped. Triggers and foreign keys are off while rows go; that needs a superuser.

    template = Origin.made(lambda url: migrate.upgrade(url, SCRIPTS))
    url = template.taken()       # as the template is
    template.given_back(url)     # as the template is, again
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, Pool, create_engine, event
from sqlalchemy.engine import make_url

from quizapp.db.engine import make_engine

SERVER = os.environ.get("WARAQA_TEST_DATABASE_URL", "")
# Deleted rows stay in their files until these are swept. Nobody else sweeps here.
SWEPT_EVERY = 100

_SHAPE = """
SELECT concat_ws(' ',
 (SELECT concat(count(*), ',', max(oid::bigint)) FROM pg_class WHERE relnamespace = 2200),
 (SELECT concat(count(*), ',', max(oid::bigint)) FROM pg_constraint WHERE connamespace = 2200),
 (SELECT concat(count(*), ',', sum(attnum)) FROM pg_attribute JOIN pg_class ON attrelid = oid
  WHERE relnamespace = 2200 AND NOT attisdropped),
 (SELECT concat(count(*), ',', max(oid::bigint), ',', count(*) FILTER (WHERE tgenabled <> 'O'))
  FROM pg_trigger),
 (SELECT sum(xmin::text::bigint) FROM pg_proc WHERE pronamespace = 2200))
"""
_INTERRUPTED = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""


def on_server(name: str) -> str:
    """Return the URL of a database of the server."""
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)


def create(options: str = "", name: str = "") -> str:
    """Make a database; return its name."""
    name = name or f"waraqa_{uuid.uuid4().hex}"
    administer(f'CREATE DATABASE "{name}" {options}')
    return name


def drop(name: str) -> None:
    administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def administer(statement: str) -> None:
    """Run a statement that no transaction can hold."""
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


_opened: list[Any] = []
_kept: list[Any] = []


def _note(driver: Any, _record: object) -> None:
    _opened.append(driver)


def keep(engine: Engine) -> None:
    """Let this engine's connections live on when a test ends."""
    event.listen(engine, "connect", lambda driver, _: _kept.append(driver))


def close_abandoned() -> None:
    """Close what was opened and not closed, as the end of a command's process would."""
    _kept[:] = [driver for driver in _kept if not driver.closed]
    for driver in _opened:
        if not any(driver is kept for kept in _kept):
            driver.close()
    _opened.clear()


if SERVER:
    event.listen(Pool, "connect", _note)


class Cleaner:
    """Takes one database back to what it was when this was made."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = create_engine(url, poolclass=NullPool)
        keep(self._engine)
        self._connection: Connection = self._engine.connect()
        self._cleaned = 0
        self.interrupted = False
        self._run("SET session_replication_role = replica")
        # Prepared at once, and not planned again: the same few statements, thousands of times.
        self._driver.prepare_threshold = 0
        self._run("SET plan_cache_mode = force_generic_plan")
        tables = self._column(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 2200"
        )
        self._filled = [name for name in tables if self._one(f'SELECT count(*) FROM "{name}"')]
        self._looks = " UNION ALL ".join(
            f"(SELECT '{name}' FROM \"{name}\" LIMIT 1)"
            for name in tables
            if name not in self._filled
        )
        self._marks = " UNION ALL ".join(
            f"SELECT '{name}', concat(count(*), ' ', max(xmin::text::bigint)) FROM \"{name}\""
            for name in self._filled
        )
        sequences = self._column(
            "SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 2200"
        )
        self._restart = "SELECT " + ", ".join(
            f"setval('\"{name}\"', {last}, {called})"
            for name in sequences
            for last, called in self._run(f'SELECT last_value, is_called FROM "{name}"')
        )
        self._run("CREATE SCHEMA IF NOT EXISTS kept")
        for name in self._filled:
            self._run(f'CREATE TABLE kept."{name}" AS SELECT * FROM "{name}"')
        self._marked = self._pairs(self._marks)
        self._shape = self._one(_SHAPE)
        self._connection.commit()

    def clean(self) -> bool:
        """Make the database what it was; return whether that was possible."""
        self.interrupted = bool(self._one(_INTERRUPTED))
        if self._one(_SHAPE) != self._shape:
            return False
        dirty = self._column(self._looks)
        marked = self._pairs(self._marks)
        touched = [name for name in self._filled if marked[name] != self._marked[name]]
        for name in (*dirty, *touched):
            self._run(f'DELETE FROM "{name}"')
        for name in touched:
            self._run(f'INSERT INTO "{name}" SELECT * FROM kept."{name}"')
        self._run(self._restart)
        if touched:
            self._marked = self._pairs(self._marks)
        self._connection.commit()
        self._cleaned += 1
        if self._cleaned % SWEPT_EVERY == 0:
            self._sweep()
        return True

    def close(self) -> None:
        self._driver.close()
        self._connection.invalidate()
        self._connection.close()
        self._engine.dispose()

    @property
    def _driver(self) -> Any:
        return self._connection.connection.driver_connection

    def _sweep(self) -> None:
        self._driver.autocommit = True
        self._driver.execute("VACUUM")
        self._driver.autocommit = False

    def _run(self, statement: str) -> Any:
        return self._connection.exec_driver_sql(statement)

    def _column(self, statement: str) -> list[str]:
        return list(self._run(statement).scalars())

    def _pairs(self, statement: str) -> dict[str, str]:
        return dict(self._run(statement).all())

    def _one(self, statement: str) -> Any:
        return self._run(statement).scalar_one()


@dataclass
class Origin:
    """A database that nobody writes to, and those made from it that are free to take."""

    source: str
    free: list[str] = field(default_factory=list)
    cleaners: dict[str, Cleaner] = field(default_factory=dict)
    engines: dict[str, Engine] = field(default_factory=dict)

    @classmethod
    def made(cls, fill: Callable[[str], object]) -> Origin:
        """Make the database and let it be filled; whoever fills it lets go of it."""
        name = create()
        fill(on_server(name))
        _ORIGINS.append(cls(name))
        return _ORIGINS[-1]

    def taken(self) -> str:
        """Return the URL of a database that says what this one says."""
        if not self.free:
            name = create(f'TEMPLATE "{self.source}"')
            self.cleaners[name] = Cleaner(on_server(name))
            self.free.append(name)
        return on_server(self.free.pop())

    def given_back(self, url: str) -> None:
        """Clean the database for the next who asks, or drop it where that is not possible."""
        name = str(make_url(url).database)
        if self._cleaned(name, self.engines.get(name)):
            self.free.append(name)
        else:
            self._drop(name)

    def renew(self, url: str, engine: Engine) -> None:
        """Clean the database for whoever goes on with it, through an engine of his own."""
        name = str(make_url(url).database)
        if not self._cleaned(name, engine):
            engine.dispose()
            self._drop(name)
            create(f'TEMPLATE "{self.source}"', name)
            self.cleaners[name] = Cleaner(url)

    def _cleaned(self, name: str, engine: Engine | None) -> bool:
        close_abandoned()
        cleaner = self.cleaners[name]
        done = cleaner.clean()
        if cleaner.interrupted and engine is not None:
            engine.dispose()
        return done

    def engine(self, url: str) -> Engine:
        """Return the engine for such a database that all tests share, one after the other."""
        name = str(make_url(url).database)
        if name not in self.engines:
            self.engines[name] = make_engine(url)
            keep(self.engines[name])
        return self.engines[name]

    def remove(self) -> None:
        """Drop all of them."""
        for name in list(self.cleaners):
            self._drop(name)
        drop(self.source)

    def _drop(self, name: str) -> None:
        self.free = [each for each in self.free if each != name]
        self.cleaners.pop(name).close()
        if name in self.engines:
            self.engines.pop(name).dispose()
        drop(name)


_ORIGINS: list[Origin] = []


def origin_of(url: str) -> Origin:
    """Return where a database was taken from."""
    name = make_url(url).database
    return next(origin for origin in _ORIGINS if name in origin.cleaners)


@contextmanager
def empty_database() -> Iterator[str]:
    """The URL of a database without a schema, until the block ends."""
    name = create()
    try:
        yield on_server(name)
    finally:
        close_abandoned()
        drop(name)
