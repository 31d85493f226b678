"""C27: whoever tries logins learns nothing: neither from the reply nor from the work it takes.

`tests/services/test_people_signing.py` proves that the statements are the same; here the whole
request is compared, at the price that passwords really have. Processor time is counted, not the
clock on the wall, and the tries take turns, so that a busy machine disturbs both alike.
"""

from __future__ import annotations

import re
import statistics
import time
from datetime import timedelta
from itertools import count

import pytest
from argon2 import PasswordHasher
from flask import Flask
from werkzeug.test import TestResponse

from quizapp.extensions import database
from quizapp.services.people import administration, passwords
from quizapp.web import ambient
from tests.people import PASSWORD
from tests.web.browsing import Browser
from tests.web.people import enter_as

TRIES = 11
MOST = 1.2
WRONG = "three words in a Row"
# What has to differ: who asked when, under which cookie.
OWN_HEADERS = frozenset({"date", "set-cookie", "x-request-id"})
Reply = tuple[int, str, tuple[tuple[str, str], ...]]


@pytest.fixture
def logins(app: Flask, cheap_passwords: None, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """The login of somebody, of somebody disabled, of somebody without a password, of nobody."""
    hasher = PasswordHasher(
        time_cost=passwords.PASSES, memory_cost=passwords.MEMORY_KIB, parallelism=passwords.LANES
    )
    monkeypatch.setattr(passwords, "_HASHER", hasher)
    for login, password in (("known", PASSWORD), ("put-out", PASSWORD), ("unclaimed", None)):
        enter_as(app, Browser(app.test_client(), "en"), "teacher", login=login, password=password)
    with app.app_context():
        administration.disable(database(), "put-out", ambient.now())
    return ("known", "put-out", "unclaimed", "nobody")


def told(response: TestResponse, login: str) -> Reply:
    """Return a reply without what belongs to one request."""
    text = re.sub(r'name="csrf_token" value="[^"]*"', "", response.text).replace(login, "LOGIN")
    headers = ((name, value) for name, value in response.headers if name.lower() not in OWN_HEADERS)
    lengthless = ((name, value) for name, value in headers if name != "Content-Length")
    return response.status_code, text, tuple(sorted(lengthless))


def test_an_unknown_login_is_answered_like_a_wrong_password(
    app: Flask, logins: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    replies: set[Reply] = set()
    spent: dict[str, list[float]] = {login: [] for login in logins}
    browser = Browser(app.test_client(), "en")
    form = browser.open("/en/sign-in").form("/sign-in")
    begun = ambient.now()
    days = count()
    for _ in range(TRIES):
        for login in logins:
            # Every try a day later: nobody has tried before.
            now = begun + timedelta(days=next(days))
            monkeypatch.setattr(ambient, "now", lambda now=now: now)
            began = time.thread_time()
            response = browser.post(form, {"login": [login], "password": [WRONG]})
            spent[login].append(time.thread_time() - began)
            replies.add(told(response, login))
    assert len(replies) == 1
    assert next(iter(replies))[0] == 422
    medians = {login: statistics.median(each) for login, each in spent.items()}
    assert max(medians.values()) < MOST * min(medians.values()), medians
