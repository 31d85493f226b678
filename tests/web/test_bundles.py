"""Whole articles as files at the studio's pages: out, looked at, in again, or said why not."""

from __future__ import annotations

import base64
import io
import zipfile
from dataclasses import replace

import pytest
from flask import Flask

from quizapp.domain.content import Article
from quizapp.formats.bundle.reader import read
from quizapp.formats.bundle.writer import packed, write
from quizapp.web.exchange.bundles import MOST_BYTES
from tests.samples import b
from tests.web.browsing import Browser, Page
from tests.web.people import enter_as
from tests.web.teaching import make_article, write_fact
from tests.web.test_exchange import send


@pytest.fixture
def address(app: Flask, visitor: Browser) -> str:
    """An article of a teacher about which one fact is written."""
    enter_as(app, visitor, "teacher", name="Huda")
    made = make_article(visitor)
    write_fact(visitor, made)
    return made


def bundle(browser: Browser, address: str) -> bytes:
    response = browser.client.get(browser.open(f"{address}/export").link_to("/bundle"))
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].endswith('.zip"')
    return response.data


def changed(data: bytes) -> bytes:
    article: Article = read(data)
    return write(replace(article, title=b("معرض آخر", "Another fair"), facts=()))


def sent(browser: Browser, data: bytes, status: int = 200) -> Page:
    page = browser.open(browser.open(f"/{browser.lang}/teach").link_to("/bring-in"))
    return send(browser, page.form("/bring-in"), data, "article.zip", status)


def take(browser: Browser, page: Page, status: int = 200) -> Page:
    form = page.form("/bring-in")
    (button,) = form.buttons
    return browser.submit(form, button=button, status=status)


def titles(browser: Browser) -> int:
    return len(browser.open(f"/{browser.lang}/teach").with_class("card"))


def test_an_articles_file_is_the_draft_that_is_there(visitor: Browser, address: str) -> None:
    page = sent(visitor, bundle(visitor, address))
    assert page.with_class("done")
    assert page.link_to(address)
    assert 'name="bundle"' not in page.text


def test_a_changed_file_is_looked_at_and_then_a_new_state(visitor: Browser, address: str) -> None:
    data = changed(bundle(visitor, address))
    page = sent(visitor, data)
    assert len(page.with_class("pill")) >= 2
    assert "Another fair" not in visitor.open(address).text, "looking changes nothing"
    shown = take(visitor, page)
    assert shown.path == address
    assert bundle(visitor, address) == data
    assert sent(visitor, data).with_class("done")
    assert len(visitor.open(f"{address}/history").all(".//main//ol/li")) == 3


def test_another_teacher_gets_a_draft_of_her_own_once(
    app: Flask, visitor: Browser, address: str
) -> None:
    data = bundle(visitor, address)
    enter_as(app, visitor, "teacher", name="Rania")
    before = titles(visitor)
    page = sent(visitor, data)
    for _ in range(2):
        take(visitor, page)
    assert titles(visitor) == before + 1
    assert sent(visitor, data).with_class("done")


def test_what_was_changed_meanwhile_is_said_and_kept(visitor: Browser, address: str) -> None:
    data = changed(bundle(visitor, address))
    page = sent(visitor, data)
    take(visitor, sent(visitor, write(replace(read(data), title=b("ثالث", "Third")))))
    late = take(visitor, page, status=409)
    assert late.with_class("problem")
    assert read(bundle(visitor, address)).title.en == "Third"
    take(visitor, late)
    assert bundle(visitor, address) == data


def test_every_problem_of_a_file_is_told_with_its_line(visitor: Browser, address: str) -> None:
    with zipfile.ZipFile(io.BytesIO(bundle(visitor, address))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    broken = {
        name: data.replace(b"claim: event", b"claim: rumour").replace(b"slug:", b"x: 1\nslug:")
        for name, data in files.items()
    }
    page = sent(visitor, packed(broken.items()), status=422)
    told = page.all(".//main//ol/li")
    assert len(told) >= 2
    assert "article.yaml" in page.text
    assert "rumour" in page.text


@pytest.mark.parametrize("data", [b"", b"slug: x", packed([("x.txt", b"")]), b"PK\x03\x04" * 9])
def test_a_file_that_is_none_is_said_to_be_none(
    visitor: Browser, address: str, data: bytes
) -> None:
    assert sent(visitor, data, status=422).with_class("problem")


def test_a_form_without_a_file_or_with_nonsense_says_so(visitor: Browser, address: str) -> None:
    form = visitor.open(f"/{visitor.lang}/teach/bring-in").form("/bring-in")
    assert visitor.submit(form, status=422).with_class("problem")
    response = visitor.client.post(
        form.action,
        data={"csrf_token": form.sent["csrf_token"][0], "bundle": "?", "do": "take"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert response.status_code == 422


def test_a_file_that_is_too_large_is_refused(visitor: Browser, address: str) -> None:
    data = packed([("a/article.yaml", b"x")]) + bytes(MOST_BYTES)
    assert sent(visitor, data, status=422).with_class("problem")


def test_what_was_looked_at_may_be_large(visitor: Browser, address: str) -> None:
    """Werkzeug's own bound of the fields of a form is half a megabyte."""
    form = visitor.open(f"/{visitor.lang}/teach/bring-in").form("/bring-in")
    fields = {
        "csrf_token": form.sent["csrf_token"][0],
        "bundle": base64.b64encode(bytes(1_000_000)).decode(),
    }
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    response = visitor.client.post(
        form.action,
        data=f"{body}--x--\r\n".encode(),
        content_type="multipart/form-data; boundary=x",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert response.status_code == 422


def test_strangers_find_no_file(app: Flask, visitor: Browser, address: str) -> None:
    enter_as(app, visitor, "teacher", name="Rania")
    visitor.open(f"{address}/bundle", status=404)
    visitor.open(f"/{visitor.lang}/articles/nowhere/bundle", status=404)
