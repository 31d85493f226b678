"""A class in the browser: a teacher and pupils, each in a browser of their own."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask

from tests.web.browsing import Browser, Page
from tests.web.people import enter_as


@dataclass
class Classroom:
    """A class that somebody teaches."""

    app: Flask
    lang: str
    teacher: Browser
    path: str

    @property
    def class_id(self) -> str:
        return self.path.rsplit("/", 1)[1]

    def code(self) -> str:
        page = self.teacher.open(self.path)
        return "".join(page.with_class("join-code")[0].itertext()).strip()

    def pupil(self, name: str = "Huda") -> Browser:
        """Somebody who joined by the code."""
        browser = Browser(self.app.test_client(), self.lang)
        enter_as(self.app, browser, "learner", name=name, login=name.casefold())
        page = browser.open(f"/{self.lang}/join")
        joined = browser.submit(page.form("/join"), {"code": [self.code()]})
        assert joined.path == self.path
        return browser

    def members(self) -> dict[str, str]:
        """The address of each member's page, by the name shown."""
        page = self.teacher.open(self.path)
        links = [a for a in page.tree.iter("a") if "/members/" in (a.get("href") or "")]
        return {"".join(a.itertext()): str(a.get("href")) for a in links}

    def give(self, **values: object) -> Page:
        """Set homework by its form; what is not said stays as it is offered."""
        page = self.teacher.open(f"{self.path}/homework/new")
        wanted = {
            name: [str(v) for v in value] if isinstance(value, list) else [str(value)]
            for name, value in values.items()
        }
        return self.teacher.submit(page.form("/homework/new"), wanted)


def make_class(app: Flask, lang: str, *, name: str = "Amal", called: str = "Class 5") -> Classroom:
    """A teacher signs in and makes a class by its form."""
    browser = Browser(app.test_client(), lang)
    enter_as(app, browser, "teacher", name=name, login=name.casefold())
    page = browser.open(f"/{lang}/classes/new")
    made = browser.submit(page.form("/classes/new"), {"name": [called], "zone": ["Asia/Amman"]})
    return Classroom(app, lang, browser, urlsplit(made.path).path)
