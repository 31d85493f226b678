"""A populated database of every released schema on a PostgreSQL server, and what is compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, NullPool, make_url

from quizapp.db.engine import make_engine
from tests.db.filling import fill
from tests.faults.releases import Columns, quoted
from tests.postgresql import close_abandoned, create, drop, on_server

# Everything that a migration can make: a kind, a name, and what it is.
SCHEMA = """
SELECT 'column', table_name || '.' || column_name,
       concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default, is_identity)
  FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT 'trigger', tgrelid::regclass || '.' || tgname,
       tgenabled::text || ' ' || pg_get_triggerdef(oid)
  FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'function', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT 'sequence', sequencename, data_type::text FROM pg_sequences
  WHERE schemaname = 'public'
"""
COLUMNS = """
SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)
  FROM information_schema.columns
 WHERE table_schema = 'public' AND table_name <> 'alembic_version' GROUP BY table_name
"""
OTHERS = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
Schema = dict[tuple[str, str], str]
Hashes = dict[str, tuple[str, ...]]


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """Yield a connection that nobody shares."""
    engine = make_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def schema_of(url: str) -> Schema:
    """Every object of the schema with what it is made of."""
    with reading(url) as connection:
        rows = connection.exec_driver_sql(SCHEMA).all()
    return {(kind, name): made for kind, name, made in rows}


def columns_of(url: str) -> Columns:
    """The columns of every table."""
    with reading(url) as connection:
        return {name: tuple(found) for name, found in connection.exec_driver_sql(COLUMNS)}


def row_hashes(url: str, columns: Columns) -> Hashes:
    """A hash of every row in these columns, in order."""
    with reading(url) as connection:
        return {
            table: tuple(
                sorted(
                    hashlib.sha256(repr(tuple(row)).encode()).hexdigest()
                    for row in connection.exec_driver_sql(
                        f"SELECT {', '.join(map(quoted, names))} FROM {quoted(table)}"
                    )
                )
            )
            for table, names in columns.items()
        }


def add_rows(url: str) -> None:
    """Add rows to every table."""
    engine = make_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        fill(connection)
    engine.dispose()


def others_at(url: str) -> int:
    """How many other connections a database has."""
    with reading(url) as connection:
        return int(connection.exec_driver_sql(OTHERS).scalar_one())


@contextmanager
def copied(url: str) -> Iterator[str]:
    """The URL of a copy of a database that nobody is at, until the block ends."""
    close_abandoned()
    name = create(f'TEMPLATE "{make_url(url).database}"')
    try:
        yield on_server(name)
    finally:
        close_abandoned()
        drop(name)
