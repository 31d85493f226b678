"""Which language a page is in, and how the two versions of it know of each other."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.datastructures import LanguageAccept

from quizapp.domain.bilingual import Lang
from quizapp.web.locale import lang_of_path, negotiate
from tests.web.browsing import Browser
from tests.web.playing import SLUG, Player, answer_form, play_on, start


@pytest.mark.parametrize(
    ("preference", "cookie", "accept", "expected"),
    [
        (None, None, [], "ar"),
        (None, None, [("fr", 1.0)], "ar"),
        (None, None, [("en-GB", 1.0)], "en"),
        (None, None, [("ar-EG", 1.0), ("en", 0.9)], "ar"),
        (None, None, [("fr", 1.0), ("en", 0.8), ("ar", 0.7)], "en"),
        (None, None, [("*", 0.5)], "ar"),
        (None, "en", [("ar", 1.0)], "en"),
        (None, "ar", [("en", 1.0)], "ar"),
        (None, "xx", [("en", 1.0)], "en"),
        (None, "", [("en", 1.0)], "en"),
        ("ar", "en", [("en", 1.0)], "ar"),
        ("en", "ar", [("ar", 1.0)], "en"),
    ],
)
def test_preference_goes_before_cookie_before_browser_before_arabic(
    preference: Lang | None, cookie: str | None, accept: list[tuple[str, float]], expected: str
) -> None:
    assert negotiate(preference, cookie, LanguageAccept(accept)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/ar/", "ar"),
        ("/en", "en"),
        ("/en/nowhere/at/all", "en"),
        ("/arabic/", None),
        ("/favicon.ico", None),
        ("/", None),
        ("", None),
        ("//ar/", None),
    ],
)
def test_the_first_segment_of_an_address_names_its_language(
    path: str, expected: str | None
) -> None:
    assert lang_of_path(path) == expected


@pytest.mark.parametrize(
    ("accept", "home"),
    [
        ("ar-EG,en;q=0.9", "/ar/"),
        ("en;q=0", "/ar/"),
        ("en-US", "/en/"),
        ("fr", "/ar/"),
        ("", "/ar/"),
    ],
)
def test_the_root_negotiates_and_says_by_what(app: Flask, accept: str, home: str) -> None:
    response = app.test_client().get("/", headers={"Accept-Language": accept})
    assert (response.status_code, response.headers["Location"]) == (302, home)
    assert {"Accept-Language", "Cookie"} <= set(response.vary)


def test_the_root_remembers_the_language_last_read(visitor: Browser) -> None:
    visitor.open(f"/{visitor.lang}/about")
    other = {"ar": "en", "en": "ar"}[visitor.lang]
    response = visitor.client.get("/", headers={"Accept-Language": other})
    assert response.headers["Location"] == f"/{visitor.lang}/"


def test_a_saved_preference_beats_the_language_last_read(visitor: Browser) -> None:
    other = {"ar": "en", "en": "ar"}[visitor.lang]
    form = visitor.open(f"/{visitor.lang}/settings").form()
    visitor.submit(form, {"interface": [other]})
    visitor.open(f"/{visitor.lang}/about")
    assert visitor.client.get("/").headers["Location"] == f"/{other}/"
    assert visitor.open(f"/{visitor.lang}/about").tree.get("lang") == visitor.lang, (
        "an address with a language keeps it"
    )


def test_an_error_page_speaks_the_language_of_its_address(visitor: Browser) -> None:
    page = visitor.open(f"/{visitor.lang}/nowhere", status=404)
    assert page.tree.get("lang") == visitor.lang
    without = visitor.client.get("/nowhere", headers={"Accept-Language": visitor.lang})
    assert f'<html lang="{visitor.lang}"' in without.text


def alternates(page_links: list[dict[str, str]]) -> dict[str, str]:
    return {link["hreflang"]: link["href"] for link in page_links if link.get("rel") == "alternate"}


@pytest.mark.parametrize("path", ["", "about", f"articles/{SLUG}", f"articles/{SLUG}/start"])
def test_both_versions_of_a_page_name_each_other(visitor: Browser, path: str) -> None:
    found = {}
    for lang in ("ar", "en"):
        page = visitor.open(f"/{lang}/{path}")
        links = [dict(link.attrib) for link in page.tree.iter("link")]
        found[lang] = alternates(links)
        (canonical,) = (link["href"] for link in links if link["rel"] == "canonical")
        assert canonical == found[lang][lang] == f"http://localhost/{lang}/{path}"
    assert found["ar"] == found["en"]
    assert set(found["ar"]) == {"ar", "en", "x-default"}


def test_the_switch_leads_to_the_same_page_with_its_query(visitor: Browser) -> None:
    other = {"ar": "en", "en": "ar"}[visitor.lang]
    page = visitor.open(f"/{visitor.lang}/settings?saved=1&x=%C3%A9%20%26")
    (switch,) = page.with_class("switch")
    assert switch.get("href") == f"/{other}/settings?saved=1&x=%C3%A9%20%26"
    assert (switch.get("lang"), switch.get("hreflang")) == (other, other)


def test_the_switch_keeps_the_round_and_the_question(app: Flask, visitor: Browser) -> None:
    page = start(visitor, kinds=["choice"], length="5", lang="ar")
    refused = visitor.submit(answer_form(page), status=422)
    for shown in (page, refused):
        (switch,) = shown.with_class("switch")
        other = Browser(visitor.client, "en" if visitor.lang == "ar" else "ar")
        same = other.open(str(switch.get("href")))
        assert same.path.split("/")[2:] == page.path.split("/")[2:]
        assert same.all(".//h1")[0].get("lang") == "ar", "the round keeps its language"
    play_on(visitor, page, Player(app, page).right(1))


def test_the_switch_on_a_page_that_only_a_form_leads_to_goes_home(
    app: Flask, visitor: Browser
) -> None:
    page = start(visitor, kinds=["choice"], length="5", lang="ar")
    form = page.form("/finish")
    form.sent["csrf_token"] = [""]
    refused = visitor.submit(form, status=400)
    (switch,) = refused.with_class("switch")
    assert switch.get("href") == {"ar": "/en/", "en": "/ar/"}[visitor.lang]
