"""Pupils who answer and review over HTTP, and each keep a journal of what was acknowledged.

A pupil wishes one thing after the other. What was sent and not acknowledged stays at the head,
and is sent again, byte for byte, when there is a server again: what a browser offers after
"connection lost".
"""

from __future__ import annotations

import hashlib
import random
import re
import threading
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from itertools import count
from urllib.parse import urlencode
from uuid import UUID

SLUG = "samarkand-summit"
KINDS = ("choice", "claim", "evidence")  # Any position shown is a valid answer to these.
LENGTH = 10
DECKS = ("article-ar", "article-en", "terms")
_TOKEN = re.compile(r'name="csrf_token" value="([^"]*)"')
FORM = "application/x-www-form-urlencoded"


@dataclass
class Journal:
    """What the server said it has done. An answer is kept with the digest of its key."""

    rounds: set[str] = field(default_factory=set)
    answers: dict[tuple[str, int], bytes] = field(default_factory=dict)
    reviews: set[bytes] = field(default_factory=set)

    @property
    def size(self) -> int:
        """How much that is."""
        return len(self.rounds) + len(self.answers) + len(self.reviews)

    def add(self, other: Journal) -> None:
        """Take in what another journal holds."""
        self.rounds |= other.rounds
        self.answers |= other.answers
        self.reviews |= other.reviews


@dataclass(frozen=True)
class Wish:
    """One form to be sent: under which name a kept thing is known, if it is one."""

    path: str
    fields: dict[str, str | list[str]]


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    location: str
    text: str


def digest(key: str) -> bytes:
    """Return what the log keeps of a form's key."""
    return hashlib.blake2b(key.encode(), digest_size=16).digest()


class Pupil:
    """A browser of its own: one connection kept alive, one cookie."""

    def __init__(self, port: int, name: str, lang: str = "ar") -> None:
        self.port, self.name, self.lang = port, name, lang
        self.journal = Journal()
        self.refused: list[Reply] = []
        self.again = 0
        self.chance = random.Random(name)
        self._connection: HTTPConnection | None = None
        self._cookie = self._token = ""
        self._wishes: Generator[Wish, Reply, None] | None = None
        self._pending: Wish | None = None
        self._resent = False

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Reply:
        """Send one request and read its reply. Raises OSError or HTTPException without one."""
        if self._connection is None:
            self._connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Cookie": self._cookie, **headers} if self._cookie else headers
        if body is not None:
            sent |= {"Content-Type": FORM}
        self._connection.request(method, path, body, sent)
        reply = self._connection.getresponse()
        text = reply.read().decode()
        cookie = reply.getheader("Set-Cookie")
        if cookie and cookie.startswith("waraqa="):
            self._cookie = cookie.split(";")[0]
        return Reply(reply.status, reply.getheader("Location") or "", text)

    def hang_up(self, port: int = 0) -> None:
        """Drop the connection; the next one goes to another port, if one is given."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self.port = port or self.port

    def twin(self) -> Pupil:
        """Return another connection of the same browser."""
        other = Pupil(self.port, self.name, self.lang)
        other._cookie, other._token = self._cookie, self._token
        return other

    def get(self, path: str) -> Reply:
        """Open a page and remember its token."""
        reply = self.ask("GET", f"/{self.lang}{path}")
        found = _TOKEN.search(reply.text)
        if found:
            self._token = found[1]
        return reply

    def post(self, path: str, fields: dict[str, str | list[str]], **headers: str) -> Reply:
        """Send a form under the token of the last page."""
        body = urlencode({"csrf_token": self._token, **fields}, doseq=True)
        return self.ask("POST", f"/{self.lang}{path}", body, **headers)

    def enter(self, *, cards: bool) -> None:
        """Become a guest: of the quiz, or of the cards with every deck taken up."""
        if not cards:
            assert self.get(f"/articles/{SLUG}/start").status == 200
            self._wishes = self._answering()
            self.step()  # The account is there before anything goes wrong.
            return
        self.get("/cards")
        for deck in DECKS:
            assert self.post(f"/cards/{SLUG}/{deck}/start", {}).status == 303
            self.get("/cards")

    def learn(self, cards: list[str]) -> None:
        """Review these cards from now on."""
        self._wishes = self._reviewing(cards)

    def work(self, stop: threading.Event) -> None:
        """Send one wish after the other until told to stop, or nobody answers."""
        while not stop.is_set():
            try:
                self.step()
            except (OSError, HTTPException):
                self.hang_up()
                return

    def step(self) -> None:
        """Send what is at the head, and note what the reply says."""
        assert self._wishes is not None
        if self._pending is None:
            self._pending = next(self._wishes)
        elif self._resent:
            self.again += 1
        self._resent = True
        reply = self.post(self._pending.path, self._pending.fields)
        if reply.status != 303:
            self.refused.append(reply)
            return
        self._pending = self._wishes.send(reply)
        self._resent = False

    def _answering(self) -> Generator[Wish, Reply, None]:
        for number in count():
            key = f"{self.name}-{number}"
            setup = {"lang": "ar", "length": str(LENGTH), "mode": "practice", "kinds": list(KINDS)}
            reply = yield Wish(f"/articles/{SLUG}/start", {"key": key, **setup})
            round_id = reply.location.split("/")[-1]
            self.journal.rounds.add(round_id)
            for position in range(1, LENGTH + 1):
                key = f"{self.name}-{number}-{position}"
                fields: dict[str, str | list[str]] = {
                    "client_key": key,
                    "choice": str(self.chance.randint(1, 2)),
                }
                yield Wish(f"/rounds/{round_id}/{position}", fields)
                self.journal.answers[round_id, position] = digest(key)

    def _reviewing(self, cards: list[str]) -> Generator[Wish, Reply, None]:
        for number in count():
            review = UUID(int=self.chance.getrandbits(128), version=4)
            fields: dict[str, str | list[str]] = {
                "review": str(review),
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "rating": self.chance.choice("1233334"),
            }
            yield Wish(f"/review/{cards[number % len(cards)]}", fields)
            self.journal.reviews.add(review.bytes)
