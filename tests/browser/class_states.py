"""Classes and homework in every state, as a teacher, as a pupil, as somebody who comes in.

"schooling" teaches a class with pupils of all sorts of names, one of them waiting to be let in;
"schooled" learns in it; "unschooled" is a learner without a class. The class is made when it is
first looked at.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db.engine import writing
from quizapp.domain.errors import ClassroomRefusal
from quizapp.extensions import db
from quizapp.formats.roster import read_pasted
from quizapp.services import classes, homework, rounds
from quizapp.services.classes import ClassWish
from quizapp.services.classes.running import put_member
from quizapp.services.homework import TaskWish, TermsWish
from quizapp.services.people.retention import carry_out
from quizapp.web import ambient
from tests.browser.rounds import ARTICLE
from tests.browser.state import Reach, State
from tests.browser.visits import Visit
from tests.classes import School

ROOM: Final = "class-schooled"
OLD_CODE: Final = "QRSTUV23"
CODE: Final = "QRSTUV45"
ROSTER: Final = "هدى سالم\nRania Nasser\nxi_jinping (2)"
PUPIL: Final = "account-of-samirofschool"
WAITING: Final = "account-of-salmaofschool"
WEEK: Final = timedelta(days=7)


def _made(session: Session) -> None:
    """Make the class, its people and its homework, unless they are there."""
    found = text("SELECT count(*) FROM classroom WHERE public_id = :room")
    if session.execute(found, {"room": ROOM}).scalar_one():
        return
    now = datetime.now(UTC)
    school = School(session, now=now)
    owner = school.teacher("Nadia of school")
    wish = ClassWish("الصف الخامس (ب) Grade 5", "Asia/Amman", leaderboard=True)
    asked: dict[str, Any] = {"account_id": owner, "classroom_id": ROOM}
    classes.create_class(
        session, account_id=owner, wish=wish, public_id=ROOM, code=OLD_CODE, now=now - 3 * WEEK
    )
    classes.take_over(session, **asked, roster=read_pasted(ROSTER), now=now)
    late, pupil = school.person("Salma of school"), school.person("Samir of school")
    try:
        school.join(late, OLD_CODE)
    except ClassroomRefusal:
        classes.change_code(session, **asked, code=CODE, now=now)
    school.join(pupil, CODE)
    _set(session, asked, now)


def _set(session: Session, asked: dict[str, Any], now: datetime) -> None:
    task = TaskWish(article=ARTICLE, length=5, kinds=("choice",))
    terms = TermsWish(title="", opens_at=now - WEEK, due_at=now + WEEK, attempts=None)
    wanted = {
        "open": (task, terms),
        "test": (
            TaskWish(article=ARTICLE, length=5, mode="test", language="fairness"),
            TermsWish("Unit 3: وحدة", now - WEEK, now + WEEK, minutes=20, attempts=2, late="mark"),
        ),
        "cards": (TaskWish(article=ARTICLE, goal="cards", cards=10, cards_by="day"), terms),
        "later": (task, TermsWish("", now + WEEK, now + 2 * WEEK)),
        "over": (task, TermsWish("", now - 2 * WEEK, now - WEEK)),
    }
    for name, (what, when) in wanted.items():
        homework.assign(
            session,
            **asked,
            task=what,
            terms=when,
            public_id=f"hw-{name}",
            seed="seed",
            now=now,
        )


def _in_class(visit: Visit, role: str, name: str, part: str) -> None:
    """Make the one who looks a member of the class."""
    now = datetime.now(UTC)
    with Session(db.engine, expire_on_commit=False) as session:
        _made(session)
        with writing(session) as connection:
            values = {"id": visit.player.account_id, "role": role, "name": name, "room": ROOM}
            connection.execute(
                text("UPDATE account SET role = :role, name = :name WHERE id = :id"), values
            )
            room = connection.execute(
                text("SELECT id FROM classroom WHERE public_id = :room"), values
            ).scalar_one()
            if part:
                put_member(connection, room, visit.player.account_id, part, 7, now)


def teaching(path: str) -> Reach:
    """See a page as a teacher of the class."""

    def reach(visit: Visit) -> None:
        _in_class(visit, "teacher", "آمال Amal", "teacher")
        visit.open(path)

    return reach


def unused(days: int) -> Reach:
    """See a class in which nothing was done for so long; after a year it was archived."""

    def reach(visit: Visit) -> None:
        _in_class(visit, "teacher", "Nadia", "teacher")
        room, now = f"class-unused-{days}-{visit.player.account_id}", datetime.now(UTC)
        with Session(db.engine, expire_on_commit=False) as session:
            classes.create_class(
                session,
                account_id=visit.player.account_id,
                wish=ClassWish("الصف القديم Grade 9", "Asia/Amman"),
                public_id=room,
                code=ambient.join_code(),
                now=now - timedelta(days=days),
            )
            carry_out(session, now)
        visit.open(f"classes/{room}")

    return reach


def sending(path: str, fields: dict[str, str], status: int = 200) -> Reach:
    """See what a form answers to a teacher of the class."""

    def reach(visit: Visit) -> None:
        _in_class(visit, "teacher", "آمال Amal", "teacher")
        visit.send(path, fields, status)

    return reach


def learning(path: str, status: int = 200) -> Reach:
    """See a page as a pupil of the class, who has done some of the homework."""

    def reach(visit: Visit) -> None:
        _in_class(visit, "learner", "هدى Huda", "pupil")
        _done(visit)
        visit.open(path, status)

    return reach


def _done(visit: Visit) -> None:
    """Hand the test in, without an answer."""
    account, now = visit.player.account_id, datetime.now(UTC)
    with Session(db.engine, expire_on_commit=False) as session:
        name = f"schooled-test-{account}"
        task = homework.task_for(session, account_id=account, homework_id="hw-test", now=now)
        if task.attempts:
            return
        homework.begin(
            session,
            account_id=account,
            homework_id="hw-test",
            lang="ar",
            public_id=name,
            seed="seed",
            now=now,
        )
        rounds.finish(session, account_id=account, round_id=name, now=now)


def result(visit: Visit) -> None:
    """See the result of a test whose solutions have to wait."""
    learning("homework")(visit)
    visit.open(f"rounds/schooled-test-{visit.player.account_id}/result")


def alone(path: str) -> Reach:
    """See a page as a learner who is in no class."""

    def reach(visit: Visit) -> None:
        _in_class(visit, "learner", "Lina", "")
        visit.open(path)

    return reach


def wrong_code(visit: Visit) -> None:
    """Type a code that opens nothing."""
    _in_class(visit, "learner", "Lina", "")
    with Session(db.engine) as session:  # Looking often is not guessing.
        session.execute(text("DELETE FROM throttle WHERE bucket = 'join'"))
        session.commit()
    visit.send("join", {"code": "ZZZZ-ZZZZ"}, 422)


CLASS: Final = f"classes/{ROOM}"
LEARNT: Final = f"{CLASS}/members/{PUPIL}"
UNLEARNT: Final = f"{CLASS}/members/{WAITING}"
STATES: Final = (
    State("classes-none", "classes.index", alone("classes"), "unschooled"),
    State("classes", "classes.index", teaching("classes"), "schooling"),
    State("class-new", "classes.new", teaching("classes/new"), "schooling"),
    State("class-new-refused", "", sending("classes/new", {"name": ""}, 422), "schooling"),
    State("class", "classes.show", teaching(CLASS), "schooling"),
    State("class-unused", "classes.show", unused(320), "resting"),
    State("class-ended", "classes.show", unused(400), "long-resting"),
    State("class-pupil", "classes.show", learning(CLASS), "schooled"),
    State("class-settings", "classes.show_settings", teaching(f"{CLASS}/settings"), "schooling"),
    State("class-code", "classes.poster", teaching(f"{CLASS}/code"), "schooling"),
    State("class-names", "classes.ask_names", teaching(f"{CLASS}/roster"), "schooling"),
    State(
        "class-names-outlook",
        "",
        sending(f"{CLASS}/roster", {"names": f"{ROSTER}\nلينا Lina"}),
        "schooling",
    ),
    State(
        "class-names-problems",
        "",
        sending(f"{CLASS}/roster", {"names": "هدى\n12\nهدى"}, 422),
        "schooling",
    ),
    State("class-slips", "", sending(f"{CLASS}/slips", {}), "schooling"),
    State("class-member", "classes.member", teaching(LEARNT), "schooling"),
    State("class-member-waiting", "classes.member", teaching(UNLEARNT), "schooling"),
    State("class-join", "classes.ask_code", lambda v: v.open("join"), "nobody"),
    State("class-join-refused", "", wrong_code, "unschooled"),
    State("homework-none", "homework.due", alone("homework"), "unschooled"),
    State("homework", "homework.due", learning("homework"), "schooled"),
    *(
        State(f"homework-{name}", "homework.show", learning(f"homework/hw-{name}"), "schooled")
        for name in ("open", "test", "cards", "later", "over")
    ),
    State("homework-result", "quiz.result", result, "schooled"),
    State("homework-followed", "homework.show", teaching("homework/hw-test"), "schooling"),
    State("homework-new", "homework.new", teaching(f"{CLASS}/homework/new"), "schooling"),
    State(
        "homework-new-refused",
        "",
        sending(f"{CLASS}/homework/new", {"due_day": "x", "minutes": "y"}, 422),
        "schooling",
    ),
    State("homework-terms", "homework.show_terms", teaching("homework/hw-test/terms"), "schooling"),
    State(
        "homework-extras",
        "homework.show_extras",
        teaching(f"homework/hw-test/extras/{PUPIL}"),
        "schooling",
    ),
    State("calendar", "homework.show_calendar", learning("calendar"), "schooled"),
    State("home-homework", "home.index", learning(""), "schooled"),
)
TELLING: Final = (
    "classes",
    "class-new",
    "class",
    "class-pupil",
    "class-settings",
    "class-code",
    "class-names",
    "class-names-outlook",
    "class-slips",
    "class-member",
    "class-join",
    "homework",
    "homework-test",
    "homework-followed",
    "homework-new",
    "homework-terms",
    "homework-extras",
    "calendar",
)
NOT_PAGES: Final = {"homework.calendar_feed": "is read by calendar programs"}
