from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from quizapp.db import examine
from quizapp.db.engine import writing
from quizapp.services.accounts import Viewer
from tests.play import Player, request

REFUSED = (
    "UPDATE response SET score = 1",
    "UPDATE response SET answered_at = 0",
    "DELETE FROM response",
    "UPDATE round_entry SET version_id = 1",
    "UPDATE round_entry SET arrangement = '0'",
    "UPDATE round_entry SET lang = 'ar'",
    "DELETE FROM round_entry WHERE position = 2",
    "UPDATE round SET total = 1",
    "UPDATE round SET started_at = 0",
    "UPDATE round SET finished_at = NULL",
    "UPDATE item_version SET record = '{}'",
    "DELETE FROM item_version",
    "UPDATE article_version SET record = '{}'",
    "DELETE FROM article_version",
)


@pytest.mark.parametrize("statement", REFUSED)
def test_what_was_logged_cannot_be_changed(player: Player, statement: str) -> None:
    player.start(request(length=2))
    player.wrong(1)
    player.finish()
    before = player.result()
    with pytest.raises(DBAPIError, match="append-only"), writing(player.session) as connection:
        connection.execute(text(statement))
    assert player.result() == before


def test_a_permit_for_one_account_opens_no_other(player: Player, stranger: Viewer) -> None:
    player.start()
    player.right(1)
    with writing(player.session) as connection:
        connection.execute(
            text("INSERT INTO erasure (account_id) VALUES (:id)"), {"id": stranger.account_id}
        )
    with pytest.raises(DBAPIError, match="append-only"), writing(player.session) as connection:
        connection.execute(text("DELETE FROM response"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE round_entry SET changed = true",
        "UPDATE account SET theme = 'dark'",
        "UPDATE round SET finished_at = 1 WHERE finished_at IS NULL",
    ],
)
def test_what_may_change_can(player: Player, statement: str) -> None:
    player.start()
    with writing(player.session) as connection:
        assert connection.execute(text(statement)).rowcount > 0


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("account", "role", "'root'"),
        ("account", "digits", "'roman'"),
        ("account", "theme", "'pink'"),
    ],
)
def test_values_outside_their_list_are_refused(
    player: Player, table: str, column: str, value: str
) -> None:
    with pytest.raises(DBAPIError, match=column), writing(player.session) as connection:
        connection.execute(text(f"UPDATE {table} SET {column} = {value}"))


def test_the_guards_that_the_doctor_looks_for_are_all_there(player: Player) -> None:
    assert examine.missing_guards(player.session.connection()) == []
