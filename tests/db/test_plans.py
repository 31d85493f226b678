"""Every hot statement finds its rows by an index, whatever the planner knows of the data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import Executable

from quizapp.db import catalogue, credentials, logins, notices, people, play, rounds
from tests.play import NOW, Player, request

KEYS = {"public_id": "x", "account_id": 1, "position": 1, "round_id": 1}

HOT: Mapping[str, tuple[Any, Mapping[str, Any]]] = {
    "viewer": (people._BY_TOKEN, {"token_hash": b"x", "now": NOW, "now_millis": 0}),
    "touch": (people._TOUCH, {"token": b"x", "before": NOW, "moment": NOW}),
    "login": (logins._BY_KEY, {"login_key": "x"}),
    "code": (credentials._FIND, {"digest": b"x", "now": NOW}),
    "notices": (notices._UNSEEN, {"account": 1, "limit": 5}),
    "round": (play._FIND_ROUND, KEYS),
    "question": (play._FIND_QUESTION, KEYS),
    "entries": (play._ENTRIES, KEYS),
    "tally": (play._TALLY, KEYS),
    "first gap": (play._FIRST_GAP, KEYS),
    "client key": (play._BY_CLIENT_KEY, KEYS | {"client_key": b"x"}),
    "finish": (play._FINISH, KEYS | {"moment": NOW}),
    "record": (
        play._RECORD["sqlite"],
        KEYS
        | dict.fromkeys(play._FROM_ANSWER, 0)
        | {"client_key": b"x", "chosen": (), "marks": (), "answered_at": NOW, "in_grace": NOW}
        | {"seen_changed": False},
    ),
    "history": (rounds._HEADS, KEYS | {"count": 50}),
    "round to continue": (rounds._OPEN_HEADS, KEYS | {"count": 1}),
    "missed": (rounds._MISSED, KEYS),
    "article": (catalogue._ARTICLE_BY_SLUG, {"slug": "x"}),
    "kinds of an article": (catalogue._KIND_COUNTS_OF_ONE, {"article_id": 1}),
    "flag": (catalogue._FLAG_ENTRIES, {"item_id": 1}),
}


def plan(engine: Engine, statement: Executable, values: Mapping[str, Any]) -> list[str]:
    compiled = statement.compile(dialect=sqlite.dialect())  # type: ignore[attr-defined]
    bound = compiled.construct_params(dict(values))
    processors = compiled._bind_processors
    parameters = tuple(
        processors[name](bound[name]) if name in processors else bound[name]
        for name in compiled.positiontup
    )
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", parameters)
        return [row[3] for row in rows]


@pytest.mark.parametrize("name", HOT)
def test_a_hot_statement_scans_no_table(
    database_file: Path, engine: Engine, player: Player, name: str
) -> None:
    player.start(request())
    player.right(1)
    steps = plan(engine, *HOT[name])
    assert steps
    assert not [s for s in steps if s.startswith("SCAN") and s != "SCAN CONSTANT ROW"], steps
    assert not [s for s in steps if "TEMP B-TREE FOR ORDER" in s], steps


def test_a_plan_without_an_index_is_noticed(
    database_file: Path, engine: Engine, player: Player
) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX ix_round_account_id_started_at")
        connection.exec_driver_sql("DROP INDEX ix_round_open")
    steps = plan(engine, *HOT["history"])
    assert [step for step in steps if step.startswith("SCAN") or "TEMP B-TREE" in step]
