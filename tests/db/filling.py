"""Rows for every table of any schema that there ever was, made from the schema itself.

Knows no model: what a column takes is read from its type, its foreign keys and its CHECKs, so
that a database of an old release can be filled without the program of that day. The same call
on the same schema gives the same rows.

    fill(connection)    three rows more in every table, children after their parents; of each
                        column that may be NULL every third value is
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    func,
    inspect,
    select,
)
from sqlalchemy.engine.interfaces import ReflectedCheckConstraint

ROWS = 3
# Texts that programs read as JSON.
JSON = frozenset(
    {"kinds", "items", "arrangement", "marks", "chosen", "params", "details", "scopes", "changed"}
)
# What CHECKs ask for that are no lists of words.
EXACT: dict[tuple[str, str], float] = {
    ("assignment", "opens_at"): 1_700_000_000_000,
    ("assignment", "due_at"): 1_900_000_000_000,
}
# A permit to delete takes guards away; it gets an account of its own.
PERMITS = "erasure"


def fill(connection: Connection, rows: int = ROWS) -> None:
    """Add rows to every table."""
    metadata = MetaData()
    metadata.reflect(connection)
    every = inspect(connection).get_multi_check_constraints()
    checks = {name: words_of(every[None, name]) for name in metadata.tables}
    for table in metadata.sorted_tables:
        if table.name in ("alembic_version", PERMITS):
            continue
        there = count(connection, table)
        numbers = range(there + 1, there + rows + 1)
        connection.execute(table.insert(), rows_of(connection, table, checks[table.name], numbers))
    if PERMITS in metadata.tables and not count(connection, metadata.tables[PERMITS]):
        account = metadata.tables["account"]
        (alone,) = rows_of(connection, account, checks["account"], range(1_000_000, 1_000_001))
        connection.execute(account.insert(), alone)
        connection.execute(metadata.tables[PERMITS].insert(), {"account_id": alone["id"]})


def count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def rows_of(
    connection: Connection, table: Table, words: dict[str, list[str]], numbers: range
) -> list[dict[str, Any]]:
    """The values of a table's rows of these numbers."""
    rows = [
        {c.name: value_of(c, words.get(c.name), number) for c in table.columns}
        for number in numbers
    ]
    for constraint in table.foreign_key_constraints:
        parents = parents_of(connection, constraint, numbers)
        for row, parent in zip(rows, parents, strict=True):
            row.update(zip(constraint.column_keys, parent, strict=True))
    return rows


def parents_of(
    connection: Connection, constraint: ForeignKeyConstraint, numbers: range
) -> list[tuple[Any, ...]]:
    """The columns of a foreign key for each row: those of the parent's row of the same number."""
    columns = [element.column for element in constraint.elements]
    if constraint.referred_table is constraint.parent:  # The row before, of the first nothing.
        return [tuple(number - 1 or None for _ in columns) for number in numbers]
    order = list(constraint.referred_table.primary_key.columns)
    statement = select(*columns).order_by(*order).offset(numbers.start - 1).limit(len(numbers))
    return [tuple(row) for row in connection.execute(statement)]


def value_of(column: Column[Any], words: list[str] | None, number: int) -> Any:
    """A value that a column takes; unlike the one before wherever it may be."""
    name = (column.table.name, column.name)
    if column.primary_key and isinstance(column.type, Integer):
        return number
    if name in EXACT:
        return EXACT[name]
    if column.nullable and number % 3 == 0:
        return None
    if words:
        return words[number % len(words)]
    if isinstance(column.type, Boolean):
        return number % 2 == 0
    if isinstance(column.type, Float):
        return 0.5 if "score" in column.name else 1.25
    if isinstance(column.type, Integer):
        return 1_772_000_000_000 + number if column.name.endswith("_at") else number % 4 + 1
    mark = hashlib.sha256(f"{name} {number}".encode()).digest()
    if isinstance(column.type, LargeBinary):
        return mark[:16]
    if column.name in JSON:
        return f"[{number}]"
    # Unique at its start, whatever its length; in Arabic at its end.
    text = f"{mark.hex()[:6]} {column.name}: السطر {number}"
    return text[: getattr(column.type, "length", None) or 200]


def words_of(checks: Iterable[ReflectedCheckConstraint]) -> dict[str, list[str]]:
    """The words that CHECKs of a table allow for a column: `role IN ('guest', 'learner')`."""
    found = {}
    for check in checks:
        text = str(check["sqltext"])
        named = re.match(r"\W*(\w+)", text)
        words = re.findall(r"'(\w+(?:-\w+)?)'", text)
        if named and words:
            found[named[1]] = words
    return found
