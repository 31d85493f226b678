"""Setting homework: what, when, how often; changing its terms; giving one learner more.

What is asked is settled for good when homework is set, so that everybody answers the same.
Its times can be changed later, and then every attempt that is still open closes by the new
ones. The solutions of a test stay shut until it is due for the last of its learners.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import catalogue, classrooms
from quizapp.db import homework as tables
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.bilingual import Lang
from quizapp.domain.errors import ArticleNotFound, ClassroomRefusal, MemberNotFound
from quizapp.domain.homework import Counts, Late
from quizapp.services.classes import teaches
from quizapp.services.classes.views import member_of
from quizapp.services.deadlines import follow_terms, settle_keys
from quizapp.services.homework.views import (
    CardsBy,
    Draw,
    Goal,
    Homework,
    Language,
    homework_of,
)
from quizapp.services.homework.views import found as found_for
from quizapp.services.people import audit, notices
from quizapp.services.rounds import Mode, RoundRequest
from quizapp.services.rounds.start import Draft, draw

LONGEST_TITLE: Final = 120


@dataclass(frozen=True, slots=True)
class TermsWish:
    """What can be settled anew at any time. `attempts` and `minutes` None bound nothing."""

    title: str
    opens_at: datetime
    due_at: datetime | None
    minutes: int | None = None
    attempts: int | None = 1
    counts: Counts = "best"
    late: Late = "refuse"


@dataclass(frozen=True, slots=True)
class TaskWish:
    """What is to be done, for good: a round of an article, or a number of its cards.

    `items` names what is asked, these and no others, and goes before `kinds` and `length`.
    """

    article: str
    goal: Goal = "round"
    kinds: tuple[str, ...] = ()
    length: int | None = 10
    items: tuple[str, ...] = ()
    draw: Draw = "fixed"
    language: Language = "free"
    mode: Mode = "practice"
    cards: int | None = None
    cards_by: CardsBy | None = None


def assign(
    session: Session,
    *,
    account_id: int,
    classroom_id: str,
    task: TaskWish,
    terms: TermsWish,
    public_id: str,
    seed: str,
    now: datetime,
) -> str:
    """Set homework to a class and return its public id; the same id again sets none.

    Raises ClassroomNotFound, ClassroomRefusal `archived`, ArticleNotFound, and NothingToAsk
    where no question fits.
    """
    connection = session.connection()
    teaches(connection, account_id, classroom_id)
    head = catalogue.article(connection, task.article)
    if head is None or head.status != catalogue.PUBLISHED:
        raise ArticleNotFound(task.article)
    if task.goal == "round":
        draw(session, _sample(account_id, task, seed, now))
    with writing(session) as connection:
        classroom = teaches(connection, account_id, classroom_id)
        if classroom.archived_at is not None:
            raise ClassroomRefusal("archived")
        if tables.find(connection, account_id, public_id, ("teacher",)) is None:
            new = {"public_id": public_id, "seed": seed, "created_by": account_id}
            places = {"classroom_id": classroom.id, "article_id": head.id}
            settle_keys(connection, _add(connection, task, terms, {**new, **places}, now))
            _tell(connection, classroom, now)
    return public_id


def _tell(connection: Connection, classroom: AnyRow, now: datetime) -> None:
    """Tell the pupils of a class that there is homework."""
    people = classrooms.members(connection, classroom.id)
    notices.tell(
        connection,
        account_ids=[row.account_id for row in people if row.part == "pupil"],
        kind="homework-set",
        params={"class": classroom.name},
        now=now,
    )


def _add(
    connection: Connection,
    task: TaskWish,
    terms: TermsWish,
    values: dict[str, Any],
    now: datetime,
) -> int:
    asked = {name: value for name, value in asdict(task).items() if name != "article"}
    fresh = {"keys_at": None, "created_at": now, "withdrawn_at": None}
    return tables.add(connection, {**asked, **asdict(terms), **values, **fresh})


def _sample(account_id: int, task: TaskWish, seed: str, now: datetime) -> Draft:
    """A round as a learner would get it, to see whether there is anything to ask."""
    lang: Lang = "en" if task.language == "en" else "ar"
    request = RoundRequest(task.article, lang, task.length, task.kinds, task.mode)
    spoken = (seed, False) if task.language == "fairness" else None
    return Draft(account_id, request, task.items, None, "", seed, now, spoken)


def homework_set(session: Session, *, account_id: int, homework_id: str) -> Homework:
    """Return homework for a teacher of its class. Raises HomeworkNotFound."""
    connection = session.connection()
    return homework_of(connection, found_for(connection, account_id, homework_id, "teacher"))


def change_terms(
    session: Session, *, account_id: int, homework_id: str, terms: TermsWish, now: datetime
) -> None:
    """Settle the times anew; open attempts close by the new ones. Raises HomeworkNotFound."""
    with writing(session) as connection:
        row = found_for(connection, account_id, homework_id, "teacher")
        tables.change(connection, row.id, asdict(terms))
        follow_terms(connection, row.id)
        _record(connection, account_id, "homework.change", homework_id, {}, now)


def withdraw(session: Session, *, account_id: int, homework_id: str, now: datetime) -> None:
    """Take homework back: nobody sees it any more. Rounds stay with those who played them."""
    with writing(session) as connection:
        row = found_for(connection, account_id, homework_id, "teacher")
        tables.change(connection, row.id, {"withdrawn_at": now})
        _record(connection, account_id, "homework.withdraw", homework_id, {}, now)


def give_more(
    session: Session,
    *,
    account_id: int,
    homework_id: str,
    member_id: str,
    factor: float | None,
    due_at: datetime | None,
    attempts: int,
    now: datetime,
) -> None:
    """Give one learner extra time, a due time of her own, further attempts, or nothing any more.

    Raises HomeworkNotFound, MemberNotFound.
    """
    with writing(session) as connection:
        row = found_for(connection, account_id, homework_id, "teacher")
        member = member_of(connection, row.classroom_id, member_id)
        if member.part != "pupil":
            raise MemberNotFound(member_id)
        given = {"factor": factor, "due_at": due_at, "attempts": attempts}
        keys = {"assignment_id": row.id, "account_id": member.account_id}
        tables.put_allowance(connection, {**keys, **given})
        follow_terms(connection, row.id)
        details = {"account": member.account_id, "factor": factor, "attempts": attempts}
        _record(connection, account_id, "homework.allowance", homework_id, details, now)


def _record(
    connection: Connection,
    actor: int,
    action: str,
    homework_id: str,
    details: dict[str, Any],
    now: datetime,
) -> None:
    audit.record(
        connection,
        actor_id=actor,
        action=action,
        object=f"homework:{homework_id}",
        details=details,
        now=now,
    )
