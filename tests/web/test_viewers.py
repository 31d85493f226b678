"""Sessions and their cookies."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from quizapp.config import config_for_tests
from quizapp.extensions import database
from quizapp.factory import create_app
from quizapp.services.accounts import end_session
from quizapp.web import ambient
from tests.web.browsing import Browser
from tests.web.playing import Player, play_on, round_of, start


def cookies(response_headers: list[str]) -> dict[str, str]:
    return {header.split("=", 1)[0]: header for header in response_headers}


def test_cookies_are_for_the_server_alone(app: Flask, visitor: Browser) -> None:
    page = visitor.open(f"/{visitor.lang}/articles/wide-fair/start")
    response = visitor.post(page.form("/start"))
    for made in (page.response, response):
        for cookie in made.headers.getlist("Set-Cookie"):
            assert "HttpOnly" in cookie
            assert "SameSite=Lax" in cookie
            assert "Path=/" in cookie
            assert "Domain" not in cookie


def test_over_https_cookies_are_bound_to_the_host(app: Flask, tmp_path: Path, lang: str) -> None:
    config = replace(config_for_tests(tmp_path), https=True, hosts=("quiz.example.org",))
    client = create_app(config).test_client()
    response = client.get(f"/{lang}/settings", base_url="https://quiz.example.org")
    found = cookies(response.headers.getlist("Set-Cookie"))
    assert set(found) == {"__Host-waraqa"}
    for cookie in found.values():
        assert "Secure" in cookie
        assert "HttpOnly" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
    assert "max-age=63072000" in response.headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    ("hosts", "warned"), [(("localhost",), False), (("quiz.school.lan",), True)]
)
def test_plain_http_to_other_machines_is_said_loudly(
    catalogues: None,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    hosts: tuple[str, ...],
    warned: bool,
) -> None:
    create_app(replace(config_for_tests(tmp_path), hosts=hosts, plain_http=True))
    assert any("plain http" in record.message for record in caplog.records) == warned


def test_over_plain_http_there_is_no_strict_transport(app: Flask) -> None:
    assert "Strict-Transport-Security" not in app.test_client().get("/ar/").headers


def test_the_session_outlives_a_closed_browser_once_there_is_something_to_keep(
    app: Flask, visitor: Browser
) -> None:
    page = visitor.open(f"/{visitor.lang}/articles/wide-fair/start")
    before = cookies(page.response.headers.getlist("Set-Cookie"))["waraqa"]
    after = cookies(visitor.post(page.form("/start")).headers.getlist("Set-Cookie"))["waraqa"]
    assert "Expires" not in before
    assert "Expires" in after


def test_the_cookie_is_signed_anew_once_a_day(
    app: Flask, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    visitor.open(f"/{visitor.lang}/")
    same_day = visitor.open(f"/{visitor.lang}/history")
    assert not cookies(same_day.response.headers.getlist("Set-Cookie"))
    tomorrow = ambient.now() + timedelta(days=1)
    monkeypatch.setattr(ambient, "now", lambda: tomorrow)
    next_day = visitor.open(f"/{visitor.lang}/history")
    assert "waraqa" in cookies(next_day.response.headers.getlist("Set-Cookie"))


def test_an_hour_later_an_answer_notes_that_the_session_is_in_use(
    app: Flask, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    seen = _last_seen(app)
    later = ambient.now() + timedelta(hours=2)
    monkeypatch.setattr(ambient, "now", lambda: later)
    visitor.open(page.path)
    assert _last_seen(app) == seen, "looking notes nothing"
    play_on(visitor, page, Player(app, page).right(1))
    assert _last_seen(app) > seen


def _last_seen(app: Flask) -> int:
    with app.app_context():
        row = database().connection().exec_driver_sql("SELECT last_seen_at FROM auth_session")
        return int(row.scalar_one())


def test_a_session_that_was_ended_is_worth_nothing(app: Flask, visitor: Browser) -> None:
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    with visitor.client.session_transaction() as session:
        token = session["token"]
    with app.app_context():
        end_session(database(), token, ambient.now())
    visitor.open(f"/{visitor.lang}/rounds/{round_of(page)}/1", status=404)


def test_a_forged_cookie_is_nobody(app: Flask, visitor: Browser) -> None:
    visitor.client.set_cookie("waraqa", "eyJ0b2tlbiI6ICJ4In0.AAAA.forged")
    assert visitor.open(f"/{visitor.lang}/history").status == 200


def test_ids_made_from_the_same_parts_are_the_same() -> None:
    assert ambient.public_id_of("start", 1, "key") == ambient.public_id_of("start", 1, "key")
    assert ambient.public_id_of("start", 1, "key") != ambient.public_id_of("start", 2, "key")
    assert len(ambient.public_id_of("a")) == len(ambient.public_id()) == 16
