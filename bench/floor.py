"""The floor: bare Flask, hand-written sqlite3, the same template with nothing behind it.

No login, no form token, no catalogues, no addresses: the least that could judge an
answer, store it durably (WAL, FULL) and show the same fragment or page; or schedule a card,
log its review and lead on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import get_ident
from types import SimpleNamespace
from typing import Any

import fsrs
from flask import Flask, redirect, request, template_rendered
from jinja2 import Environment, Template
from markupsafe import Markup
from werkzeug.wrappers import Response

from bench.site import Target, environ
from quizapp.web.asgi import run_wsgi

SCHEMA = """
CREATE TABLE item (id INTEGER PRIMARY KEY, body TEXT NOT NULL, key INTEGER NOT NULL);
CREATE TABLE option (item INTEGER, place INTEGER, text TEXT, PRIMARY KEY (item, place));
CREATE TABLE mastery (item INTEGER PRIMARY KEY, answered INTEGER NOT NULL);
CREATE TABLE response (id INTEGER PRIMARY KEY, item INTEGER NOT NULL, choice INTEGER NOT NULL,
  score REAL NOT NULL, at TEXT NOT NULL, UNIQUE (item, id));
CREATE TABLE card (id INTEGER PRIMARY KEY, state INTEGER NOT NULL, step INTEGER, stability REAL,
  difficulty REAL, due TEXT, last TEXT, reps INTEGER NOT NULL);
CREATE INDEX due ON card (due);
CREATE TABLE owner (id INTEGER PRIMARY KEY, retention REAL NOT NULL);
CREATE TABLE review (at TEXT, card INTEGER, uuid TEXT UNIQUE, rating INTEGER, typed TEXT,
  stability REAL, difficulty REAL, PRIMARY KEY (at, card, uuid)) WITHOUT ROWID;
CREATE TABLE day (day TEXT PRIMARY KEY, reviews INTEGER NOT NULL, again INTEGER NOT NULL);
"""
ITEMS = 500
CARDS = 60
SCHEDULER = fsrs.Scheduler(enable_fuzzing=False)


def captured(app: Flask, environ: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the template that a request renders, and its whole context."""
    seen: list[tuple[Template, dict[str, Any]]] = []

    def note(_: Flask, template: Template, context: dict[str, Any], **__: object) -> None:
        seen.append((template, dict(context)))

    with template_rendered.connected_to(note, app):
        run_wsgi(app, environ)
    template, context = seen[-1]
    assert template.name is not None
    for live in ("request", "g", "session"):
        context.pop(live, None)
    asked = SimpleNamespace(endpoint="quiz.show_question", method="GET", path="/an/address")
    return template.name, {**context, "request": asked}


def bare_environment(app: Flask) -> Environment:
    """Return our template environment with everything behind it replaced by constants."""
    bare = app.jinja_env.overlay(cache_size=100)
    # Flask's own way, not ours: the floor is what anybody has who writes a bare app.
    bare.make_globals = partial(Environment.make_globals, bare)  # type: ignore[method-assign]
    attributes = {
        lang: Markup(f'lang="{lang}" dir="{way}"') for lang, way in (("ar", "rtl"), ("en", "ltr"))
    }
    settings = SimpleNamespace(theme="auto", digits="latn")
    names = {"ar": "العربية", "en": "English"}
    page = SimpleNamespace(
        lang="ar", other="en", dir="rtl", settings=settings, names=names, signed_in=False, who=None
    )
    words = {
        name: {code: str(text) for code, text in value.items()}
        for name, value in vars(app.jinja_env.globals["labels"]).items()
        if name.isupper() and isinstance(value, dict)
    }
    bare.globals = {
        **app.jinja_env.globals,
        "url_for": lambda *_, **__: "/an/address",
        "path_in": lambda *_: "/an/address",
        "canonical_in": lambda *_: "/an/address",
        "asset": lambda name: f"/static/{name}",
        "integrity": lambda _: "sha384-" + "x" * 64,
        "csrf_token": lambda: "token",
        "new_client_key": lambda: "key",
        "content_attrs": attributes.__getitem__,
        "page": page,
        "labels": SimpleNamespace(**words),
        "_": _same,
        "gettext": _same,
        "pgettext": lambda _context, text, **values: _same(text, **values),
        "ngettext": lambda one, _many, _count, **values: _same(one, **values),
    }
    bare.filters = {
        **app.jinja_env.filters,
        "num": lambda value, *_: value,
        "foreign": lambda value: value,
        "percent": lambda value: f"{value:.0%}",
        "day": str,
    }
    return bare


def _same(text: str, **values: object) -> str:
    return Markup(text) % values if values else text


def floor_of(app: Flask, sample: Target, file: Path) -> Flask:
    """Return the bare app, on a database of its own, with a question of ours and its feedback."""
    page = captured(app, environ(sample.path, sample.cookie, None))
    form = sample.form("bench-sample")
    fragment = captured(app, environ(sample.path, sample.cookie, form))
    with app.test_request_context("/ar/"):
        bare = bare_environment(app)
    return make_floor(
        file,
        {
            name: (bare.get_template(template), context)
            for name, (template, context) in (("page", page), ("fragment", fragment))
        },
    )


def make_floor(path: Path, pages: dict[str, tuple[Template, dict[str, Any]]]) -> Flask:
    """Return the bare app; `pages` are the fragment and the page with their contexts."""
    floor = Flask("floor", static_folder=None)
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
    with connection:
        connection.execute("BEGIN IMMEDIATE")  # A worker beside may be at it, too.
        _fill(connection)
    local: dict[int, sqlite3.Connection] = {}

    def database() -> sqlite3.Connection:
        ident = get_ident()
        if ident not in local:
            local[ident] = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            local[ident].execute("PRAGMA synchronous=FULL")
            local[ident].execute("PRAGMA busy_timeout=5000")
        return local[ident]

    @floor.route("/bare", methods=["GET", "POST"])
    def bare() -> str:
        return "ok"

    @floor.get("/<int:number>")
    def question(number: int) -> str:
        _load(database(), number)
        template, context = pages["page"]
        return template.render(context)

    @floor.post("/plain/<int:number>")
    def plain(number: int) -> str:
        _answer(database(), number)
        return "ok"

    @floor.post("/<int:number>")
    def answer(number: int) -> str:
        _answer(database(), number)
        template, context = pages["fragment"]
        return template.render(context)

    @floor.post("/review/<int:number>")
    def review(number: int) -> Response:
        _review(database(), number % CARDS, request.form)
        return redirect("/review", 303)

    return floor


def _fill(base: sqlite3.Connection) -> None:
    if base.execute("SELECT 1 FROM sqlite_schema WHERE name = 'item'").fetchone():
        return
    for statement in SCHEMA.split(";"):
        base.execute(statement)
    for item in range(ITEMS):
        base.execute("INSERT INTO item VALUES (?, ?, 1)", (item, "x" * 1500))
        for place in range(1, 5):
            base.execute("INSERT INTO option VALUES (?, ?, ?)", (item, place, "y" * 20))
        base.execute("INSERT INTO card (id, state, step, reps) VALUES (?, 1, 0, 0)", (item,))


def _answer(base: sqlite3.Connection, number: int) -> None:
    """Read the key, judge, store the answer, count it."""
    key = _load(base, number)
    choice = int(request.form["choice"])
    base.execute("BEGIN IMMEDIATE")
    base.execute(
        "INSERT INTO response (item, choice, score, at) VALUES (?, ?, ?, datetime())",
        (number % ITEMS, choice, float(choice == key)),
    )
    base.execute(
        "INSERT INTO mastery VALUES (?, 1) ON CONFLICT DO UPDATE SET answered = answered + 1",
        (number % ITEMS,),
    )
    base.execute("COMMIT")


def _review(base: sqlite3.Connection, number: int, form: Mapping[str, str]) -> None:
    """Read what scheduling needs, let the library alone schedule, log the review, count it."""
    row = base.execute(
        "SELECT state, step, stability, difficulty, due, last FROM card WHERE id = ?", (number,)
    ).fetchone()
    state, step, stability, difficulty, due, last = row
    now = datetime.now(UTC)
    _load(base, number)
    base.execute("SELECT retention FROM owner WHERE id = 1").fetchone()
    base.execute(
        "SELECT substr(due, 1, 10) AS day, count(*) FROM card WHERE due BETWEEN ? AND ?"
        " GROUP BY day",
        ((now + timedelta(days=1)).isoformat(), (now + timedelta(days=20)).isoformat()),
    ).fetchall()
    card = fsrs.Card(
        card_id=number,
        state=fsrs.State(state),
        step=step,
        stability=stability,
        difficulty=difficulty,
        due=datetime.fromisoformat(due) if due else now,
        last_review=datetime.fromisoformat(last) if last else None,
    )
    rating = int(form["rating"])
    card, _ = SCHEDULER.review_card(card, fsrs.Rating(rating), now)
    base.execute("BEGIN IMMEDIATE")
    base.execute(
        "INSERT INTO review VALUES (?, ?, ?, ?, ?, ?, ?)",
        (now.isoformat(), number, form["review"], rating, form["typed"], stability, difficulty),
    )
    base.execute(
        "UPDATE card SET state = ?, step = ?, stability = ?, difficulty = ?, due = ?, last = ?,"
        " reps = reps + 1 WHERE id = ?",
        (
            int(card.state),
            card.step,
            card.stability,
            card.difficulty,
            card.due.isoformat(),
            now.isoformat(),
            number,
        ),
    )
    base.execute(
        "INSERT INTO day VALUES (?, 1, ?) ON CONFLICT DO UPDATE SET reviews = reviews + 1,"
        " again = again + excluded.again",
        (now.date().isoformat(), int(rating == 1)),
    )
    base.execute("COMMIT")


def _load(base: sqlite3.Connection, number: int) -> int:
    row = base.execute("SELECT body, key FROM item WHERE id = ?", (number % ITEMS,)).fetchone()
    base.execute("SELECT place, text FROM option WHERE item = ?", (number % ITEMS,)).fetchall()
    return int(row[1])
