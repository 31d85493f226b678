"""Signing people of every role in, at a test's cost rather than a password's."""

from __future__ import annotations

from flask import Flask

from quizapp.extensions import database
from quizapp.services.accounts import Role, Viewer
from quizapp.web import ambient
from tests.people import begin_session, make_account
from tests.web.browsing import Browser


def enter_as(
    app: Flask,
    browser: Browser,
    role: Role,
    *,
    name: str = "Huda",
    login: str | None = None,
    password: str | None = None,
) -> Viewer:
    """Make an account of a role and sign it in, in this browser."""
    now = ambient.now()
    with app.app_context():
        account = make_account(
            database(), role=role, name=name, login=login, password=password, now=now
        )
        token = begin_session(database(), account, now=now)
    with browser.client.session_transaction() as session:
        session["token"] = token
        session["day"] = now.date().toordinal()
    return account
