"""Whether the site can do its work now: written to, as it should be, and with room to go on.

    database   a row can be written (it is taken back at once)
    schema     the database has the schema that the program knows
    disk       at least 200 MB are free where the data are
    log        SQLite's write-ahead log is not beyond 64 MB
    backup     where backups are kept, the last is younger than half an hour, could be made,
               and the nightly examination found nothing wrong with one

Every check answers for itself: whatever goes wrong within it, it has failed, and the others are
still made. What is returned names checks, and no path, version or number.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from quizapp.db import schema
from quizapp.db.base import table
from quizapp.db.engine import writing
from quizapp.db.models import Throttle
from quizapp.domain.errors import QuizappError
from quizapp.services.backup_names import last_backup
from quizapp.services.backup_state import read_state

MEGABYTE: Final = 1024 * 1024
LEAST_FREE: Final = 200 * MEGABYTE
# SQLite cuts the log back to this size, and leaves it at that.
MOST_LOG: Final = 64 * MEGABYTE
BACKUP_AGE: Final = timedelta(minutes=30)
PATIENCE: Final = 1.0
BACKUPS: Final = "backups"


@dataclass(frozen=True, slots=True)
class Place:
    """Where everything is. `settled` tells that the site is up long enough to have a backup."""

    url: str
    scripts: Path
    data_dir: Path
    settled: bool = True


class _TakenBack(Exception):
    """Ends a transaction without keeping anything."""


def failing(session: Session, place: Place, now: datetime) -> tuple[str, ...]:
    """Return the names of the checks that fail, in the order above; none where all is well."""
    checks: dict[str, Callable[[], bool]] = {
        "database": lambda: _writes(session, now),
        "schema": lambda: _is_current(session, place.scripts),
        "disk": lambda: shutil.disk_usage(place.data_dir).free >= LEAST_FREE,
        "log": lambda: _log_size(place.url) <= MOST_LOG,
        "backup": lambda: not place.settled or _is_backed_up(place, now),
    }
    return tuple(name for name, check in checks.items() if not _holds(session, check))


def _holds(session: Session, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (QuizappError, SQLAlchemyError, OSError, ValueError):
        session.rollback()
        return False


def _writes(session: Session, now: datetime) -> bool:
    try:
        with writing(session, patience=PATIENCE) as connection:
            values = {"bucket": "readiness", "key": "probe", "paid_until": now}
            connection.execute(insert(table(Throttle)), values)
            raise _TakenBack
    except _TakenBack:
        return True


def _is_current(session: Session, scripts: Path) -> bool:
    return schema.revision_in(session.connection()) == _head(scripts)


@cache
def _head(scripts: Path) -> str:
    return schema.newest(scripts)


def _log_size(url: str) -> int:
    file = schema.sqlite_file(url)
    if file is None:
        return 0
    log = file.with_name(f"{file.name}-wal")
    return log.stat().st_size if log.exists() else 0


def _is_backed_up(place: Place, now: datetime) -> bool:
    if schema.sqlite_file(place.url) is None:
        return True  # Others have tools of their own.
    folder = place.data_dir / BACKUPS
    state = read_state(folder)
    if state.trouble or state.faults:
        return False
    last = last_backup(folder)
    return last is None or now - last < BACKUP_AGE
