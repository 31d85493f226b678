"""0003 on a database of the second release in which somebody has studied."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db import migrate
from quizapp.db.engine import make_engine
from quizapp.domain.content import Article
from quizapp.domain.memory import MemorySettings
from quizapp.services.accounts import Viewer
from quizapp.services.cards.personal import memory_of, take_on
from quizapp.services.doctor import examine
from tests.cards import Student
from tests.databases import SCRIPTS
from tests.play import NOW

TABLES = ("account", "deck_start", "card", "card_state", "review", "review_undone", "day_total")
OTHERS = tuple(round(number * 1.05, 4) for number in MemorySettings().parameters)


Rows = dict[str, list[dict[str, object]]]


def rows(session: Session, like: Rows | None = None) -> Rows:
    """Every row of the tables; with `like` only the columns that those rows have."""
    return {
        name: [
            {k: v for k, v in row.items() if like is None or k in like[name][0]}
            for row in session.execute(text(f"SELECT * FROM {name}")).mappings()
        ]
        for name in TABLES
    }


@pytest.fixture
def second_release(session: Session, account: Viewer, article: Article, database_file: Path) -> str:
    """A database at 0002 with three days of study, one review taken back."""
    student = Student(session, account.account_id)
    student.start()
    for _ in range(3):
        student.study()
        student.wait(days=1)
    student.undo()
    session.close()
    session.get_bind().engine.dispose()
    url = f"sqlite:///{database_file}"
    migrate.downgrade(url, SCRIPTS, "0002")
    return url


def test_every_row_is_kept_and_memory_is_reckoned_as_before(second_release: str) -> None:
    engine = make_engine(second_release)
    with Session(engine) as session:
        before = rows(session)
        assert all(before[name] for name in ("account", "card_state", "review", "day_total"))
    engine.dispose()
    migrate.upgrade(second_release, SCRIPTS)
    engine = make_engine(second_release)
    with Session(engine, expire_on_commit=False) as session:
        assert rows(session, before) == before
        assert memory_of(session, account_id=1, now=NOW).parameters is None
        assert examine(session, SCRIPTS).sound
        take_on(session, account_id=1, parameters=OTHERS, now=NOW)
        assert memory_of(session, account_id=1, now=NOW).parameters == OTHERS
        assert examine(session, SCRIPTS).sound
    engine.dispose()


def test_going_back_loses_nothing_but_the_parameters(second_release: str) -> None:
    engine = make_engine(second_release)
    with Session(engine) as session:
        before = rows(session)
    engine.dispose()
    migrate.upgrade(second_release, SCRIPTS)
    migrate.downgrade(second_release, SCRIPTS, "0002")
    engine = make_engine(second_release)
    with Session(engine) as session:
        assert rows(session) == before
        names = session.execute(text("SELECT name FROM pragma_table_info('account')")).scalars()
        assert "memory_parameters" not in set(names)
    engine.dispose()
