"""0004 on a database of the third release in which guests have played and studied."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from quizapp.db import migrate
from quizapp.db.engine import make_engine, writing
from quizapp.services.accounts import Viewer, viewer_of
from quizapp.services.doctor import examine
from quizapp.services.people import audit
from tests.cards import Student
from tests.databases import SCRIPTS
from tests.people import PASSWORD, make_account
from tests.play import NOW, Player

TABLES = ("account", "auth_session", "round", "response", "card_state", "review", "day_total")
ADDED = {"login", "login_key", "name", "password_hash", "disabled_at", "allowance"}
OF_SESSIONS = {"public_id", "label"}


def rows(session: Session, columns: dict[str, list[str]]) -> dict[str, list[tuple[object, ...]]]:
    """Every row in the columns that the third release had."""
    return {
        name: [
            tuple(row[column] for column in columns[name])
            for row in session.execute(text(f"SELECT * FROM {name}")).mappings()
        ]
        for name in TABLES
    }


def columns_of(session: Session) -> dict[str, list[str]]:
    return {
        name: list(session.execute(text(f"SELECT name FROM pragma_table_info('{name}')")).scalars())
        for name in TABLES
    }


@pytest.fixture
def third_release(player: Player, stranger: Viewer, database_file: Path) -> str:
    """A database at 0003 with two guests, one of whom has a round and reviews."""
    player.start()
    player.right(1)
    student = Student(player.session, player.account_id)
    student.start()
    student.study()
    player.session.close()
    player.session.get_bind().engine.dispose()
    url = f"sqlite:///{database_file}"
    migrate.downgrade(url, SCRIPTS, "0003")
    return url


def test_every_row_is_kept_and_every_session_still_opens(third_release: str) -> None:
    engine = make_engine(third_release)
    with Session(engine) as session:
        columns = columns_of(session)
        assert not ADDED & set(columns["account"])
        assert not OF_SESSIONS & set(columns["auth_session"])
        before = rows(session, columns)
        assert all(before[name] for name in TABLES)
    engine.dispose()
    migrate.upgrade(third_release, SCRIPTS)
    engine = make_engine(third_release)
    with Session(engine, expire_on_commit=False) as session:
        assert rows(session, columns) == before
        ids = session.execute(text("SELECT public_id FROM auth_session")).scalars().all()
        assert len(set(ids)) == len(ids) == 2
        assert all(len(each) >= 16 for each in ids)
        for token in ("token-of-huda", "token-of-rania"):
            viewer = viewer_of(session, token, NOW)
            assert viewer is not None
            assert (viewer.role, viewer.name, viewer.allowance) == ("guest", "", 1.0)
        session.rollback()
        make_account(session, login="huda", password=PASSWORD)
        assert examine(session, SCRIPTS).sound
    engine.dispose()


def test_the_log_is_guarded_and_going_back_takes_only_what_was_added(third_release: str) -> None:
    engine = make_engine(third_release)
    with Session(engine) as session:
        columns = columns_of(session)
        before = rows(session, columns)
    engine.dispose()
    migrate.upgrade(third_release, SCRIPTS)
    engine = make_engine(third_release)
    with Session(engine) as session:
        now = datetime.now(UTC)
        with writing(session) as connection:
            audit.record(
                connection, actor_id=1, action="a", object="account:1", details={}, now=now
            )
        for statement in ("DELETE FROM audit_entry", "UPDATE audit_entry SET action = 'b'"):
            with pytest.raises(DBAPIError, match="append-only"), writing(session) as connection:
                connection.execute(text(statement))
    engine.dispose()
    migrate.downgrade(third_release, SCRIPTS, "0003")
    engine = make_engine(third_release)
    with Session(engine) as session:
        assert columns_of(session) == columns
        assert rows(session, columns) == before
        tables = set(session.execute(text("SELECT name FROM sqlite_schema")).scalars())
        assert not tables & {"audit_entry", "notice", "one_use_code", "throttle"}
    engine.dispose()
    migrate.upgrade(third_release, SCRIPTS)
    assert migrate.revision_of(third_release) == migrate.head(SCRIPTS)
