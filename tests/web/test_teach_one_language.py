"""An article in one language only: what its learners see, whatever language their pages are in."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.studio import ARABIC, ENGLISH
from tests.web.browsing import Browser
from tests.web.people import enter_as
from tests.web.teaching import FACT, first_sentence, look, publish

TITLE = {"title-ar": ["معرض الزهور"], "title-en": ["The flower fair"]}


@pytest.fixture(params=["ar", "en"])
def content(request: pytest.FixtureRequest) -> str:
    """The language that the article is in."""
    return str(request.param)


@pytest.fixture
def slug(app: Flask, visitor: Browser, content: str) -> str:
    """A published article in that language."""
    enter_as(app, visitor, "teacher", name="Huda")
    text = {f"text-{content}": [ARABIC if content == "ar" else ENGLISH]}
    form = visitor.open(f"/{visitor.lang}/teach/new").form("/new")
    address = visitor.submit(form, {**TITLE, **text}).path
    form = visitor.open(f"{address}/facts/new").form("/facts/new")
    sentence = f"sentence-{content}"
    typed = {sentence: FACT[sentence], "proof": [first_sentence(form)]}
    looked = visitor.submit(form, typed, button=look(form)).form("/facts/new")
    question = f"slot-0-question-{content}"
    asked = "أي مدينة استضافت المعرض؟" if content == "ar" else "Which city hosted the fair?"
    visitor.submit(looked, {question: [asked], "slot-0-type": ["city"]})
    page = publish(visitor, address)
    assert page.with_class("done"), page.text
    links = [str(a.get("href")) for a in page.all(".//a")]
    return next(link for link in links if "/articles/t-" in link).rsplit("/", 1)[-1]


def test_its_text_is_read_in_the_language_that_it_has(
    stranger: Browser, slug: str, content: str
) -> None:
    page = stranger.open(f"/{stranger.lang}/articles/{slug}")
    (passage,) = page.with_class("passage")
    assert passage.get("lang") == content
    assert "".join(passage.itertext()).strip()
    for view in ("ar", "en", "both"):
        stranger.open(f"/{stranger.lang}/articles/{slug}?view={view}")


def test_a_round_from_the_home_page_is_in_the_language_that_it_has(
    stranger: Browser, slug: str, content: str
) -> None:
    home = stranger.open(f"/{stranger.lang}/")
    page = stranger.submit(home.form(f"/articles/{slug}/start"))
    (stem,) = page.with_class("stem")
    assert stem.get("lang") == content
    while page.path.split("/")[-1].isdigit():
        form = page.form(f"/{page.path.split('/')[-1]}")
        page = stranger.submit(
            form, button=next(w for w, n in form.buttons.items() if n == ("skip", "1"))
        )
        links = [
            str(a.get("href")) for a in page.all(".//main//a") if "/rounds/" in str(a.get("href"))
        ]
        page = stranger.open(links[0])
    assert page.path.endswith("/result")


def test_asking_in_the_other_language_says_that_nothing_fits(
    stranger: Browser, slug: str, content: str
) -> None:
    form = stranger.open(f"/{stranger.lang}/articles/{slug}/start").form("/start")
    assert form.sent["lang"] == [content]
    other = "en" if content == "ar" else "ar"
    page = stranger.submit(form, {"lang": [other]}, status=422)
    assert page.with_class("problem")


def test_its_cards_are_in_the_language_that_it_has(
    stranger: Browser, slug: str, content: str
) -> None:
    page = stranger.open(f"/{stranger.lang}/cards")
    forms = [f.action for f in page.forms() if slug in f.action]
    assert any(f"article-{content}" in action for action in forms)
    assert not any(f"article-{'en' if content == 'ar' else 'ar'}" in action for action in forms)
