"""0012 on a database of the seventh release with a class that a roster filled."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db import migrate
from quizapp.db.engine import make_engine, writing
from quizapp.formats.roster import read_pasted
from quizapp.services import classes
from quizapp.services.people.retention import carry_out, outlook
from tests.classes import School
from tests.databases import SCRIPTS

YEAR = timedelta(days=365)


def test_whom_a_roster_made_is_known_and_nothing_is_lost(
    session: Session, database_file: Path
) -> None:
    school = School(session)
    nadia = school.teacher("Nadia")
    room = school.classroom(nadia)
    samir = school.pupil("Samir", nadia, room)
    school.now += timedelta(days=1)
    classes.take_over(
        session,
        account_id=nadia,
        classroom_id=room,
        roster=read_pasted("Samir\nHuda Salem"),
        now=school.now,
    )
    with writing(session) as connection:  # She is on the roster now, with an account of her own.
        connection.execute(
            text("UPDATE membership SET listed = 'Samir' WHERE account_id = :id"), {"id": samir}
        )
    session.close()
    session.get_bind().engine.dispose()
    url = f"sqlite:///{database_file}"
    migrate.downgrade(url, SCRIPTS, "0011")
    migrate.upgrade(url, SCRIPTS)
    engine = make_engine(url)
    with Session(engine, expire_on_commit=False) as again:
        made = again.execute(
            text(
                "SELECT account.name FROM membership JOIN account ON account.id ="
                " membership.account_id WHERE made ORDER BY name"
            )
        )
        assert made.scalars().all() == ["Huda Salem"]
        end = school.now + YEAR
        assert [each.what for each in outlook(again, end)] == ["class.end"]
        again.rollback()
        for moment in (end, end + timedelta(days=60), end + timedelta(days=90)):
            carry_out(again, moment)
        left = again.execute(text("SELECT name FROM account ORDER BY name")).scalars().all()
        assert left == ["Nadia", "Samir"]
    engine.dispose()
