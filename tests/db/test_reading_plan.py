"""The one statement of the reading page: what it finds, and that it scans no table."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quizapp.db import catalogue, reading
from tests.db.test_plans import plan
from tests.play import NOW, SLUG, Player, request

VALUES = {"account_id": 1, "article_id": 1, "now": NOW}
TABLES = ("round", "article_version", "response", "item_version", "item")


def steps(engine: Engine, player: Player) -> list[list[str]]:
    player.start(request())
    player.right(1)
    return [step.split() for step in plan(engine, reading._LATEST, VALUES)]


def test_the_latest_answers_are_found_by_indexes(
    database_file: Path, engine: Engine, player: Player
) -> None:
    taken = steps(engine, player)
    assert [table for table in TABLES if ["SEARCH", table, "USING"] in [s[:3] for s in taken]] == [
        *TABLES
    ], taken
    assert not [s for s in taken if s[0] == "SCAN" and s[1] in TABLES], taken


def test_a_missing_index_is_noticed(database_file: Path, engine: Engine, player: Player) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX ix_round_account_id_started_at")
        connection.exec_driver_sql("DROP INDEX ix_round_open")
    assert [s for s in steps(engine, player) if s[0] == "SCAN" and s[1] in TABLES]


def test_each_item_is_listed_once_by_its_last_answer_the_latest_last(
    session: Session, player: Player
) -> None:
    kinds = ("choice",)
    player.start(request(length=None, kinds=kinds), public_id="round-1")
    total = player.question(1).head.total
    for position in range(1, total + 1):
        player.wrong(position)
    player.start(request(length=None, kinds=kinds), public_id="round-2")
    player.right(2)
    player.right(1)
    connection = session.connection()
    row = catalogue.article(connection, SLUG)
    assert row is not None
    rows = reading.latest_answers(connection, player.account_id, row.id)
    assert len({r.name for r in rows}) == len(rows) == total
    assert [r.outcome for r in rows] == ["wrong"] * (total - 2) + ["right"] * 2
