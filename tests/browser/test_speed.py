"""How a visit feels: nothing moves under the eyes, and an answer is judged at once, also on a
slow phone far away.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, expect

from quizapp.domain.bilingual import Lang
from quizapp.services.accounts import Settings
from tests.answers import right_fields
from tests.browser.hands import FORM, Pointer
from tests.browser.rounds import ARTICLE, Rounds
from tests.browser.site import Site
from tests.browser.test_playing import TIME_TO_FEEDBACK
from tests.browser.visits import sign_in
from tests.web.playing import words

pytestmark = pytest.mark.browser

NewContext = Callable[..., BrowserContext]
LANGS = pytest.mark.parametrize("lang", ["ar", "en"])
PHONE: Final = {"width": 390, "height": 844}
# The share of the window that moves, added up: what the budget allows, of what counts as good.
SHIFT: Final = 0.02
SHIFTED: Final = """
() => new Promise(resolve => {
  const moved = [];
  new PerformanceObserver(list => moved.push(...list.getEntries()
    .filter(entry => !entry.hadRecentInput).map(entry => entry.value)))
    .observe({ type: "layout-shift", buffered: true });
  document.fonts.ready.then(() => requestAnimationFrame(() => setTimeout(
    () => resolve(moved.reduce((sum, value) => sum + value, 0)), 0)));
})
"""
# What was never painted cannot jump: a busy machine may not have come to it yet.
PAINTED: Final = """
() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(
  resolve, 50))))
"""
# A slow phone behind a slow line: a quarter of the speed, and 150 ms there and back.
SLOWER: Final = 4
LINE: Final = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 100_000,
}
FAR_AWAY: Final = 350


@LANGS
@pytest.mark.parametrize("page", ["home", "article", "question", "progress"])
def test_nothing_jumps_while_a_page_comes_in(
    site: Site, rounds: Rounds, new_context: NewContext, lang: Lang, page: str
) -> None:
    """On a first visit, when the faces are not there yet."""
    learner = rounds.learner(Settings())
    context = new_context(viewport=PHONE)
    sign_in(context, site, learner)
    paths = {
        "home": "",
        "article": f"articles/{ARTICLE}",
        "question": learner.open("choice", lang).path,
    }
    visited = context.new_page()
    visited.goto(f"/{lang}/{paths.get(page, page)}")
    assert visited.evaluate(SHIFTED) <= SHIFT


def test_a_jump_is_seen(new_context: NewContext) -> None:
    page = new_context(viewport=PHONE).new_page()
    page.goto("/en/about")
    page.evaluate(PAINTED)
    page.evaluate("() => document.querySelector('main').before(document.createElement('hr'))")
    page.evaluate("() => { document.querySelector('hr').style.height = '200px'; }")
    page.evaluate(PAINTED)
    assert page.evaluate(SHIFTED) > SHIFT


@LANGS
@pytest.mark.soak
def test_feedback_comes_soon_on_a_slow_phone_far_away(
    site: Site, rounds: Rounds, new_context: NewContext, lang: Lang
) -> None:
    learner = rounds.learner(Settings())
    context = new_context(viewport=PHONE)
    sign_in(context, site, learner)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    session.send("Network.emulateNetworkConditions", LINE)
    place = learner.fresh("choice", lang)
    asked = learner.asked(place, lang)
    page.goto(f"/{lang}/{place.path}")
    took = []
    for position in list(asked)[:-1]:
        Pointer(page).answer(right_fields(*asked[position]))
        check = page.get_by_role("button", name=words("check", lang))
        took.append(check.evaluate(TIME_TO_FEEDBACK))
        page.get_by_role("main").get_by_role("link", name=words("next", lang)).click()
        expect(page.locator(FORM)).to_have_count(1)
    assert median(took) <= FAR_AWAY, took
