"""Every row of an SQLite database into an empty PostgreSQL one, or none.

The source is held by one connection that nobody else shares and that cannot write; the target
by one transaction. Rows go as the databases store them, not as the models read them, table by
table in the order of the foreign keys, through COPY. What arrived is then read back: for each
table, rows are counted and hashed on both sides, whatever their order.

    hash of a table = sum of SHA-256(row) mod 2**256
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import BigInteger, Boolean, Connection, Integer, String, Table, text
from sqlalchemy.types import TypeDecorator

from quizapp.db.base import Base
from quizapp.domain.errors import StorageError

_BATCH: Final = 2_000
_MODULUS: Final = 1 << 256

TABLES: Final = tuple(Base.metadata.sorted_tables)
"""Every table but Alembic's own, parents first."""


class Digest:
    """Counts rows and hashes them, in any order."""

    def __init__(self) -> None:
        self.rows = 0
        self._sum = 0

    def add(self, row: tuple[Any, ...]) -> None:
        """Take a row in: whole numbers, floats, texts, bytes and None."""
        self.rows += 1
        number = int.from_bytes(hashlib.sha256(repr(row).encode()).digest(), "big")
        self._sum = (self._sum + number) % _MODULUS

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Digest) and (self.rows, self._sum) == (other.rows, other._sum)

    __hash__ = None  # type: ignore[assignment]  # it grows


@contextmanager
def held(path: Path) -> Iterator[sqlite3.Connection]:
    """Hold an SQLite database alone, for reading, until the block ends; its rows do not change.

    Raises StorageError `missing`, `in_use` while anybody else has it open, `not_a_database`.
    """
    if not path.is_file():
        raise StorageError("missing", path.name)
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        connection.text_factory = _decoded
        try:
            connection.execute("PRAGMA locking_mode = exclusive")
            connection.execute("PRAGMA trusted_schema = off")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("PRAGMA query_only = on")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise StorageError("in_use", path.name) from error
            raise StorageError("damaged", str(error)) from error
        except sqlite3.DatabaseError as error:
            raise StorageError("not_a_database", path.name) from error
        yield connection
        connection.execute("ROLLBACK")


def _decoded(raw: bytes) -> str:
    # Half of a pair of surrogates is no UTF-8. It is told apart from text further on.
    return raw.decode("utf-8", "surrogateescape")


@dataclass(frozen=True, slots=True)
class Shape:
    """How rows of a table travel: their columns, which are booleans, how long texts may be."""

    table: Table
    names: tuple[str, ...]
    booleans: frozenset[int]
    whole: dict[int, int]
    lengths: dict[int, int]

    @classmethod
    def of(cls, table: Table) -> Shape:
        """Return the shape of a table."""
        kinds = [_plain(column.type) for column in table.columns]
        return cls(
            table,
            tuple(table.columns.keys()),
            frozenset(at for at, kind in enumerate(kinds) if isinstance(kind, Boolean)),
            {
                at: 63 if isinstance(kind, BigInteger) else 31
                for at, kind in enumerate(kinds)
                if isinstance(kind, Integer)
            },
            {
                at: kind.length
                for at, kind in enumerate(kinds)
                if isinstance(kind, String) and kind.length is not None
            },
        )

    @property
    def columns(self) -> str:
        """The quoted names of the columns, with commas."""
        return ", ".join(f'"{name}"' for name in self.names)

    def checked(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return a row of the source as the target takes it.

        Raises StorageError `cannot_move` with the place, for what PostgreSQL cannot hold: a zero
        character, half a character, a text or a number that is too long for its column.
        """
        for at, value in enumerate(row):
            if isinstance(value, str):
                if (
                    "\x00" in value
                    or not _is_text(value)
                    or len(value) > self.lengths.get(at, len(value))
                ):
                    raise self._refused(row, at)
            elif (
                isinstance(value, int) and at in self.whole and value.bit_length() > self.whole[at]
            ):
                raise self._refused(row, at)
        if not self.booleans:
            return row
        return tuple(
            bool(value) if at in self.booleans and value is not None else value
            for at, value in enumerate(row)
        )

    def _refused(self, row: tuple[Any, ...], at: int) -> StorageError:
        keys = [self.names.index(column.name) for column in self.table.primary_key.columns]
        place = ", ".join(f"{self.names[key]} {row[key]!a}" for key in keys)
        return StorageError("cannot_move", f"{self.table.name}.{self.names[at]}, {place}")


def _plain(kind: Any) -> Any:
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    return kind


def _is_text(value: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in value)


def rows_of(source: sqlite3.Connection, shape: Shape) -> Iterator[tuple[Any, ...]]:
    """Yield every row of a table of the source, as the target takes it."""
    cursor = source.execute(f'SELECT {shape.columns} FROM "{shape.table.name}"')  # noqa: S608
    while rows := cursor.fetchmany(_BATCH):
        for row in rows:
            yield shape.checked(row)


def first_filled(target: Connection) -> str | None:
    """Return a table of the target that has rows, ours or somebody else's; None without one."""
    names = target.execute(
        text(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
            " AND relnamespace = current_schema()::regnamespace AND relname <> 'alembic_version'"
            " ORDER BY relname"
        )
    ).scalars()
    quote = target.dialect.identifier_preparer.quote
    for name in names.all():
        if target.execute(text(f"SELECT 1 FROM {quote(name)} LIMIT 1")).first():  # noqa: S608
            return str(name)
    return None


def copy_table(source: sqlite3.Connection, target: Connection, shape: Shape) -> Digest:
    """Copy the rows of a table; return what went. Raises StorageError `cannot_move`."""
    digest = Digest()
    driver: Any = target.connection.driver_connection
    into = f'COPY "{shape.table.name}" ({shape.columns}) FROM STDIN'
    with driver.cursor() as cursor, cursor.copy(into) as stream:
        for row in rows_of(source, shape):
            digest.add(_same_on_both(row))
            stream.write_row(row)
    return digest


def read_back(target: Connection, shape: Shape) -> Digest:
    """Return what a table of the target holds."""
    digest = Digest()
    driver: Any = target.connection.driver_connection
    with driver.cursor(name="moved") as cursor:
        cursor.itersize = _BATCH
        cursor.execute(f'SELECT {shape.columns} FROM "{shape.table.name}"')  # noqa: S608
        for row in cursor:
            digest.add(_same_on_both(row))
    return digest


def _same_on_both(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(int(value) if isinstance(value, bool) else value for value in row)


def go_on_counting(source: sqlite3.Connection, target: Connection) -> None:
    """Let every sequence of the target go on after the numbers that were ever given."""
    given: dict[str, int] = {}
    if source.execute("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").fetchone():
        given = dict(source.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    for table in TABLES:
        for column in table.primary_key.columns:
            sequence = target.execute(
                text("SELECT pg_get_serial_sequence(:table, :column)"),
                {"table": f'"{table.name}"', "column": column.name},
            ).scalar()
            if sequence is None:
                continue
            top = f'SELECT coalesce(max("{column.name}"), 0) FROM "{table.name}"'  # noqa: S608
            last = max(target.execute(text(top)).scalar_one(), given.get(table.name, 0))
            if last:
                target.execute(
                    text("SELECT setval(:name, :last)"), {"name": sequence, "last": last}
                )
