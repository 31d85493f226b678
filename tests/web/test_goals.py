"""Goals for the cards in the settings: kept, checked, proposed zones in the page's language."""

from __future__ import annotations

import re

import pytest

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.web.zones import zones
from tests.web.browsing import Browser, Form, Page
from tests.web.reviewing import grade, take_up, turn

GOALS = {
    "retention": ["85"],
    "new_a_day": ["7"],
    "cap_a_day": ["40"],
    "zone": ["Asia/Riyadh"],
}


def goals_form(browser: Browser) -> Form:
    return browser.open(f"/{browser.lang}/settings/goals").form()


def test_goals_start_as_recommended(visitor: Browser) -> None:
    sent = goals_form(visitor).sent
    assert {name: sent[name] for name in GOALS} == {
        "retention": ["90"],
        "new_a_day": ["10"],
        "cap_a_day": ["100"],
        "zone": ["UTC"],
    }


def test_goals_are_kept_beside_the_other_settings(visitor: Browser) -> None:
    settings = visitor.open(f"/{visitor.lang}/settings").form("/settings")
    visitor.submit(settings, {"theme": ["dark"]})
    saved = visitor.submit(goals_form(visitor), GOALS)
    assert saved.with_class("done")
    sent = goals_form(visitor).sent
    assert {name: sent[name] for name in GOALS} == GOALS
    after = visitor.open(f"/{visitor.lang}/settings").form("/settings")
    assert after.sent["theme"] == ["dark"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("retention", "69"),
        ("retention", "98"),
        ("retention", ""),
        ("retention", "x"),
        ("new_a_day", "-1"),
        ("new_a_day", "201"),
        ("cap_a_day", "0"),
        ("cap_a_day", "1001"),
    ],
)
def test_goals_out_of_range_are_said_so_and_nothing_is_lost(
    visitor: Browser, name: str, value: str
) -> None:
    page = visitor.submit(goals_form(visitor), {**GOALS, name: [value]}, status=422)
    assert [e for e in page.with_class("problem") if e.get("id") == f"{name}-problem"]
    kept = page.form("/settings/goals").sent
    assert {key: kept[key] for key in GOALS if key != name} == {
        key: sent for key, sent in GOALS.items() if key != name
    }
    assert goals_form(visitor).sent["retention"] == ["90"]


def test_arabic_digits_are_read_too(visitor: Browser) -> None:
    visitor.submit(goals_form(visitor), {**GOALS, "new_a_day": ["١٢"]})
    assert goals_form(visitor).sent["new_a_day"] == ["12"]


@pytest.mark.parametrize("lang", LANGS)
def test_time_zones_have_cities_in_the_language_of_the_page(lang: Lang) -> None:
    named = dict(zones(lang))
    assert named["Asia/Riyadh"] == {"ar": "الرياض", "en": "Riyadh"}[lang]
    assert len(named) > 300
    foreign = [city for city in named.values() if re.search("[A-Za-z]", city)]
    assert len(foreign) == len(named) if lang == "en" else len(foreign) < 6


def costs(page: Page) -> list[list[str]]:
    """The rows of the table that says what each retention costs."""
    (table,) = page.with_class("workload")
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row]
        for row in table.findall("tbody/tr")
    ]


def test_the_cost_of_each_retention_is_shown_with_the_own_one_marked(visitor: Browser) -> None:
    mine = {"ar": "الاختيار الحالي", "en": "my choice"}[visitor.lang]
    page = visitor.open(f"/{visitor.lang}/settings/goals")
    rows = costs(page)
    assert [row[0].removesuffix(f" {mine}") for row in rows] == [
        f"{share}%" for share in (70, 80, 85, 90, 95, 97)
    ]
    assert [row[0] for row in rows if mine in row[0]] == [f"90% {mine}"]
    (own,) = [row for row in page.tree.iter("tr") if row.get("aria-current")]
    assert own.get("class") == "own"
    reviews_a_day, minutes = ([int(row[at]) for row in rows] for at in (1, 2))
    assert reviews_a_day == sorted(reviews_a_day)
    assert 5 < reviews_a_day[0] < reviews_a_day[-1] < 70, "ten new cards a day for a month"
    assert minutes == sorted(minutes)


def test_a_choice_between_the_usual_ones_gets_its_own_row(visitor: Browser) -> None:
    saved = visitor.submit(goals_form(visitor), {**GOALS, "retention": ["87"]})
    assert [row[0].split("%")[0] for row in costs(saved)] == [
        "70", "80", "85", "87", "90", "95", "97",
    ]  # fmt: skip


def test_the_cost_is_reckoned_from_the_cards_that_were_taken_up(visitor: Browser) -> None:
    before = costs(visitor.open(f"/{visitor.lang}/settings/goals"))
    grade(visitor, turn(visitor, take_up(visitor)), 3)
    after = costs(visitor.open(f"/{visitor.lang}/settings/goals"))
    assert int(after[-1][1]) < int(before[-1][1]), "this article has few cards"
