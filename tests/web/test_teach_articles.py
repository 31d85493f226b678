from __future__ import annotations

import pytest
from flask import Flask

from quizapp.services.accounts import Viewer
from tests.studio import ARABIC, ENGLISH
from tests.web.browsing import Browser, Page
from tests.web.people import enter_as

TITLE = {"title-ar": ["معرض الزهور"], "title-en": ["The flower fair"]}
TEXT = {"text-ar": [ARABIC], "text-en": [ENGLISH]}


@pytest.fixture
def teacher(app: Flask, visitor: Browser) -> Viewer:
    """The visitor is a teacher."""
    return enter_as(app, visitor, "teacher", name="Huda")


def made(visitor: Browser, values: dict[str, list[str]] | None = None) -> Page:
    page = visitor.open(f"/{visitor.lang}/teach/new")
    return visitor.submit(page.form("/new"), values or {**TITLE, **TEXT})


def draft_address(page: Page) -> str:
    """The address of the article that a page of it belongs to."""
    return "/".join(page.path.split("/")[:5])


def test_a_teacher_without_articles_is_led_to_the_first(visitor: Browser, teacher: Viewer) -> None:
    page = visitor.open(f"/{visitor.lang}/teach")
    assert page.with_class("primary")[0].get("href") == f"/{visitor.lang}/teach/new"


def test_pasted_texts_become_rows_that_stand_side_by_side(
    visitor: Browser, teacher: Viewer
) -> None:
    page = made(visitor)
    assert page.path.endswith("/text")
    form = page.form("/text")
    assert form.sent["rows"] == ["3"]
    assert form.sent["row-0-en"][0].startswith("The city of Irbid")
    assert "إربد" in form.sent["row-0-ar"][0]


def test_an_article_without_a_title_keeps_what_was_typed(visitor: Browser, teacher: Viewer) -> None:
    page = visitor.open(f"/{visitor.lang}/teach/new")
    again = visitor.submit(page.form("/new"), TEXT, status=422)
    assert again.form("/new").sent["text-en"][0].strip() == ENGLISH
    assert again.with_class("problem")
    assert again.form("/new").sent["key"] == page.form("/new").sent["key"]


def test_an_article_in_one_language_goes_to_its_own_page(visitor: Browser, teacher: Viewer) -> None:
    page = made(visitor, {"title-ar": ["معرض"], "text-ar": [ARABIC]})
    assert page.path == draft_address(page)
    assert "معرض" in page.text


def test_posting_the_same_form_twice_makes_one_article(visitor: Browser, teacher: Viewer) -> None:
    form = visitor.open(f"/{visitor.lang}/teach/new").form("/new")
    first = visitor.submit(form, {**TITLE, **TEXT})
    assert visitor.submit(form, {**TITLE, **TEXT}).path == first.path
    assert len(visitor.open(f"/{visitor.lang}/teach").all(".//article")) == 1


def test_a_row_is_joined_without_storing_and_then_stored(visitor: Browser, teacher: Viewer) -> None:
    page = made(visitor)
    buttons = [b for b in page.all(".//button") if b.get("value") == "join-en-0"]
    words = " ".join("".join(buttons[0].itertext()).split())
    joined = visitor.submit(page.form("/text"), button=words)
    assert joined.form("/text").sent["row-0-en"][0].count(".") == 2
    assert joined.with_class("note")
    fresh = visitor.open(page.path)
    assert fresh.form("/text").sent["row-0-en"][0].count(".") == 1


def test_two_windows_on_one_title_the_second_keeps_her_words(
    visitor: Browser, teacher: Viewer
) -> None:
    path = f"{draft_address(made(visitor))}/about"
    first, second = visitor.open(path), visitor.open(path)
    visitor.submit(first.form("/about"), {"title-en": ["First"]})
    late = visitor.submit(second.form("/about"), {"title-en": ["Second"]}, status=409)
    assert late.form("/about").sent["title-en"][0].strip() == "Second"
    assert late.with_class("problem")
    visitor.submit(late.form("/about"))
    assert visitor.open(path).form("/about").sent["title-en"][0].strip() == "Second"


@pytest.mark.parametrize("place", ["", "/about", "/text", "/facts/new", "/review", "/history"])
def test_another_teacher_finds_nothing(
    app: Flask, visitor: Browser, stranger: Browser, teacher: Viewer, place: str
) -> None:
    address = draft_address(made(visitor))
    enter_as(app, stranger, "teacher", name="Rania")
    stranger.open(f"{address}{place}", 404)


@pytest.mark.parametrize("place", ["teach", "teach/new", "teach/bank"])
def test_a_learner_finds_no_studio(app: Flask, stranger: Browser, place: str) -> None:
    enter_as(app, stranger, "learner")
    stranger.open(f"/{stranger.lang}/{place}", 404)


def test_whoever_is_not_signed_in_is_asked_to(visitor: Browser) -> None:
    assert "sign-in" in visitor.open(f"/{visitor.lang}/teach").path


def test_marks_of_direction_that_were_pasted_are_not_kept(
    visitor: Browser, teacher: Viewer
) -> None:
    page = made(visitor, {"title-en": ["\u202bFair\u200f"], "text-en": [ENGLISH]})
    title = visitor.open(f"{draft_address(page)}/about").form("/about").sent["title-en"][0]
    assert title.strip() == "Fair"


def test_fields_that_the_form_does_not_have_change_nothing(
    app: Flask, visitor: Browser, stranger: Browser, teacher: Viewer
) -> None:
    other = enter_as(app, stranger, "teacher", name="Rania")
    form = visitor.open(f"/{visitor.lang}/teach/new").form("/new")
    more = {"owner_id": [str(other.account_id)], "status": ["published"], "slug": ["wide"]}
    form.offered.update(dict.fromkeys(more))
    page = visitor.submit(form, {**TITLE, **TEXT, **more})
    stranger.open(draft_address(page), 404)
    assert "t-" not in page.text
    assert "wide" not in [entry.get("href") for entry in page.all(".//a")]


def test_what_looks_like_markup_is_text_everywhere(visitor: Browser, teacher: Viewer) -> None:
    odd = "<img src=x onerror=alert(1)> {{ 7 * 7 }} %s"
    page = made(visitor, {"title-ar": [odd], "title-en": [odd], "text-en": [odd]})
    for place in ("", "/about", "/text", "/review", "/history"):
        shown = visitor.open(f"{draft_address(page)}{place}")
        assert "<img" not in shown.response.text
    assert odd in visitor.open(f"/{visitor.lang}/teach").text


def test_a_text_that_is_too_long_is_refused_whole_and_kept(
    visitor: Browser, teacher: Viewer
) -> None:
    long = "A sentence. " * 5001
    form = visitor.open(f"/{visitor.lang}/teach/new").form("/new")
    page = visitor.submit(form, {**TITLE, "text-en": [long]}, status=422)
    assert page.with_class("problem")
    assert page.form("/new").sent["text-en"][0].strip() == long.strip()
    rows = made(visitor)
    again = visitor.submit(rows.form("/text"), {"text-en": [long]}, status=422)
    assert again.form("/text").sent["text-en"][0].strip() == long.strip()
    assert again.form("/text").sent["rows"] == ["3"]
