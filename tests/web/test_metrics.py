"""Numbers for Prometheus: off by default, never open, and what they count."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from quizapp.config import Config, ConfigError, config_for_tests
from quizapp.db import engine
from quizapp.db.migrate import upgrade
from quizapp.factory import create_app
from quizapp.resources import resource
from quizapp.server import NUMBERS_VARIABLE, share_numbers

pytest.importorskip("prometheus_client", reason="the extra `metrics` is not installed")
TOKEN = "only-for-tests-0123456789abcdefghijklmnop"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return replace(config_for_tests(tmp_path), metrics=True)


@pytest.fixture
def measured(config: Config, catalogues: None) -> Iterator[Flask]:
    upgrade(config.database_url, resource("migrations"))
    yield create_app(config)
    engine.watch(lambda _: None)


def number(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} ([0-9.e+-]+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_there_is_no_such_page_unless_it_is_asked_for(app: Flask) -> None:
    assert app.test_client().get("/metrics").status_code == 404


def test_requests_and_waits_are_counted(measured: Flask) -> None:
    client = measured.test_client()
    client.get("/ar/about")
    client.get("/ar/nowhere")
    page = client.get("/ar/sign-in").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    form = {"csrf_token": token[1], "login": "nobody", "password": "nothing of the sort"}
    assert client.post("/ar/sign-in", data=form).status_code == 422
    text = client.get("/metrics").text
    assert number(text, 'waraqa_requests_total{route="home.about",status="200"}') == 1
    assert number(text, 'waraqa_requests_total{route="none",status="404"}') == 1
    assert number(text, 'waraqa_request_seconds_count{route="home.about"}') == 1
    assert number(text, "waraqa_write_wait_seconds_count") >= 1
    assert "nowhere" not in text


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("192.0.2.7", {}),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.7"}),
        ("not an address", {}),
    ],
)
def test_without_a_token_only_this_machine_is_answered(
    measured: Flask, address: str, headers: dict[str, str]
) -> None:
    client = measured.test_client()
    there = {"REMOTE_ADDR": address}
    assert client.get("/metrics", headers=headers, environ_overrides=there).status_code == 404


def test_a_site_for_others_needs_the_token(config: Config, measured: Flask) -> None:
    for change in ({"proxies": 1}, {"hosts": ("quiz.example.org", "localhost"), "https": True}):
        measured.config["WARAQA"] = replace(config, **change)  # type: ignore[arg-type]
        assert measured.test_client().get("/metrics").status_code == 404


@pytest.mark.parametrize(
    ("shown", "status"),
    [(f"Bearer {TOKEN}", 200), ("Bearer else", 404), ("", 404), ("Bearer هدى", 404)],
)
def test_the_token_opens_it(config: Config, measured: Flask, shown: str, status: int) -> None:
    measured.config["WARAQA"] = replace(config, metrics_token=TOKEN)
    headers = {"Authorization": shown.encode().decode("latin-1")} if shown else {}
    assert measured.test_client().get("/metrics", headers=headers).status_code == status


def test_a_short_token_is_refused(config: Config) -> None:
    with pytest.raises(ConfigError, match="WARAQA_METRICS_TOKEN"):
        replace(config, metrics_token="short").check()


def test_several_processes_are_added_up(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(NUMBERS_VARIABLE, raising=False)
    share_numbers(config)
    code = (
        "import sys; from quizapp.web.health.metrics import Numbers; n = Numbers()\n"
        "n.count('home.about', 200, 0.1); n.count('cards.rate', 303, 0.1)\n"
        "print(n.text().decode())"
    )
    folder = os.environ[NUMBERS_VARIABLE]
    monkeypatch.delenv(NUMBERS_VARIABLE)
    assert Path(folder).parent == tmp_path
    for expected in (1, 2):
        told = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, NUMBERS_VARIABLE: folder},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        assert number(told, 'waraqa_requests_total{route="home.about",status="200"}') == expected
        assert number(told, "waraqa_reviews_total") == expected
