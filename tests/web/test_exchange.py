"""Files at the studio's pages: out with a word on what is lost, in after a look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db.engine import writing
from quizapp.extensions import database
from quizapp.formats.registry import FORMATS
from quizapp.services.exchange import applying
from quizapp.services.exchange.applying import Preview
from quizapp.services.exchange.exporting import writable
from quizapp.web import bodies
from quizapp.web.exchange import words
from quizapp.web.exchange.blueprint import UPLOAD_LIMIT
from tests.exchange import sample_questions
from tests.importing import moodle_file, wait_for_readers
from tests.web.browsing import Browser, Page
from tests.web.people import enter_as
from tests.web.sending import send, settled
from tests.web.teaching import make_article, write_fact

APPLY = ("do", "apply")
HOSTILE = b'<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>'


@pytest.fixture
def address(app: Flask, visitor: Browser) -> Iterator[str]:
    """An article of a teacher."""
    enter_as(app, visitor, "teacher", name="Huda")
    yield make_article(visitor)
    wait_for_readers()


def bring(browser: Browser, address: str, data: bytes, name: str = "q.xml") -> Page:
    """Send a file and wait until it is read; return the page that then shows."""
    form = browser.open(f"{address}/import").form("/import")
    return settled(browser, send(browser, form, data, name))


def pressed(page: Page, do: str) -> str:
    """The words of the button that does something."""
    buttons = page.form(page.path.rsplit("/", 1)[-1]).buttons
    return next(label for label, named in buttons.items() if named == ("do", do))


def press(browser: Browser, page: Page, do: str, status: int = 200) -> Page:
    form = page.form(page.path.rsplit("/", 1)[-1])
    return browser.submit(form, button=pressed(page, do), status=status)


def questions_in(browser: Browser, address: str) -> int:
    return sum("/questions/" in (a.get("href") or "") for a in browser.open(address).all(".//a"))


def test_every_format_is_called_and_explained() -> None:
    assert set(words.NAMES) == set(words.PURPOSES) >= set(FORMATS)


def test_what_is_left_out_is_shown_before_the_file_is_sent(visitor: Browser, address: str) -> None:
    write_fact(visitor, address)
    page = visitor.open(visitor.open(address).link_to("/export"))
    for format_ in writable():
        shown = visitor.open(f"{page.path}?format={format_.name}&lang=ar")
        assert shown.with_class("messages") or shown.with_class("done")
        sent = visitor.client.get(shown.link_to("/export/file"))
        assert sent.status_code == 200
        assert sent.mimetype == format_.mimetype
        assert f'-ar.{format_.extension}"' in sent.headers["Content-Disposition"]


def test_an_article_without_questions_offers_no_file(visitor: Browser, address: str) -> None:
    page = visitor.open(f"{address}/export?format=moodle&lang=en")
    assert not [a for a in page.all(".//a") if "/export/file" in (a.get("href") or "")]


def test_a_list_shows_the_beginning_of_a_long_text(visitor: Browser, address: str) -> None:
    long = replace(sample_questions("en")[0], id="x-1", stem="Which town? " * 900)
    page = bring(visitor, address, moodle_file([long]))
    assert len(page.text) < 4000
    assert page.all(".//main//ol/li")


def test_a_file_is_looked_at_before_it_is_taken_in(visitor: Browser, address: str) -> None:
    page = bring(visitor, address, moodle_file())
    assert questions_in(visitor, address) == 0
    assert len(page.all(".//main//ol/li")) == len(sample_questions("en"))
    done = press(visitor, page, "apply")
    assert done.with_class("done")
    assert questions_in(visitor, address) == len(sample_questions("en"))
    assert "q.xml" in visitor.open(f"{address}/history").text


def test_the_same_file_again_has_nothing_to_take_in(visitor: Browser, address: str) -> None:
    press(visitor, bring(visitor, address, moodle_file()), "apply")
    page = bring(visitor, address, moodle_file())
    assert "apply" not in [
        named[1] for named in page.form(page.path.rsplit("/", 1)[-1]).buttons.values() if named
    ]


def test_what_leaves_an_article_is_known_when_it_comes_back(visitor: Browser, address: str) -> None:
    write_fact(visitor, address)
    sent = visitor.client.get(f"{address}/export/file?format=moodle&lang={visitor.lang}")
    page = bring(visitor, address, sent.data)
    assert page.with_class("messages")
    assert not page.all(".//main//ol/li")


def test_pressing_twice_takes_in_once(visitor: Browser, address: str) -> None:
    page = bring(visitor, address, moodle_file())
    for _ in range(2):
        assert press(visitor, page, "apply").with_class("done")
    assert len(visitor.open(f"{address}/history").all(".//main//ol/li")) == 2


def test_what_was_written_meanwhile_is_said_and_kept(visitor: Browser, address: str) -> None:
    page = bring(visitor, address, moodle_file())
    write_fact(visitor, address)
    late = press(visitor, page, "apply", status=409)
    assert late.with_class("problem")
    assert questions_in(visitor, address) == 0
    assert press(visitor, late, "apply").with_class("done")
    assert "/facts/" in visitor.open(address).link_to("/facts/")


def test_a_hostile_file_is_refused_with_a_reason(visitor: Browser, address: str) -> None:
    page = bring(visitor, address, HOSTILE, "questions.docx")
    assert page.with_class("problem")
    assert page.link_to("/import")
    assert questions_in(visitor, address) == 0


@pytest.mark.parametrize("data", [b""])
def test_no_file_is_asked_for_again(visitor: Browser, address: str, data: bytes) -> None:
    form = visitor.open(f"{address}/import").form("/import")
    page = send(visitor, form, data, "", status=422)
    assert page.with_class("problem")
    assert page.form("/import")


def test_a_file_that_is_given_up_is_gone(visitor: Browser, address: str) -> None:
    page = bring(visitor, address, moodle_file())
    gone = press(visitor, page, "cancel")
    assert not gone.with_class("done")
    assert press(visitor, page, "apply").path == page.path
    assert questions_in(visitor, address) == 0


def test_a_file_given_up_while_it_is_being_shown_is_shown_as_it_is_now(
    app: Flask, visitor: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = bring(visitor, address, moodle_file())
    preview = applying.preview

    def meanwhile(session: Session, **named: Any) -> Preview:
        session.rollback()  # PostgreSQL shows each statement what is there now.
        with app.app_context(), writing(database()) as connection:
            connection.execute(text("UPDATE import_job SET state = 'cancelled', found = NULL"))
        return preview(session, **named)

    monkeypatch.setattr(applying, "preview", meanwhile)
    gone = visitor.open(page.path)
    assert not gone.all(".//main//ol/li")
    assert gone.link_to("/import")


def test_reading_that_was_interrupted_begins_again(
    app: Flask, visitor: Browser, address: str
) -> None:
    page = bring(visitor, address, moodle_file())
    with app.app_context(), writing(database()) as connection:
        connection.execute(
            text("UPDATE import_job SET state = 'reading', alive_at = 0, upload = :data"),
            {"data": moodle_file()},
        )
    page = visitor.open(page.path)
    assert page.with_class("problem")
    page = press(visitor, page, "again")
    wait_for_readers()
    assert visitor.open(page.path).all(".//main//ol/li")


def test_while_a_file_is_read_the_page_comes_back_by_itself(
    app: Flask, visitor: Browser, address: str
) -> None:
    page = bring(visitor, address, moodle_file())
    with app.app_context(), writing(database()) as connection:
        connection.execute(
            text("UPDATE import_job SET state='reading', stage='packing', done=2, total=9")
        )
    shown = visitor.open(page.path)
    assert shown.response.headers["Refresh"] == "2"
    assert pressed(shown, "cancel")
    assert not press(visitor, shown, "cancel").response.headers.get("Refresh")


def test_other_teachers_find_nothing(
    app: Flask, visitor: Browser, stranger: Browser, address: str
) -> None:
    page = bring(visitor, address, moodle_file())
    form = page.form(page.path.rsplit("/", 1)[-1])
    enter_as(app, stranger, "teacher", name="Rania")
    own = stranger.open(f"/{stranger.lang}/teach/new").form("/new")
    for path in (page.path, f"{address}/export", f"{address}/export/file", f"{address}/import"):
        stranger.open(path, status=404)
    form.sent["csrf_token"] = own.sent["csrf_token"]
    stranger.submit(form, button=pressed(page, "apply"), status=404)
    upload = visitor.open(f"{address}/import").form("/import")
    upload.sent["csrf_token"] = own.sent["csrf_token"]
    send(stranger, upload, moodle_file(), status=404)
    assert questions_in(visitor, address) == 0


def test_a_published_article_leaves_for_teachers_alone(
    app: Flask, visitor: Browser, stranger: Browser
) -> None:
    enter_as(app, visitor, "teacher")
    page = visitor.open(f"/{visitor.lang}/articles/wide-fair")
    shown = visitor.open(page.link_to("/export") + "?format=moodle&lang=en")
    assert visitor.client.get(shown.link_to("/export/file")).data.startswith(b"<?xml")
    enter_as(app, stranger, "learner")
    learners = stranger.open(f"/{stranger.lang}/articles/wide-fair")
    assert not [a for a in learners.all(".//a") if "/export" in (a.get("href") or "")]
    stranger.open(shown.path, status=404)


def test_unknown_formats_are_not_found(visitor: Browser, address: str) -> None:
    for wanted in ("nothing", "../content", ""):
        visitor.open(f"{address}/export?format={wanted}", status=404)


def test_unfinished_questions_say_what_they_lack(visitor: Browser, address: str) -> None:
    bare = replace(sample_questions("en")[0], explanation="", evidence=())
    page = bring(visitor, address, moodle_file([bare]))
    assert page.with_class("problem")
    assert press(visitor, page, "apply").with_class("done")


def test_larger_bodies_are_taken_where_files_come_in_and_nowhere_near() -> None:
    assert bodies.takes_large("/ar/teach/articles/d1-_xyz/import")
    assert not bodies.takes_large("/ar/teach/articles/d1-_xyz/text")
    assert not bodies.takes_large("/ar/teach/articles/a/b/import")
    assert bodies.LARGE.size > UPLOAD_LIMIT > bodies.USUAL.size
