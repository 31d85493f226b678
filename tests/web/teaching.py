"""A teacher at the studio's pages: an article made through its forms."""

from __future__ import annotations

from tests.studio import ARABIC, ENGLISH
from tests.web.browsing import Browser, Form, Page

FACT = {
    "sentence-ar": ["استضافت مدينة {{إربد}} معرض الزهور."],
    "sentence-en": ["The city of {{Irbid}} hosted the flower fair."],
}
QUESTION = {
    "slot-0-question-ar": ["أي مدينة استضافت معرض الزهور؟"],
    "slot-0-question-en": ["Which city hosted the flower fair?"],
}


def make_article(browser: Browser) -> str:
    """Make an article in both languages; return its address."""
    page = browser.open(f"/{browser.lang}/teach/new")
    values = {
        "title-ar": ["معرض الزهور"],
        "title-en": ["The flower fair"],
        "text-ar": [ARABIC],
        "text-en": [ENGLISH],
    }
    return "/".join(browser.submit(page.form("/new"), values).path.split("/")[:5])


def first_sentence(form: Form) -> str:
    """The first sentence that can be picked as a proof."""
    offered = form.offered["proof"]
    assert offered is not None
    return min(offered - {""})


def write_fact(browser: Browser, address: str, values: dict[str, list[str]] | None = None) -> Page:
    """Write a fact in two steps, as somebody without scripts does."""
    form = browser.open(f"{address}/facts/new").form("/facts/new")
    typed = {**FACT, "proof": [first_sentence(form)], **(values or {})}
    looked = browser.submit(form, typed, button=look(form))
    return browser.submit(looked.form("/facts/new"), QUESTION)


def look(form: Form) -> str:
    """The words of the button that only shows."""
    return next(words for words, named in form.buttons.items() if named == ("do", "look"))


def pressed(form: Form, value: str) -> str:
    """The words of a button by what it does."""
    return next(words for words, named in form.buttons.items() if named == ("do", value))


def publish(browser: Browser, address: str) -> Page:
    """Put an article up for review, give every warning a reason, publish it."""
    form = browser.open(f"{address}/review").form("/review")
    page = browser.submit(form, button=pressed(form, "submit"))
    form = page.form("/review")
    reasons = {
        name: ["1"] if name.startswith("accept-") else ["نُظر فيه"]
        for name in form.offered
        if name.startswith(("accept-", "reason-"))
    }
    return browser.submit(form, reasons, button=pressed(form, "publish"))
