"""The progress page: nothing, something, both directions; charts with their words and tables."""

from __future__ import annotations

import re
from datetime import timedelta
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from quizapp.web import ambient
from tests.web.browsing import Browser, Page
from tests.web.conftest import START
from tests.web.playing import Player, play_on, start
from tests.web.reviewing import grade, take_up, turn

# On each of them a card is due.
DAYS = (0, 1, 3, 6)
SVG = "{http://www.w3.org/2000/svg}"
RATINGS = (3, 3, 4, 1, 3, 3, 2, 3)


@pytest.fixture
def studied(visitor: Browser, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Somebody who studied for some days and played a round."""
    for day in DAYS:
        monkeypatch.setattr(ambient, "now", lambda day=day: START + timedelta(days=day, hours=1))
        page = take_up(visitor) if day == 0 else visitor.open(f"/{visitor.lang}/review?all=1")
        for rating in RATINGS:
            if not page.with_class("flashcard"):
                break
            page = grade(visitor, turn(visitor, page), rating)
    return visitor


def progress_page(browser: Browser) -> Page:
    return browser.open(f"/{browser.lang}/progress")


def drawings(page: Page) -> list[Element]:
    return page.with_class("drawing")


def titled(element: Element, tag: str) -> list[Element]:
    """Return the marks of a chart that say what they stand for."""
    return [e for e in element.iter(f"{SVG}{tag}") if e.find(f"{SVG}title") is not None]


def test_without_anything_learnt_the_page_leads_on(visitor: Browser) -> None:
    page = progress_page(visitor)
    assert not drawings(page)
    visitor.open(page.link({"ar": "إلى البطاقات", "en": "To the cards"}[visitor.lang]))


def test_a_new_learner_sees_no_empty_charts(visitor: Browser) -> None:
    take_up(visitor)
    page = progress_page(visitor)
    assert page.with_class("counts")
    assert not page.with_class("heat")
    assert not page.with_class("streak")


def test_the_charts_have_names_words_and_tables(studied: Browser) -> None:
    page = progress_page(studied)
    shown = drawings(page)
    assert len(shown) >= 3
    ids = {e.get("id"): e for e in page.tree.iter() if e.get("id")}
    for drawing in shown:
        assert drawing.get("role") == "img"
        named = [ids[name] for name in str(drawing.get("aria-labelledby")).split()]
        assert len(named) == 2
        assert all("".join(e.itertext()).strip() for e in named)
    for section in page.with_class("chart"):
        assert list(section.iter("table")) or section.findall(".//p[@id='gap-says']")


def test_the_heatmap_has_half_a_year_and_the_days_studied(studied: Browser) -> None:
    page = progress_page(studied)
    (heat,) = page.with_class("heat")
    cells = titled(heat, "rect")
    assert len(cells) > 25 * 7
    busy = sum(1 for e in cells if e.get("class") != "l0")
    assert 3 <= busy <= len(DAYS)
    (says,) = [e for e in page.tree.iter() if e.get("id") == "calendar-says"]
    assert str(busy) in "".join(says.itertext())
    inner = {e.get("class") for e in cells}
    assert inner <= {f"l{level}" for level in range(5)}


def test_time_runs_with_the_reading_direction(studied: Browser) -> None:
    (heat,) = progress_page(studied).with_class("heat")
    places = [float(str(e.get("x")).rstrip("%")) for e in titled(heat, "rect")]
    assert (places[0] < places[-1]) is (studied.lang == "en")


def test_today_counts_what_was_done_and_the_streak_is_kind(studied: Browser) -> None:
    page = progress_page(studied)
    (counts, *_) = page.with_class("counts")
    assert len(list(counts.iter("dd"))) == 4
    assert page.with_class("streak")
    for word in ("lost", "broken", "missed", "failed", "خسر", "فشل"):
        assert word not in page.text


def test_rounds_played_are_drawn(app: Flask, visitor: Browser) -> None:
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    for position in range(1, 6):
        page = play_on(visitor, page, Player(app, page).right(position))
        page = visitor.open(page.path.rpartition("/")[0])
    shown = progress_page(visitor)
    titles = [str(e.findtext(f"{SVG}title")) for e in titled(shown.tree, "circle")]
    assert [re.search(r"\d+%", title) for title in titles]
    assert titles[0].endswith("100%")


def test_numbers_of_charts_stand_in_the_digits_of_the_viewer(studied: Browser) -> None:
    settings = studied.open(f"/{studied.lang}/settings").form("/settings")
    studied.submit(settings, {"digits": ["arab"]})
    page = progress_page(studied)
    for part in ("scale", "under", "counts"):
        text = " ".join("".join(e.itertext()) for e in page.with_class(part))
        assert bool(re.search("[0-9]", text)) is (studied.lang == "en")
        assert bool(re.search("[\u0660-\u0669]", text)) is (studied.lang == "ar")


def test_the_history_is_one_step_from_the_progress(studied: Browser) -> None:
    page = progress_page(studied)
    studied.open(page.link({"ar": "إلى السجلّ", "en": "To the history"}[studied.lang]))


def test_no_two_landmarks_have_the_same_name(studied: Browser) -> None:
    page = progress_page(studied)
    ids = {e.get("id"): e for e in page.tree.iter() if e.get("id")}
    names = [
        " ".join(" ".join("".join(ids[i].itertext()).split()) for i in labels.split())
        for e in page.tree.iter()
        if (labels := e.get("aria-labelledby"))
        and (e.tag == "section" or e.get("role") == "region")
    ]
    assert len(names) > 6
    assert len(set(names)) == len(names), sorted(names)
