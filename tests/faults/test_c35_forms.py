"""C35: whatever form the database refuses, everything that was entered stands behind one button.

An answer chosen, an answer typed, the grade of a card, a teacher's question, and an answer sent by
the script, which sends a refused form once more as the browser would (`stage.js`). The page is in
the language of its address; nothing is claimed to be stored that is not; reading goes on where it
can; and when the fault is gone, the very same form is taken, once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pytest
from flask import Flask

from tests.databases import SERVER
from tests.faults.storage_faults import FAULTS, WORDS
from tests.web.browsing import Browser, Form, Page
from tests.web.conftest import app, catalogues, lang, same_rounds, site, stored
from tests.web.people import enter_as
from tests.web.playing import Player, answer_form, responses, start
from tests.web.reviewing import button_of, grading, reviews, take_up, turn
from tests.web.teaching import FACT, QUESTION, first_sentence, look, make_article

__all__ = ["app", "catalogues", "lang", "same_rounds", "site", "stored"]
pytestmark = pytest.mark.skipif(bool(SERVER), reason="about the file of an SQLite database")
TYPED = "  مَدينة «سمرقند» & <b>\"'  "


@dataclass(frozen=True)
class Sending:
    """A form filled in, where it can be read again, and how many of its sort are stored."""

    browser: Browser
    page: Page
    form: Form
    values: Mapping[str, Sequence[str]]
    count: Callable[[], int]
    button: str = ""
    script: bool = False

    def sent(self) -> dict[str, list[str]]:
        """What a browser sends, but the token."""
        body = self.form.filled(self.values)
        named = self.form.buttons[self.button] if self.button else None
        if named is not None:
            body[named[0]] = [named[1]]
        return {name: values for name, values in body.items() if name != "csrf_token"}

    def send(self, status: int) -> Page:
        """Send it while it is refused; return the page that says so."""
        if self.script:
            token = {"csrf_token": self.form.sent["csrf_token"]}
            reply = self.browser.client.post(
                self.form.action, data={**self.sent(), **token}, headers={"X-Fragment": "1"}
            )
            assert reply.status_code == status
        return self.browser.submit(self.form, self.values, button=self.button, status=status)


def somebody(app: Flask, lang: str) -> Browser:
    return Browser(app.test_client(), lang)


def choice(app: Flask, lang: str) -> Sending:
    browser = somebody(app, lang)
    page = start(browser, kinds=["choice"], length="5", lang=lang)
    right = Player(app, page).right(1)
    return Sending(browser, page, answer_form(page), right, lambda: len(responses(app)))


def typed(app: Flask, lang: str) -> Sending:
    browser = somebody(app, lang)
    page = start(browser, kinds=["gap"], length="5", lang="ar")
    values = {"text": [TYPED]}
    return Sending(browser, page, answer_form(page), values, lambda: len(responses(app)))


def script(app: Flask, lang: str) -> Sending:
    made = choice(app, lang)
    return Sending(made.browser, made.page, made.form, made.values, made.count, script=True)


def grade(app: Flask, lang: str) -> Sending:
    browser = somebody(app, lang)
    page = turn(browser, take_up(browser))
    form = grading(page)
    return Sending(browser, page, form, {}, lambda: reviews(app), button_of(form, 2))


def question(app: Flask, lang: str) -> Sending:
    browser = somebody(app, lang)
    enter_as(app, browser, "teacher", name="Amal")
    address = make_article(browser)
    form = browser.open(f"{address}/facts/new").form("/facts/new")
    fact = {**FACT, "proof": [first_sentence(form)]}
    page = browser.submit(form, fact, button=look(form))

    def count() -> int:
        return len(browser.open(address).all(".//ol[@class='written-parts']//a"))

    return Sending(browser, page, page.form("/facts/new"), QUESTION, count)


FORMS = (choice, typed, script, grade, question)


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("made", FORMS)
def test_a_form_is_kept_in_the_page_until_it_can_be_stored(
    app: Flask, lang: str, made: Callable[[Flask, str], Sending], name: str
) -> None:
    fault, status = FAULTS[name]
    sending = made(app, lang)
    before = sending.count()
    with fault(app):
        refused = sending.send(status)
        assert WORDS[name][lang] in refused.text
        assert refused.response.headers["Retry-After"].isdigit()
        kept = refused.form()
        assert without_token(kept) == sending.sent()
        if name != "damaged":
            assert sending.count() == before, "nothing is stored"
            sending.browser.open(sending.page.path)  # Reading goes on.
            again = sending.browser.submit(kept, status=status)
            assert WORDS[name][lang] in again.text
            assert without_token(again.form()) == sending.sent()
            kept = again.form()
    assert sending.browser.submit(kept).status == 200
    assert sending.count() == before + 1
    sending.browser.post(kept)
    assert sending.count() == before + 1, "sent twice, it is one"


def without_token(form: Form) -> dict[str, list[str]]:
    return {name: values for name, values in form.sent.items() if name != "csrf_token"}
