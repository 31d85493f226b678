"""A teacher who is new here, from her first link to a printed sheet.

Nobody shows her the way: every step starts from something that stands on the page before.
Two pupils take up their slips in browsers of their own, and their results reach her.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from quizapp.domain.bilingual import Lang, other
from tests.browser.site import Site

pytestmark = pytest.mark.browser

NewContext = Callable[..., BrowserContext]
SHOTS = os.environ.get("WARAQA_SHOTS")
PASSWORD = "a quiet reading room"
PUPILS = {"ar": ("ليلى حدّاد", "سامر عوض"), "en": ("Layla Haddad", "Samir Awad")}
TITLE = {"ar": "مكتبة الحي", "en": "The neighbourhood library"}
TEXT = {
    "ar": "افتتحت سلمى قعوار مكتبة الحي في إربد. وتضم المكتبة 4200 كتاب.",
    "en": "Salma Kawar opened the neighbourhood library in Irbid. The library holds 4200 books.",
}
FACT = {
    "ar": "افتتحت {{سلمى قعوار}} مكتبة الحي في {{إربد}}.",
    "en": "{{Salma Kawar}} opened the neighbourhood library in {{Irbid}}.",
}
QUESTIONS = (
    {"ar": "من التي افتتحت مكتبة الحي؟", "en": "Who opened the neighbourhood library?"},
    {"ar": "في أي مدينة تقع مكتبة الحي؟", "en": "In which city is the neighbourhood library?"},
)


class Walk:
    """Somebody's browser, in one language, and pictures of where it went."""

    def __init__(self, context: BrowserContext, site: Site, lang: Lang, name: str) -> None:
        self.page: Page = context.new_page()
        self.site, self.lang, self.name, self.step = site, lang, name, 0

    def open(self, path: str) -> None:
        self.page.goto(f"{self.site.url}/{self.lang}/{path}")

    def follow(self, ending: str) -> None:
        """Follow a link of the page by where it leads."""
        link = self.page.get_by_role("main").locator(f"a[href$='{ending}']").first
        link.click()
        self.page.wait_for_url(re.compile(re.escape(ending)))
        self.keep()

    def press(self, name: str = "", value: str = "") -> None:
        """Press a button of the page: the first of its kind, or one that does a thing."""
        wanted = f"[name='{name}'][value='{value}']:not(.hidden-text)" if name else ".primary"
        with self.page.expect_navigation():
            self.page.get_by_role("main").locator(f"button{wanted}").first.click()
        self.keep()

    def fill(self, fields: dict[str, str]) -> None:
        for name, text in fields.items():
            self.page.locator(f"[name='{name}']").fill(text)

    def keep(self) -> None:
        """Keep a picture, where pictures are wanted."""
        self.step += 1
        if SHOTS:
            name = f"journey-{self.lang}-{self.name}-{self.step:02}.png"
            self.page.screenshot(path=Path(SHOTS) / name, full_page=True)


def becomes_teacher(walk: Walk, code: str) -> None:
    walk.open(f"code#{code}")
    walk.keep()
    walk.press()
    walk.fill({"login": f"nura-{walk.lang}", "name": "Nura", "password": PASSWORD})
    walk.press()
    expect(walk.page.get_by_role("banner")).to_contain_text("Nura")


def writes_and_publishes(walk: Walk) -> None:
    page = walk.page
    walk.follow("/teach")
    walk.follow("/teach/new")
    for lang in ("ar", "en"):
        walk.fill({f"title-{lang}": TITLE[lang], f"text-{lang}": TEXT[lang]})
    walk.press()
    expect(page.locator(".rows > .row")).to_have_count(2)
    walk.press("do", "save")
    walk.follow("/facts/new")
    for lang in ("ar", "en"):
        page.locator(f"#sentence-{lang}").fill(FACT[lang])
    page.locator("select[name=proof]").select_option(index=1)
    walk.press("do", "look")
    for number, question in enumerate(QUESTIONS):
        for lang in ("ar", "en"):
            page.locator(f"#slot-{number}-question-{lang}").fill(question[lang])
    walk.press("do", "save")
    page.get_by_role("main").locator("a[href*='/teach/articles/']").first.click()
    walk.follow("/review")
    for box in page.locator("input[name^=accept-]").all():
        box.check()
    for reason in page.locator("input[name^=reason-]").all():
        reason.fill("one article, read in class")
    walk.press("do", "submit")
    walk.press("do", "publish")


def makes_a_class(walk: Walk) -> list[str]:
    """Return the codes on the slips of the pupils."""
    page = walk.page
    walk.open("")
    walk.follow("/classes")
    walk.follow("/classes/new")
    walk.fill({"name": "5B"})
    walk.press()
    walk.follow("/roster")
    walk.fill({"names": "\n".join(PUPILS[walk.lang])})
    walk.press()
    walk.press("do", "enrol")
    if not page.locator(".slips").count():
        with page.expect_navigation():
            page.locator("form[action$='/slips'] button").click()
        walk.keep()
    return [
        re.sub(r"[^A-Z2-9]", "", text)
        for text in page.locator(".slip .join-code").all_inner_texts()
    ]


def sets_homework(walk: Walk) -> str:
    """Return the address of the class."""
    page = walk.page
    walk.open("classes")
    page.get_by_role("main").locator("article.card h2 a").first.click()
    address = page.url
    walk.follow("/homework/new")
    page.locator("select[name=article]").select_option(label=TITLE[walk.lang])
    page.locator("input[name=length][value=all]").check()
    walk.press()
    return address


def does_homework(walk: Walk, code: str, number: int) -> None:
    page = walk.page
    walk.open("code")
    walk.fill({"code": code})
    walk.press()
    walk.fill({"login": f"pupil-{walk.lang}-{number}", "password": PASSWORD})
    walk.press()
    walk.follow("/homework")
    with page.expect_navigation():
        page.get_by_role("main").locator("form[action$='/begin'] button").first.click()
    walk.keep()
    for _ in range(40):
        if page.url.endswith("/result"):
            break
        if page.locator("form.question").count():
            answer(page, number)
            page.locator("form.question button.primary").click()
            expect(page.locator("#feedback")).to_be_visible()
        page.locator(".onward a.primary").click()
        expect(page.locator("#feedback")).to_have_count(0)
    walk.keep()
    expect(page).to_have_url(re.compile("/result$"))


def answer(page: Page, number: int) -> None:
    """Answer somehow: one pupil takes the first of everything, the other the last."""
    form = page.locator("form.question")
    if form.locator("input[name=text]").count():
        form.locator("input[name=text]").fill("إربد" if number else "Irbid")
    elif form.locator("input[name=choice]").count():
        options = form.locator("input[name=choice]")
        (options.first if number else options.last).check()


@pytest.mark.timeout(180)
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_from_the_first_link_to_a_printed_sheet(
    site: Site, new_context: NewContext, lang: Lang
) -> None:
    teacher = Walk(new_context(), site, lang, "teacher")
    becomes_teacher(teacher, site.invitation())
    writes_and_publishes(teacher)
    slips = makes_a_class(teacher)
    assert len(slips) == len(PUPILS[lang])
    address = sets_homework(teacher)
    for number, code in enumerate(slips):
        language = lang if number else other(lang)
        does_homework(Walk(new_context(), site, language, f"pupil-{number}"), code, number)
    page = teacher.page
    page.goto(address)
    teacher.follow("/results")
    for name in PUPILS[lang]:
        expect(page.get_by_role("main")).to_contain_text(name)
    page.locator("thead a").first.click()
    teacher.keep()
    expect(page.locator("table.squares tbody tr")).to_have_count(len(slips))
    page.goto(f"{address}/worksheet")
    teacher.keep()
    link = page.locator("a[href*='worksheet.pdf']").get_attribute("href")
    printed = page.request.get(f"{site.url}{link}")
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.body().startswith(b"%PDF")
