"""Our own addresses are those that Werkzeug would build."""

from __future__ import annotations

import pytest
from flask import Flask, url_for

from quizapp.web.addresses import address
from tests.web.roles import VALUES


def test_every_endpoint_has_the_address_that_flask_gives_it(app: Flask, lang: str) -> None:
    compared = 0
    with app.test_request_context(f"/{lang}/"):
        for rule in app.url_map.iter_rules():
            values = {name: VALUES[name] for name in rule.arguments - {"lang"}}
            assert address(rule.endpoint, **values) == url_for(rule.endpoint, **values)  # type: ignore[arg-type]
            compared += 1
    assert compared > 10


@pytest.mark.parametrize("round_id", ["a b", "?x=1#y", "é", "ورقة", "%2F", "..", "<x>", "{0}", '"'])
def test_a_strange_value_stays_within_its_segment(app: Flask, round_id: str) -> None:
    with app.test_request_context("/en/"):
        built = address("quiz.show_question", round_id=round_id, position=1, note="a&b")
        assert built.count("/") == 4
        assert built == url_for("quiz.show_question", round_id=round_id, position=1, note="a&b")


def test_a_slash_in_a_value_makes_no_new_segment(app: Flask) -> None:
    with app.test_request_context("/en/"):
        assert address("quiz.resume", round_id="a/b") == "/en/rounds/a%2Fb"


def test_language_query_and_anchor_can_be_named(app: Flask) -> None:
    with app.test_request_context("/ar/"):
        assert address("home.index", lang="en") == "/en/"
        assert address("account.show_settings", saved=1) == "/ar/settings?saved=1"
        assert address("home.index", note=None) == "/ar/"
        assert address("home.index", note="first", _anchor="feedback") == "/ar/?note=first#feedback"
        with pytest.raises(KeyError):
            address("home.nowhere")
        with pytest.raises(KeyError):
            address("articles.show")
