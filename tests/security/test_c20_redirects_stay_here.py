"""C20: wherever an address comes from outside, it is followed on this site or not at all.

`tests/web/test_nearby.py` tries 32 tricks on the rule itself and on signing in. Here they are
tried on every form and every query that takes a way back, and every redirect that there is.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from quizapp.web.nearby import local
from tests.web.browsing import Browser
from tests.web.people import enter_as
from tests.web.test_nearby import TRICKS
from tests.web.test_role_matrix import person, rules

MORE = (
    "//evil.example/%2f..",
    "/en//evil.example/..;/",
    "/en/;@evil.example",
    "/en/?next=//evil.example#@x",
    "/en/\u3002evil.example",
    "/en\u2215\u2215evil.example",
    "\u202e/en/",
    "/en/%00evil",
    "/en/%09//evil.example",
    "http://localhost/en/@evil.example",
    "/en/..%2f..%2f/evil.example",
    "//localhost@evil.example/en/",
    "vbscript:x",
    "blob:http://localhost/x",
)


# Both hand on nothing but what `local` gives: `begin_again` calls it itself.
ASKS_THE_RULE = ("local", "begin_again")


def stays(response: TestResponse) -> bool:
    """Whether an answer sends nobody away."""
    target = urlsplit(response.headers.get("Location", "/"))
    refresh = response.headers.get("Refresh", "")
    local_path = target.path.startswith("/") and not target.path.startswith("//")
    return not target.scheme and not target.netloc and local_path and "//" not in refresh


def test_more_than_25_tricks_lead_nowhere() -> None:
    assert len({*TRICKS, *MORE}) >= 45
    for trick in MORE:
        found = local(trick)
        assert found is None or urlsplit(found).netloc == "", trick
        assert found is None or stays_within(found), trick


def stays_within(target: str) -> bool:
    return re.match(r"/(ar|en)([/?]|$)", target) is not None and "//" not in target.split("?")[0]


def test_every_view_that_takes_a_way_back_asks_the_rule() -> None:
    """A redirect to what a request says goes through `local`, wherever it stands."""
    for file in Path("quizapp/web").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        for line in text.splitlines():
            if "redirect(" in line and re.search(r"request\.(args|form|values|referrer)", line):
                assert "local(" in line, f"{file}: {line.strip()}"
        assert "request.referrer" not in text, file
        for taken in re.finditer(r"(\w*)\(?request\.(?:args|form)\.get\(\"next\"", text):
            assert taken[1] in ASKS_THE_RULE, file


@pytest.mark.parametrize("role", ["guest", "teacher"])
def test_no_route_sends_anybody_away(app: Flask, role: str) -> None:
    client, token = person(app, role)
    with app.test_request_context("/en/"):
        listed = list(rules(app))
    away = {"next": "//evil.example/", "after": "//evil.example/", "back": "//evil.example/"}
    away |= {
        "url": "https://evil.example/",
        "return": "https://evil.example/",
        "to": "//evil.example",
    }
    for rule, method, path in listed:
        if rule.endpoint == "signin.leave" or "worksheet" in rule.endpoint:
            continue
        sent = {"csrf_token": token, **away} if method == "POST" else None
        response = client.open(path, method=method, query_string=away, data=sent)
        assert stays(response), f"{method} {path}: {response.headers.get('Location')}"


def test_a_host_that_was_made_up_stands_in_no_redirect(app: Flask) -> None:
    browser = Browser(app.test_client(), "en")
    enter_as(app, browser, "learner")
    for path in ("/", "/en", "/en/settings/password", "/en/classes/x", "/en/rounds/x"):
        response = app.test_client().get(path, headers={"X-Forwarded-Host": "evil.example"})
        assert "evil.example" not in response.headers.get("Location", "")
        assert "evil.example" not in response.text
