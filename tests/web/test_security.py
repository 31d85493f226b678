"""Whose posts are taken, whose forwarded headers are believed, what the policy allows."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import pytest
from flask import Flask

from quizapp.factory import create_app
from quizapp.web.security import CONTENT_POLICY
from tests.web.browsing import Browser


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Origin": "http://localhost"}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://localhost:81"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
    ],
)
def test_only_posts_of_our_own_pages_are_taken(
    visitor: Browser, headers: dict[str, str], status: int
) -> None:
    form = visitor.open(f"/{visitor.lang}/settings").form()
    response = visitor.client.post(form.action, data=form.filled({}), headers=headers)
    assert response.status_code == status


def test_over_https_a_plain_origin_is_another_site(app: Flask) -> None:
    client = create_app(replace(app.config["WARAQA"], https=True)).test_client()
    for origin, status in (("http://localhost", 403), ("https://localhost", 400)):
        response = client.post("/en/settings", headers={"Origin": origin})
        assert response.status_code == status, origin


FORWARDED = {
    "X-Forwarded-For": "6.6.6.6",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
}


def test_forwarded_headers_are_ignored_unless_a_proxy_is_configured(app: Flask) -> None:
    response = app.test_client().get("/en/", headers=FORWARDED)
    assert response.status_code == 200
    assert "evil.example" not in response.text
    assert 'href="http://localhost/en/"' in response.text


def test_a_configured_proxy_is_believed(app: Flask) -> None:
    config = replace(app.config["WARAQA"], proxies=1, https=True, hosts=("quiz.example",))
    client = create_app(config).test_client()
    response = client.get(
        "/en/", headers={"X-Forwarded-Host": "quiz.example", "X-Forwarded-Proto": "https"}
    )
    assert response.status_code == 200
    assert 'href="https://quiz.example/en/"' in response.text
    assert client.get("/en/", headers=FORWARDED).status_code == 400


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    parts = dict(part.split(" ", 1) for part in CONTENT_POLICY.split("; "))
    assert parts["default-src"] == parts["base-uri"] == parts["frame-ancestors"] == "'none'"
    assert "unsafe" not in CONTENT_POLICY
    assert "http" not in CONTENT_POLICY
    assert "*" not in CONTENT_POLICY
    assert {parts[name] for name in parts if name.endswith("-src") and name != "default-src"} == {
        "'self'"
    }


@pytest.mark.parametrize(
    "path",
    [
        "../config.py",
        "%2e%2e/config.py",
        "..%2f..%2fconfig.py",
        "%2fetc/passwd",
        "",
        "vendor",
        "x.css",
    ],
)
def test_only_the_files_of_the_static_folder_are_served(app: Flask, path: str) -> None:
    response = app.test_client().get(f"/static/x/{path}", follow_redirects=True)
    assert response.status_code == 404


def test_a_static_file_is_kept_for_good_under_its_current_address(app: Flask) -> None:
    digest = app.config["ASSETS_DIGEST"]
    current = app.test_client().get(f"/static/{digest}/site.css")
    assert current.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert current.headers["Content-Type"] == "text/css; charset=utf-8"
    old = app.test_client().get("/static/0123456789abcdef/site.css")
    assert (old.data, old.headers["Cache-Control"]) == (current.data, "no-cache")
    assert "Set-Cookie" not in current.headers


def test_a_page_names_the_digest_of_every_script_it_loads(app: Flask, visitor: Browser) -> None:
    page = visitor.open(f"/{visitor.lang}/")
    scripts = page.all(".//script")
    assert scripts
    for script in scripts:
        content = app.test_client().get(str(script.get("src"))).data
        digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
        assert script.get("integrity") == f"sha384-{digest}"


def test_every_static_file_has_a_type(app: Flask) -> None:
    for name in app.extensions["assets"]:
        response = app.test_client().get(f"/static/x/{name}")
        assert response.status_code == 200, name
