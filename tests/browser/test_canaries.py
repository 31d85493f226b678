"""The words that are planted in keys are found wherever a page could put one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from quizapp.domain.bilingual import LANGS
from quizapp.domain.items.base import Outcome
from tests.browser.canaries import TELLS_KEYS, canary, found_in, leaks, told_to
from tests.browser.site import Site
from tests.browser.visits import Visitors
from tests.browser.watch import STORAGE, Watch
from tests.web.roles import MAY, TEACHERS

pytestmark = pytest.mark.browser

SECRET = {lang: canary("an item", lang) for lang in LANGS}
ESCAPED = SECRET["ar"].encode("unicode_escape").decode()
# A place for each: what is planted there, and under which name it has to be found.
PLACES = {
    "an attribute": ('p.dataset.key = "%(en)s"', "the page"),
    "a comment": ('p.append(document.createComment("%(ar)s"))', "the page"),
    "letters between tags": (
        "p.innerHTML = [...'%(en)s'].map(each => `<b>${each}</b>`).join('')",
        "its text",
    ),
    "a field": ('document.querySelector("input").value = "%(ar)s"', "its fields"),
    "the history": ('history.replaceState({ key: "%(en)s" }, "")', "its history"),
    "the window's name": ('name = "%(en)s"', "its history"),
    "what is kept": ('localStorage.setItem("key", "%(ar)s")', "its storage"),
    "what is kept for a visit": ('sessionStorage.setItem("key", "%(en)s")', "its storage"),
    "a reply to a script": ('await fetch("/planted.json")', "reply"),
    "the page as it was sent": ('document.querySelector("i").remove()', "reply"),
}
PAGE = "<!doctype html><title>x</title><link rel=icon href=data:,><p>x</p><input>{more}"


def answering(page: Page, more: str) -> None:
    """Let an address of the site answer with a page that has nothing in it but `more`."""

    def reply(route: Route) -> None:
        if route.request.url.endswith(".json"):
            body, kind = f'{{"key": "{ESCAPED}"}}', "application/json"
        else:
            body, kind = PAGE.format(more=more), "text/html"
        route.fulfill(body=body, content_type=kind)

    page.route("**/planted*", reply)


def test_a_key_is_found_where_it_is_planted(
    new_context: Callable[..., BrowserContext], site: Site, watch: Watch
) -> None:
    context = new_context()
    for place, (script, name) in PLACES.items():
        page = context.new_page()
        answering(page, f"<i>{SECRET['en']}</i>" if place == "the page as it was sent" else "")
        page.goto(f"{site.url}/planted")
        planted = f"async () => {{ const p = document.querySelector('p'); {script} }}"
        page.evaluate(planted % SECRET)
        told = watch.everything(page)
        assert [each for each in found_in(told) if each.startswith(name)], place
        assert leaks(told, ()), place
        known = leaks(told, SECRET.values())
        assert len(known) == (name == STORAGE), "what is told may be seen, but not be kept"
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        page.close()


def test_pages_that_tell_keys_are_for_teachers() -> None:
    assert {name: MAY[name] for name in TELLS_KEYS} == dict.fromkeys(TELLS_KEYS, TEACHERS)


def test_a_browser_that_keeps_anything_is_told_of(
    new_context: Callable[..., BrowserContext], site: Site, watch: Watch
) -> None:
    page = new_context().new_page()
    page.goto(f"{site.url}/en/about")
    assert leaks(watch.everything(page), ()) == []
    page.evaluate("async () => { await caches.open('x'); }")
    assert len(leaks(watch.everything(page), ())) == 1


def test_an_answer_tells_its_own_key_and_no_other(visitors: Visitors) -> None:
    """Whoever answered sees the word of the question, so they are planted where keys are."""
    visit = visitors.visit("player", "en", "en")
    place = visit.player.answered("gap", "en", Outcome.WRONG)
    visit.open(place.path)
    own = told_to(visit.site.app, visit.player.account_id)
    item, _, _ = visit.player.asked(place, "en")[place.position]
    told = visit.watch.everything(visit.page)
    assert set.union(*found_in(told).values()) == {canary(item.id, lang) for lang in LANGS} & own
    assert leaks(told, own) == []
    assert leaks(told, ()) != []
