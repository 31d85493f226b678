"""A browser for the lesson: one kept connection, a cookie, a cache of static files, what was timed.

It asks as browsers do (gzip, the headers of a page or of a script), follows redirects, loads
the static files of the first page it sees and never again (they are immutable), and asks
conditionally where it was given an ETag. Every exchange is timed under its kind.
"""

from __future__ import annotations

import asyncio
import re
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

HIDDEN: Final = re.compile(r'name="(csrf_token|key|client_key|shown_at|review|at)" value="([^"]*)"')
STATIC: Final = re.compile(r'(?:src|href)="(/static/[^"]+)"')
PATIENCE: Final = 30.0
MOST_HOPS: Final = 5


@dataclass
class Seen:
    """What a whole lesson saw: milliseconds by kind of request, replies, failures.

    `sent` names every answer (`round/place`) and review (its uuid) that was sent, `answers`
    and `reviews` those that the server acknowledged.
    """

    times: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    sent: set[str] = field(default_factory=set)
    answers: set[str] = field(default_factory=set)
    reviews: set[str] = field(default_factory=set)

    def percentile(self, kind: str, share: float) -> float:
        """Return the milliseconds that this share of a kind stayed under; 0 without any."""
        ordered = sorted(self.times[kind])
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    @property
    def errors(self) -> int:
        """How many replies said that something failed, refusals for want of room among them."""
        return sum(count for (_, status), count in self.statuses.items() if status >= 400)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, redirects followed."""

    status: int
    path: str
    text: str

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the forms on it, the last of each name."""
        return dict(HIDDEN.findall(self.text))


class Refused(Exception):
    """The server took no connection, ended it, or said nothing for too long."""


class Visitor:
    """One browser on one machine of the class."""

    def __init__(self, port: int, cookie: str, seen: Seen) -> None:
        self._port, self._cookie, self._seen = port, cookie, seen
        self._tags: dict[str, str] = {}
        self._have: set[str] = set()
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, kind: str, path: str, *, script: bool = False) -> Reply:
        """Open a page, or fetch its fragment as the script does."""
        return await self._follow(kind, "GET", path, b"", script)

    async def post(
        self, kind: str, path: str, fields: Mapping[str, object], *, script: bool = False
    ) -> Reply:
        """Send a form and follow where it leads."""
        return await self._follow(
            kind, "POST", path, urlencode(fields, doseq=True).encode(), script
        )

    async def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _follow(self, kind: str, method: str, path: str, body: bytes, script: bool) -> Reply:
        for hop in range(MOST_HOPS):
            name = kind if hop == 0 else f"{kind}, led on"
            status, headers, content = await self._timed(name, method, path, body, script)
            if status not in (301, 302, 303) and "x-leads-to" not in headers:
                break
            path = headers.get("location") or headers["x-leads-to"]
            path = re.sub(r"^https?://[^/]+", "", path).split("#")[0]
            method, body = "GET", b""
        text = content.decode()
        if not script and "<link" in text:
            await self._furnish(text)
        return Reply(status, path, text)

    async def _furnish(self, text: str) -> None:
        """Load what a page needs and is not in the cache."""
        for path in dict.fromkeys(STATIC.findall(text)):
            if path not in self._have:
                self._have.add(path)
                await self._timed("static file, first visit", "GET", path, b"", False)

    async def _timed(
        self, kind: str, method: str, path: str, body: bytes, script: bool
    ) -> tuple[int, dict[str, str], bytes]:
        begun = time.perf_counter()
        try:
            found = await asyncio.wait_for(self._ask(method, path, body, script), PATIENCE)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as problem:
            self._seen.refused[type(problem).__name__] += 1
            await self.close()
            raise Refused from problem
        self._seen.times[kind].append((time.perf_counter() - begun) * 1000)
        self._seen.statuses[kind, found[0]] += 1
        return found

    async def _ask(
        self, method: str, path: str, body: bytes, script: bool
    ) -> tuple[int, dict[str, str], bytes]:
        if self._reader is not None and self._reader.at_eof():
            await self.close()  # The server ended what was idle for long: browsers know.
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self._port}",
            f"Cookie: {self._cookie}",
            "Accept-Encoding: gzip",
            "Accept-Language: ar,en;q=0.8",
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            f"Accept: {'*/*' if script else 'text/html,application/xhtml+xml,*/*;q=0.8'}",
            f"Sec-Fetch-Mode: {'cors' if script else 'navigate'}",
            "Sec-Fetch-Site: same-origin",
        ]
        if script:
            lines.append("X-Fragment: 1")
        if method == "GET" and path in self._tags:
            lines.append(f"If-None-Match: {self._tags[path]}")
        if method == "POST":
            lines.append("Content-Type: application/x-www-form-urlencoded")
            lines.append(f"Content-Length: {len(body)}")
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        return await self._read(path)

    async def _read(self, path: str) -> tuple[int, dict[str, str], bytes]:
        assert self._reader is not None
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {}
        for line in head[1:]:
            name, _, value = line.partition(": ")
            name = name.lower()
            if name == "set-cookie" and value.startswith("waraqa="):
                self._cookie = value.split(";")[0]
            headers[name] = value
        length = int(headers.get("content-length", "0"))
        content = await self._reader.readexactly(length) if length else b""
        if "etag" in headers:
            self._tags[path] = headers["etag"]
        if headers.get("content-encoding") == "gzip" and not path.startswith("/static/"):
            content = zlib.decompress(content, 31)
        elif path.startswith("/static/"):
            content = b""
        if headers.get("connection", "").lower() == "close":
            await self.close()
        return int(head[0].split(" ")[1]), headers, content
