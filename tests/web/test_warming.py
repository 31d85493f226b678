"""A worker makes ready what every lesson needs, and nothing that goes wrong there harms it."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from quizapp.extensions import db
from quizapp.services import texts
from quizapp.web import warming
from quizapp.web.warming import warm, warm_beside


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_the_pages_of_a_lesson_are_compiled_and_the_articles_read(app: Flask) -> None:
    environment = app.jinja_env.overlay(cache_size=400)
    app.jinja_env.cache = environment.cache
    texts._ARTICLES.clear()
    texts._BANKS.clear()
    warm_beside(app).join(60)
    assert environment.cache is not None
    compiled = {name for _, name in environment.cache}
    assert {"quiz/stage.html", "quiz/question.html", "cards/review.html", "base.html"} <= compiled
    assert not {name for name in compiled if name.startswith(("teach/", "styleguide/"))}
    assert texts._ARTICLES
    assert texts._BANKS


def test_what_is_there_is_not_walked_again(app: Flask) -> None:
    gc.unfreeze()
    warm(app)
    assert gc.get_freeze_count() > 50_000


def test_without_its_tables_a_worker_starts_all_the_same(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("no such table")

    monkeypatch.setattr(warming, "list_articles", broken)
    warm(app)
    assert "nothing was made ready" in caplog.text
    with app.app_context():
        assert db.session.execute(text("SELECT 1")).scalar_one() == 1
