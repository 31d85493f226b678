"""The keyboard: single keys on Latin and Arabic layouts, arrows, and Tab."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from quizapp.domain.bilingual import Lang
from quizapp.services.accounts import Settings
from tests.browser.hands import FORM
from tests.browser.rounds import Rounds
from tests.browser.site import Site
from tests.browser.visits import Visit, Visitors, sign_in

pytestmark = pytest.mark.browser

LANGS = pytest.mark.parametrize("lang", ["ar", "en"])
# Playwright has no key for letters outside its layout: this is what such a layout sends.
PRESS = """
([key, code, more]) => (document.activeElement ?? document.body).dispatchEvent(
  new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true, ...more }))
"""


def question(visitors: Visitors, kind: str, lang: Lang) -> Visit:
    visit = visitors.visit("player", lang, "ar")
    visit.open(visit.player.fresh(kind, "ar").path)
    return visit


def press(page: Page, key: str, code: str = "", **more: bool) -> None:
    page.evaluate(PRESS, [key, code, more])


@LANGS
@pytest.mark.parametrize("key", ["2", "٢", "۲"])
def test_a_digit_chooses_in_any_script(visitors: Visitors, lang: Lang, key: str) -> None:
    page = question(visitors, "choice", lang).page
    press(page, key, "Digit2")
    expect(page.locator(f"{FORM} [name=choice][value='2']")).to_be_checked()


@LANGS
def test_digits_toggle_where_several_may_be_chosen(visitors: Visitors, lang: Lang) -> None:
    page = question(visitors, "multiple_choice", lang).page
    for key in ("1", "3", "1"):
        press(page, key)
    expect(page.locator(f"{FORM} [name=choice]:checked")).to_have_count(1)
    expect(page.locator(f"{FORM} [name=choice][value='3']")).to_be_checked()


@LANGS
def test_enter_checks_and_goes_on(visitors: Visitors, lang: Lang) -> None:
    page = question(visitors, "choice", lang).page
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("#feedback")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/2$"))
    expect(page.locator(FORM)).to_have_count(1)


# As for somebody who presses the next key while the page still changes.
CUT_SHORT = """
() => {
  const begin = document.startViewTransition.bind(document);
  document.startViewTransition = change => {
    const transition = begin(change);
    transition.skipTransition();
    return transition;
  };
}
"""


def test_who_is_quicker_than_the_transition_gets_on_all_the_same(visitors: Visitors) -> None:
    """And nothing is reported as a fault: `nothing_untoward` listens."""
    page = question(visitors, "choice", "ar").page
    page.evaluate(CUT_SHORT)
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("#feedback")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/2$"))
    page.wait_for_timeout(100)


@LANGS
@pytest.mark.parametrize(("key", "code"), [("?", "Slash"), ("؟", "Slash")])
def test_the_question_mark_opens_the_sheet_and_escape_closes_it(
    visitors: Visitors, lang: Lang, key: str, code: str
) -> None:
    page = question(visitors, "choice", lang).page
    press(page, key, code)
    sheet = page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    press(page, "1")
    expect(page.locator(f"{FORM} [name=choice]:checked")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


@LANGS
def test_keys_are_text_while_typing(visitors: Visitors, lang: Lang) -> None:
    page = question(visitors, "gap", lang).page
    box = page.locator(FORM).get_by_role("textbox")
    box.focus()
    page.keyboard.type("12?")
    assert box.input_value() == "12?"
    expect(page.get_by_role("dialog")).to_be_hidden()


@LANGS
def test_keys_with_modifiers_and_half_composed_letters_do_nothing(
    visitors: Visitors, lang: Lang
) -> None:
    page = question(visitors, "choice", lang).page
    for more in ("ctrlKey", "altKey", "metaKey", "isComposing"):
        press(page, "2", "Digit2", **{more: True})
    expect(page.locator(f"{FORM} [name=choice]:checked")).to_have_count(0)


@LANGS
def test_single_keys_do_nothing_where_they_are_switched_off(
    new_context: Callable[..., BrowserContext], site: Site, rounds: Rounds, lang: Lang
) -> None:
    learner = rounds.learner(Settings())
    context = new_context()
    sign_in(context, site, learner)
    page = context.new_page()
    page.goto(f"/{lang}/settings")
    page.locator("[name=keys_off]").check()
    with page.expect_navigation():
        page.locator("form.setup button").click()
    page.goto(f"/{lang}/{learner.fresh('choice', 'ar').path}")
    for key, code in (("2", "Digit2"), ("?", "Slash"), ("؟", "Slash")):
        press(page, key, code)
    expect(page.locator(f"{FORM} [name=choice]:checked")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator("[data-opens=keys]").click()
    expect(page.get_by_role("dialog")).to_be_visible()


@LANGS
def test_the_arrow_that_points_on_goes_on(visitors: Visitors, lang: Lang) -> None:
    """Among radio buttons the arrow keys follow the direction of the page."""
    page = question(visitors, "choice", lang).page
    first = page.locator(f"{FORM} [name=choice]").first
    first.check()
    page.keyboard.press({"ar": "ArrowLeft", "en": "ArrowRight"}[lang])
    expect(page.locator(f"{FORM} [name=choice]").nth(1)).to_be_checked()
    page.keyboard.press({"ar": "ArrowRight", "en": "ArrowLeft"}[lang])
    expect(first).to_be_checked()


@LANGS
def test_the_first_tab_leads_past_the_banner(visitors: Visitors, lang: Lang) -> None:
    page = question(visitors, "choice", lang).page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")
