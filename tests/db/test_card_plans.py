"""The hot statements of cards find their rows by an index, at any size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from quizapp.db import cards, decks, openings, reviews
from quizapp.db import progress as page
from quizapp.services.cards.learner import learner_of
from quizapp.services.cards.sitting import asked_of
from tests.cards import Student
from tests.db.test_plans import plan
from tests.play import NOW, Player

BIG = re.compile(r"SCAN (card_state|review|day_total|review_undone|round|response|sibling_state)\b")


def hot(student: Student) -> Mapping[str, tuple[Any, Mapping[str, Any]]]:
    learner = learner_of(student.session.connection(), student.account_id, student.now)
    asked = asked_of(learner, None)
    today, owner = learner.today, {"account_id": student.account_id}
    return {
        "learner": (cards._LEARNER, {**owner, "since": today, "until": today}),
        "steps": (cards._STEPS, asked),
        "due": (cards._DUE, asked | {"most": 32}),
        "new": (openings._NEW, asked),
        "left": (cards._LEFT, asked | {"most": 100, "most_new": 11}),
        "last review": (cards._LAST, asked),
        "next day": (cards._NEXT_DAY, owner),
        "card": (reviews._FIND, owner | {"card_id": 1}),
        "neighbours": (
            reviews._NEIGHBOURS,
            owner | {"card_id": 1, "group": "x", "first_day": today, "last_day": today},
        ),
        "reviews of a card": (reviews._LINES_OF_CARD, owner | {"card_id": 1}),
        "reviews of a day": (
            reviews._LINES_OF_DAY,
            owner | {"since": NOW, "until": NOW, "day": today},
        ),
        "due on a day": (reviews._DUE_ON, owner | {"day": today}),
        "states": (decks.STATES, owner),
        "overdue": (decks._OVERDUE, owner | {"today": today}),
        "days": (page._DAYS, owner),
        "rounds": (page._ROUNDS, owner | {"most": 10}),
        "certainty": (page._CERTAINTY, owner),
    }


NAMES = (
    "learner", "steps", "due", "new", "left", "last review", "next day", "card", "neighbours",
    "reviews of a card", "reviews of a day", "due on a day", "states", "overdue", "days",
    "rounds", "certainty",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_no_hot_statement_scans_what_grows(
    database_file: Path, engine: Engine, player: Player, name: str
) -> None:
    student = Student(player.session, player.account_id)
    student.start()
    student.grade(3)
    player.start()
    student.session.rollback()
    statements = hot(student)
    assert set(statements) == set(NAMES)
    student.session.rollback()
    steps = plan(engine, *statements[name])
    assert steps
    assert not [step for step in steps if BIG.search(step)], steps


def test_the_next_due_card_comes_in_the_order_of_its_index(
    database_file: Path, engine: Engine, player: Player
) -> None:
    statements = hot(Student(player.session, player.account_id))
    player.session.rollback()
    for name in ("due", "next day"):
        steps = plan(engine, *statements[name])
        assert [s for s in steps if "ix_card_state_due (account_id=? AND due_on" in s], steps
        assert not [s for s in steps if "TEMP B-TREE" in s], steps


@pytest.mark.parametrize("name", ["steps", "due", "left", "next day", "overdue", "neighbours"])
def test_states_are_never_walked_from_end_to_end(
    database_file: Path, engine: Engine, player: Player, name: str
) -> None:
    statements = hot(Student(player.session, player.account_id))
    player.session.rollback()
    steps = plan(engine, *statements[name])
    assert "SEARCH card_state USING PRIMARY KEY (account_id=?)" not in steps, steps


def test_without_the_index_that_is_noticed(
    database_file: Path, engine: Engine, player: Player
) -> None:
    statements = hot(Student(player.session, player.account_id))
    player.session.rollback()
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX ix_card_state_due")
    steps = plan(engine, *statements["due"])
    assert [s for s in steps if "TEMP B-TREE" in s]
