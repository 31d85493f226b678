"""A guest with one browser, who plays through the proxy as if it stood under its own name."""

from __future__ import annotations

import re
import socket
import ssl
from http.client import HTTPSConnection
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPSHandler, Request, build_opener

SITE = "https://quiz.example.org"
_HIDDEN = re.compile(r'name="(csrf_token|key|client_key)" value="([^"]*)"')


class Visitor:
    """One browser: a cookie, redirects followed, the certificate looked at."""

    def __init__(self, port: int, certificate: Path) -> None:
        context = ssl.create_default_context(cafile=str(certificate))

        class Nearby(HTTPSConnection):
            """Finds every name at the proxy's port of this machine."""

            def connect(self) -> None:
                plain = socket.create_connection(("127.0.0.1", port), self.timeout)
                self.sock = context.wrap_socket(plain, server_hostname=self.host)

        class Handler(HTTPSHandler):
            def https_open(self, request: Request) -> Any:
                return self.do_open(Nearby, request)

        self._opener = build_opener(Handler(), HTTPCookieProcessor(CookieJar()))
        self._hidden: dict[str, str] = {}
        self.address = ""

    def open(self, path: str, **fields: str | list[str]) -> str:
        """Open a page, or send a form with the hidden fields of the last page; return the page."""
        body = urlencode({**self._hidden, **fields}, doseq=True).encode() if fields else None
        address = path if path.startswith("https:") else f"{SITE}{path}"
        with self._opener.open(Request(address, body), timeout=60) as reply:
            page = str(reply.read().decode())
            self.address = reply.geturl()
        self._hidden = dict(_HIDDEN.findall(page))
        return page

    def begin(self) -> None:
        """Start a round whose every question is answered by the number of a choice."""
        start = "/en/articles/samarkand-summit/start"
        self.open(start)
        kinds = ["choice", "claim", "evidence"]
        self.open(start, lang="en", length="10", mode="practice", kinds=kinds)

    def answer(self) -> str:
        """Answer the question at hand and go on to the next; return where the answer was sent."""
        place = self.address
        self.open(place, choice="1")
        following = re.sub(r"\d+$", lambda number: str(int(number[0]) + 1), place)
        self.open(following)
        return place
