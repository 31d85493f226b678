"""What every table and every statement shares: one metadata, names for constraints.

Constraints are named by rule, because a migration can only change what has a name,
on SQLite (where a table is rebuilt) and on PostgreSQL alike.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias, cast

from sqlalchemy import MetaData, Row, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
ConflictFreeInsert: TypeAlias = sqlite.Insert | postgresql.Insert

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The declarative base of all models."""

    metadata = MetaData(naming_convention=NAMING)


def table(model: type[Base]) -> Table:
    """Return the table of a model, for statements that bypass the ORM."""
    return cast("Table", model.__table__)


def inserts_of_new(target: Table) -> dict[str, ConflictFreeInsert]:
    """Return, by dialect, the INSERT that leaves a row alone which is already there.

    Their row count tells what was inserted; new keys are not fetched.
    """
    return {
        "sqlite": sqlite.insert(target).on_conflict_do_nothing().inline(),
        "postgresql": postgresql.insert(target)
        .on_conflict_do_nothing()
        .inline()
        # Else the count is gone with the cursor, which an INSERT closes at once.
        .execution_options(preserve_rowcount=True),
    }
