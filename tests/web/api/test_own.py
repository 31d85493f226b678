"""One's own log and decks through the interface: what was reviewed, page by page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizapp.extensions import database
from quizapp.services import cards
from quizapp.services.cards import Rated
from quizapp.web import ambient
from quizapp.web.api.paging import cursor_of
from tests.web.api.programs import Program, follows
from tests.web.playing import SLUG

DECK = "article-en"
REVIEWS = 7


@pytest.fixture
def learner(app: Flask) -> Program:
    """Somebody who reviewed a few cards, and took the last review back."""
    program = Program.of(app, "learner")
    account_id, now = program.account.account_id, ambient.now()
    with app.app_context():
        session = database()
        cards.start_deck(session, account_id=account_id, article=SLUG, deck=DECK, now=now)
        for number in range(REVIEWS):
            moment = now + timedelta(seconds=number - 60)
            sitting = cards.next_card(session, account_id=account_id, now=moment)
            assert sitting.card is not None
            rated = Rated(uuid=str(UUID(int=number + 1)), rating=3)
            cards.rate(
                session,
                account_id=account_id,
                card_id=sitting.card.card_id,
                rated=rated,
                now=moment,
            )
        assert cards.undo(session, account_id=account_id, now=now)
    return program


def test_the_log_is_read_to_its_end_latest_first(learner: Program) -> None:
    log = learner.pages("me/reviews", limit=2)
    follows("ReviewPage", {"data": log, "next": None})
    assert [UUID(line["uuid"]).int for line in log] == list(range(REVIEWS, 0, -1))
    assert [line["undone"] for line in log] == [True] + [False] * (REVIEWS - 1)
    assert log == learner.get("me/reviews?limit=100")["data"]


def test_nobody_sees_the_log_of_somebody_else(learner: Program) -> None:
    other = Program.of(learner.app, "learner")
    assert other.pages("me/reviews") == []
    following = learner.get("me/reviews?limit=2")["next"]
    assert other.get(following)["data"] == []


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    key=st.lists(st.integers() | st.text(max_size=5) | st.none(), max_size=4) | st.text(max_size=9),
    path=st.sampled_from(["me/reviews", "decks", "articles", f"decks/{SLUG}/{DECK}/cards"]),
)
def test_no_cursor_breaks_anything(learner: Program, key: list[Any] | str, path: str) -> None:
    cursor = key if isinstance(key, str) else cursor_of(key)
    sent = learner.send("GET", path, query_string={"cursor": cursor})
    assert sent.status_code in (200, 400, 404), sent.text


def test_decks_say_how_their_learner_stands(learner: Program) -> None:
    decks = {(each["article"], each["deck"]): each for each in learner.pages("decks", limit=2)}
    mine = decks[SLUG, DECK]
    assert (mine["started"], mine["new"]) == (True, mine["total"] - REVIEWS + 1)
    assert not decks[SLUG, "terms"]["started"]


def test_cards_of_a_deck_say_how_often_they_were_reviewed(learner: Program) -> None:
    held = learner.pages(f"decks/{SLUG}/{DECK}/cards", limit=4)
    follows("HeldCardPage", {"data": held, "next": None})
    assert sum(card["reviews"] for card in held) == REVIEWS - 1
    ids = {card["id"] for card in held}
    assert len(ids) == len(held)
    assert {line["card"] for line in learner.pages("me/reviews")} <= ids


def test_the_export_has_every_review(learner: Program) -> None:
    export = learner.get("me/export")
    assert len(export["reviews"]) == REVIEWS
    assert len(export["undone"]) == 1
    assert learner.get("me/progress")["today"]["reviews"] == REVIEWS - 1
