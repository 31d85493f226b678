"""What a response counts for is read in one place."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from quizapp.db import appeals, older_keys, play, progress, reading, regrades, rounds, scores
from tests.db.test_plans import plan
from tests.play import NOW, Player, request

FOLDER = Path(scores.__file__).parent
# Who reads the log as it was logged, and why.
AS_LOGGED = {
    "scores.py": "says what counts",
    "play.py": "tells what it counted for at first",
    "mine.py": "takes the log along as it is",
    "examine.py": "compares both",
}


def columns_of_the_log(path: Path) -> set[str]:
    """The columns of a response that a module names as `RESPONSE.c.<name>`."""
    return {
        node.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "c"
        and isinstance(node.value.value, ast.Name)
        and node.value.value.id == "RESPONSE"
    }


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.name)
def test_nobody_else_reads_how_an_answer_was_judged(path: Path) -> None:
    if path.name not in AS_LOGGED:
        assert not columns_of_the_log(path) & set(scores.JUDGEMENT), "take it from IN_FORCE"


def test_the_test_would_notice() -> None:
    assert columns_of_the_log(FOLDER / "examine.py") >= {"outcome", "score"}


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        (play._FIND_QUESTION, {"account_id": 1, "public_id": "round-1", "position": 1}),
        (play._ENTRIES, {"round_id": 1}),
        (play._TALLY, {"round_id": 1}),
        (rounds._HEADS, {"account_id": 1, "count": 50}),
        (rounds._MISSED, {"round_id": 1}),
        (progress._ROUNDS, {"account_id": 1, "most": 100}),
        (progress._CERTAINTY, {"account_id": 1}),
        (reading._LATEST, {"account_id": 1, "article_id": 1}),
    ],
    ids=[
        "question",
        "entries",
        "tally",
        "heads",
        "missed",
        "rounds",
        "certainty",
        "read",
    ],
)
def test_regrades_are_found_by_key(
    database_file: Path,
    engine: Engine,
    player: Player,
    statement: Any,
    values: dict[str, object],
) -> None:
    player.start(request())
    player.right(1)
    steps = [step.split() for step in plan(engine, statement, {"now": NOW, **values})]
    tables = {"regraded_response", "later"}
    assert [s for s in steps if s[0] == "SEARCH" and s[1] in tables]
    assert not [s for s in steps if s[0] == "SCAN" and s[1] in tables], steps


def test_the_desk_scans_no_log(database_file: Path, engine: Engine, player: Player) -> None:
    player.start(request())
    player.right(1)
    asked: tuple[tuple[Any, dict[str, object]], ...] = (
        (older_keys._TEXTS, {"owner": 1, "everything": False}),
        (older_keys._KEYS, {"item_id": 1}),
        (regrades._STANDINGS, {"item_id": 1}),
        (appeals._OPEN_ITEMS, {"teacher": 1, "everything": False}),
        (appeals._OF_ITEM, {"teacher": 1, "everything": False, "name": "x"}),
        (appeals._SETTLED, {"item_id": 1}),
    )
    for statement, values in asked:
        steps = [step.split() for step in plan(engine, statement, values)]
        scanned = {s[1] for s in steps if s[0] == "SCAN"}
        assert not scanned & {"response", "round_entry", "round", "regraded_response"}, steps
