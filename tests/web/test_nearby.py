"""C20: where people are sent after signing in stays on this site."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from quizapp.web.nearby import local
from tests.people import PASSWORD
from tests.web.browsing import Browser
from tests.web.people import enter_as

TRICKS = (
    "//evil.example",
    "///evil.example",
    "////evil.example/ar/",
    "https://evil.example/ar/",
    "http:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "\\\\evil.example",
    "/\\evil.example",
    "/ar\\evil.example",
    "/ar/\\evil.example",
    "/ar/..//evil.example",
    "/ar/../..//evil.example",
    "/ar/%2e%2e//evil.example",
    "/ar//evil.example",
    "/ar/%5cevil.example",
    "/ar/\tevil",
    "/ar/\r\nSet-Cookie: x=y",
    "/ar/%0d%0aSet-Cookie:x=y",
    "\t//evil.example",
    " //evil.example",
    "/ar@evil.example",
    "@evil.example",
    "evil.example",
    "/.evil.example",
    "/fr/",
    "/ar/cards#//evil.example",
    "/ar/\u2028evil",
    "/ar/" + "x" * 600,
    "",
)
OURS = (
    "/ar/",
    "/en",
    "/en/cards?deck=terms",
    "/ar/rounds/k3J-_x/2?note=first",
    "/en/articles/samarkand-summit/start",
)


@pytest.mark.parametrize("target", TRICKS)
def test_a_trick_leads_nowhere(target: str) -> None:
    assert local(target) is None


@pytest.mark.parametrize("target", OURS)
def test_our_own_addresses_are_followed(target: str) -> None:
    assert local(target) == target


@given(st.text(max_size=40))
def test_what_is_followed_is_a_path_below_a_language(target: str) -> None:
    assert local(target) in (None, target)
    if local(target):
        assert target.startswith(("/ar", "/en"))
        assert "//" not in target.partition("?")[0]


def test_signing_in_stays_here_whatever_the_form_says(app: Flask) -> None:
    maker = Browser(app.test_client(), "en")
    enter_as(app, maker, "learner", login="huda", password=PASSWORD)
    for target in TRICKS:
        browser = Browser(app.test_client(), "en")
        page = browser.client.get("/en/sign-in", query_string={"next": target})
        assert 'name="next" value=""' in page.text, target
        token = browser.open("/en/sign-in").form("/sign-in").sent["csrf_token"][0]
        body = {"csrf_token": token, "login": "huda", "password": PASSWORD, "next": target}
        response = browser.client.post("/en/sign-in", data=body)
        assert response.status_code == 303
        assert response.headers["Location"] == "/en/", target
