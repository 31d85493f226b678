"""The hot statements find their rows by an index on PostgreSQL, too.

A table of a few rows is read from end to end whatever indexes it has. So the planner is told
to do without hashing, merging and reading whole tables. Of two indexes that are as good for a
few rows it then may take the worse, so it is asked again with the belief that there are
millions: where it reads a whole table, or a whole index, both times, none leads to the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.sql import Executable

from quizapp.db import play
from tests.cards import Student
from tests.db.test_card_plans import NAMES, hot
from tests.db.test_page_plans import STATEMENTS
from tests.db.test_plans import HOT, KEYS
from tests.play import NOW, Player, request

WITHOUT = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")
GROWING = {
    "card_state", "review", "day_total", "review_undone", "round", "round_entry", "response",
    "auth_session", "account", "notice", "api_token", "regrade",
}  # fmt: skip
# As nobody has looked yet. An empty table that was swept is known to be empty, and any way
# through it costs nothing.
UNKNOWN = text("UPDATE pg_class SET reltuples = -1, relpages = 0 WHERE relname = ANY(:names)")
# So many rows a page; nothing of it is kept.
MILLIONS = text("UPDATE pg_class SET reltuples = 1000000, relpages = 1 WHERE relname = ANY(:names)")
RECORD = (
    play._RECORD["postgresql"],
    KEYS
    | dict.fromkeys(play._FROM_ANSWER)
    | {"client_key": b"x", "answered_at": NOW, "in_grace": NOW, "seen_changed": False},
)


@pytest.fixture(autouse=True)
def server(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("about the planner of PostgreSQL: run with tools/postgres.sh")


def nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def plan(
    engine: Engine, statement: Executable, values: Mapping[str, Any], *, many: bool = False
) -> list[Mapping[str, Any]]:
    compiled = statement.compile(dialect=engine.dialect)  # type: ignore[attr-defined]
    bound = compiled.construct_params(dict(values))
    processors = compiled._bind_processors
    parameters = {
        name: processors[name](value) if name in processors else value
        for name, value in bound.items()
    }
    with engine.connect() as connection:
        for freedom in WITHOUT:
            connection.exec_driver_sql(f"SET LOCAL {freedom} = off")
        connection.execute(MILLIONS if many else UNKNOWN, {"names": list(GROWING)})
        found = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {compiled}", parameters)
        return list(nodes(found.scalar_one()[0]["Plan"]))


def walked(engine: Engine, statement: Executable, values: Mapping[str, Any]) -> list[str]:
    """The growing tables that are read from end to end, by an index perhaps."""
    few, many = (_walked(plan(engine, statement, values, many=many)) for many in (False, True))
    return few and many


def _walked(steps: list[Mapping[str, Any]]) -> list[str]:
    return [
        f"{step['Node Type']} {step['Relation Name']}"
        for step in steps
        if step.get("Relation Name") in GROWING
        and step["Node Type"].endswith("Scan")
        and not any(name in step for name in ("Index Cond", "Recheck Cond"))
    ]


@pytest.mark.parametrize("name", HOT)
def test_a_statement_of_a_round_walks_no_table(engine: Engine, player: Player, name: str) -> None:
    player.start(request())
    player.right(1)
    player.session.rollback()
    statement = RECORD if name == "record" else HOT[name]
    assert walked(engine, *statement) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_statement_of_cards_walks_no_table(engine: Engine, player: Player, name: str) -> None:
    student = Student(player.session, player.account_id)
    student.start()
    student.grade(3)
    student.session.rollback()
    statements = hot(student)
    student.session.rollback()
    assert walked(engine, *statements[name]) == []


@pytest.mark.parametrize("name", STATEMENTS)
def test_what_programs_read_walks_no_table(engine: Engine, name: str) -> None:
    assert walked(engine, *STATEMENTS[name]) == []


def test_the_next_due_card_comes_in_the_order_of_its_index(engine: Engine, player: Player) -> None:
    statements = hot(Student(player.session, player.account_id))
    player.session.rollback()
    for name in ("due", "next day"):
        steps = plan(engine, *statements[name])
        assert "ix_card_state_due" in {step.get("Index Name") for step in steps}
        assert "Sort" not in {step["Node Type"] for step in steps}


def test_without_its_index_that_is_noticed(engine: Engine, player: Player) -> None:
    statements = hot(Student(player.session, player.account_id))
    player.session.rollback()
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX ix_round_account_id_started_at")
        connection.exec_driver_sql("DROP INDEX ix_round_open")
        connection.exec_driver_sql("DROP INDEX ix_card_state_due")
    assert walked(engine, *HOT["history"])
    assert "Sort" in {step["Node Type"] for step in plan(engine, *statements["due"])}
