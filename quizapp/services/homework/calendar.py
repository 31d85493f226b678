"""The secret link under which a learner's calendar program reads what is due.

Whoever holds the link sees titles and times, nothing else, and can do nothing. The link is
stored as a hash only, so it can be shown once; making another one ends the one before.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.db import calendars
from quizapp.db.engine import writing
from quizapp.domain.errors import NotFound
from quizapp.services.homework.playing import due_for
from quizapp.services.homework.views import Task


def make_feed(session: Session, *, account_id: int, token: str, now: datetime) -> None:
    """Make a calendar link out of an unguessable token; the one before shows nothing any more."""
    with writing(session, of=account_id) as connection:
        values = {"token_hash": _hash(token), "created_at": now}
        calendars.put(connection, account_id, values)


def end_feed(session: Session, *, account_id: int) -> None:
    """Take the calendar link away."""
    with writing(session, of=account_id) as connection:
        calendars.put(connection, account_id, None)


def feed_since(session: Session, *, account_id: int) -> datetime | None:
    """Return when the calendar link was made, None where there is none."""
    return calendars.since(session.connection(), account_id)


def feed(session: Session, *, token: str, now: datetime) -> tuple[Task, ...]:
    """Return what a calendar link shows: homework with a due time. Raises NotFound."""
    owner = calendars.owner(session.connection(), _hash(token))
    if owner is None:
        raise NotFound
    tasks = due_for(session, account_id=owner, now=now)
    return tuple(task for task in tasks if task.homework.due is not None)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
