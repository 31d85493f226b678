"""Typed answers: which way the box runs, what may be pasted, and that nothing typed can
disturb what stands beside it.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from quizapp.domain.bilingual import Lang, direction
from quizapp.domain.items.base import Outcome
from tests.answers import right_fields
from tests.browser.checks.language import CONTROLS
from tests.browser.hands import FORM
from tests.browser.rounds import Place
from tests.browser.visits import Visit, Visitors
from tests.web.playing import words

pytestmark = pytest.mark.browser

LANGS = pytest.mark.parametrize("lang", ["ar", "en"])
CONTENTS = pytest.mark.parametrize("content", ["ar", "en"])
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")

# Where every character of an element stands, from left to right, and whether it keeps
# to the box of the element.
AS_DRAWN = """
element => {
  const range = document.createRange();
  const boxes = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    for (let at = 0; at < node.length; at += 1) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const { left, top, width } = range.getBoundingClientRect();
      if (width) boxes.push({ left, top, letter: node.data[at] });
    }
  return boxes.sort((a, b) => a.top - b.top || a.left - b.left).map(b => b.letter).join("");
}
"""


def typing(visitors: Visitors, lang: Lang, content: Lang, kind: str) -> tuple[Visit, Place]:
    """Open a question that is answered by typing, anew."""
    visit = visitors.visit("player", lang, content)
    place = visit.player.fresh(kind, content)
    visit.open(place.path)
    return visit, place


def send(page: Page, text: str, lang: Lang) -> str:
    """Type, send, and return the verdict."""
    page.locator(FORM).get_by_role("textbox").fill(text)
    page.get_by_role("button", name=words("check", lang)).click()
    panel = page.locator("#feedback").get_by_role("heading").first
    expect(panel).to_be_visible()
    return (panel.text_content() or "").strip()


@LANGS
@CONTENTS
def test_the_box_runs_with_the_question_and_then_with_what_is_typed(
    visitors: Visitors, lang: Lang, content: Lang
) -> None:
    visit, _ = typing(visitors, lang, content, "gap")
    box = visit.page.locator(FORM).get_by_role("textbox")
    runs = "element => getComputedStyle(element).direction"
    assert box.evaluate(runs) == direction(content)
    for text, way in (("Xi", "ltr"), ("شي", "rtl"), ("2022 Xi", "ltr"), ("16 تشرين", "rtl")):
        box.fill(text)
        assert box.evaluate(runs) == way, text


@LANGS
@pytest.mark.parametrize("digits", DIGITS, ids=["western", "arabic", "persian"])
def test_numbers_are_right_in_three_kinds_of_digits(
    visitors: Visitors, lang: Lang, digits: str
) -> None:
    visit, place = typing(visitors, lang, "ar", "number")
    item, order, content = visit.player.asked(place, "ar")[1]
    value = str(item.typed.value) if item.typed else ""
    box = visit.page.locator(FORM).get_by_role("textbox")
    assert box.get_attribute("type") == "text", "a number box drops what it does not know"
    assert right_fields(item, order, content)
    typed = value.translate(str.maketrans(DIGITS[0], digits))
    assert send(visit.page, typed, lang) == words("correct", lang)


@LANGS
def test_what_is_pasted_with_invisible_controls_is_stored_clean(
    visitors: Visitors, lang: Lang
) -> None:
    visit, place = typing(visitors, lang, "ar", "gap")
    answer = right_fields(*visit.player.asked(place, "ar")[1])["text"][0]
    pasted = f"\u202b\u200f{answer}\u200e\u202c"
    assert send(visit.page, pasted, lang) == words("correct", lang)
    visit.page.reload()
    assert not CONTROLS.search(visit.page.locator("main").inner_text())
    assert visit.player.outcomes(place.round_id)[0] == Outcome.RIGHT


@LANGS
@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("C++", "C++"),
        ("5 - 3", "5 - 3"),
        ("7-5", "7-5"),
        ("-5", "-5"),
        ("xi_jinping!", "xi_jinping!"),
        ("12-34-56", "12-34-56"),
        ("2 × 3 = 6", "2 × 3 = 6"),
    ],
)
def test_what_was_typed_reads_in_its_own_order(
    visitors: Visitors, lang: Lang, typed: str, drawn: str
) -> None:
    visit = visitors.visit("player", lang, "ar")
    visit.open(visit.player.typed("ar", typed).path)
    given = visit.page.locator("main").get_by_text(typed, exact=True).last
    assert given.evaluate(AS_DRAWN) == drawn


@LANGS
@pytest.mark.parametrize(
    "typed",
    ["محمد (2)", "ahmed_22: 5", "C++", "؟!", "x" * 200, "ق" * 200],
    ids=["name", "number", "signs", "marks", "long-latin", "long-arabic"],
)
def test_what_was_typed_leaves_its_neighbours_in_place(
    visitors: Visitors, lang: Lang, typed: str
) -> None:
    visit = visitors.visit("player", lang, "ar")
    around = []
    for text in ("محمد", typed):
        visit.open(visit.player.typed("ar", text).path)
        given = visit.page.locator("main").get_by_text(text, exact=True).last
        around.append(given.locator("xpath=ancestor::dl[1]//dt").first.evaluate(AS_DRAWN))
    assert around[0] == around[1]
    width = visit.page.evaluate("() => document.documentElement.scrollWidth")
    assert width <= visit.page.evaluate("() => document.documentElement.clientWidth")


@LANGS
def test_a_score_reads_in_order(visitors: Visitors, lang: Lang) -> None:
    visit = visitors.visit("player", lang, "ar")
    place = visit.player.finished("ar", (Outcome.RIGHT,))
    visit.open(f"rounds/{place.round_id}/result")
    share = visit.page.locator("main bdi").filter(has_text=re.compile(r"^\d+%$")).first
    assert share.evaluate(AS_DRAWN) == share.text_content()
