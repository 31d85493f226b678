"""From a database without drafts to one with them, and back, with content in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from quizapp.db import migrate
from quizapp.db.engine import make_engine
from quizapp.services import content
from quizapp.services.studio.drafts import Author
from tests.databases import SCRIPTS
from tests.people import make_account
from tests.play import NOW, Player, request
from tests.studio import Teacher


@pytest.fixture
def url(player: Player, database_file: Path) -> str:
    """A database with an article that somebody plays."""
    player.start(request(length=3), public_id="open")
    player.session.close()
    player.session.get_bind().engine.dispose()
    return f"sqlite:///{database_file}"


def test_what_came_with_the_program_is_published_and_nobodys(url: str) -> None:
    migrate.downgrade(url, SCRIPTS, "0005")
    migrate.upgrade(url, SCRIPTS)
    engine = make_engine(url)
    with Session(engine) as session:
        rows = session.execute(text("SELECT status, owner_id FROM article")).all()
        assert [tuple(row) for row in rows] == [("published", None)]
        assert content.list_articles(session)
    engine.dispose()


def test_going_back_loses_drafts_and_keeps_what_was_published(url: str) -> None:
    engine = make_engine(url)
    with Session(engine, expire_on_commit=False) as session:
        account = make_account(session, role="teacher", now=NOW)
        teacher = Teacher(session, Author(account.account_id))
        teacher.create()
        teacher.write_fact()
        teacher.publish()
    engine.dispose()
    migrate.downgrade(url, SCRIPTS, "0005")
    engine = make_engine(url)
    with Session(engine) as session:
        tables = set(inspect(session.connection()).get_table_names())
        assert not {"draft", "revision", "item_tag", "warning_accepted"} & tables
        assert len(session.execute(text("SELECT slug FROM article")).all()) == 2
    engine.dispose()
