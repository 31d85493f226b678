"""Programs that ask the interface with a token, and the people they ask for."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from quizapp.extensions import database
from quizapp.services.accounts import Role, Viewer
from quizapp.services.people import tokens
from quizapp.services.people.tokens import Wish, scopes_for
from quizapp.web import ambient
from quizapp.web.api.blueprint import PREFIX
from quizapp.web.api.checking import faults
from quizapp.web.api.schemas import SCHEMAS
from tests.people import make_account

PROBLEM = "application/problem+json"


def make_token(app: Flask, account: Viewer, *scopes: str) -> str:
    """Make a token of somebody's, with all scopes that she may give unless some are named."""
    secret = tokens.secret_of(secrets.token_bytes(32))
    with app.app_context():
        tokens.make(
            database(),
            account_id=account.account_id,
            role=account.role,
            wish=Wish("A program", scopes or scopes_for(account.role), 30),
            secret=secret,
            public_id=secrets.token_urlsafe(12),
            now=ambient.now(),
        )
    return secret


@dataclass
class Program:
    """Asks with a token, and looks at the form of every answer."""

    app: Flask
    account: Viewer
    token: str

    @classmethod
    def of(cls, app: Flask, role: Role, *scopes: str) -> Program:
        with app.app_context():
            account = make_account(database(), role=role, now=ambient.now())
        return cls(app, account, make_token(app, account, *scopes))

    def send(self, method: str, path: str, **options: Any) -> TestResponse:
        """Send a request as it is, and look at the answer."""
        headers: dict[str, str] = {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"}
        headers |= options.pop("headers", {})
        full = path if path.startswith("/") else f"{PREFIX}/{path}"
        response = self.app.test_client().open(full, method=method, headers=headers, **options)
        with self.app.test_request_context("/api/v1/"):
            check(response)
        return response

    def get(self, path: str, status: int = 200, **options: Any) -> Any:
        response = self.send("GET", path, **options)
        assert response.status_code == status, response.text
        return response.json

    def put(self, path: str, body: Any, status: int = 200, **headers: str) -> TestResponse:
        return self._told("PUT", path, status, json=body, headers=_named(headers))

    def post(self, path: str, body: Any, status: int = 201, **headers: str) -> TestResponse:
        return self._told("POST", path, status, json=body, headers=_named(headers))

    def delete(self, path: str, status: int = 204, **headers: str) -> TestResponse:
        return self._told("DELETE", path, status, headers=_named(headers))

    def _told(self, method: str, path: str, status: int, **options: Any) -> TestResponse:
        response = self.send(method, path, **options)
        assert response.status_code == status, response.text
        return response

    def pages(self, path: str, limit: int = 3) -> list[Any]:
        """Read a list to its end, page by page."""
        found, following = [], f"{path}{'&' if '?' in path else '?'}limit={limit}"
        while following:
            page = self.get(following)
            assert len(page["data"]) <= limit
            found += page["data"]
            following = page["next"]
        return found


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def check(response: TestResponse) -> None:
    """Compare an answer with what is described: type, shape, what may be stored on the way."""
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"]
    if response.status_code >= 400:
        assert response.mimetype == PROBLEM, response.text
        assert not faults(SCHEMAS["Problem"], response.json, SCHEMAS)
        assert response.json is not None
        assert response.json["status"] == response.status_code
        assert response.headers["Content-Language"] in ("ar", "en")


def follows(name: str, value: Any) -> None:
    """Assert that a value has the shape of this name."""
    assert not faults(SCHEMAS[name], value, SCHEMAS)
