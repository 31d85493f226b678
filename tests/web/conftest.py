"""A site with one small article in every test, and people who look at it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy.orm import Session

from quizapp.config import config_for_tests
from quizapp.db.engine import make_engine
from quizapp.domain.generation.bank import build_items
from quizapp.extensions import db
from quizapp.factory import create_app
from quizapp.services.content_store import Texts, store_article
from quizapp.services.people import passwords
from quizapp.web import ambient
from tests.compiled import compile_where_needed
from tests.databases import SERVER, Template, drop, make_template, renew
from tests.domain.items.wide import wide_article
from tests.postgresql import keep
from tests.web.browsing import Browser

START = datetime(2026, 10, 16, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def catalogues() -> None:
    """The compiled catalogues say what the text ones say."""
    compile_where_needed()


@pytest.fixture(scope="session")
def stored(catalogues: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """A database with the article in it, to be copied."""

    def fill(url: str) -> None:
        article = wide_article()
        engine = make_engine(url)
        with Session(engine) as session:
            store_article(session, Texts.of(article, build_items(article)), START)
        engine.dispose()

    made = make_template(tmp_path_factory.mktemp("stored"), fill)
    yield made
    made.remove()


@pytest.fixture(scope="session")
def site(
    catalogues: None, stored: Template, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """One site for all tests: to make another takes longer than most of them."""
    config = config_for_tests(tmp_path_factory.mktemp("site"))
    url = stored.copied(config.data_dir)
    made = create_app(replace(config, database_url=url))
    with made.app_context():
        keep(db.engine)
    yield made
    with made.app_context():
        db.engine.dispose()
    drop(url)


@pytest.fixture
def app(stored: Template, site: Flask) -> Iterator[Flask]:
    """The site, with a database that nobody has used."""
    config = dict(site.config)
    if not SERVER:
        stored.copied(site.config["WARAQA"].data_dir)
    yield site
    with site.app_context():
        if SERVER:
            renew(site.config["WARAQA"].database_url, db.engine)
        else:
            db.engine.dispose()
    # The log goes too. Whoever still has the old files open keeps those.
    for file in site.config["WARAQA"].data_dir.glob("waraqa.db*"):
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


# The language of a page is nothing to the database behind it: beside a server one will do.
ONE_LANGUAGE = SERVER and not os.environ.get("WARAQA_EVERY_LANGUAGE")


@pytest.fixture(params=["ar"] if ONE_LANGUAGE else ["ar", "en"])
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
