"""A zero character, which PostgreSQL cannot store, breaks no form."""

from __future__ import annotations

from flask import Flask

from tests.web.browsing import Browser
from tests.web.playing import play_on, responses, start


def test_a_typed_answer_with_a_zero_character_is_judged_and_logged(
    app: Flask, visitor: Browser
) -> None:
    page = start(visitor, kinds=["gap"], length="5", lang=visitor.lang)
    told = play_on(visitor, page, {"text": ["a\x00b"]})
    assert told.with_class("feedback")
    assert [outcome for _, outcome, _ in responses(app)] == ["wrong"]


def test_an_address_with_a_zero_character_leads_nowhere(visitor: Browser) -> None:
    for path in ("articles/a%00b", "rounds/a%00b/1", "cards/a%00b", "about?q=a%00b"):
        answered = visitor.client.get(f"/{visitor.lang}/{path}")
        assert answered.status_code < 500, path
