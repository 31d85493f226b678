"""What no page may do while anybody looks: complain, break the content policy, phone out.

A `Watch` listens to every context that it is told of. The autouse fixture in `conftest`
asks it after each test and fails that test for anything it heard. `everything` is all that the
browser of a page was told since it was last asked, for who looks for what must not be in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
    WebError,
)

REPORTED: Final = "content policy:"
# Runs before any script of a page; the console carries what it says to `Watch`.
LISTENER: Final = f"""
document.addEventListener("securitypolicyviolation", event => console.error(
  "{REPORTED}", event.effectiveDirective, event.blockedURI, event.sourceFile, event.sample));
"""
REFUSED: Final = "Failed to load resource: the server responded with a status of"
BROKEN: Final = "Failed to load resource: net::"
TEXTS: Final = ("text/html", "text/plain", "text/csv", "application/json", "application/problem")
# What somebody finds who looks with the tools of a browser: the page as scripts left it, as one
# text too where tags stand between letters, what stands in its fields, what is kept.
HELD: Final = """
async () => {
  const fields = document.querySelectorAll("input, textarea, select");
  const kept = store => Object.keys(store).map(key => [key, store.getItem(key)]);
  const databases = (await indexedDB.databases()).map(each => each.name);
  return {
    "the page": document.documentElement.outerHTML,
    "its text": document.documentElement.textContent,
    "its fields": [...fields].map(each => each.value).join(" "),
    "its history": JSON.stringify(history.state) + window.name,
    "its storage": JSON.stringify(
      [kept(localStorage), kept(sessionStorage), databases, await caches.keys()]),
  };
}
"""
STORAGE: Final = "its storage"
STORED_NOTHING: Final = "[[],[],[],[]]"


@dataclass
class Watch:
    """Listens to contexts; `heard` holds what must not be."""

    origin: str
    heard: list[str] = field(default_factory=list)
    _expected: set[str] = field(default_factory=set)
    _broken: bool = False
    _replies: list[Response] = field(default_factory=list)

    def attach(self, context: BrowserContext) -> BrowserContext:
        """Listen to every page of a context."""
        context.add_init_script(LISTENER)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("response", self._response)
        return context

    def everything(self, page: Page) -> dict[str, str]:
        """Return what a page holds and what came for it since last time, each under its name.

        Pages that another took the place of are forgotten by the browser with what they were
        told; what a script asked for stays.
        """
        told: dict[str, str] = page.evaluate(HELD)
        replies, self._replies = self._replies, []
        for number, reply in enumerate(replies):
            try:
                told[f"reply {number} of {reply.url}"] = reply.text()
            except Error:
                continue
        return told

    def expect_refusal(self, url: str) -> None:
        """Let the browser note in its console that this address answered 4xx."""
        self._expected.add(url)

    def expect_broken(self) -> None:
        """Let requests fail: the test cuts them off itself."""
        self._broken = True

    def drain(self) -> list[str]:
        """Return what was heard since last time, and listen anew."""
        heard, self.heard = self.heard, []
        self._expected.clear()
        self._broken = False
        self._replies.clear()
        return heard

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        where = message.location.get("url", "")
        if message.text.startswith(REFUSED) and where in self._expected:
            return
        if message.text.startswith(BROKEN) and self._broken:
            return
        self.heard.append(f"console {message.type}: {message.text} ({where})")

    def _error(self, error: WebError) -> None:
        self.heard.append(f"uncaught: {error.error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:", "blob:", "about:")):
            self.heard.append(f"request to another origin: {request.url}")

    def _response(self, response: Response) -> None:
        kind = response.headers.get("content-type", "")
        if kind.startswith(TEXTS) and not 300 <= response.status < 400:
            self._replies.append(response)
