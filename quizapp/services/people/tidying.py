"""What is deleted by itself: sessions and codes that are over, tries paid for, old entries.

    sessions         when they are over
    codes            a week after they were used or ended
    tries            when they are paid for
    notices          90 days after they were seen, a year after they were told
    the audit log    after a year
    tokens           90 days after they ended
    files            a day after they came in, taken in or not
    classes, guests, accounts that were shut     as `services.people.retention` says

Runs when the server starts, and at night. Nothing depends on it but the size of the file and
the promise not to keep what is not needed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from quizapp.db import credentials, exchange, notices, sessions, tokens
from quizapp.db.engine import writing
from quizapp.services.exchange.jobs import KEPT as FILES_KEPT
from quizapp.services.people import audit, retention
from quizapp.services.people.notices import KEPT, KEPT_UNSEEN
from quizapp.services.people.retention import MANY, Due

_CODES_KEPT: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many rows went, and what was done because nobody used it."""

    sessions: int
    codes: int
    tries: int
    notices: int
    entries: int
    tokens: int
    files: int
    unused: tuple[Due, ...] = ()


def tidy(session: Session, now: datetime, *, most: int = MANY) -> Tidied:
    """Delete what is not needed any more; of accounts so many at most."""
    rows = _rows(session, now)
    return replace(rows, unused=retention.carry_out(session, now, most))


def _rows(session: Session, now: datetime) -> Tidied:
    with writing(session) as connection:
        codes, tries = credentials.purge(connection, now - _CODES_KEPT, now)
        return Tidied(
            sessions=sessions.purge(connection, now),
            codes=codes,
            tries=tries,
            notices=notices.purge(connection, now - KEPT, now - KEPT_UNSEEN),
            entries=audit.purge(connection, now),
            tokens=tokens.purge(connection, now - KEPT),
            files=exchange.forget_old(connection, now - FILES_KEPT),
        )
