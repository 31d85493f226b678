"""Two independent programs that play QTI 3 items, in Chromium, from a server of our own.

qti3-item-player is certified by 1EdTech; @citolab/qti-components is under the GPL, used by these
tests alone and shipped nowhere. Neither may ask anybody else for anything.
"""

from __future__ import annotations

import io
import shutil
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, Route, sync_playwright

from quizapp.domain.exchange.question import Question
from quizapp.domain.exchange.travel import Pack
from quizapp.formats.qti.writer import write
from tests.browser.conftest import ARGUMENTS, NAMES

HERE: Final = Path(__file__).parent
PEERS: Final = HERE.parent.parent / "peers"
PLAYERS: Final = ("first", "second")
PATIENCE: Final = 8_000


class Files(SimpleHTTPRequestHandler):
    """Serves the players' own files and the two pages that drive them."""

    def translate_path(self, path: str) -> str:
        root = HERE if path.startswith("/pages/") else PEERS
        return super().translate_path(path).replace(self.directory, str(root), 1)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def serving() -> Iterator[str]:
    """A server on a free port of this machine; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(PEERS)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Player:
    """One of the two, in a page of its own; `complaints` is what it said and asked for."""

    def __init__(self, browser: Browser, address: str, name: str) -> None:
        self.complaints: list[str] = []
        self.page: Page = browser.new_page(viewport={"width": 900, "height": 700})
        self.page.set_default_timeout(PATIENCE)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.route(lambda url: not url.startswith((address, "data:")), self._elsewhere)
        self.page.goto(f"{address}/pages/{name}.html")
        self.page.wait_for_function("() => Boolean(window.show)")

    def _elsewhere(self, route: Route) -> None:
        self.complaints.append(route.request.url)
        route.abort()

    def show(self, xml: str) -> None:
        """Show an item anew."""
        self.page.evaluate("xml => show(xml)", xml)

    def score(self, answer: str | list[str] | None) -> float:
        """The score of an answer to the item shown; None for none at all."""
        return float(self.page.evaluate("answer => score(answer)", answer))

    def score_now(self) -> float:
        """The score of what was clicked and typed."""
        return float(self.page.evaluate("() => scoreNow()"))

    def type(self, text: str) -> None:
        """Type into the field shown, and leave it."""
        field = self.page.locator("input").first
        field.fill(text)
        field.dispatch_event("change")

    def tells(self, name: str) -> str:
        """What the page says: `direction`, `text`, `feedback`."""
        return str(self.page.evaluate(f"() => {name}()"))


@contextmanager
def playing(chromium: str) -> Iterator[dict[str, Player]]:
    """Both players, ready."""
    with serving() as address, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield {name: Player(browser, address, name) for name in PLAYERS}
        browser.close()


def chromium_here() -> str | None:
    """Where Chromium is, if it is here."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def item_of(question: Question) -> str:
    """The file of the only item of a package."""
    data = write(Pack("players", "Players", question.lang, (question,))).data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        path = next(name for name in archive.namelist() if name.startswith("items/"))
        return archive.read(path).decode()
