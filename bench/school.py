"""The school of a lesson: its site, its learners and teacher, the cookies of their browsers."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import Connection, insert, text

from bench.many import CLASSROOM, MEMBERSHIP
from bench.site import make_site
from quizapp.db import people
from quizapp.db.engine import writing
from quizapp.extensions import database
from quizapp.services.accounts import Settings, session_id, token_hash

CLASS = "class-of-the-lesson"
PUPILS_OF_THE_CLASS = 30
_ANSWERS = """SELECT round.public_id || '/' || response.position
FROM response JOIN round ON round.id = response.round_id"""
_REVIEWS = "SELECT lower(hex(uuid)) FROM review WHERE source = 'card'"


@dataclass(frozen=True, slots=True)
class School:
    """A site with people in it: the cookie of each learner, and the teacher's."""

    app: Flask
    learners: tuple[str, ...]
    teacher: str

    def stored(self) -> Counter[str]:
        """Return what the database holds: answers as `round/place`, reviews by hand as uuids."""
        with self.app.app_context():
            return Counter(
                name
                for statement in (_ANSWERS, _REVIEWS)
                for name in database().execute(text(statement)).scalars()
            )


def make_school(folder: Path, learners: int) -> School:
    """Make the site of a school on a new database in `folder`; everybody is signed in."""
    app, now = make_site(folder), datetime.now(UTC)
    with app.app_context(), writing(database()) as connection:
        numbers = [_person(connection, f"pupil-{n}", "learner", now) for n in range(learners)]
        teacher = _person(connection, "teacher", "teacher", now)
        _class(connection, numbers[:PUPILS_OF_THE_CLASS], teacher, now)
    cookies = tuple(_cookie(app, f"pupil-{n}", now) for n in range(learners))
    return School(app, cookies, _cookie(app, "teacher", now))


def _person(connection: Connection, name: str, role: str, now: datetime) -> int:
    """Store somebody who is signed in already: a password for each would take an hour."""
    values: dict[str, Any] = {
        **asdict(Settings()),
        "public_id": name,
        "role": role,
        "name": name,
        "login": name,
        "login_key": name,
        "created_at": now,
    }
    number = people.add_account(connection, values)
    people.add_session(
        connection,
        {
            "token_hash": token_hash(_token(name)),
            "account_id": number,
            "created_at": now,
            "last_seen_at": now,
            "idle_limit": timedelta(days=30) // timedelta(milliseconds=1),
            "expires_at": now + timedelta(days=30),
            "public_id": session_id(_token(name)),
        },
    )
    return number


def _token(name: str) -> str:
    return f"the token of {name} in the lesson"


def _class(connection: Connection, pupils: list[int], teacher: int, now: datetime) -> None:
    row = {
        "public_id": CLASS,
        "name": "5B",
        "owner_id": teacher,
        "zone": "UTC",
        "nicknames": "words",
        "leaderboard": False,
        "created_at": now,
    }
    made = connection.execute(insert(CLASSROOM), row).inserted_primary_key
    assert made is not None
    everybody = [(number, "pupil") for number in pupils] + [(teacher, "teacher")]
    rows = [
        {"classroom_id": made[0], "account_id": number, "part": part, "words": place}
        | {"joined_at": now}
        for place, (number, part) in enumerate(everybody)
    ]
    connection.execute(insert(MEMBERSHIP), rows)


def _cookie(app: Flask, name: str, now: datetime) -> str:
    """Return the signed cookie of a browser, as the site would have set it."""
    interface = app.session_interface
    assert isinstance(interface, SecureCookieSessionInterface)
    signer = interface.get_signing_serializer(app)
    assert signer is not None
    inside = {"token": _token(name), "day": now.date().toordinal(), "_permanent": True}
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(inside)}"
