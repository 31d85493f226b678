"""C30: an export is complete and can be brought back; a deletion leaves no name behind.

Completeness is asked of the models: a table that says something about an account is in the
export, or stands below with the reason why not. A new table in neither list fails.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, text
from sqlalchemy.orm import Session

import quizapp.db.models  # noqa: F401
from quizapp.db import besides
from quizapp.db.base import Base
from quizapp.db.engine import writing
from quizapp.domain.content import Article
from quizapp.formats.roster import read_pasted
from quizapp.services import classes, homework, mine
from quizapp.services.accounts import Viewer, delete_account
from quizapp.services.homework import TaskWish, TermsWish
from quizapp.services.people import audit, watching
from quizapp.services.people.retention import carry_out
from tests.cards import Student
from tests.classes import School
from tests.people import begin_session
from tests.play import NOW, SLUG, Player, request

DAY = timedelta(days=1)
ROOM = "class-one"
# The table, and under which name its rows about somebody are in the export.
IN_THE_EXPORT = {
    "account": "account",
    "api_token": "tokens",
    "appeal": "rounds",
    "assignment_allowance": "extras",
    "assignment_attempt": "rounds",
    "audit_entry": "seen_by",
    "auth_session": "sessions",
    "card_state": "cards",
    "day_total": "reviews",
    "deck_start": "decks",
    "draft": "drafts",
    "import_job": "files",
    "membership": "classes",
    "notice": "notices",
    "regraded_response": "rounds",
    "response": "rounds",
    "review": "reviews",
    "review_undone": "undone",
    "round": "rounds",
    "round_entry": "rounds",
}
LEFT_OUT = {
    "accepted_spelling": "about a question; who accepted it is a number",
    "article": "published content; its text is in the drafts of its owner",
    "article_version": "the text of an article, under no name",
    "assignment": "of the class; who set it is a number",
    "calendar_feed": "the digest of a secret and nothing else",
    "card": "content",
    "card_version": "content",
    "classroom": "of all who are in it; its name is in `classes`",
    "erasure": "empty but while an account is deleted",
    "half_session": "between password and second code, for minutes, the digest of a secret",
    "item": "content",
    "item_tag": "of a draft, in the bundle that the studio gives out",
    "item_version": "content",
    "one_use_code": "the digest of a secret, with when it ends",
    "recovery_code": "the digest of a secret",
    "regrade": "about a question; who made it is a number",
    "revision": "earlier states of drafts, to be looked at in the studio",
    "second_factor": "what a secret is made from; that it is on is seen in the settings",
    "throttle": "digests, gone within the hour",
    "warning_accepted": "of a draft, in the studio",
    "withdrawn_spelling": "about a question; who withdrew it is a number",
}


def about_accounts(each: Table) -> bool:
    """Whether a table names accounts: by a foreign key, or by their number alone."""
    by_key = any(key.column.table.name == "account" for key in each.foreign_keys)
    numbers = ("actor_id", "about_id", "from_id")
    by_number = any(c.name.endswith("_by") or c.name in numbers for c in each.columns)
    return by_key or by_number


def test_every_table_is_in_the_export_or_has_a_reason_not_to_be() -> None:
    tables = Base.metadata.tables
    assert not IN_THE_EXPORT.keys() & LEFT_OUT.keys()
    assert tables.keys() == IN_THE_EXPORT.keys() | LEFT_OUT.keys()
    named = {name for name, each in tables.items() if about_accounts(each)}
    assert named <= IN_THE_EXPORT.keys() | LEFT_OUT.keys()
    assert set(besides.HELD) <= set(IN_THE_EXPORT.values())


@pytest.fixture
def school(session: Session, article: Article) -> School:
    """A teacher and a pupil with a rare name, of whom much is stored in many places."""
    assert article.slug == SLUG
    made = School(session)
    nadia, amal = made.teacher("Nadia Zwxteacher"), made.teacher("Amal")
    for teacher, room in ((nadia, ROOM), (amal, "class-two")):
        made.classroom(teacher, room)
    asked: dict[str, Any] = {"account_id": nadia, "classroom_id": ROOM}
    roster = read_pasted("Name\tLogin\nZubayda Qzwxcv\tzubayda.login7")
    classes.take_over(session, **asked, roster=roster, now=made.now)
    pupil = pupil_of(session)
    classes.settle(
        session,
        **asked,
        member_id=pupil.public_id,
        nickname="Qzwx the fox",
        allowance=1.5,
        now=made.now,
    )
    made.join(pupil.account_id, made.code_of(amal, "class-two"))
    with writing(session) as connection:
        connection.execute(text("UPDATE account SET password_hash = 'x' WHERE role = 'learner'"))
    issuer = Viewer(nadia, "account-of-nadiazwxteacher", "teacher", name="Nadia Zwxteacher")
    for classroom in (ROOM,):
        who: dict[str, Any] = {"issuer": issuer, "classroom_id": classroom, "now": made.now}
        classes.way_back(session, **who, member_id=pupil.public_id)
        classes.hand_over(session, **who, member_id=pupil.public_id)
    begin_session(session, pupil, now=made.now)
    watching.note(session, watching.Look(nadia, watching.SEEN, ROOM, pupil.public_id), made.now)
    return made


def pupil_of(session: Session) -> Viewer:
    found = session.execute(
        text("SELECT id, public_id, name FROM account WHERE login = 'zubayda.login7'")
    ).one()
    return Viewer(found.id, found.public_id, "learner", name=found.name)


def study(school: School, pupil: Viewer) -> None:
    """Homework, a round of her own, a test, cards, a token."""
    homework.assign(
        school.session,
        account_id=1,
        classroom_id=ROOM,
        task=TaskWish(article=SLUG, length=3),
        terms=TermsWish(title="", opens_at=NOW, due_at=None),
        public_id="hw-1",
        seed="seed",
        now=school.now,
    )
    homework.give_more(
        school.session,
        account_id=1,
        homework_id="hw-1",
        member_id=pupil.public_id,
        factor=2.0,
        due_at=None,
        attempts=1,
        now=school.now,
    )
    begun = homework.begin(
        school.session,
        account_id=pupil.account_id,
        homework_id="hw-1",
        lang="en",
        public_id="round-hw",
        seed="seed",
        now=school.now,
    )
    player = Player(school.session, pupil.account_id, begun)
    player.right(1)
    player.wrong(2)
    player.finish()
    player.start(request(length=3), public_id="round-own")
    player.right(1)
    student = Student(school.session, pupil.account_id, now=school.now)
    student.start()
    student.grade()
    student.grade()
    student.undo()


def test_the_export_holds_what_it_promises(session: Session, school: School) -> None:
    pupil = pupil_of(session)
    study(school, pupil)
    data = mine.export_all(session, pupil.account_id, school.now)
    promised = set(IN_THE_EXPORT.values()) - {
        "tokens",
        "files",
        "drafts",
    }  # No teacher, no program.
    assert promised <= data.keys()
    assert not [name for name in promised if not data[name]]
    assert [each["by"] for each in data["seen_by"]] == ["Nadia Zwxteacher"] * 2
    assert data["held"]["role"] == "learner"


def test_what_was_exported_comes_back_equal(session: Session, school: School) -> None:
    pupil = pupil_of(session)
    study(school, pupil)
    data = mine.export_all(session, pupil.account_id, school.now)
    delete_account(session, pupil.public_id, now=school.now, by_owner=True)
    back = school.person("Somebody new")
    mine.import_all(session, back, data, school.now)
    again = mine.export_all(session, back, school.now)
    for name in ("settings", "goals", "parameters", "decks", "cards", "reviews", "undone"):
        assert again[name] == data[name], name
    assert len(again["rounds"]) == len(data["rounds"]) == 2
    for was, now in zip(data["rounds"], again["rounds"], strict=True):
        assert now == was


def bytes_of(file: Path) -> bytes:
    """The database and all that lies beside it: the write-ahead log, its index."""
    return b"".join(each.read_bytes() for each in sorted(file.parent.glob(f"{file.name}*")))


TRACES = ("Zubayda", "Qzwxcv", "zubayda.login7", "Qzwx the fox")


def traces(file: Path) -> list[str]:
    content = bytes_of(file)
    return [each for each in TRACES if each.encode() in content]


def test_a_deletion_leaves_no_name_in_any_byte(
    session: Session, school: School, database_file: Path
) -> None:
    pupil = pupil_of(session)
    study(school, pupil)
    assert set(traces(database_file)) >= set(TRACES)
    delete_account(session, pupil.public_id, now=school.now, by_owner=True)
    assert traces(database_file) == []
    assert pupil.public_id.encode() not in bytes_of(database_file)
    assert not audit.examine(session.connection())[1]


def test_a_teacher_who_goes_leaves_no_name_with_her_pupils(
    session: Session, school: School, database_file: Path
) -> None:
    assert b"Zwxteacher" in bytes_of(database_file)
    delete_account(session, "account-of-nadiazwxteacher", now=school.now)
    content = bytes_of(database_file)
    assert b"Zwxteacher" not in content
    assert b"nadiazwxteacher" not in content


def test_a_class_that_goes_takes_the_names_of_its_pupils_along(
    session: Session, school: School, database_file: Path
) -> None:
    pupil = pupil_of(session)
    with writing(session) as connection:  # Else she would be in another class as well.
        connection.execute(
            text("DELETE FROM membership WHERE account_id = :id AND NOT made"),
            {"id": pupil.account_id},
        )
    end = school.now + 365 * DAY
    for moment in (end, end + 60 * DAY, end + 90 * DAY):
        carry_out(session, moment)
    left = session.execute(text("SELECT name FROM account WHERE role = 'learner'")).scalars()
    assert not list(left)
    session.close()
    assert traces(database_file) == []
