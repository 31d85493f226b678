"""C1: what the matrices of tests/web and tests/web/api leave open.

`tests/web/test_role_matrix.py` asks every route for people as each of five roles, and
`tests/web/api/test_matrix.py` every route for programs with every token. Here: that the two
together leave no route and no method out, that a route without a line fails, and that a way in
which is meant for one of them opens nothing of the other.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from flask import Flask

from tests.web import test_role_matrix as matrix
from tests.web.api.programs import Program
from tests.web.api.test_matrix import routes
from tests.web.roles import MAY, ROLES
from tests.web.test_role_matrix import METHODS, person, rules, turned_away

PLAIN = {"HEAD", "OPTIONS"}


def test_no_route_and_no_method_is_left_out(app: Flask) -> None:
    with app.test_request_context("/en/"):
        people = {(rule.endpoint, method) for rule, method, _ in rules(app)}
    programs = {(route.endpoint, route.method) for route in routes(app)}
    asked = people | programs
    there = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - PLAIN
    }
    assert asked == there
    assert len(people) * len(ROLES) + len(programs) * len(ROLES) > 900
    assert METHODS == ("GET", "POST")


def test_a_route_that_nobody_listed_fails() -> None:
    planted = {endpoint: lambda: "" for endpoint in ("planted.view",)}
    app = cast("Flask", SimpleNamespace(view_functions=planted))
    with pytest.raises(AssertionError, match=r"say in tests/web/roles\.py"):
        matrix.test_a_guard_names_the_roles_that_are_listed(app)


def test_a_token_for_programs_opens_no_page(app: Flask) -> None:
    token = Program.of(app, "admin").token
    client = app.test_client()
    with app.test_request_context("/en/"):
        shut = [each for each in rules(app) if "nobody" not in MAY[each[0].endpoint]]
    assert len(shut) > 100
    opened = []
    for _, method, path in shut:
        for shown in ({"Authorization": f"Bearer {token}"}, {"X-Api-Key": token}):
            response = client.open(path, method=method, headers=shown)
            missing = method == "POST" and response.status_code == 400  # No form token either.
            if not (turned_away(response) or missing):
                opened.append(f"{method} {path}: {response.status_code}")
        if method == "GET" and not turned_away(client.get(path, query_string={"token": token})):
            opened.append(f"{path} by its query")
    assert not opened


@pytest.mark.parametrize("role", ["guest", "learner"])
def test_asking_for_headers_only_opens_nothing(app: Flask, role: str) -> None:
    client, _ = person(app, role)
    with app.test_request_context("/en/"):
        shut = [each for each in rules(app) if role not in MAY[each[0].endpoint]]
    assert shut
    for _, method, path in shut:
        assert client.options(path).data == b"", path
        assert method != "GET" or turned_away(client.head(path)), path


@pytest.mark.parametrize("role", ["nobody", "learner"])
def test_an_open_route_is_open(app: Flask, role: str) -> None:
    client, _ = person(app, role)
    with app.test_request_context("/en/"):
        listed = [each for each in rules(app) if role in MAY[each[0].endpoint]]
    for rule, method, path in listed:
        if method == "GET":
            response = client.get(path)
            assert response.status_code < 500, path
            sent_on = "/sign-in?" in response.headers.get("Location", "")
            assert not sent_on or rule.endpoint.startswith("signin."), path
