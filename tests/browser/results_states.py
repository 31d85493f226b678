"""Results in every state: nobody there, few answers, enough of them, memory, paper.

"grading" is a teacher with a class whose pupils answered through the services, on the real
article; "waiting" is one whose class is empty. The class is made when it is first looked at.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.extensions import db
from quizapp.services import classes
from quizapp.services.classes import ClassWish
from quizapp.services.homework import TaskWish, TermsWish
from quizapp.web import ambient
from tests.browser.rounds import ARTICLE
from tests.browser.state import Reach, State
from tests.browser.visits import Visit
from tests.cards import Student
from tests.lessons import Lesson

PUPILS: Final = 32
QUESTIONS: Final = 8
NAMES: Final = ("هدى", "Rania", "xi_jinping!", "محمد (2)", "C++")
CLASSES: Final = {"grading": "class-graded", "expecting": "class-empty"}


def _promoted(session: Session, account: int) -> None:
    session.execute(
        text("UPDATE account SET role = 'teacher', name = 'Amal' WHERE id = :id"), {"id": account}
    )
    session.commit()


def _there(session: Session, room: str) -> bool:
    found = text("SELECT count(*) FROM classroom WHERE public_id = :id")
    return bool(session.execute(found, {"id": room}).scalar_one())


def _room(visit: Visit, who: str) -> str:
    """Return the class of a teacher, made and played when it is not there yet."""
    room = CLASSES[who]
    with Session(db.engine, expire_on_commit=False) as session:
        _promoted(session, visit.player.account_id)
        if _there(session, room):
            return room
        now = datetime.now(UTC)
        lesson = Lesson(session, now=now - timedelta(days=20), article=ARTICLE)
        lesson.amal = visit.player.account_id
        lesson.name = classes.create_class(
            session,
            account_id=lesson.amal,
            wish=ClassWish(name="صف 7/ب", zone="Asia/Riyadh"),
            public_id=room,
            code=ambient.join_code(),
            now=lesson.now,
        )
        if who == "grading":
            _played(lesson, now)
    return room


def _played(lesson: Lesson, now: datetime) -> None:
    """Pupils with all sorts of names; most have answered, one is at it, one has not begun."""
    for number in range(PUPILS):
        name = NAMES[number] if number < len(NAMES) else f"Pupil {number}"
        account = lesson.person(f"Graded {number}")
        lesson.session.execute(
            text("UPDATE account SET name = :name WHERE id = :id"), {"name": name, "id": account}
        )
        lesson.session.commit()
        lesson.join(account, lesson.code_of(lesson.amal, lesson.name))
        lesson.pupils.append(account)
    terms = TermsWish(title="", opens_at=now - timedelta(days=9), due_at=None, attempts=None)
    for ident, language in (("hw-graded", "free"), ("hw-fair", "fairness")):
        task = TaskWish(article=ARTICLE, length=QUESTIONS, language=language)  # type: ignore[arg-type]
        lesson.give(ident, task=task, terms=terms)
    for number in range(PUPILS - 1):
        lesson.play(number, _knows, "hw-graded", finish=number < PUPILS - 2, now=now)
    for number in range(4):
        lesson.play(number, lambda who, at: (who + at) % 2 == 0, "hw-fair", now=now)
    student = Student(lesson.session, lesson.pupils[0], now=now - timedelta(days=8))
    student.start(article=ARTICLE)
    student.study()


def _knows(number: int, position: int) -> bool | None:
    """The later ones know more; hardly anybody gets to the end."""
    if (number * 5 + position * 7) % PUPILS < number:
        return True
    return None if position > QUESTIONS - 2 else False


def seen(path: str, who: str = "grading") -> Reach:
    """See a page of results of that class."""
    return lambda visit: visit.open(path.format(room=f"classes/{_room(visit, who)}"))


HOMEWORK: Final = "{room}/results/hw-graded"
LEARNER: Final = HOMEWORK + "/learners/account-of-graded1"
SHEET: Final = "{room}/worksheet?what=article:" + ARTICLE + "&kinds="
STATES: Final = (
    State("results-empty", "results.show_class", seen("{room}/results", "expecting"), "expecting"),
    State("results-class", "results.show_class", seen("{room}/results"), "grading"),
    State("results-grid", "results.show_grid", seen(HOMEWORK), "grading"),
    State("results-learner", "results.show_learner", seen(LEARNER), "grading"),
    State("results-questions", "results.show_questions", seen(HOMEWORK + "/questions"), "grading"),
    State(
        "results-languages-pooled",
        "results.show_languages",
        seen(HOMEWORK + "/languages"),
        "grading",
    ),
    State(
        "results-languages",
        "results.show_languages",
        seen("{room}/results/hw-fair/languages"),
        "grading",
    ),
    State(
        "results-memory-none",
        "results.show_memory",
        seen("{room}/memory", "expecting"),
        "expecting",
    ),
    State("results-memory", "results.show_memory", seen("{room}/memory"), "grading"),
    *(
        State(
            f"worksheet-{layout}",
            "results.show_worksheet",
            seen(f"{SHEET}&layout={layout}"),
            "grading",
        )
        for layout in ("ar", "en", "facing")
    ),
)
TELLING: Final = (
    "results-class",
    "results-grid",
    "results-learner",
    "results-questions",
    "results-languages",
    "results-memory",
    "worksheet-facing",
)
NOT_PAGES: Final = {
    "results.overview_file": "is a table to keep",
    "results.memory_file": "is a table to keep",
    "results.homework_file": "is a table to keep",
    "results.learner_file": "is a table to keep",
    "results.worksheet_file": "is a sheet to print",
}
