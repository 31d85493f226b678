"""Storing millions of rows, each database in its quickest way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Engine


def copied(
    engine: Engine, name: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Store rows the fastest way that the database has."""
    listed = ", ".join(columns)
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if engine.dialect.name == "sqlite":
            driver.execute("PRAGMA synchronous = off")
            driver.execute("PRAGMA foreign_keys = off")
            driver.execute("BEGIN IMMEDIATE")
            marks = ", ".join("?" * len(columns))
            driver.executemany(f"INSERT INTO {name} ({listed}) VALUES ({marks})", rows)
            driver.commit()
        else:
            with driver.cursor() as cursor, cursor.copy(f"COPY {name} ({listed}) FROM STDIN") as to:
                for row in rows:
                    to.write_row(row)
            driver.commit()


def analyse(engine: Engine) -> None:
    """Let the database count what its planner goes by."""
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
