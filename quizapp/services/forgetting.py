"""After a restore: deleting again whoever was deleted since the backup was made.

A backup brings back accounts that are gone. The log of the database that was replaced has their
numbers, for each deletion is an entry there. It is followed only from the very entry with which
the backup's own log ends, because only then a number means the same account in both.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import NullPool
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from quizapp.db import audit as log
from quizapp.db import people
from quizapp.db.copies import reading_engine
from quizapp.db.engine import make_engine, writing
from quizapp.services.accounts import DELETED, OBJECT, fold_log, record_deletion


def forget_again(url: str, replaced: Path, now: datetime) -> int | None:
    """Delete from a restored database the accounts that the replaced one had deleted since.

    Each is recorded as any deletion is. Returns how many there were; None, and nobody is deleted,
    where the replaced database cannot be read or its log does not go on from the restored one's.
    """
    engine = make_engine(url, poolclass=NullPool)
    try:
        with Session(engine) as session:
            told = _deleted_since(replaced, log.last_digest(session.connection()))
            if told is None:
                return None
            with writing(session) as connection:
                again = sorted(told & people.numbers(connection))
                for number in again:
                    people.erase(connection, number)
                    record_deletion(connection, number, why="restore", now=now)
            fold_log(session)
            return len(again)
    finally:
        engine.dispose()


def _deleted_since(replaced: Path, digest: bytes | None) -> set[int] | None:
    engine = reading_engine(replaced)
    try:
        with engine.connect() as connection:
            named = log.following(connection, digest, DELETED)
        return None if named is None else {int(name.removeprefix(OBJECT)) for name in named}
    except (DatabaseError, ValueError):
        return None  # It is damaged, and that is why a backup was restored.
    finally:
        engine.dispose()
