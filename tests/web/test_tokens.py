"""The page of personal tokens: made once, shown once, revoked at once."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import text

from quizapp.extensions import database
from tests.web.api.programs import PREFIX
from tests.web.browsing import Browser, Page
from tests.web.people import enter_as

SECRET = re.compile(r"waraqa_[\w-]{43}")


def settings_of(visitor: Browser) -> str:
    return f"/{visitor.lang}/settings/tokens"


def made(visitor: Browser, scopes: list[str], name: str = "Anki") -> tuple[Page, str]:
    form = visitor.open(settings_of(visitor)).form("/tokens")
    page = visitor.submit(form, {"name": [name], "scopes": scopes, "days": ["30"]})
    found = SECRET.findall(page.text)
    assert len(found) == 1
    return page, found[0]


def status_of(app: Flask, secret: str, path: str = "me") -> int:
    headers = {"Authorization": f"Bearer {secret}"}
    return app.test_client().get(f"{PREFIX}/{path}", headers=headers).status_code


def test_a_token_is_made_shown_once_used_and_revoked(app: Flask, visitor: Browser) -> None:
    enter_as(app, visitor, "learner")
    page, secret = made(visitor, ["progress:read"], name="أنكي")
    assert "أنكي" in page.text
    assert status_of(app, secret) == 200
    assert status_of(app, secret, "articles") == 403
    again = visitor.open(settings_of(visitor))
    assert not SECRET.search(again.text)
    assert "no-store" in page.response.headers["Cache-Control"]
    gone = visitor.submit(again.form("/revoke"))
    assert len(gone.with_class("done")) == 1
    assert status_of(app, secret) == 401


def test_the_settings_lead_there(app: Flask, visitor: Browser) -> None:
    enter_as(app, visitor, "learner")
    page = visitor.open(f"/{visitor.lang}/settings")
    assert page.link_to("/settings/tokens") == settings_of(visitor)
    described = visitor.open(settings_of(visitor)).link_to("openapi")
    assert visitor.client.get(described).mimetype == "application/json"


@pytest.mark.parametrize(("role", "count"), [("learner", 2), ("teacher", 3), ("admin", 3)])
def test_a_role_is_offered_what_it_may_give(
    app: Flask, visitor: Browser, role: str, count: int
) -> None:
    enter_as(app, visitor, role)  # type: ignore[arg-type]
    offered = visitor.open(settings_of(visitor)).form("/tokens").offered["scopes"]
    assert offered is not None
    assert len(offered) == count
    assert ("content:write" in offered) is (role != "learner")


@pytest.mark.parametrize(
    "values",
    [
        {"name": [""], "scopes": ["progress:read"]},
        {"name": ["x" * 81], "scopes": ["progress:read"]},
        {"name": ["\u202e"], "scopes": ["progress:read"]},
        {"name": ["x"]},
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    app: Flask, visitor: Browser, values: dict[str, list[str]]
) -> None:
    enter_as(app, visitor, "learner")
    form = visitor.open(settings_of(visitor)).form("/tokens")
    page = visitor.submit(form, values, status=422)
    assert page.with_class("problem")
    assert page.form("/tokens").sent["name"] == values["name"]


def test_a_scope_that_was_not_offered_is_not_given(app: Flask, visitor: Browser) -> None:
    enter_as(app, visitor, "learner")
    form = visitor.open(settings_of(visitor)).form("/tokens")
    body = form.filled({"name": ["x"]}) | {"scopes": ["content:write"], "days": ["9999"]}
    response = visitor.client.post(
        form.action, data=body, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert response.status_code == 422
    with app.app_context():
        assert database().execute(text("SELECT count(*) FROM api_token")).scalar_one() == 0


def test_the_same_form_twice_makes_one_token(app: Flask, visitor: Browser) -> None:
    enter_as(app, visitor, "learner")
    form = visitor.open(settings_of(visitor)).form("/tokens")
    values = {"name": ["Anki"], "scopes": ["progress:read"]}
    assert SECRET.search(visitor.submit(form, values).text)
    second = visitor.submit(form, values)
    assert not SECRET.search(second.text)
    assert len(second.with_class("problem")) == 1
    assert len(second.with_class("card")) == 1


def test_the_twenty_first_token_is_refused(app: Flask, visitor: Browser) -> None:
    enter_as(app, visitor, "learner")
    for _ in range(20):
        made(visitor, ["progress:read"])
    form = visitor.open(settings_of(visitor)).form("/tokens")
    page = visitor.submit(form, {"name": ["x"], "scopes": ["progress:read"]}, status=422)
    assert page.with_class("problem")
    assert len(page.with_class("card")) == 20
