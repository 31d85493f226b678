"""Everything about me: taken along, brought back, deleted in two steps."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from quizapp.extensions import database
from quizapp.web.mine.blueprint import UPLOAD_LIMIT
from tests.web.browsing import Browser, Page
from tests.web.reviewing import grade, reviews, take_up, turn


def my_page(browser: Browser) -> Page:
    return browser.open(f"/{browser.lang}/mine")


def bring(browser: Browser, content: bytes, status: int = 200) -> Page:
    """Upload a file by the form for it."""
    form = my_page(browser).form("/mine/import")
    fields = (
        (b'name="csrf_token"', form.sent["csrf_token"][0].encode()),
        (b'name="file"; filename="waraqa.json"', content),
    )
    parts = [b"--x\r\nContent-Disposition: form-data; " + n + b"\r\n\r\n" + v for n, v in fields]
    response = browser.client.post(
        form.action,
        data=b"\r\n".join([*parts, b"--x--\r\n"]),
        content_type="multipart/form-data; boundary=x",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    return browser._shown(response, status)


def accounts(app: Flask) -> int:
    with app.app_context():
        found = database().connection().exec_driver_sql("SELECT count(*) FROM account").scalar()
        return int(found or 0)


@pytest.fixture
def learner(visitor: Browser) -> Browser:
    """Somebody with two reviews and a note."""
    back = turn(visitor, take_up(visitor))
    back = visitor.submit(back.form("/note"), {"note": ["ملاحظة"]})
    grade(visitor, turn(visitor, grade(visitor, back, 3)), 3)
    return visitor


def test_nobody_has_nothing_to_take_along_or_delete(visitor: Browser) -> None:
    page = my_page(visitor)
    assert [form.action for form in page.forms()] == [f"/{visitor.lang}/mine/import"]
    for path in ("waraqa.json", "waraqa.csv", "delete"):
        visitor.open(f"/{visitor.lang}/mine/{path}", status=404)


def test_everything_is_taken_along_as_one_file(learner: Browser) -> None:
    response = learner.client.get(f"/{learner.lang}/mine/waraqa.json")
    assert response.mimetype == "application/json"
    assert response.headers["Content-Disposition"] == 'attachment; filename="waraqa.json"'
    assert "ملاحظة" in response.text, "letters stay letters"
    assert isinstance(json.loads(response.text), dict)


def test_the_log_is_taken_along_as_a_table(learner: Browser) -> None:
    response = learner.client.get(f"/{learner.lang}/mine/waraqa.csv")
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"] == 'attachment; filename="waraqa.csv"'
    assert len(response.text.strip().splitlines()) >= 3


def test_what_was_taken_along_comes_back_once(
    app: Flask, learner: Browser, stranger: Browser
) -> None:
    data = learner.client.get(f"/{learner.lang}/mine/waraqa.json").data
    before = reviews(app)
    assert bring(stranger, data).with_class("done")
    assert reviews(app) == 2 * before
    bring(stranger, data)
    assert reviews(app) == 2 * before, "the same file again brings nothing"


@pytest.mark.parametrize(
    "content", [b"", b"not json", b"[]", b"{}", b'{"format": "else"}', b"\xff"]
)
def test_other_files_are_refused_in_words(app: Flask, visitor: Browser, content: bytes) -> None:
    take_up(visitor)
    page = bring(visitor, content, status=422)
    (problem,) = page.with_class("problem")
    assert "".join(problem.itertext()).strip()
    assert reviews(app) == 0


def test_deleting_takes_two_steps(app: Flask, learner: Browser) -> None:
    asked = learner.open(
        my_page(learner).link({"ar": "حذف حسابي", "en": "Delete my account"}[learner.lang])
    )
    form = asked.form("/mine/delete")
    assert learner.submit(form, status=422).with_class("problem")
    assert accounts(app) == 1
    gone = learner.submit(form, {"sure": ["1"]})
    assert gone.path == f"/{learner.lang}/mine/gone"
    assert accounts(app) == 0
    assert reviews(app) == 0
    with learner.client.session_transaction() as session:
        assert "token" not in session


def test_deleting_one_leaves_the_other(app: Flask, learner: Browser, stranger: Browser) -> None:
    grade(stranger, turn(stranger, take_up(stranger)), 3)
    form = learner.open(f"/{learner.lang}/mine/delete").form("/mine/delete")
    learner.submit(form, {"sure": ["1"]})
    assert accounts(app) == 1
    assert reviews(app) == 1
    assert stranger.open(f"/{stranger.lang}/review").with_class("flashcard")


def test_the_bound_of_a_file_is_said_beside_its_field(visitor: Browser) -> None:
    (said,) = [e for e in my_page(visitor).tree.iter("p") if e.get("id") == "bound"]
    assert str(UPLOAD_LIMIT // (1024 * 1024)) in "".join(said.itertext())


def test_a_file_beyond_the_usual_limit_of_forms_comes_back(
    app: Flask, learner: Browser, stranger: Browser
) -> None:
    data = learner.client.get(f"/{learner.lang}/mine/waraqa.json").data
    before = reviews(app)
    page = bring(stranger, data + b" " * (5 * 1024 * 1024))
    assert page.with_class("done")
    assert reviews(app) == 2 * before


def test_a_file_too_large_is_refused_in_words(
    app: Flask, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizapp.web.mine.blueprint.UPLOAD_LIMIT", 1024 * 1024)
    page = bring(visitor, b" " * (1024 * 1024 + 1), status=413)
    said = {"ar": "هذا الملف أكبر من المسموح", "en": "This file is too large"}[visitor.lang]
    assert said in page.text
    assert "64" in page.text


def test_other_forms_keep_the_usual_limit(visitor: Browser) -> None:
    form = visitor.open(f"/{visitor.lang}/settings").form("/settings")
    form.sent["theme"] = ["x" * (2 * 1024 * 1024)]
    assert visitor.post(form).status_code == 413
