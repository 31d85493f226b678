"""People who look at the site, each with a browser page that stays open, and how they get
to a page: by opening an address or by sending a form.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page, Response

from quizapp.domain.bilingual import Lang
from quizapp.services.accounts import Settings
from tests.browser.rounds import Learner, Rounds
from tests.browser.site import Site
from tests.browser.watch import Watch

WIDE: Final = 1100
HEIGHT: Final = 900

# Somebody who was never here has no settings; the others differ in them.
PEOPLE: Final[dict[str, Settings | None]] = {
    "nobody": None,
    "player": Settings(),
    "archivist": Settings(),
    "studious": Settings(),
    "through": Settings(),
    "returned": Settings(),
    "author": Settings(),
    "schooling": Settings(),
    "schooled": Settings(),
    "unschooled": Settings(),
    "resting": Settings(),
    "long-resting": Settings(),
    "objecting": Settings(),
    "deciding": Settings(),
    "settled": Settings(),
    "stepping": Settings(),
    "stepped": Settings(),
    "tokenless": Settings(),
    "automated": Settings(),
    "automating": Settings(),
    "bringing": Settings(),
    "grading": Settings(),
    "expecting": Settings(),
    "reads-arabic": Settings(
        content="ar", digits="arab", months="levant", theme="light", certainty=True
    ),
    "reads-english": Settings(content="en", theme="dark"),
}

SEND: Final = """
([action, fields, token]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = action;
  for (const [name, value] of Object.entries({csrf_token: token, ...fields})) {
    const field = document.createElement("input");
    [field.type, field.name, field.value] = ["hidden", name, value];
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}
"""


@dataclass(frozen=True)
class Visit:
    """One look at one page: whose browser, which interface, which language of content."""

    page: Page
    learner: Learner | None
    watch: Watch
    site: Site
    lang: Lang
    content: Lang

    @property
    def player(self) -> Learner:
        """The account behind the browser."""
        assert self.learner is not None, "nobody plays without an account"
        return self.learner

    def url(self, path: str) -> str:
        """Return an address in the interface language of this visit."""
        return f"{self.site.url}/{self.lang}/{path}"

    def open(self, path: str, status: int = 200) -> None:
        """Open an address that answers with this status."""
        if status >= 400:
            self.watch.expect_refusal(self.url(path))
        response = self.page.goto(self.url(path))
        _check(response, status)

    def send(self, path: str, fields: dict[str, str], status: int, token: str = "") -> None:
        """Send a form as any page of ours could, and see the page that answers it."""
        self.open("settings")
        known = self.page.locator("input[name=csrf_token]").first.input_value()
        self.watch.expect_refusal(self.url(path))
        with self.page.expect_navigation() as navigation:
            self.page.evaluate(SEND, [self.url(path), fields, token or known])
        _check(navigation.value, status)


class Visitors:
    """Opens the browser of each visitor on first use."""

    def __init__(self, browser: Browser, site: Site, rounds: Rounds, watch: Watch) -> None:
        self._browser, self._site, self._rounds, self._watch = browser, site, rounds, watch
        self._known: dict[str, tuple[Page, Learner | None]] = {}

    def visit(self, who: str, lang: Lang, content: Lang) -> Visit:
        """Return a look at the site by one of PEOPLE."""
        if who not in self._known:
            self._known[who] = self._arrived(PEOPLE[who])
        page, learner = self._known[who]
        return Visit(page, learner, self._watch, self._site, lang, content)

    def close(self) -> None:
        """Close all browsers."""
        for page, _ in self._known.values():
            page.context.close()

    def _arrived(self, settings: Settings | None) -> tuple[Page, Learner | None]:
        context = self._browser.new_context(viewport={"width": WIDE, "height": HEIGHT})
        self._watch.attach(context)
        if settings is None:
            return context.new_page(), None
        learner = self._rounds.learner(settings)
        sign_in(context, self._site, learner)
        return context.new_page(), learner


def sign_in(context: BrowserContext, site: Site, learner: Learner) -> None:
    """Make a browser this learner's."""
    value = site.cookie(learner.token, datetime.now(UTC).date().toordinal())
    context.add_cookies([{"name": site.cookie_name, "value": value, "url": site.url}])


def _check(response: Response | None, status: int) -> None:
    assert response is not None
    assert response.status == status, f"{response.url} answered {response.status}"
    assert response.headers["content-type"].startswith("text/html"), response.url
