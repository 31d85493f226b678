"""C32: the audit log says what was done, cannot be changed, and shows when it was all the same.

That single columns, a missing and a renumbered entry are found, and that a year is kept, is
in tests/services/test_people_codes.py; here are the flows that have to be in it, what the
database itself refuses, and entries that change places.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from quizapp.db.engine import writing
from quizapp.services import classes
from quizapp.services.accounts import Viewer, delete_account
from quizapp.services.doctor import Check, examine
from quizapp.services.people import administration, audit, watching
from tests.classes import School
from tests.databases import SCRIPTS

COLUMNS = "moment, actor_id, action, object, details, previous, digest"
GUARDS = ("audit_entry_fixed", "audit_entry_kept")


@pytest.fixture
def log(session: Session) -> list[str]:
    """A day at school; returns what has to stand in the log, oldest first."""
    school = School(session, now=datetime.now(UTC))
    nadia = school.teacher("Nadia")
    room = school.classroom(nadia)
    pupil = school.pupil("Huda", nadia, room)
    issuer = Viewer(nadia, "account-of-nadia", "teacher", name="Nadia")
    asked = {"classroom_id": room, "member_id": "account-of-huda", "now": school.now}
    watching.note(session, watching.Look(nadia, watching.SEEN, room), school.now)
    watching.note(
        session, watching.Look(nadia, watching.TAKEN, room, "account-of-huda"), school.now
    )
    classes.way_back(session, issuer=issuer, **asked)  # type: ignore[arg-type]
    classes.hand_over(session, issuer=issuer, **asked)  # type: ignore[arg-type]
    administration.change_role(session, "account-of-huda", "teacher", school.now)
    delete_account(session, "account-of-huda", now=school.now)
    assert pupil
    return [
        f"grades.seen class:{room}",
        f"grades.taken account:{pupil}",
        f"code.issued:reset account:{pupil}",
        f"pupil.exported account:{pupil}",
        f"role.changed account:{pupil}",
        f"account.deleted account:{pupil}",
    ]


def test_looking_resetting_taking_and_deleting_are_in_it(session: Session, log: list[str]) -> None:
    found = [f"{e.action} {e.object}" for e in reversed(audit.newest(session.connection()))]
    assert [each for each in found if each in log] == log
    assert audit.examine(session.connection()) == (len(found), [])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET details = '{}'",
        "UPDATE audit_entry SET digest = previous WHERE id = 1",
        "DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)",
        "DELETE FROM audit_entry",
        # The chain cannot fork: what follows the same entry twice is no log.
        f"INSERT INTO audit_entry (id, {COLUMNS}) SELECT 999, {COLUMNS} FROM audit_entry"
        " WHERE id = 2",
    ],
)
def test_the_database_refuses_any_change(session: Session, log: list[str], statement: str) -> None:
    assert log
    before = audit.examine(session.connection())
    with pytest.raises(DBAPIError), writing(session) as connection:
        connection.execute(text(statement))
    assert audit.examine(session.connection()) == before


def test_entries_that_change_places_are_found_by_the_doctor(
    session: Session, database_file: object, log: list[str]
) -> None:
    assert log
    with writing(session) as connection:
        for name in GUARDS:
            connection.execute(text(f"DROP TRIGGER {name}"))
        for step in ("id = -id", "id = 5 + id"):  # 2 and 3 for 3 and 2
            connection.execute(text(f"UPDATE audit_entry SET {step} WHERE id IN (2, 3, -2, -3)"))
    assert audit.examine(session.connection())[1] == ["audit_entry 2"]
    checks = {each.check: each.faults for each in examine(session, SCRIPTS).checks}
    assert checks[Check.AUDIT] == ("audit_entry 2",)
    assert set(checks[Check.GUARDS]) == set(GUARDS)
