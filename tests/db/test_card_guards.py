from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from quizapp.db.engine import writing
from tests.cards import Student
from tests.play import Player

REFUSED = (
    "UPDATE review SET rating = 4",
    "UPDATE review SET moment = 0",
    "DELETE FROM review",
    "DELETE FROM review WHERE rating = 3",
    "UPDATE review_undone SET moment = 0",
    "DELETE FROM review_undone",
    "UPDATE card_version SET record = '{}'",
    "DELETE FROM card_version",
)


@pytest.fixture
def student(player: Player) -> Student:
    student = Student(player.session, player.account_id)
    student.start()
    student.grade(3)
    student.wait(seconds=5)
    student.grade(2)
    student.undo()
    return student


@pytest.mark.parametrize("statement", REFUSED)
def test_what_was_reviewed_cannot_be_changed(student: Student, statement: str) -> None:
    before = student.look()
    with pytest.raises(DBAPIError, match="append-only"), writing(student.session) as connection:
        connection.execute(text(statement))
    assert student.look() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE card_state SET suspended = true",
        "UPDATE card SET position = 7",
        "DELETE FROM day_total",
    ],
)
def test_what_follows_from_the_log_may_change(student: Student, statement: str) -> None:
    with writing(student.session) as connection:
        assert connection.execute(text(statement)).rowcount > 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE card_state SET phase = 'gone'",
        "UPDATE card SET lang = 'fr'",
        "UPDATE card SET deck = 'poems'",
        "UPDATE deck_start SET deck = 'poems'",
    ],
)
def test_values_outside_their_list_are_refused(student: Student, statement: str) -> None:
    with pytest.raises(DBAPIError, match=r"CHECK|check"), writing(student.session) as connection:
        connection.execute(text(statement))


def test_a_review_of_nothing_is_refused(student: Student) -> None:
    with (
        pytest.raises(DBAPIError, match=r"FOREIGN KEY|foreign key"),
        writing(student.session) as connection,
    ):
        connection.execute(
            text("INSERT INTO review_undone (account_id, uuid, moment) VALUES (1, :uuid, 0)"),
            {"uuid": b"0" * 16},
        )
