"""Playing rounds in tests: starting one by its form, and knowing the right answers."""

from __future__ import annotations

from typing import cast

from flask import Flask
from sqlalchemy import text

from quizapp.db import play
from quizapp.domain.bilingual import Lang
from quizapp.domain.items.base import Fields, Item
from quizapp.extensions import database
from quizapp.services import texts
from tests.answers import right_fields, wrong_fields
from tests.web.browsing import Browser, Form, Page, Values

SLUG = "wide-fair"
KINDS = (
    "choice",
    "multiple_choice",
    "true_false",
    "gap",
    "number",
    "match",
    "order",
    "evidence",
    "claim",
)
WORDS = {
    "check": {"ar": "التحقّق من الإجابة", "en": "Check the answer"},
    "store": {"ar": "حفظ الإجابة", "en": "Store the answer"},
    "skip": {"ar": "تخطّي السؤال", "en": "Skip the question"},
    "next": {"ar": "السؤال التالي", "en": "Next question"},
    "result": {"ar": "إلى النتيجة", "en": "To the result"},
    "again": {"ar": "إعادة الإرسال", "en": "Send again"},
    "correct": {"ar": "إجابة صحيحة", "en": "Correct answer"},
    "wrong": {"ar": "إجابة غير صحيحة", "en": "Incorrect answer"},
}


def words(name: str, lang: str) -> str:
    return WORDS[name][lang]


def start(browser: Browser, **values: object) -> Page:
    """Set up a round by its form; return its first question."""
    page = browser.open(f"/{browser.lang}/articles/{SLUG}/start")
    wanted: dict[str, list[str]] = {
        name: [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)]
        for name, value in values.items()
    }
    return browser.submit(page.form("/start"), wanted)


def round_of(page: Page) -> str:
    """Return the round's id from a page of it."""
    return page.path.split("/")[3]


def position_of(page: Page) -> int:
    return int(page.path.split("/")[4])


class Player:
    """Knows a round from inside, to answer it rightly or wrongly on purpose."""

    def __init__(self, app: Flask, page: Page) -> None:
        self.app = app
        self.round_id = round_of(page)

    def asked(self, position: int) -> tuple[Item, tuple[int, ...], Lang]:
        with self.app.app_context():
            connection = database().connection()
            row = connection.execute(
                text("SELECT account_id FROM round WHERE public_id = :id"), {"id": self.round_id}
            ).one()
            found = play.find_question(connection, row.account_id, self.round_id, position)
            assert found is not None
            item = texts.item_of(connection, found.version_id, found.item_fingerprint)
            return item, found.arrangement, cast("Lang", found.entry_lang or found.lang)

    def right(self, position: int) -> Fields:
        return right_fields(*self.asked(position))

    def wrong(self, position: int) -> Fields:
        return wrong_fields(*self.asked(position))


def answer_form(page: Page) -> Form:
    """Return the form of the question that a page asks."""
    return page.form(f"/{position_of(page)}")


def play_on(browser: Browser, page: Page, values: Values, button: str = "check") -> Page:
    """Answer the question on a page."""
    return browser.submit(answer_form(page), values, button=words(button, browser.lang))


def onward(browser: Browser, page: Page) -> Page:
    """Follow the way on from a feedback: the next question, or the result."""
    unfinished = page.with_class("finish")
    return browser.open(page.link(words("next" if unfinished else "result", browser.lang)))


def responses(app: Flask) -> list[tuple[object, ...]]:
    """Return what is logged: position, outcome and score of every response."""
    with app.app_context():
        rows = (
            database()
            .connection()
            .exec_driver_sql(
                "SELECT position, outcome, score FROM response ORDER BY round_id, position"
            )
        )
        return [tuple(row) for row in rows]
