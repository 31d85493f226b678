"""Reviewing cards in tests: taking up a deck by its form, turning cards, grading them."""

from __future__ import annotations

from flask import Flask

from quizapp.extensions import database
from tests.web.browsing import Browser, Form, Page
from tests.web.playing import SLUG

WORDS = {
    "show": {"ar": "إظهار الإجابة", "en": "Show the answer"},
    "typing": {"ar": "كتابة الإجابات", "en": "Type the answers"},
    "done": {"ar": "اكتملت المراجعة", "en": "Done for now"},
    "new": {"ar": "جديدة", "en": "New"},
}


def words(name: str, lang: str) -> str:
    return WORDS[name][lang]


def take_up(browser: Browser, deck: str = "article-ar", slug: str = SLUG) -> Page:
    """Start a deck from the page of decks; return its first front."""
    page = browser.open(f"/{browser.lang}/cards")
    return browser.submit(page.form(f"/{slug}/{deck}/start"))


def turn(browser: Browser, page: Page) -> Page:
    """Show the answer of the card on a page."""
    (link,) = [a for a in page.tree.iter("a") if a.get("data-key") == " "]
    return browser.open(str(link.get("href")))


def grading(page: Page) -> Form:
    """Return the form with the four grades."""
    for form in page.forms():
        if "review" in form.sent and "rating" in {n[0] for n in form.buttons.values() if n}:
            return form
    raise AssertionError(f"no grades on {page.path}: {page.text}")


def button_of(form: Form, rating: int) -> str:
    """Return the words on the button of a grade."""
    return next(words for words, named in form.buttons.items() if named == ("rating", str(rating)))


def grade(browser: Browser, page: Page, rating: int) -> Page:
    """Grade the turned card on a page; return what comes next."""
    form = grading(page)
    return browser.submit(form, button=button_of(form, rating))


def front_of(page: Page) -> str:
    (stem,) = [e for e in page.tree.iter() if e.get("id") == "stem"]
    return " ".join("".join(stem.itertext()).split())


def answer_of(page: Page) -> str:
    (answer,) = page.with_class("answer")
    return " ".join("".join(answer.itertext()).split())


def reviews(app: Flask) -> int:
    """Return how many reviews are logged, taken back or not."""
    with app.app_context():
        found = database().connection().exec_driver_sql("SELECT count(*) FROM review").scalar()
        return int(found or 0)
