"""Whose a draft is: strangers find nothing, whatever they send, and windows do not collide."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.browsing import Browser, Form
from tests.web.people import enter_as
from tests.web.teaching import FACT, first_sentence, make_article, pressed, write_fact

POSTS = (
    "about",
    "text",
    "facts/new",
    "facts/FACT",
    "confirm",
    "questions/new/choice",
    "questions/q-none",
    "review",
    "remove",
    "history/1",
    "terms/new",
    "terms/irbid",
    "terms/irbid/remove",
)


@pytest.fixture
def address(app: Flask, visitor: Browser) -> str:
    """An article of a teacher."""
    enter_as(app, visitor, "teacher", name="Huda")
    return make_article(visitor)


@pytest.mark.parametrize("place", POSTS)
@pytest.mark.parametrize("role", ["teacher", "learner"])
def test_what_somebody_else_sends_changes_nothing(
    app: Flask, visitor: Browser, stranger: Browser, address: str, place: str, role: str
) -> None:
    fact = write_fact(visitor, address).path
    enter_as(app, stranger, "teacher" if role == "teacher" else "learner", name="Rania")
    token = stranger.open(f"/{stranger.lang}/settings").form("/settings").sent["csrf_token"]
    path = f"{address}/{place}".replace("FACT", fact.rsplit("/", 1)[-1])
    sent = {"csrf_token": token, "do": ["save"], "sentence-en": ["{{Jerash}}."], "seen": [""]}
    form = Form(path, "post", sent, dict.fromkeys(sent))
    before = visitor.open(f"{address}/history").text
    stranger.submit(form, status=404)
    assert visitor.open(f"{address}/history").text == before


def test_an_administrator_may_mend_what_a_teacher_wrote(
    app: Flask, visitor: Browser, stranger: Browser, address: str
) -> None:
    enter_as(app, stranger, "admin", name="Salma")
    path = f"/{stranger.lang}/{address.split('/', 2)[2]}/about"
    stranger.submit(stranger.open(path).form("/about"), {"title-en": ["Mended"]})
    assert "Salma" in visitor.open(f"{address}/history").text


def test_two_windows_on_the_text_the_second_keeps_her_rows(visitor: Browser, address: str) -> None:
    first, second = (visitor.open(f"{address}/text") for _ in range(2))
    visitor.submit(first.form("/text"), {"row-0-en": ["The first window."]})
    late = visitor.submit(second.form("/text"), {"row-0-en": ["The second one."]}, status=409)
    assert late.form("/text").sent["row-0-en"][0].strip() == "The second one."
    assert late.with_class("problem")


def test_a_fact_sent_twice_is_one_fact(visitor: Browser, address: str) -> None:
    form = visitor.open(f"{address}/facts/new").form("/facts/new")
    typed = {**FACT, "proof": [first_sentence(form)]}
    first = visitor.submit(form, typed)
    assert visitor.submit(form, typed).path == first.path
    assert len(visitor.open(f"{address}/history").all(".//main//ol/li")) == 2


def test_a_form_whose_token_is_old_keeps_every_word(visitor: Browser, address: str) -> None:
    form = visitor.open(f"{address}/facts/new").form("/facts/new")
    form.sent["csrf_token"] = ["stale"]
    page = visitor.submit(form, FACT, status=400)
    again = page.form("/facts/new")
    assert again.sent["sentence-en"][0].strip() == FACT["sentence-en"][0]
    assert visitor.submit(again).with_class("done")


def test_a_translation_that_may_be_outdated_is_said_to_hold(visitor: Browser, address: str) -> None:
    page = write_fact(visitor, address)
    end = "/" + page.path.rsplit("/", 1)[-1]
    changed = visitor.submit(
        page.form(end), {"sentence-en": ["The town of {{Irbid}} hosted the flower fair."]}
    )
    assert visitor.open(address).with_class("pill")[1:]
    visitor.submit(changed.form("/confirm"))
    assert not visitor.open(address).with_class("pill")[1:]


def test_what_another_article_says_already_is_told(visitor: Browser, address: str) -> None:
    write_fact(visitor, address)
    other = make_article(visitor)
    page = write_fact(visitor, other)
    assert address in [a.get("href") for a in page.all(".//form//a")]


def test_an_administrator_sees_what_waits_for_review_and_other_teachers_do_not(
    app: Flask, visitor: Browser, stranger: Browser, address: str
) -> None:
    write_fact(visitor, address)
    form = visitor.open(f"{address}/review").form("/review")
    visitor.submit(form, button=pressed(form, "submit"))
    enter_as(app, stranger, "admin", name="Salma")
    links = [a.get("href") for a in stranger.open(f"/{stranger.lang}/teach").all(".//a")]
    assert f"{address}/review" in links
    form = stranger.open(f"{address}/review").form("/review")
    back = stranger.submit(form, {"note": ["السنة؟"]}, button=pressed(form, "back"))
    assert back.with_class("done")
    assert "السنة؟" in visitor.open(f"{address}/history").text
    enter_as(app, stranger, "teacher", name="Rania")
    links = [a.get("href") for a in stranger.open(f"/{stranger.lang}/teach").all(".//a")]
    assert f"{address}/review" not in links
