"""Take the README's screenshots: `python tools/screenshots.py URL FOLDER`.

URL is a running site, FOLDER its data, both fresh. For the pictures of cards and progress
somebody studies there for three months, as FSRS expects of her, before she is looked at.
Pictures go to `docs/screenshots/`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tools.diligence import diligent_cookie

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
ARTICLE = "articles/samarkand-summit"
PHONE, DESKTOP = {"width": 390, "height": 780}, {"width": 1100, "height": 720}
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]


def page_of(browser: Browser, size: dict[str, int], scheme: str) -> Page:
    context = browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        color_scheme=scheme,  # type: ignore[arg-type]
        device_scale_factor=2 if size is PHONE else 1,
        reduced_motion="reduce",
    )
    return context.new_page()


def keep(page: Page, name: str) -> None:
    page.wait_for_timeout(400)
    page.screenshot(path=FOLDER / f"{name}.png")
    print(name)


def question(page: Page, site: str, lang: str, kind: str) -> None:
    page.goto(f"{site}/{lang}/{ARTICLE}/start")
    for box in page.locator("input[name=kinds]").all():
        box.set_checked(box.get_attribute("value") == kind)
    page.locator("form.setup button.primary").click()
    page.wait_for_selector("form.question")


def answer(page: Page) -> None:
    page.locator("form.question button.primary").click()
    page.wait_for_selector("#feedback")
    page.evaluate("window.scrollTo(0, 0)")


def take(browser: Browser, site: str) -> None:
    desktop, phone = page_of(browser, DESKTOP, "light"), page_of(browser, PHONE, "light")
    night = page_of(browser, PHONE, "dark")
    desktop.goto(f"{site}/ar/")
    keep(desktop, "home-ar")
    question(phone, site, "ar", "choice")
    phone.locator("input[name=choice]").first.check()
    keep(phone, "question-ar")
    answer(phone)
    keep(phone, "feedback-ar")
    desktop.goto(f"{site}/en/{ARTICLE}?view=both")
    keep(desktop, "reading-en")
    question(night, site, "en", "order")
    keep(night, "ordering-en")
    question(night, site, "en", "claim")
    night.locator("input[name=choice]").nth(1).check()
    answer(night)
    keep(night, "claim-en")


def take_progress(browser: Browser, site: str, folder: Path) -> None:
    """Cards and progress of somebody who has studied there."""
    name, value = diligent_cookie(folder)
    cookie = {"name": name, "value": value, "url": site}
    desktop, phone = page_of(browser, DESKTOP, "light"), page_of(browser, PHONE, "light")
    for page in (desktop, phone):
        page.context.add_cookies([cookie])  # type: ignore[list-item]
    phone.goto(f"{site}/ar/review?all=1")
    phone.locator("a.primary[data-next]").click()
    phone.wait_for_selector(".grades")
    keep(phone, "card-ar")
    desktop.goto(f"{site}/en/progress")
    keep(desktop, "progress-en")


def main() -> None:
    """Take every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        site = sys.argv[1].rstrip("/")
        take(browser, site)
        take_progress(browser, site, Path(sys.argv[2]))
        browser.close()


if __name__ == "__main__":
    main()
