"""Every row of every table, to see that nothing changed; whose notes may change is said here."""

from __future__ import annotations

import hashlib

from flask import Flask
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from quizapp.db.base import Base
from quizapp.extensions import database

# That somebody was here, that a program asked, that a grade was looked at, how often somebody
# tried: notes about a request, not what it did.
NOTES = frozenset({"auth_session", "audit_entry", "api_token", "throttle"})
Rows = dict[str, str]


def rows_in(session: Session, without: frozenset[str] = NOTES) -> Rows:
    """Return a digest of the rows of each table."""
    found = {}
    there = set(inspect(session.connection()).get_table_names())
    for table in Base.metadata.sorted_tables:
        if table.name in there and table.name not in without:
            lines = sorted(repr(tuple(row)) for row in session.execute(select(table)))
            found[table.name] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    session.rollback()
    return found


def rows_of(app: Flask, without: frozenset[str] = NOTES) -> Rows:
    """Return a digest of the rows of each table of a site."""
    with app.app_context():
        return rows_in(database(), without)


def changed(before: Rows, after: Rows) -> set[str]:
    """Return the tables whose rows differ."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
