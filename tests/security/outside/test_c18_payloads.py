"""C18: thirty payloads in every stored text, seen on every page in both languages, in Chromium.

Nothing runs, no element is made from a text, the content policy has nothing to report. Every
page is opened as a teacher, and those that pupils have as a pupil, with scripts at work. That
each payload would show is seen on pages that do not escape.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.watch import Watch
from tests.security.outside.chromium import entered
from tests.security.outside.filling import Filled, unclassified
from tests.security.outside.front import Front
from tests.security.outside.payloads import ALIVE, ALL, EVALUATED, PAYLOADS
from tests.security.outside.places import Place, places

pytestmark = pytest.mark.browser


def looked(page: Page, watch: Watch) -> tuple[bool, list[str]]:
    """Whether the page that is open shows payloads, and what is wrong with it."""
    wrong, called, evaluated, shows = page.evaluate(ALIVE % EVALUATED)
    told = [f"an element: {each}" for each in wrong] + [f"ran: {each}" for each in called]
    told += ["a template made something of it"] if evaluated else []
    return shows, [f"{page.url}: {each}" for each in (*told, *watch.drain())]


def faults(page: Page, watch: Watch) -> list[str]:
    """What is wrong with the page that is open."""
    return looked(page, watch)[1]


def walked(front: Front, page: Page, watch: Watch, found: list[Place]) -> tuple[int, list[str]]:
    """Open every page; return how many showed payloads, and what was wrong."""
    showing, wrong = 0, []
    for place in found:
        watch.expect_refusal(front.url + place.path)
        reply = page.goto(front.url + place.path)
        assert reply is not None
        assert reply.status < 500, place.path
        shows, found_here = looked(page, watch)
        showing += shows
        wrong += found_here
    return showing, wrong


def pages(front: Front, filled: Filled, lang: str) -> list[Place]:
    return [each for each in places(front.site.app, filled, lang) if each.is_page]


def test_every_column_of_texts_is_sorted_into_words_of_people_and_our_own() -> None:
    assert unclassified() == []
    assert len(PAYLOADS) == len(set(PAYLOADS)) == 30


# Where a page that does not escape would put a text.
CARELESS: Final = (
    *("<p>{}</p>", '<p title="{}">x</p>', "<p title='{}'>x</p>", "<p title={}>x</p>"),
    *('<a href="{}">x</a>', "<textarea>{}</textarea>", "<style>{}</style>", "<!-- {} -->"),
    *("<title>{}</title>", "<script src='/static/x.js'>{}</script>", "<svg><![CDATA[{}]]></svg>"),
)
EACH: Final = """
pages => pages.map(html => {
  document.documentElement.innerHTML = `<head></head><body>${html}</body>`;
  return (%s)()[0].length > 0;
})
"""


def test_c18_each_payload_would_be_seen_on_a_page_that_does_not_escape(chromium: Browser) -> None:
    page = chromium.new_page()
    look = EACH % (ALIVE % EVALUATED)
    for payload in PAYLOADS[:-2]:  # The last two are for templates and format strings.
        seen = page.evaluate(look, [careless.replace("{}", payload) for careless in CARELESS])
        assert any(seen), payload
    page.close()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_c18_no_stored_text_comes_to_life_on_any_page(
    chromium: Browser, front: Front, filled: Filled, lang: str
) -> None:
    watch = Watch(front.url)
    found = pages(front, filled, lang)
    finished = Place(
        "quiz.result", f"/{lang}/rounds/{filled.values['finished']}/result", frozenset()
    )
    open_to_pupils = ("home", "articles", "quiz", "cards", "progress", "classes.show", "homework")
    for cookie, mine in (
        (filled.teacher, [each for each in found if not each.endpoint.startswith("quiz")]),
        (filled.pupil, [finished, *(p for p in found if p.endpoint.startswith(open_to_pupils))]),
    ):
        context = entered(chromium, front, cookie, watch)
        showing, wrong = walked(front, context.new_page(), watch, mine)
        context.close()
        assert wrong == []
        assert showing >= len(mine) * 2 // 3, f"only {showing} of {len(mine)} pages show anything"


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_c18_what_is_typed_comes_back_as_text(
    chromium: Browser, front: Front, filled: Filled, lang: str
) -> None:
    """Typed into a page, sent by its scripts, and shown by them; and out of an address."""
    watch = Watch(front.url)
    context = entered(chromium, front, filled.pupil, watch)
    page = context.new_page()
    position = {"ar": 3, "en": 4}[lang]
    page.goto(f"{front.url}/{lang}/rounds/{filled.values['round_id']}/{position}")
    page.locator("#text").fill(ALL[:180])
    page.locator("form.question button.primary").first.click()
    page.wait_for_function("() => document.querySelector('main').innerText.includes('pwn')")
    wrong = faults(page, watch)
    asked = urlencode({"typed": ALL, "show": filled.values["card_id"], "typing": "1", "all": "1"})
    for path in (f"review?{asked}", f"sign-in?{urlencode({'next': '/' + ALL})}", f"?{asked}"):
        page.goto(f"{front.url}/{lang}/{path}")
        wrong += faults(page, watch)
    context.close()
    teacher = entered(chromium, front, filled.teacher, watch)
    page = teacher.new_page()
    page.goto(f"{front.url}/{lang}/teach/articles/{filled.values['draft_id']}/facts/new")
    page.locator("#sentence-en").fill("The city of {{Irbid}} " + ALL)
    page.locator("#sentence-en").blur()
    with page.expect_navigation():
        page.locator("button[value=look]").click()
    wrong += faults(page, watch)
    teacher.close()
    assert wrong == []
