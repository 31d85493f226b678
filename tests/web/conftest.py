"""A site with one small article in every test, and people who look at it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask

from quizapp.config import config_for_tests
from quizapp.db.migrate import upgrade
from quizapp.domain.generation.bank import build_items
from quizapp.extensions import database, db
from quizapp.factory import create_app
from quizapp.resources import resource
from quizapp.services.content_store import Texts, store_article
from quizapp.services.people import passwords
from quizapp.web import ambient
from tests.domain.items.wide import wide_article
from tests.web.browsing import Browser
from tools.catalogues import compile_all

START = datetime(2026, 10, 16, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def catalogues() -> None:
    """The compiled catalogues say what the text ones say."""
    compile_all()


@pytest.fixture(scope="session")
def stored(catalogues: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the article in it, to be copied."""
    folder = tmp_path_factory.mktemp("stored")
    config = config_for_tests(folder)
    upgrade(config.database_url, resource("migrations"))
    app = create_app(config)
    article = wide_article()
    with app.app_context():
        store_article(database(), Texts.of(article, build_items(article)), START)
        db.engine.dispose()
    return folder / "waraqa.db"


@pytest.fixture(scope="session")
def site(catalogues: None, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One site for all tests: to make another takes longer than most of them."""
    return create_app(config_for_tests(tmp_path_factory.mktemp("site")))


@pytest.fixture
def app(stored: Path, site: Flask) -> Iterator[Flask]:
    """The site, with a database that nobody has used."""
    config = dict(site.config)
    shutil.copy(stored, site.config["WARAQA"].data_dir / stored.name)
    yield site
    with site.app_context():
        db.engine.dispose()
    # The log goes too. Whoever still has the old files open keeps those.
    for file in site.config["WARAQA"].data_dir.glob(f"{stored.name}*"):
        file.unlink()
    site.config.clear()
    site.config.update(config)


@pytest.fixture(autouse=True)
def same_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same request draws the same round in every run."""
    monkeypatch.setattr(ambient, "seed", lambda: "always the same")


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing at the smallest cost there is; what it costs is tested with the service."""
    monkeypatch.setattr(
        passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    )


@pytest.fixture(params=["ar", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    """The interface language; every test that asks for it runs in both."""
    return str(request.param)


@pytest.fixture
def visitor(app: Flask, lang: str) -> Browser:
    """Somebody who never was here."""
    return Browser(app.test_client(), lang)


@pytest.fixture
def stranger(app: Flask, lang: str) -> Browser:
    """Somebody else."""
    return Browser(app.test_client(), lang)
