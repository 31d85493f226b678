"""The name under which somebody is seen by the teachers of her classes.

A name that came with the roster of a class is how its teacher knows the pupil, so it stays
while she is in that class. Any other may be changed by whoever bears it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.db import logins
from quizapp.db.engine import writing
from quizapp.domain.logins import NameRejected, tidy_name
from quizapp.services.people import audit


def is_on_a_roster(session: Session, account_id: int) -> bool:
    """Tell whether somebody's name stands on the roster of a class that she is in now."""
    return logins.is_on_a_roster(session.connection(), account_id)


def rename(session: Session, *, account_id: int, name: str, now: datetime) -> None:
    """Change somebody's name. Raises NameRejected, `roster` where a teacher gave it."""
    tidied = tidy_name(name)
    with writing(session) as connection:
        if logins.is_on_a_roster(connection, account_id):
            raise NameRejected("roster")
        row = logins.by_number(connection, account_id)
        if row is None or row.name == tidied:
            return
        logins.change(connection, account_id, name=tidied)
        audit.record(
            connection,
            actor_id=account_id,
            action="name.changed",
            object=f"account:{account_id}",
            details={},
            now=now,
        )
