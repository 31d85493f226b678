"""What programs read page by page is found by indexes, however long the lists are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from quizapp.db import pages, tokens
from tests.db.test_plans import plan
from tests.play import NOW

PLACE = {"moment": NOW, "card_id": 1, "uuid": bytes(16)}
STATEMENTS: dict[str, tuple[Any, dict[str, Any]]] = {
    "token": (tokens._BY_HASH, {"token_hash": bytes(32), "now": NOW}),
    "tokens": (tokens._LIST, {"account": 1}),
    "reviews": (pages._REVIEWS, {"account_id": 1, "most": 21}),
    "older reviews": (pages._OLDER, {"account_id": 1, "most": 21, **PLACE}),
    "deck": (
        pages._DECK,
        {
            "account_id": 1,
            "article_id": 1,
            "deck": "terms",
            "position": -1,
            "card_id": 0,
            "most": 21,
        },
    ),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_nothing_is_scanned(database_file: Path, engine: Engine, name: str) -> None:
    statement, values = STATEMENTS[name]
    steps = plan(engine, statement, values)
    assert any(step.startswith("SEARCH") for step in steps), steps
    assert not [step for step in steps if step.startswith("SCAN")], steps


@pytest.mark.parametrize("name", ["reviews", "older reviews"])
def test_the_log_needs_no_sorting(database_file: Path, engine: Engine, name: str) -> None:
    statement, values = STATEMENTS[name]
    steps = plan(engine, statement, values)
    assert not [step for step in steps if "TEMP B-TREE FOR ORDER BY" in step], steps
