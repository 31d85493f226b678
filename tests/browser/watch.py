"""What no page may do while anybody looks: complain, break the content policy, phone out.

A `Watch` listens to every context that it is told of. The autouse fixture in `conftest`
asks it after each test and fails that test for anything it heard.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

REPORTED: Final = "content policy:"
# Runs before any script of a page; the console carries what it says to `Watch`.
LISTENER: Final = f"""
document.addEventListener("securitypolicyviolation", event => console.error(
  "{REPORTED}", event.effectiveDirective, event.blockedURI, event.sourceFile, event.sample));
"""
REFUSED: Final = "Failed to load resource: the server responded with a status of"
BROKEN: Final = "Failed to load resource: net::"


@dataclass
class Watch:
    """Listens to contexts; `heard` holds what must not be."""

    origin: str
    heard: list[str] = field(default_factory=list)
    _expected: set[str] = field(default_factory=set)
    _broken: bool = False

    def attach(self, context: BrowserContext) -> BrowserContext:
        """Listen to every page of a context."""
        context.add_init_script(LISTENER)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        return context

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
