"""Reading in a browser: cards open and pairs are marked with no script at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.site import Site

pytestmark = pytest.mark.browser

ARTICLE = "articles/samarkand-summit"


def opened(make: Callable[..., BrowserContext], url: str, *, scripts: bool) -> Page:
    page = make(java_script_enabled=scripts, reduced_motion="reduce").new_page()
    page.goto(url)
    return page


@pytest.fixture(params=["ar", "en"])
def address(request: pytest.FixtureRequest, site: Site) -> str:
    return f"{site.url}/{request.param}/{ARTICLE}?view=both"


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_a_term_is_explained_by_tap_and_by_keyboard(
    new_context: Callable[..., BrowserContext], address: str, scripts: bool
) -> None:
    page = opened(new_context, address, scripts=scripts)
    term = page.locator("button.term").first
    card = page.locator(f"#{term.get_attribute('popovertarget')}")
    expect(card).to_be_hidden()
    term.click()
    expect(card).to_be_visible()
    card.locator("button").click()
    expect(card).to_be_hidden()
    term.focus()
    page.keyboard.press("Enter")
    expect(card.locator("button")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(term).to_be_focused()


def background(row: Locator) -> str:
    colour: str = row.evaluate("row => getComputedStyle(row).backgroundColor")
    return colour


def test_a_sentence_and_its_partner_are_marked_on_hover_and_on_focus(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    page = opened(new_context, address, scripts=True)
    rows = page.locator(".pair:not(.heads)")
    first, second = rows.nth(0), rows.nth(1)
    plain = background(first)
    assert background(second) == plain
    second.locator(".sentence").nth(1).hover()
    assert background(second) != plain
    first.locator(".sentence").nth(0).focus()
    assert background(first) != plain
    assert background(rows.nth(2)) == plain


def test_the_columns_follow_the_direction_of_the_page(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    page = opened(new_context, address, scripts=False)
    page.set_viewport_size({"width": 1100, "height": 800})
    cells = page.locator(".pair:not(.heads)").first.locator("p")
    first, second = cells.nth(0).bounding_box(), cells.nth(1).bounding_box()
    assert first
    assert second
    assert first["y"] == second["y"], "partners stand side by side"
    assert (first["x"] > second["x"]) == ("/ar/" in address)
