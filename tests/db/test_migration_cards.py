"""0002 on a database of the first release that somebody has already played in."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db import migrate
from quizapp.db.engine import make_engine
from quizapp.services import cards, rounds
from quizapp.services.cards import Goals
from quizapp.services.content_store import Texts, store_article
from quizapp.services.doctor import examine
from tests.cards import Student
from tests.databases import SCRIPTS
from tests.play import NOW, SLUG, Player, request

TABLES = ("account", "auth_session", "article", "item", "item_version", "round", "round_entry",
          "response")  # fmt: skip
Rows = dict[str, list[dict[str, object]]]


def rows(session: Session, like: Rows | None = None) -> Rows:
    """All rows by table, in the columns that the tables of `like` have, if it is given."""
    found = {
        name: [dict(row) for row in session.execute(text(f"SELECT * FROM {name}")).mappings()]
        for name in TABLES
    }
    if like is None:
        return found
    return {
        name: [{k: v for k, v in row.items() if k in like[name][0]} for row in found[name]]
        for name in TABLES
    }


@pytest.fixture
def first_release(player: Player, database_file: Path) -> str:
    """A database at 0001 with two rounds played."""
    player.start(request(length=3), public_id="done")
    player.play_through()
    player.start(request(length=3), public_id="open")
    player.right(1)
    player.session.close()
    player.session.get_bind().engine.dispose()
    url = f"sqlite:///{database_file}"
    migrate.downgrade(url, SCRIPTS, "0001")
    return url


def test_every_row_is_kept_and_everything_works(first_release: str, mini_texts: Texts) -> None:
    engine = make_engine(first_release)
    with Session(engine) as session:
        before = rows(session)
        assert all(before.values())
    engine.dispose()
    migrate.upgrade(first_release, SCRIPTS)
    engine = make_engine(first_release)
    with Session(engine, expire_on_commit=False) as session:
        assert rows(session, like=before) == before
        assert cards.goals_of(session, 1) == Goals()
        load = store_article(session, mini_texts, NOW)
        assert load.added == load.changed == 0
        assert load.cards.added == len(mini_texts.cards.by_id) > 0
        assert store_article(session, mini_texts, NOW).rows_written == 0
        student = Student(session, 1)
        student.start()
        student.study()
        assert {head.public_id for head in rounds.history(session, account_id=1)} == {
            "done",
            "open",
        }
        assert examine(session, SCRIPTS).sound
        assert SLUG in {head.article for head in cards.decks(session, account_id=1, now=NOW)}
    engine.dispose()


def test_going_back_loses_only_what_came_with_it(first_release: str, mini_texts: Texts) -> None:
    engine = make_engine(first_release)
    with Session(engine) as session:
        before = rows(session)
    engine.dispose()
    migrate.upgrade(first_release, SCRIPTS)
    migrate.downgrade(first_release, SCRIPTS, "0001")
    engine = make_engine(first_release)
    with Session(engine) as session:
        assert rows(session) == before
    engine.dispose()
