"""C27: whoever tries logins learns nothing: neither from the reply nor from the work it takes.

`tests/services/test_people_signing.py` proves that the statements are the same; here the whole
request is compared, at the price that passwords really have. Processor time is counted, not the
clock on the wall, and the tries take turns, so that a busy machine disturbs both alike. `soak`
tries 200 times each at a served site, by the clock on the wall, as somebody outside would.
"""

from __future__ import annotations

import http.client
import re
import statistics
import time
from datetime import timedelta
from itertools import count
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from quizapp.extensions import database
from quizapp.services.people import administration, passwords
from quizapp.web import ambient
from tests.browser.site import Site, running_site
from tests.people import PASSWORD
from tests.web.browsing import Browser
from tests.web.people import enter_as

TRIES = 11
MOST = 1.2
SOAK_TRIES = 200
SOAK_MOST = 1.1
LOGINS = ("known", "put-out", "unclaimed", "nobody")
WRONG = "three words in a Row"
# What has to differ: who asked when, under which cookie.
OWN_HEADERS = frozenset({"date", "set-cookie", "x-request-id"})
Reply = tuple[int, str, tuple[tuple[str, str], ...]]


@pytest.fixture
def at_full_cost(cheap_passwords: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords cost what they cost."""
    hasher = PasswordHasher(
        time_cost=passwords.PASSES, memory_cost=passwords.MEMORY_KIB, parallelism=passwords.LANES
    )
    monkeypatch.setattr(passwords, "_HASHER", hasher)


@pytest.fixture
def logins(app: Flask, at_full_cost: None) -> tuple[str, ...]:
    """The login of somebody, of somebody disabled, of somebody without a password, of nobody."""
    return make_logins(app)


def make_logins(app: Flask) -> tuple[str, ...]:
    for login, password in (("known", PASSWORD), ("put-out", PASSWORD), ("unclaimed", None)):
        enter_as(app, Browser(app.test_client(), "en"), "teacher", login=login, password=password)
    with app.app_context():
        administration.disable(database(), "put-out", ambient.now())
    return LOGINS


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
    alike(spent, MOST)


def alike(spent: dict[str, list[float]], most: float) -> None:
    medians = {login: statistics.median(each) for login, each in spent.items()}
    assert max(medians.values()) < most * min(medians.values()), medians


class Outside:
    """Somebody who tries logins at a served site, over one connection."""

    def __init__(self, site: Site) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=60)
        reply, text = self.asked("GET", None, {})
        self.cookie = (reply.getheader("Set-Cookie") or "").partition(";")[0]
        found = re.search(r'name="csrf_token" value="([^"]*)"', text)
        assert found is not None
        self.token = found[1]

    def asked(
        self, method: str, body: str | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, str]:
        self.connection.request(method, "/en/sign-in", body, headers)
        reply = self.connection.getresponse()
        return reply, reply.read().decode()

    def tries(self, login: str) -> float:
        """Send a wrong password; return how many seconds the reply took."""
        fields = {"csrf_token": self.token, "login": login, "password": WRONG, "next": ""}
        form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        began = time.perf_counter()
        reply, _ = self.asked("POST", urlencode(fields), form)
        took = time.perf_counter() - began
        assert reply.status == 422
        return took


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_an_unknown_login_takes_as_long_at_a_served_site(
    at_full_cost: None, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with running_site(tmp_path) as site:
        logins = make_logins(site.app)
        outside = Outside(site)
        spent: dict[str, list[float]] = {login: [] for login in logins}
        for number in range(SOAK_TRIES):
            with site.app.app_context():  # Nobody has tried before.
                database().execute(text("DELETE FROM throttle"))
                database().commit()
            turn = number % len(logins)
            for login in (*logins[turn:], *logins[:turn]):
                spent[login].append(outside.tries(login))
        outside.connection.close()
    medians = {login: round(statistics.median(each) * 1000, 2) for login, each in spent.items()}
    request.node.user_properties.append(("milliseconds", medians))
    print(medians)
    alike(spent, SOAK_MOST)
