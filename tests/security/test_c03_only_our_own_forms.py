"""C3: beyond `tests/web/test_routes.py`, which asks every route as a guest.

There every unsafe method of every route is refused without a token (400; 401 for programs) and
from another site (403), other methods are 405, and a guest's looking writes nothing. Here: that
looking writes nothing where there is much to see, that a token is good for one session only, in
no other body than a form's, and that no header makes one method another.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask

from quizapp.web.addresses import address
from tests.security.rows import changed, rows_of
from tests.web.roles import BY_TOKEN
from tests.web.test_role_matrix import rules
from tests.web.test_stranger_matrix import World, token_of


def targets(app: Flask, values: dict[str, object]) -> Iterator[tuple[str, frozenset[str]]]:
    """Every address for people, of things that exist."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in BY_TOKEN:
            wanted = {name: values[name] for name in rule.arguments - {"lang"}}
            yield address(rule.endpoint, **wanted), frozenset(rule.methods or ())


def test_looking_writes_nothing_whoever_looks(app: Flask, world: World) -> None:
    with app.test_request_context("/en/"):
        # A PDF is drawn by a process that has no database, and takes a second.
        listed = list(targets(app, world.values | {"file": "docx"}))
    before = rows_of(app)
    shown = 0
    for path, methods in listed:
        if "GET" in methods:
            for browser in world.owners:
                response = browser.client.get(path)
                assert response.status_code < 500, path
                shown += response.status_code == 200
            assert browser.client.head(path).status_code == response.status_code, path
    assert shown > 100, "there was something to see"
    assert changed(before, rows_of(app)) == set()


BODIES = (
    {"json": {"csrf_token": "TOKEN"}},
    {"data": "csrf_token=TOKEN", "content_type": "text/plain"},
    {"data": b'{"csrf_token":"TOKEN"}', "content_type": "application/json"},
    {"query_string": {"csrf_token": "TOKEN"}},
)


def test_a_token_counts_in_a_form_of_its_own_session_only(app: Flask, world: World) -> None:
    teacher, pupil = world.owners
    mine, foreign = token_of(teacher), token_of(pupil)
    before = rows_of(app)
    with app.test_request_context("/en/"):
        posts = [path for _, method, path in rules(app) if method == "POST"]
    assert len(posts) > 70
    for path in posts:
        response = teacher.client.post(path, data={"csrf_token": foreign})
        assert response.status_code == 400, path
    for body in BODIES:
        filled = {
            name: value.replace("TOKEN", mine) if isinstance(value, str) else value
            for name, value in body.items()
        }
        if "json" in body:
            filled["json"] = {"csrf_token": mine}
        response = teacher.client.post("/en/settings", **filled)  # type: ignore[arg-type]
        assert response.status_code == 400, body
    assert changed(before, rows_of(app)) == set()


OVERRIDES = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
METHODS_OF_NOTHING = ("TRACE", "CONNECT", "PROPFIND")


def test_no_header_makes_one_method_another(app: Flask, world: World) -> None:
    teacher = world.owners[0]
    before = rows_of(app)
    for header in OVERRIDES:
        for wanted in ("POST", "DELETE", "PUT"):
            response = teacher.client.get("/en/settings", headers={header: wanted})
            assert response.status_code == 200
            teacher.client.get("/en/sign-out?_method=POST", headers={header: wanted})
    assert changed(before, rows_of(app)) == set()
    assert teacher.client.get("/en/settings/sessions").status_code == 200
    with app.test_request_context("/en/"):
        paths = {path for path, _ in targets(app, world.values)}
    for path in paths:
        for method in METHODS_OF_NOTHING:
            response = teacher.client.open(path, environ_overrides={"REQUEST_METHOD": method})
            assert response.status_code == 405, f"{method} {path}"
            assert "Cookie" not in response.text, "nothing of the request comes back"
