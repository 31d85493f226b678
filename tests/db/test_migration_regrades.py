"""0007 on a database in which rounds were played before anybody could appeal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db import migrate
from quizapp.db.engine import make_engine
from quizapp.services import rounds
from quizapp.services.doctor import examine
from quizapp.services.regrades import deciding
from tests.databases import SCRIPTS
from tests.play import Player
from tests.services.regrading import HOST, School

TABLES = ("account", "item", "item_version", "round", "round_entry", "response")
NEW = ("appeal", "regraded_response", "regrade", "accepted_spelling")


def rows(url: str) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    engine = make_engine(url)
    with Session(engine) as session:
        for name in TABLES:
            found = session.execute(text(f"SELECT * FROM {name} ORDER BY 1, 2"))
            yield name, [tuple(row) for row in found]
    engine.dispose()


@pytest.fixture
def before(player: Player, database_file: Path) -> str:
    """A database at 0006 with a wrong answer in it."""
    School(player.session).answered("huda", "Balqa")
    player.session.close()
    player.session.get_bind().engine.dispose()
    url = f"sqlite:///{database_file}"
    migrate.downgrade(url, SCRIPTS, "0006")
    return url


def test_answers_from_before_can_be_appealed_and_regraded(before: str) -> None:
    kept = dict(rows(before))
    assert all(kept.values())
    migrate.upgrade(before, SCRIPTS)
    assert dict(rows(before)) == kept
    engine = make_engine(before)
    with Session(engine, expire_on_commit=False) as session:
        school = School(session)
        school.accounts["huda"] = session.execute(text("SELECT account_id FROM round")).scalar_one()
        public_id = session.execute(text("SELECT public_id FROM round")).scalar_one()
        player = Player(session, school.accounts["huda"], public_id)
        school.wait()
        school.appeal(player)
        done = deciding.accept(
            session,
            decider=school.decider("amal", "admin"),
            name=HOST,
            lang="en",
            spelling="Balqa",
            now=school.now,
        )
        assert (done.answers, done.appeals) == (1, 1)
        heads = rounds.history(session, account_id=player.account_id)
        assert [head.score for head in heads] == [2.0]
        assert examine(session, SCRIPTS).sound
    engine.dispose()


def test_going_back_loses_only_what_came_with_it(before: str) -> None:
    kept = dict(rows(before))
    migrate.upgrade(before, SCRIPTS)
    migrate.downgrade(before, SCRIPTS, "0006")
    assert dict(rows(before)) == kept
    engine = make_engine(before)
    with engine.connect() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_schema")).scalars()
        assert not set(NEW) & set(names)
    engine.dispose()
