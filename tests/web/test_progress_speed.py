"""How long the progress page takes where the log is long: everything, from the request to HTML.

What is measured is the time of the processor, which a busy machine does not stretch.
"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from quizapp.extensions import database
from quizapp.web import ambient
from tests.services.test_cards_speed import NOW, fill, milliseconds
from tests.web.browsing import Browser
from tests.web.reviewing import take_up

BUDGET = 150
REVIEWS = 100_000


@pytest.mark.soak
def test_a_hundred_thousand_reviews_are_shown_in_a_moment(
    app: Flask, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ambient, "now", lambda: NOW)
    take_up(visitor)
    with app.app_context():
        session = database()
        account_id = session.execute(text("SELECT max(id) FROM account")).scalar_one()
        fill(session, account_id, 4_000, REVIEWS)
    path = f"/{visitor.lang}/progress"
    page = visitor.open(path)
    assert page.with_class("heat")
    assert len(page.with_class("drawing")) >= 4
    taken = milliseconds(lambda: visitor.client.get(path).get_data(), times=7)
    assert taken < BUDGET
