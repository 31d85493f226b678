from __future__ import annotations

import pytest
from flask import Flask

from tests.web.browsing import Browser
from tests.web.people import enter_as
from tests.web.teaching import make_article, write_fact


@pytest.fixture
def address(app: Flask, visitor: Browser) -> str:
    """An article of a teacher with one fact."""
    enter_as(app, visitor, "teacher", name="Huda")
    made = make_article(visitor)
    write_fact(visitor, made)
    return made


def test_a_marked_answer_becomes_a_city_with_other_cities_beside_it(
    visitor: Browser, address: str
) -> None:
    page = visitor.open(f"{address}/terms")
    link = next(
        str(a.get("href")) for a in page.all(".//a") if "/terms/irbid" in str(a.get("href"))
    )
    form = visitor.open(link).form("/irbid")
    visitor.submit(form, {"type": ["city"], "gender": ["f"], "gloss-en": ["A city in the north"]})
    again = visitor.open(link).form("/irbid")
    assert (again.sent["type"], again.sent["gender"]) == (["city"], ["f"])
    assert again.sent["gloss-en"][0].strip() == "A city in the north"
    fact = next(
        str(a.get("href"))
        for a in visitor.open(address).all(".//a")
        if "/facts/f-" in str(a.get("href"))
    )
    assert [h for h in visitor.open(fact).with_class("shown") if h.findall(".//ol")]


def test_a_term_of_ones_own_can_be_added_and_taken_out(visitor: Browser, address: str) -> None:
    form = visitor.open(f"{address}/terms/new").form("/terms/new")
    page = visitor.submit(form, {"name-ar": ["جرش"], "name-en": ["Jerash"], "type": ["city"]})
    link = next(str(a.get("href")) for a in page.all(".//a") if "/terms/w-" in str(a.get("href")))
    visitor.submit(visitor.open(link).form("/remove"))
    visitor.open(link, 404)


def test_a_date_needs_its_day_and_month(visitor: Browser, address: str) -> None:
    form = visitor.open(f"{address}/terms/new").form("/terms/new")
    page = visitor.submit(form, {"name-en": ["16 October"], "type": ["date"]}, status=422)
    assert len(page.with_class("problem")) == 2
    form = page.form("/terms/new")
    assert form.sent["name-en"][0].strip() == "16 October"
    visitor.submit(form, {"value": ["١٦"], "month": ["10"]})


def test_a_term_that_a_fact_marks_cannot_be_taken_out(visitor: Browser, address: str) -> None:
    page = visitor.open(f"{address}/terms/irbid")
    form = page.form("/irbid")
    form.action += "/remove"
    visitor.submit(form, status=404)
    assert not [f for f in page.forms() if f.action.endswith("/remove")]


def test_a_shared_term_is_not_to_be_changed(visitor: Browser, address: str) -> None:
    visitor.open(f"{address}/terms/jordan", 404)


@pytest.mark.parametrize(("field", "typed"), [("value", "3.5"), ("month", "١٣")])
def test_what_is_no_whole_number_is_said_and_kept(
    visitor: Browser, address: str, field: str, typed: str
) -> None:
    form = visitor.open(f"{address}/terms/new").form("/new")
    numbers = {"value": ["3"], "month": ["5"]} | {field: [typed]}
    named = {"name-ar": ["المعرض"], "name-en": ["the fair"]}
    page = visitor.submit(form, named | {"type": ["date"]} | numbers, status=422)
    assert f"{field}-problem" in {each.get("id") for each in page.with_class("problem")}
    assert page.form("/new").sent[field] == [typed]
