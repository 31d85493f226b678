"""Who looked at whose grades: one entry in the audit log a day for whoever looks at something.

    grades.seen     a page with results: of a class, of one learner
    grades.taken    the same as a file
    data.taken      everything about oneself, as a file

Looking may never fail because it cannot be noted: where the database is busy the entry is left
out, and the next look that day makes it. It waits for nobody longer than `PATIENCE` seconds, so
that no answer stands behind it for long either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from quizapp.db import audit as log
from quizapp.db import people
from quizapp.db.engine import writing
from quizapp.domain.errors import StorageFailure
from quizapp.services.people import audit

PATIENCE: Final = 0.5
SEEN: Final = "grades.seen"
TAKEN: Final = "grades.taken"
OWN_TAKEN: Final = "data.taken"
OF_GRADES: Final = (SEEN, TAKEN, "pupil.exported")


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looks at the grades of a class, or of one learner in it, or at her own."""

    actor_id: int
    action: str
    classroom_id: str | None = None
    pupil_id: str | None = None


def note(session: Session, look: Look, now: datetime) -> bool:
    """Note a look unless that was done this day (UTC); return whether an entry was made."""
    try:
        connection = session.connection()
        named = _named(connection, look)
        if named is None or _noted(connection, look, named, now):
            return False
        with writing(session, patience=PATIENCE) as connection:
            if _noted(connection, look, named, now):
                return False
            audit.record(
                connection,
                actor_id=look.actor_id,
                action=look.action,
                object=named,
                details=_details(look),
                now=now,
            )
    except (StorageFailure, OperationalError):
        session.rollback()
        return False
    return True


def _noted(connection: Connection, look: Look, named: str, now: datetime) -> bool:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return log.is_there(
        connection, object=named, action=look.action, actor_id=look.actor_id, since=midnight
    )


def _named(connection: Connection, look: Look) -> str | None:
    if look.pupil_id is not None:
        number = people.find(connection, look.pupil_id)
        return None if number is None else f"account:{number}"
    if look.classroom_id is not None:
        return f"class:{look.classroom_id}"
    return f"account:{look.actor_id}"


def _details(look: Look) -> Mapping[str, Any]:
    of_pupil = look.pupil_id is not None and look.classroom_id is not None
    return {"class": look.classroom_id} if of_pupil else {}
