"""C26: tries are counted in the database: for all processes together, and after a restart.

`tests/services/test_people_codes.py` proves the counting itself (no more in any stretch, races,
a fresh engine), `test_people_signing.py`, `test_people_second_factor.py` and
`tests/web/test_signing.py` the bounds for an account and an address, and that nobody is locked
out for good. Here two processes of the site try the four forms that can be guessed at, at the
same time; then a third instance, begun afterwards, counts on.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from quizapp.extensions import database
from quizapp.services.classes import joining
from quizapp.services.people import passwords, tries
from quizapp.web import ambient
from tests.people import PASSWORD
from tests.second_factor import equip
from tests.security.trying import tried
from tests.web.browsing import Browser
from tests.web.people import enter_as

ROOT = Path(__file__).resolve().parents[2]
EACH = 8
PROCESSES = 2


def cookie_of(browser: Browser) -> str:
    cookie = browser.client.get_cookie("waraqa")
    assert cookie is not None
    return cookie.value


def wish(page: str, fields: dict[str, str], cookie: str = "") -> dict[str, Any]:
    return {"page": page, "fields": fields, "cookie": cookie, "times": EACH}


@pytest.fixture
def wishes(app: Flask, now: datetime) -> dict[str, tuple[dict[str, Any], int]]:
    """What is tried, and how many of it get through at one moment, for one account."""
    rania, huda = (Browser(app.test_client(), "en") for _ in range(2))
    account = enter_as(app, rania, "teacher", login="rania", password=PASSWORD)
    enter_as(app, huda, "learner", login="huda", password=PASSWORD)
    with app.app_context():
        equip(database(), account.account_id, now)
    halfway = Browser(app.test_client(), "en")
    asked = halfway.open("/en/sign-in").form("/sign-in")
    halfway.submit(asked, {"login": ["rania"], "password": [PASSWORD]})
    wrong = {"login": "huda", "password": "another one here"}
    return {
        "sign-in": (wish("/en/sign-in", wrong), tries.LOGIN.limit),
        "one-use code": (wish("/en/code", {"code": "ABCDEF23"}), tries.CODE.limit),
        "second step": (
            wish("/en/sign-in/code", {"recovery": "ABCD"}, cookie_of(halfway)),
            tries.SECOND.limit,
        ),
        "class code": (wish("/en/join", {"code": "ABCDEF23"}, cookie_of(huda)), joining.TRIES),
    }


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """A moment that stands still, so that no try comes back meanwhile."""
    still = ambient.now()
    monkeypatch.setattr(ambient, "now", lambda: still)
    return still


def test_two_processes_and_a_restart_count_as_one(
    app: Flask,
    wishes: dict[str, tuple[dict[str, Any], int]],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = str(app.config["SQLALCHEMY_DATABASE_URI"])
    asked = json.dumps(
        {"url": url, "now": now.isoformat(), "wishes": [each for each, _ in wishes.values()]}
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.security.trying"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    for each in running:
        assert each.stdin is not None
        each.stdin.write(asked)
        each.stdin.close()
        each.stdin = None
    answered = [json.loads(each.communicate(timeout=120)[0]) for each in running]
    for number, (name, (_, limit)) in enumerate(wishes.items()):
        total: Counter[str] = Counter()
        for each in answered:
            total.update(each[number])
        assert total == {"422": limit, "429": PROCESSES * EACH - limit}, name
    monkeypatch.setattr(passwords, "matches", lambda *_: pytest.fail("no password is looked at"))
    for name, (each, _) in wishes.items():
        assert tried(app, each | {"times": 1}) == {429: 1}, name


def test_an_address_is_slowed_down_over_many_accounts_whatever_it_says_of_itself(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "matches", lambda *_: False)
    client = app.test_client()
    asked = Browser(client, "en").open("/en/sign-in").form("/sign-in")
    statuses: Counter[int] = Counter()
    for number in range(tries.ADDRESS.limit + 5):
        headers = {"X-Forwarded-For": f"10.0.0.{number}", "User-Agent": f"browser {number}"}
        body = asked.filled({"login": [f"guess-{number}"], "password": [PASSWORD]})
        statuses[client.post(asked.action, data=body, headers=headers).status_code] += 1
    assert statuses == {422: tries.ADDRESS.limit, 429: 5}
