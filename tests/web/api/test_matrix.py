"""Every route of the interface × every token, from the URL map. A route without a line fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from quizapp.db.engine import writing
from quizapp.extensions import database
from quizapp.services.accounts import Role
from quizapp.services.people.tokens import SCOPES, scopes_for
from quizapp.web.addresses import address
from tests.web.api.programs import Program, check, make_token
from tests.web.browsing import Browser
from tests.web.people import enter_as
from tests.web.playing import SLUG
from tests.web.roles import BY_TOKEN, TEACHERS, VALUES
from tests.web.test_routes import content_of

ROLES: tuple[Role, ...] = ("learner", "teacher", "admin")
OWNED = {"draft_id"}


@dataclass
class Route:
    endpoint: str
    method: str
    path: str
    scope: str | None
    roles: frozenset[str]
    owned: bool


def routes(app: Flask) -> Iterator[Route]:
    """Every route below `/api/`, as it stands in the URL map."""
    with app.test_request_context("/en/"):
        for rule in app.url_map.iter_rules():
            if rule.rule.startswith("/api/"):
                yield from _of(rule)


def _of(rule: Rule) -> Iterator[Route]:
    assert rule.endpoint in BY_TOKEN, f"say in tests/web/roles.py who may use {rule.endpoint}"
    values = VALUES | {"slug": SLUG}
    path = address(rule.endpoint, **{name: values[name] for name in rule.arguments})
    scope, roles = BY_TOKEN[rule.endpoint]
    for method in {"GET", "POST", "PUT", "DELETE"} & (rule.methods or set()):
        owned = bool(rule.arguments & OWNED)
        yield Route(rule.endpoint, method, path, scope, roles, owned)


def asked(app: Flask, route: Route, token: str | None = None, **headers: str) -> TestResponse:
    shown = {"Authorization": f"Bearer {token}"} if token else {}
    response = app.test_client().open(route.path, method=route.method, headers=shown | headers)
    check(response)
    return response


def guarded(app: Flask) -> list[Route]:
    return [route for route in routes(app) if route.scope is not None]


def test_the_list_is_the_map(app: Flask) -> None:
    assert {route.endpoint for route in routes(app)} == BY_TOKEN.keys()


def test_without_a_token_nobody_gets_anything(app: Flask) -> None:
    for route in guarded(app):
        response = asked(app, route)
        assert response.status_code == 401, route
        assert response.headers["WWW-Authenticate"] == 'Bearer realm="waraqa"'


@pytest.mark.parametrize(
    "header", ["Basic aGE6aGE=", "Bearer", "Bearer ", "Bearer waraqa_x", "Bearer \u00e9", "waraqa_"]
)
def test_what_is_no_token_lets_nobody_in(app: Flask, header: str) -> None:
    for route in guarded(app):
        response = asked(app, route, Authorization=header)
        assert response.status_code == 401, route
        assert response.headers["WWW-Authenticate"].startswith("Bearer ")


def test_a_cookie_lets_nobody_in_and_none_is_made(app: Flask) -> None:
    browser = Browser(app.test_client(), "en")
    enter_as(app, browser, "admin")
    for route in guarded(app):
        response = browser.client.open(route.path, method=route.method)
        check(response)
        assert response.status_code == 401, route


@pytest.mark.parametrize("role", ROLES)
def test_a_token_without_the_scope_is_turned_away(app: Flask, role: Role) -> None:
    person = Program.of(app, role)
    for missing in SCOPES:
        others = [scope for scope in scopes_for(role) if scope != missing]
        token = make_token(app, person.account, *others)
        for route in guarded(app):
            if route.scope == missing:
                response = asked(app, route, token)
                assert response.status_code == 403, route
                assert f'scope="{missing}"' in response.headers["WWW-Authenticate"]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_where_it_is_listed_and_nowhere_else(app: Flask, role: Role) -> None:
    person = Program.of(app, role)
    for route in guarded(app):
        status = asked(app, route, person.token).status_code
        if role not in route.roles:
            assert status == 403, route
        elif route.owned:  # Everything else is in order, so this is nobody's.
            assert status == (415 if route.method == "PUT" else 404), route
        elif route.method == "GET":
            assert status == 200, route
        else:
            assert status == 415, route


def test_writing_ends_with_the_role(app: Flask) -> None:
    person = Program.of(app, "teacher")
    with app.app_context():
        from_teacher_to_learner(app, person)
    for route in guarded(app):
        if route.roles == TEACHERS:
            assert asked(app, route, person.token).status_code == 403, route


def from_teacher_to_learner(app: Flask, person: Program) -> None:
    with writing(database()) as connection:
        connection.execute(
            text("UPDATE account SET role = 'learner' WHERE id = :id"),
            {"id": person.account.account_id},
        )


def test_reading_stores_nothing_but_that_the_token_was_used_and_data_taken(app: Flask) -> None:
    person = Program.of(app, "teacher")
    person.get("me")
    before = content_of(app, but=("audit_entry",))
    for route in routes(app):
        if route.method == "GET":
            asked(app, route, person.token)
    assert content_of(app, but=("audit_entry",)) == before


def test_another_site_changes_nothing(app: Flask) -> None:
    person = Program.of(app, "teacher")
    for route in guarded(app):
        if route.method != "GET":
            for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://else.example"}):
                response = asked(app, route, person.token, **headers)
                assert response.status_code == 403, route


def test_no_other_site_may_read(app: Flask) -> None:
    person = Program.of(app, "teacher")
    for route in routes(app):
        response = asked(app, route, person.token, Origin="https://else.example")
        assert not [name for name, _ in response.headers if name.startswith("Access-Control")]
        preflight = app.test_client().options(
            route.path,
            headers={"Origin": "https://else.example", "Access-Control-Request-Method": "GET"},
        )
        assert not [name for name, _ in preflight.headers if name.startswith("Access-Control")]


def test_methods_that_are_not_there_are_told_as_json(app: Flask) -> None:
    person = Program.of(app, "teacher")
    response = person.send("PATCH", "me")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_reading_too_fast_is_told_to_wait(app: Flask) -> None:
    person = Program.of(app, "learner")
    statuses = [person.send("GET", "me").status_code for _ in range(330)]
    assert statuses[:300] == [200] * 300
    assert 429 in statuses
    refused = person.send("GET", "decks")
    while refused.status_code != 429:
        refused = person.send("GET", "decks")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    other = Program.of(app, "learner")
    other.get("me")
