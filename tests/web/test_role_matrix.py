"""C1: every route × every role, from the URL map. A route that nobody listed fails.

Whether somebody is let in is seen by what is done to whom is not: a page to sign in first for
nobody and guests, a page that does not exist for everybody else. Behind `@needs` a stand-in
takes the place of the view, so that a missing object cannot pass for a closed door.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from quizapp.db.engine import writing
from quizapp.extensions import database
from quizapp.services.accounts import Role
from quizapp.web.addresses import address
from quizapp.web.roles import ROLES_OF
from tests.web.browsing import Browser
from tests.web.people import enter_as
from tests.web.roles import BY_TOKEN, MAY, ROLES, VALUES

LET_IN = "let in by the guard"
METHODS = ("GET", "POST")


def rules(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Every rule for people with its methods and an address; programs have `tests/web/api`."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint in BY_TOKEN:
            continue
        values = {name: VALUES[name] for name in rule.arguments - {"lang"}}
        for method in METHODS:
            if method in (rule.methods or ()):
                yield rule, method, address(rule.endpoint, **values)


def stand_in(*_: Any, **__: Any) -> str:
    return LET_IN


def open_guards(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the stand-in behind every guard."""
    for view in app.view_functions.values():
        if not hasattr(view, ROLES_OF):
            continue
        inner: Callable[..., Any] = view.__wrapped__  # type: ignore[attr-defined]
        cells = [c for c in view.__closure__ or () if c.cell_contents is inner]
        assert len(cells) == 1, view
        monkeypatch.setattr(cells[0], "cell_contents", stand_in)


def person(app: Flask, role: str) -> tuple[FlaskClient, str]:
    """Somebody of a role, with the token that their forms carry."""
    browser = Browser(app.test_client(), "en")
    browser.open("/en/settings")
    if role == "guest":
        browser.submit(browser.open("/en/settings").form("/settings"), {"theme": ["dark"]})
    elif role != "nobody":
        known: dict[str, Role] = {"learner": "learner", "teacher": "teacher", "admin": "admin"}
        enter_as(app, browser, known[role])
    return browser.client, browser.open("/en/settings").form("/settings").sent["csrf_token"][0]


def sent(client: FlaskClient, method: str, path: str, token: str) -> TestResponse:
    if method == "GET":
        return client.get(path)
    return client.post(path, data={"csrf_token": token}, headers={"Sec-Fetch-Site": "same-origin"})


def turned_away(response: TestResponse) -> bool:
    """Whether this is an answer to somebody who may not."""
    to_sign_in = response.status_code == 303 and "/sign-in" in response.headers["Location"]
    return to_sign_in or response.status_code in (401, 404)


@pytest.mark.parametrize("role", ROLES)
def test_every_route_is_open_to_those_listed_and_to_nobody_else(
    app: Flask, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, token = person(app, role)
    with app.test_request_context("/en/"):
        listed = list(rules(app))
    wrong = []
    for guarded in (False, True):
        if guarded:
            open_guards(app, monkeypatch)
        for rule, method, path in listed:
            if hasattr(app.view_functions[rule.endpoint], ROLES_OF) is not guarded:
                continue
            assert rule.endpoint in MAY, f"say in tests/web/roles.py who may use {rule.endpoint}"
            may = role in MAY[rule.endpoint]
            if not guarded and (may or rule.endpoint.startswith("signin.")):
                continue  # Its own tests know what happens then.
            response = sent(client, method, path, token)
            if (may and response.text != LET_IN) or (not may and not turned_away(response)):
                wrong.append(f"{role} {method} {path}: {response.status_code}")
    assert not wrong


def test_a_guard_names_the_roles_that_are_listed(app: Flask) -> None:
    for endpoint, view in app.view_functions.items():
        if endpoint in BY_TOKEN:
            continue
        assert endpoint in MAY, f"say in tests/web/roles.py who may use {endpoint}"
        guarded = getattr(view, ROLES_OF, None)
        if guarded is not None:
            assert frozenset(guarded) == MAY[endpoint], endpoint
        else:
            assert MAY[endpoint] >= {"guest", "learner", "teacher", "admin"}, endpoint


def test_nothing_is_listed_that_is_not_there(app: Flask) -> None:
    assert not (MAY.keys() | BY_TOKEN.keys()) - app.view_functions.keys()
    assert not MAY.keys() & BY_TOKEN.keys()


@pytest.mark.parametrize("role", ["nobody", "guest"])
def test_a_post_that_came_too_early_is_held_for_sending_again(app: Flask, role: str) -> None:
    client, token = person(app, role)
    response = client.post(
        "/en/settings/password",
        data={"csrf_token": token, "field": "typed by hand", "password_old": "secret words"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert response.status_code == 401
    assert "typed by hand" in response.text
    assert "secret words" not in response.text
    assert "/en/sign-in" in response.text


PLANTED = {
    "role": "admin",
    "allowance": "3",
    "account_id": "1",
    "owner_id": "1",
    "public_id": "planted",
    "login_key": "planted",
    "password_hash": "planted",
    "score": "100",
    "outcome": "right",
}


@pytest.mark.parametrize("role", ["guest", "learner", "teacher"])
def test_c12_no_form_takes_a_role_an_owner_or_a_score(app: Flask, role: str) -> None:
    client, token = person(app, role)
    with app.test_request_context("/en/"):
        listed = list(rules(app))

    def accounts() -> list[tuple[object, ...]]:
        with app.app_context():
            found = (
                database()
                .connection()
                .exec_driver_sql(
                    "SELECT id, public_id, role, allowance, login_key, password_hash FROM account"
                )
            )
            return [tuple(row) for row in found]

    before = accounts()
    for rule, method, path in listed:
        if method == "POST" and rule.endpoint != "signin.leave":
            body = PLANTED | {"csrf_token": token}
            client.post(path, data=body, headers={"Sec-Fetch-Site": "same-origin"})
    assert accounts() == before


def test_a_role_is_read_anew_with_every_request(app: Flask) -> None:
    browser = Browser(app.test_client(), "en")
    account = enter_as(app, browser, "learner")
    assert browser.client.get("/en/settings/sessions").status_code == 200
    with app.app_context():
        from_database(account.account_id, "UPDATE account SET disabled_at = 1 WHERE id = :id")
    assert browser.client.get("/en/settings/sessions").status_code == 303


def from_database(account_id: int, statement: str) -> None:
    with writing(database()) as connection:
        connection.execute(text(statement), {"id": account_id})
