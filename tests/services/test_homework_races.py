"""Homework begun twice at once, joined by a class at once, and a deadline inside an answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from quizapp.domain.content import Article
from quizapp.domain.errors import RoundClosed
from quizapp.domain.items.base import Kind
from quizapp.domain.items.registry import kind_of
from quizapp.services import classes, homework
from quizapp.services.homework import TaskWish, TermsWish
from quizapp.services.rounds import play
from tests.classes import School
from tests.play import NOW, SLUG, Player
from tests.racing import as_between_processes, race

THREADS = 8
HOUR = timedelta(hours=1)


@pytest.fixture(params=["one process", "many processes"])
def lock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "many processes":
        as_between_processes(monkeypatch)


@pytest.fixture
def school(session: Session, article: Article) -> School:
    made = School(session)
    amal = made.teacher("Amal")
    made.classroom(amal)
    homework.assign(
        session,
        account_id=amal,
        classroom_id="class-one",
        task=TaskWish(article=SLUG, length=3),
        terms=TermsWish("", opens_at=NOW, due_at=NOW + HOUR),
        public_id="hw-1",
        seed="seed",
        now=NOW,
    )
    return made


@pytest.mark.usefixtures("lock")
def test_beginning_in_many_tabs_begins_one_attempt(engine: Engine, school: School) -> None:
    huda = school.person("Huda")
    school.join(huda, "ABCDEF22")

    def begin(number: int) -> Callable[[Session], object]:
        return lambda session: homework.begin(
            session,
            account_id=huda,
            homework_id="hw-1",
            lang="en",
            public_id=f"round-{number}",
            seed="seed",
            now=NOW,
        )

    results = race(engine, [begin(number) for number in range(THREADS)])
    assert len(set(map(str, results))) == 1, results
    with engine.connect() as connection:
        for table in ("assignment_attempt", "round"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 1


@pytest.mark.usefixtures("lock")
def test_a_class_joins_at_once_and_nobody_shares_a_nickname(engine: Engine, school: School) -> None:
    people = [school.person(f"Pupil {number}") for number in range(THREADS)]

    def join(account: int) -> Callable[[Session], object]:
        return lambda session: classes.join(
            session, account_id=account, address="10.0.0.1", code="ABCDEF22", now=NOW
        )

    calls = [join(account) for account in people for _ in range(2)]
    assert race(engine, calls) == ["class-one"] * len(calls)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT words FROM membership WHERE part = 'pupil'")).all()
    assert len(rows) == len(set(rows)) == THREADS


def test_a_deadline_that_is_moved_while_an_answer_is_judged_holds(
    engine: Engine, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    huda = school.person("Huda")
    school.join(huda, "ABCDEF22")
    asked = {"account_id": huda, "homework_id": "hw-1", "lang": "en", "seed": "s", "now": NOW}
    homework.begin(school.session, **asked, public_id="round-1")  # type: ignore[arg-type]
    player = Player(school.session, huda, "round-1")
    form = player.form(1)

    def judged(name: str) -> Kind:
        monkeypatch.undo()
        with engine.begin() as connection:
            connection.execute(
                text("UPDATE assignment_attempt SET closes_at = closes_at - 3600000")
            )
        return kind_of(name)

    monkeypatch.setattr(play, "kind_of", judged)
    with pytest.raises(RoundClosed):
        player.submit(1, form, NOW + timedelta(minutes=30))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM response")).scalar_one() == 0
