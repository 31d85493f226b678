"""Our site as the bench drives it: a guest with many rounds, and ready-made requests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from flask import Flask
from sqlalchemy import text
from werkzeug.test import Client, EnvironBuilder

from quizapp.config import Config
from quizapp.db.migrate import upgrade
from quizapp.extensions import database
from quizapp.factory import create_app
from quizapp.resources import resource
from quizapp.services import cards
from quizapp.services.cards.learner import learner_of
from quizapp.services.content import load_seeds

SLUG = "samarkand-summit"
KINDS = ("choice", "claim", "evidence")  # any position shown is a valid answer to these
_FIELD = re.compile(r'name="(csrf_token|key|client_key|shown_at)" value="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Target:
    """One question to get, and its answer to post."""

    path: str
    cookie: str
    csrf: str

    def form(self, key: str) -> bytes:
        fields = {
            "csrf_token": self.csrf,
            "client_key": key,
            "shown_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "choice": "1",
        }
        return urlencode(fields).encode()


@dataclass(frozen=True, slots=True)
class Graded:
    """One card to grade."""

    path: str
    cookie: str
    csrf: str

    def form(self) -> bytes:
        """A new grade of the card, mostly "good" and now and then another."""
        review = uuid4()
        fields = {
            "csrf_token": self.csrf,
            "review": str(review),
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "typed": "",
            "rating": "1233334"[review.int % 7],
        }
        return urlencode(fields).encode()


def make_site(folder: Path) -> Flask:
    """Return the app on a new database with the content loaded."""
    config = Config.from_environment({"WARAQA_DATA_DIR": str(folder)})
    upgrade(config.database_url, resource("migrations"))
    app = create_app(config)
    with app.app_context():
        load_seeds(database(), resource("seeds"), datetime.now(UTC))
    return app


def targets(app: Flask, rounds: int) -> Iterator[Target]:
    """Start rounds as one guest in the browser would, and yield every question of them."""
    client = Client(app)
    base = {"base_url": "http://127.0.0.1:8000"}
    start = f"/ar/articles/{SLUG}/start"
    for _ in range(rounds):
        hidden = dict(_FIELD.findall(client.get(start, **base).text))
        form = {**hidden, "lang": "ar", "length": "20", "mode": "practice", "kinds": list(KINDS)}
        reply = client.post(start, data=form, **base)
        assert reply.status_code == 303, reply.text
        first = client.get(client.get(reply.location, **base).location, **base)
        csrf = dict(_FIELD.findall(first.text))["csrf_token"]
        cookie = client.get_cookie("waraqa", domain="127.0.0.1")
        assert cookie is not None
        total = int(re.findall(r'<progress value="\d+" max="(\d+)"', first.text)[0])
        where = reply.location.removeprefix(base["base_url"])
        for position in range(1, total + 1):
            yield Target(f"{where}/{position}", f"waraqa={cookie.value}", csrf)


def graded(app: Flask, cookie: str) -> list[Graded]:
    """Take up every deck as the guest of a cookie would in the browser; return some cards."""
    client = Client(app)
    base = {"base_url": "http://127.0.0.1:8000"}
    client.set_cookie("waraqa", cookie.removeprefix("waraqa="), domain="127.0.0.1")
    for deck in cards.DECKS:
        csrf = dict(_FIELD.findall(client.get("/ar/cards", **base).text))["csrf_token"]
        reply = client.post(f"/ar/cards/{SLUG}/{deck}/start", data={"csrf_token": csrf}, **base)
        assert reply.status_code == 303, reply.text
    start = client.get(f"/ar/articles/{SLUG}/start", **base)
    csrf = dict(_FIELD.findall(start.text))["csrf_token"]
    with app.app_context():
        connection = database().connection()
        owner = connection.execute(text("SELECT max(account_id) FROM deck_start")).scalar_one()
        learner = learner_of(connection, owner, datetime.now(UTC))
        rows = connection.execute(text("SELECT id, name FROM card ORDER BY position, id LIMIT 60"))
        public = [learner.public(row.id, row.name) for row in rows]
    return [Graded(f"/ar/review/{card}", cookie, csrf) for card in public]


def environ(path: str, cookie: str, body: bytes | None) -> dict[str, object]:
    """Return the WSGI environment of a GET, or of a POST that asks for the fragment."""
    headers = {"Cookie": cookie}
    if body is not None:
        headers["X-Fragment"] = "1"
    builder = EnvironBuilder(
        path=path,
        base_url="http://127.0.0.1:8000",
        method="GET" if body is None else "POST",
        headers=list(headers.items()),
        data=body,
        content_type=None if body is None else "application/x-www-form-urlencoded",
    )
    return dict(builder.get_environ())


def raw(path: str, cookie: str, body: bytes) -> bytes:
    """Return the bytes of the same POST on the wire."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nX-Fragment: 1\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
