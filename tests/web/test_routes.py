"""Over every route there is, so that a new one is covered without a new test."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect
from werkzeug.routing import Rule

from quizapp.extensions import database
from quizapp.web.security import HEADERS
from tests.web.browsing import Browser
from tests.web.playing import SLUG, Player, play_on, round_of, start
from tests.web.roles import BY_TOKEN, VALUES

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


def addresses(app: Flask, lang: str, round_id: str) -> Iterator[tuple[str, Rule]]:
    """Every rule of the site with values filled in."""
    values = VALUES | {
        "lang": lang,
        "slug": SLUG,
        "round_id": round_id,
        "position": 1,
        "digest": app.config["ASSETS_DIGEST"],
        "card_id": "1-none",
    }
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            unknown = rule.arguments - values.keys()
            assert not unknown, f"tell this test what {unknown} of {rule} stands for"
            wanted = {name: values[name] for name in rule.arguments}
            yield adapter.build(rule.endpoint, wanted, method=sorted(rule.methods or ())[0]), rule


def content_of(app: Flask, *, but: tuple[str, ...] = ()) -> str:
    """Return a digest of every row of the database, but of some tables."""
    digest = hashlib.sha256()
    with app.app_context():
        connection = database().connection()
        for table in sorted(set(inspect(connection).get_table_names()) - set(but)):
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}"):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def test_looking_writes_nothing(app: Flask, visitor: Browser) -> None:
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    play_on(visitor, page, Player(app, page).right(1))
    before = content_of(app)
    newcomer = app.test_client()
    for address, rule in addresses(app, visitor.lang, round_of(page)):
        if "GET" in (rule.methods or ()):
            for client in (visitor.client, newcomer):
                assert client.get(address).status_code < 500, address
                assert client.head(address).status_code < 500, address
    assert content_of(app) == before


def test_every_response_carries_the_headers(app: Flask, visitor: Browser) -> None:
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    targets = [(address, "GET") for address, _ in addresses(app, visitor.lang, round_of(page))]
    targets += [(address, "POST") for address, _ in targets]
    targets += [("/nowhere", "GET"), (f"/{visitor.lang}/nowhere", "GET"), ("/ar/", "TRACE")]
    for address, method in targets:
        response = visitor.client.open(address, method=method)
        for name, value in HEADERS.items():
            assert response.headers.getlist(name) == [value], f"{name} on {method} {address}"
        assert response.headers["Cache-Control"]
        assert "Access-Control-Allow-Origin" not in response.headers
        assert "Server" not in response.headers
        if response.mimetype == "text/html":
            assert response.headers["Content-Type"] == "text/html; charset=utf-8"
            assert response.headers["Content-Language"] in ("ar", "en")
            assert "no-store" in response.headers["Cache-Control"]


def test_every_unsafe_method_needs_the_token_and_this_site(app: Flask, visitor: Browser) -> None:
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    before = content_of(app)
    tried = 0
    for address, rule in addresses(app, visitor.lang, round_of(page)):
        for method in set(UNSAFE) & (rule.methods or set()):
            tried += 1
            open_ = visitor.client.open
            # A program shows a token in a header, and no cookie stands for it.
            without = 401 if rule.endpoint in BY_TOKEN else 400
            assert open_(address, method=method).status_code == without, address
            for headers in (
                {"Sec-Fetch-Site": "cross-site"},
                {"Sec-Fetch-Site": "same-site"},
                {"Origin": "https://elsewhere.example"},
                {"Origin": "null"},
            ):
                response = open_(address, method=method, headers=headers)
                assert response.status_code == 403, f"{address} {headers}"
                assert "<form" not in response.text
    assert tried >= 5
    assert content_of(app) == before


def test_methods_that_no_route_has_are_405(app: Flask, visitor: Browser) -> None:
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    known: dict[str, set[str]] = {}
    for address, rule in addresses(app, visitor.lang, round_of(page)):
        known.setdefault(address, set()).update(rule.methods or ())
    for address, methods in known.items():
        for method in {"PUT", "PATCH", "DELETE", "TRACE"} - methods:
            response = visitor.client.open(address, method=method)
            assert response.status_code == 405, f"{method} {address}"
            assert response.headers["Allow"]


def test_a_stranger_finds_no_round(app: Flask, visitor: Browser, stranger: Browser) -> None:
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    start(stranger, kinds=["choice"], length="5", lang=stranger.lang)
    token = stranger.open(f"/{stranger.lang}/settings").form().sent["csrf_token"][0]
    nobody = app.test_client()
    tried = 0
    for address, rule in addresses(app, visitor.lang, round_of(page)):
        if "round_id" not in rule.arguments:
            continue
        tried += 1
        if "GET" in (rule.methods or ()):
            assert stranger.client.get(address).status_code == 404, address
            assert nobody.get(address).status_code == 404, address
        else:
            body = {"csrf_token": token, "choice": "1"}
            assert stranger.client.post(address, data=body).status_code == 404, address
    assert tried >= 5


def test_an_unknown_article_is_a_404(visitor: Browser) -> None:
    for path in ("articles/none", "articles/none/start"):
        visitor.open(f"/{visitor.lang}/{path}", status=404)


def test_extra_fields_change_nothing(app: Flask, visitor: Browser) -> None:
    start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    form = visitor.open(f"/{visitor.lang}/settings").form()
    body = {**form.filled({}), "role": "admin", "account_id": "7", "public_id": "x"}
    assert visitor.client.post(form.action, data=body).status_code == 303
    with app.app_context():
        rows = database().connection().exec_driver_sql("SELECT id, role FROM account").all()
    assert [tuple(row) for row in rows] == [(1, "guest")]


@pytest.mark.parametrize("path", sorted((Path("quizapp/web")).rglob("*.html")), ids=str)
def test_templates_keep_the_rules_of_the_house(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for banned in (
        "|safe",
        "|  safe",
        "style=",
        "onclick",
        "&rlm;",
        "&lrm;",
        "align=",
        "<i>",
        "<b>",
    ):
        assert banned not in text, banned
    for arrow in "→←»›«‹":
        assert arrow not in text


def test_markup_is_made_in_two_places_only() -> None:
    makers = {
        path.name
        for path in Path("quizapp").rglob("*.py")
        if "Markup(" in path.read_text(encoding="utf-8")
    }
    assert makers == {"formatting.py", "speech.py"}
