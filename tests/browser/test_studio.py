"""Writing in the studio with scripts: what follows appears while typing, and nothing is stored."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from quizapp.domain.bilingual import Lang
from tests.browser import teach_states
from tests.browser.visits import Visit, Visitors

pytestmark = pytest.mark.browser

LANGS = pytest.mark.parametrize("lang", ["ar", "en"])
ARABIC = "استضافت مدينة {{إربد}} معرض الزهور."
ENGLISH = "The city of {{Irbid}} hosted the flower fair."


def at_a_new_fact(visitors: Visitors, lang: Lang) -> Visit:
    visit = visitors.visit(teach_states.WHO, lang, "ar")
    teach_states.at_work(f"{teach_states.HERE}/facts/new", teach_states.plain)(visit)
    return visit


@LANGS
def test_questions_and_cards_appear_while_typing(visitors: Visitors, lang: Lang) -> None:
    visit = at_a_new_fact(visitors, lang)
    page = visit.page
    address = page.url
    page.locator("#sentence-ar").fill(ARABIC)
    page.locator("#sentence-en").fill(ENGLISH)
    expect(page.locator("#follows .shown").first).to_be_visible()
    expect(page.locator("#slots fieldset.slot")).to_have_count(1)
    expect(page.locator("#sentence-en")).to_be_focused()
    expect(page.locator("#sentence-en")).to_have_value(ENGLISH)
    page.locator("#slot-0-question-en").fill("Which city hosted the flower fair?")
    expect(page.locator("#follows")).to_contain_text("Which city hosted the flower fair?")
    expect(page.locator("#slot-0-question-en")).to_be_focused()
    assert page.url == address
    teach_states.at_work(teach_states.HERE, teach_states.plain)(visit)
    expect(page.locator(".written-parts a[href*='/facts/']")).to_have_count(1)


@LANGS
def test_marks_that_are_not_closed_are_told_beside_the_field(
    visitors: Visitors, lang: Lang
) -> None:
    page = at_a_new_fact(visitors, lang).page
    page.locator("#sentence-en").fill("The city of {{Irbid hosted it.")
    expect(page.locator("#beside .problem")).to_be_visible()
    page.locator("#sentence-en").fill("The city of {{Irbid}} hosted it.")
    expect(page.locator("#beside .problem")).to_have_count(0)


@LANGS
def test_selected_words_are_marked_by_a_button(visitors: Visitors, lang: Lang) -> None:
    page = at_a_new_fact(visitors, lang).page
    field = page.locator("#sentence-en")
    field.fill("Irbid hosted the flower fair.")
    field.evaluate("box => { box.focus(); box.setSelectionRange(0, 5); }")
    page.locator("[data-mark]").click()
    expect(field).to_have_value("{{Irbid}} hosted the flower fair.")
    expect(page.locator("#slots fieldset.slot")).to_have_count(1)
