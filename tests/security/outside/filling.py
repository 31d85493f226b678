"""A class behind the proxy, every text of which is full of payloads.

People, class, homework, answers, cards, appeals, an article in the studio, a file on its way in
and a token are made through the services. Then every column that holds words of people gets
the payloads, past what the services would refuse, by the database's own hand: what holds for a
text that got in anyhow holds for those that are let in. `FREE` names these columns, `RECORDS`
those whose JSON holds such words, and `CODES` the others: a column in none of them fails.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from flask import Flask
from sqlalchemy import String, text

from quizapp.db import exchange as files
from quizapp.db.base import Base
from quizapp.db.engine import writing
from quizapp.db.migrate import sqlite_file
from quizapp.extensions import database
from quizapp.services import cards, rounds
from quizapp.services.classes.views import members_of
from quizapp.services.homework import TaskWish
from quizapp.services.people import tokens
from quizapp.services.people.tokens import Wish, scopes_for
from quizapp.services.regrades import appealing
from quizapp.services.rounds import RoundRequest
from quizapp.services.studio.drafts import Author
from quizapp.web import ambient
from tests.browser.exchange_states import STAGES, _found
from tests.browser.site import Site
from tests.browser.teach_states import manifold
from tests.cards import Student
from tests.lessons import Lesson
from tests.people import begin_session
from tests.play import Player, submission
from tests.security.outside.payloads import ALL
from tests.studio import Teacher, fair

ARTICLE: Final = "samarkand-summit"
TEXTS: Final = (
    *("ar", "en", "text", "note", "surface", "title", "stem", "material", "explanation"),
    *("left", "right", "steps", "accepted", "reason"),
)
FREE: Final = {
    "account": ("name", "login"),
    "api_token": ("name",),
    "appeal": ("reason",),
    "assignment": ("title",),
    "auth_session": ("label",),
    "card_state": ("note",),
    "classroom": ("name",),
    "import_job": ("file",),
    "item_tag": ("tag",),
    "membership": ("listed", "nickname"),
    "regrade": ("reason",),
    "response": ("typed", "shown"),
    "regraded_response": ("shown",),
    "review": ("typed",),
    "revision": ("note",),
    "warning_accepted": ("reason",),
    "accepted_spelling": ("spelling",),
    "withdrawn_spelling": ("spelling",),
}
RECORDS: Final = {
    "article_version": ("record",),
    "card_version": ("record",),
    "draft": ("record",),
    "import_job": ("params", "found"),
    "item_version": ("record",),
    "notice": ("params",),
    "revision": ("record",),
}
# What our own code writes and reads: names of states, ids, digests, addresses of parts.
CODES: Final = (
    *("public_id", "role", "interface", "content", "digits", "months", "theme", "zone", "status"),
    *("login_key", "password_hash", "action", "object", "details", "bucket", "key", "scopes"),
    *("slug", "fingerprint", "bank", "cards", "code", "nicknames", "kind", "purpose", "goal"),
    *("kinds", "items", "draw", "seed", "language", "mode", "counts", "late", "cards_by", "deck"),
    *("sibling_group", "lang", "state", "format", "stage", "part", "published", "changed", "item"),
    *("rule", "finding", "answer", "phase", "old_key", "new_key", "cause", "source", "certainty"),
    *("outcome", "was_outcome", "card.name", "item.name"),
    *("response.spelling", "regraded_response.spelling"),
)


@dataclass(frozen=True)
class Filled:
    """Where everything is: the cookies of a teacher and a pupil, a token, parts of addresses."""

    teacher: str
    pupil: str
    token: str
    values: dict[str, str]


def fill(app: Flask) -> Filled:
    """Make the class and everything in it; nobody may have looked at the article before."""
    now = ambient.now()
    with app.app_context():
        lesson = Lesson(database(), now=now - timedelta(days=2), article=ARTICLE)
        lesson.gather(3)
        lesson.give(task=TaskWish(article=ARTICLE, length=6))
        lesson.play(0, lambda who, position: position % 2 == 0, now=now - timedelta(minutes=9))
        lesson.play(1, lambda who, position: position % 3 == 0, now=now - timedelta(minutes=9))
        pupil, teacher = lesson.pupils[0], lesson.amal
        round_id, item = _objection(lesson, pupil, now)
        card = _studied(lesson, pupil, now)
        draft = _written(lesson, teacher, now)
        secret = _token(lesson, teacher, now)
        people = members_of(database(), account_id=teacher, classroom_id=lesson.name)
        sessions = [
            begin_session(database(), lesson.viewer(who), now=now) for who in (teacher, pupil)
        ]
        database().close()
        url = str(app.config["SQLALCHEMY_DATABASE_URI"])
    _poison(url)
    today = now.date().toordinal()
    slug, fact, slot, kind = item.split("/")
    interface = app.config["SESSION_COOKIE_NAME"]
    return Filled(
        *(f"{interface}={Site('', app).cookie(token, today)}" for token in sessions),
        secret,
        {
            "slug": slug,
            "fact_id": fact,
            "slot": slot,
            "kind": kind,
            "card_id": card,
            "class_id": lesson.name,
            "homework_id": "hw-1",
            "round_id": round_id,
            "draft_id": draft,
            "job_id": "job-ready",
            "number": "2",
            "position": "1",
            "question_id": "q-city",
            "term_id": "irbid",
            "deck": "terms",
            "table": "grid",
            "finished": f"round-hw-1-{pupil}-{(now - timedelta(minutes=9)).timestamp():.0f}",
            "member_id": next(one.public_id for one in people if one.part == "pupil"),
        },
    )


def _objection(lesson: Lesson, pupil: int, now: datetime) -> tuple[str, str]:
    """A round of gaps answered with payloads, the first objected to; return it and the item."""
    session = lesson.session
    player = Player(session, pupil)
    player.round_id = rounds.start_round(
        session,
        account_id=pupil,
        request=RoundRequest(ARTICLE, "en", 5, ("gap",), "practice", True),
        public_id="round-of-payloads",
        seed="seed",
        now=now,
    )
    for position in (1, 2):
        player.submit(position, submission({"text": [ALL[:200]]}), now)
    appealing.appeal(session, account_id=pupil, round_id=player.round_id, position=1, now=now)
    name = session.execute(
        text("SELECT item.name FROM appeal JOIN item ON item.id = appeal.item_id")
    ).scalar_one()
    return player.round_id, str(name)


def _studied(lesson: Lesson, pupil: int, now: datetime) -> str:
    """Cards taken up, graded and noted; return the last."""
    student = Student(lesson.session, pupil, now=now - timedelta(hours=3))
    student.start(article=ARTICLE)
    for rating in (3, 1):
        card = student.card()
        cards.edit_note(
            lesson.session, account_id=pupil, card_id=card.card_id, note="a note", now=student.now
        )
        student.grade(rating, card)  # type: ignore[arg-type]
    return card.card_id


def _written(lesson: Lesson, teacher: int, now: datetime) -> str:
    """An article in the studio with everything that it can have, and a file on its way in."""
    author = Teacher(lesson.session, Author(teacher))
    author.create(fair("t-payloads"), "draft-payloads")
    manifold(author, "draft-payloads")
    values: dict[str, Any] = {
        "public_id": "job-ready",
        "account_id": teacher,
        "draft_id": author.draft("draft-payloads").id,
        "file": "a file",
        "format": "",
        "lang": "en",
        "stage": "waiting",
        "done": 0,
        "total": 9,
        "code": "",
        "params": "{}",
        "made_at": now,
        "alive_at": now,
        "found": _found(unfinished=True),
    }
    with writing(lesson.session) as connection:
        files.add(connection, values | STAGES["ready"])
    return "draft-payloads"


def _token(lesson: Lesson, teacher: int, now: datetime) -> str:
    secret = tokens.secret_of(bytes(range(32)))
    tokens.make(
        lesson.session,
        account_id=teacher,
        role="teacher",
        wish=Wish("A program", scopes_for("teacher"), 30),
        secret=secret,
        public_id="token-payloads",
        now=now,
    )
    return secret


def _poison(url: str) -> None:
    file = sqlite_file(url)
    assert file is not None
    connection = sqlite3.connect(file, timeout=30)
    with connection:
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        for table, columns in FREE.items():
            for column in columns:
                connection.execute(
                    f"UPDATE {table} SET {column} = coalesce({column}, '') || ' ' || ?", (ALL,)
                )
        for table, columns in RECORDS.items():
            for column in columns:
                _poison_records(connection, table, column)
    connection.close()


def _poison_records(connection: sqlite3.Connection, table: str, column: str) -> None:
    rows = connection.execute(
        f"SELECT rowid, {column} FROM {table} WHERE {column} IS NOT NULL"
    ).fetchall()
    for number, record in rows:
        told = json.dumps(poisoned(json.loads(record)), ensure_ascii=False)
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (told, number))


def poisoned(value: Any, words: bool = False) -> Any:
    """Return a record with the payloads behind every text of people in it."""
    if isinstance(value, dict):
        return {
            name: poisoned(inner, words=name in TEXTS or (words and name == "parts"))
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [poisoned(inner, words) for inner in value]
    return f"{value} {ALL}" if words and isinstance(value, str) else value


def unclassified() -> list[str]:
    """Return the columns of texts that are in none of the lists."""
    return [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String)
        and column.name not in FREE.get(table.name, ())
        and column.name not in RECORDS.get(table.name, ())
        and not {column.name, f"{table.name}.{column.name}"} & {*CODES}
    ]
