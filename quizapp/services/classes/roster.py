"""Taking a roster over into a class: first a look at what would happen, then all of it or nothing.

A line names somebody who is in the class already (nothing happens), somebody who was (she
comes back), or somebody new (an account is made that she claims with a code). So reading the
same roster twice makes nobody twice:

    first time     Huda new, Rania new        second time    Huda there, Rania there
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import classrooms, logins
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.errors import ClassroomRefusal
from quizapp.domain.logins import folded
from quizapp.domain.nicknames import free_number
from quizapp.formats.roster import Roster, RosterLine, RosterProblem
from quizapp.services.classes.joining import MOST_MEMBERS
from quizapp.services.classes.running import put_member
from quizapp.services.classes.views import teaches
from quizapp.services.people import audit, create_pupil, throttle

PUPILS_A_DAY: Final = 2_000


@dataclass(frozen=True, slots=True)
class Outlook:
    """What taking a roster over would do, line by line; with problems it would do nothing."""

    new: tuple[RosterLine, ...]
    returning: tuple[RosterLine, ...]
    there: tuple[RosterLine, ...]
    problems: tuple[RosterProblem, ...]


def preview_roster(
    session: Session, *, account_id: int, classroom_id: str, roster: Roster
) -> Outlook:
    """Return what taking over would do, and write nothing. Raises ClassroomNotFound."""
    connection = session.connection()
    return _outlook(connection, teaches(connection, account_id, classroom_id).id, roster)


def take_over(
    session: Session, *, account_id: int, classroom_id: str, roster: Roster, now: datetime
) -> Outlook:
    """Take a roster over and return what was done; with any problem nothing is.

    Raises ClassroomNotFound, and ClassroomRefusal `full` or `throttled`.
    """
    with writing(session) as connection:
        classroom = teaches(connection, account_id, classroom_id)
        classrooms.lock(connection, classroom.id)
        outlook = _outlook(connection, classroom.id, roster)
        if outlook.problems:
            return outlook
        coming = len(outlook.new) + len(outlook.returning)
        _check_room(connection, account_id, classroom.id, coming, now)
        known = _known(connection, classroom.id)
        for line in outlook.returning:
            row = known[folded(line.name)]
            put_member(connection, classroom.id, row.account_id, "pupil", row.words, now)
        _add_new(connection, classroom, outlook.new, now)
        audit.record(
            connection,
            actor_id=account_id,
            action="class.roster",
            object=f"class:{classroom_id}",
            details={"new": len(outlook.new), "returning": len(outlook.returning)},
            now=now,
        )
    return outlook


def _outlook(connection: Connection, classroom: int, roster: Roster) -> Outlook:
    known = _known(connection, classroom)
    groups: dict[str, list[RosterLine]] = {"new": [], "returning": [], "there": []}
    problems = list(roster.problems)
    for line in roster.lines:
        row = known.get(folded(line.name))
        if row is not None:
            present = row.left_at is None and row.part in classrooms.PRESENT
            groups["there" if present else "returning"].append(line)
            continue
        groups["new"].append(line)
        if line.login and logins.by_login(connection, folded(line.login)) is not None:
            problems.append(RosterProblem(line.number, "login_taken", line.login))
    problems.sort(key=lambda problem: problem.line)
    return Outlook(
        tuple(groups["new"]), tuple(groups["returning"]), tuple(groups["there"]), tuple(problems)
    )


def _known(connection: Connection, classroom: int) -> dict[str, AnyRow]:
    """Whom the lines of a roster may mean: by the name they came with, else by their own."""
    rows = sorted(
        classrooms.all_ever(connection, classroom), key=lambda row: row.left_at is not None
    )
    known: dict[str, AnyRow] = {}
    for row in rows:
        if row.part in ("pupil", "waiting"):
            for name in (row.listed, row.name):
                if name:
                    known.setdefault(folded(name), row)
    return known


def _check_room(
    connection: Connection, account_id: int, classroom: int, coming: int, now: datetime
) -> None:
    if len(classrooms.members(connection, classroom)) + coming > MOST_MEMBERS:
        raise ClassroomRefusal("full")
    for _ in range(coming):
        if not throttle.spend(
            connection,
            bucket="roster",
            key=str(account_id),
            limit=PUPILS_A_DAY,
            window=timedelta(days=1),
            now=now,
        ):
            raise ClassroomRefusal("throttled")


def _add_new(
    connection: Connection,
    classroom: AnyRow,
    lines: Sequence[RosterLine],
    now: datetime,
) -> None:
    taken = {row.words for row in classrooms.all_ever(connection, classroom.id)}
    for line in lines:
        number, _ = create_pupil(connection, name=line.name, login=line.login, now=now)
        words = free_number(taken, classroom.public_id, number)
        taken.add(words)
        put_member(connection, classroom.id, number, "pupil", words, now)
        classrooms.change_member(
            connection, classroom.id, number, {"listed": line.name, "made": True}
        )
