"""What all tests share: a database of their own, a guest, the small article in it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quizapp.db.migrate import sqlite_file
from quizapp.domain.content import Article
from quizapp.domain.generation.bank import build_items
from quizapp.services.accounts import Viewer, create_guest
from quizapp.services.content_store import Texts, store_article
from tests.databases import SERVER, Template, drop, make_template
from tests.play import NOW, Player
from tests.samples import mini_article
from tests.turns import Turns, turn

# Databases of tests wait for no disk, where there is memory to spare; what a disk does to data
# is tested on disks of its own (tests/faults).
MEMORY = Path("/dev/shm")
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 4 * 1024**3:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# Where Python is told to write no bytecode, each of hundreds of processes compiles everything anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A busy machine is no failure: what must be quick is measured where it is promised. All else
# stays as Hypothesis decides by itself (the same examples on every run where CI is set).
settings.register_profile(
    "untimed", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Turns | None:
    """Tests that share what takes long to make run in one process; `tests.turns` says which."""
    if config.getoption("dist") != "loadgroup":
        return None
    config.option.loadscopereorder = False
    return Turns(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first."""
    items.sort(key=lambda item: turn(item.nodeid))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    made = make_template(tmp_path_factory.mktemp("template"))
    yield made
    made.remove()


@pytest.fixture
def database_url(template: Template, tmp_path: Path) -> Iterator[str]:
    """A migrated database with nothing in it."""
    url = template.copied(tmp_path)
    yield url
    drop(url)


@pytest.fixture
def database_file(database_url: str) -> Path:
    """The file of that database, where it has one."""
    file = sqlite_file(database_url)
    if file is None:
        pytest.skip("about the file of an SQLite database")
    return file


@pytest.fixture
def engine(template: Template, database_url: str) -> Iterator[Engine]:
    made = template.engine(database_url)
    yield made
    if not SERVER:
        made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as made:
        yield made


@pytest.fixture
def account(session: Session) -> Viewer:
    """A guest whose session token is `token-of-huda`."""
    return create_guest(session, token="token-of-huda", public_id="account-of-huda", now=NOW)


@pytest.fixture
def stranger(session: Session) -> Viewer:
    """Another guest."""
    return create_guest(session, token="token-of-rania", public_id="account-of-rania", now=NOW)


@pytest.fixture(scope="session")
def mini_texts() -> Texts:
    article = mini_article()
    return Texts.of(article, build_items(article))


@pytest.fixture
def article(session: Session, mini_texts: Texts) -> Article:
    """The small article, stored."""
    store_article(session, mini_texts, NOW)
    return mini_texts.article


@pytest.fixture
def player(session: Session, account: Viewer, article: Article) -> Player:
    """The guest, about to play a round on the small article."""
    return Player(session, account.account_id)
