"""The connection is lost in the middle of an answer: it stays, is told of, and is sent later."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_playing import SCRIPTED, Playing, playing
from tests.web.playing import words

__all__ = ["playing"]
pytestmark = pytest.mark.browser


@SCRIPTED
def test_an_answer_waits_for_the_connection_to_come_back(playing: Playing) -> None:
    playing.open()
    playing.page.wait_for_load_state("networkidle")
    playing.watch.expect_broken()
    playing.page.context.set_offline(True)
    playing.answer(1)
    told = playing.page.locator("[data-offline]")
    expect(told).to_be_visible()
    expect(playing.page.locator("#status")).to_have_text(told.text_content() or "")
    expect(playing.page.locator("form.question")).to_have_count(1)
    playing.page.context.set_offline(False)
    assert playing.verdict() == words("correct", playing.way.lang)
