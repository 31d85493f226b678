"""C37 on PostgreSQL: a populated database walks through every released schema, and back.

Three rows more in every table at each release (`tests.db.filling`), as for SQLite's file in
`test_c37_migrations.py`: each row was written under a schema of its own time.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from quizapp.db import migrate
from quizapp.db.examine import GUARDS
from quizapp.services.moving import move
from tests.databases import SCRIPTS, SERVER
from tests.faults import releases
from tests.faults.releases import HEAD, REVISIONS, failing_scripts, url_of
from tests.faults.server_releases import (
    Schema,
    add_rows,
    columns_of,
    copied,
    others_at,
    row_hashes,
    schema_of,
)
from tests.faults.upgrading import Done, Upgrades, kill_many
from tests.postgresql import empty_database

pytestmark = pytest.mark.skipif(
    not SERVER, reason="needs PostgreSQL: tools/postgres.sh starts a server"
)


@pytest.fixture(scope="module")
def first() -> Iterator[str]:
    """A populated database of the first release. Nobody writes to it."""
    with empty_database() as url:
        migrate.upgrade(url, SCRIPTS, REVISIONS[0])
        add_rows(url)
        yield url


@pytest.fixture(scope="module")
def newest() -> Schema:
    """The schema as a new site gets it."""
    with empty_database() as url:
        migrate.upgrade(url, SCRIPTS)
        return schema_of(url)


def test_every_row_walks_through_every_release_and_back(first: str, newest: Schema) -> None:
    with copied(first) as url:
        schemas = {REVISIONS[0]: schema_of(url)}
        columns = {REVISIONS[0]: columns_of(url)}
        for older, newer in pairwise(REVISIONS):
            before = row_hashes(url, columns[older])
            assert all(before.values()), older
            migrate.upgrade(url, SCRIPTS, newer)
            assert row_hashes(url, columns[older]) == before, newer
            schemas[newer], columns[newer] = schema_of(url), columns_of(url)
            add_rows(url)
        assert schemas[HEAD] == newest, "as if it had been made new"
        assert {name.partition(".")[2] for kind, name in newest if kind == "trigger"} >= GUARDS
        for older, newer in reversed(list(pairwise(REVISIONS))):
            before = row_hashes(url, columns[older])
            migrate.downgrade(url, SCRIPTS, older)
            assert schema_of(url) == schemas[older], f"from {newer}"
            assert row_hashes(url, columns[older]) == before, f"from {newer}"


def test_a_migration_that_fails_on_the_way_leaves_the_release_as_it_was(
    first: str, newest: Schema, tmp_path: Path
) -> None:
    scripts = failing_scripts(tmp_path, HEAD)  # All before it have succeeded.
    with copied(first) as url:
        columns, schema = columns_of(url), schema_of(url)
        before = row_hashes(url, columns)
        with pytest.raises(RuntimeError, match="after all was done"):
            migrate.upgrade(url, scripts)
        assert migrate.revision_of(url) == REVISIONS[0]
        assert schema_of(url) == schema
        assert row_hashes(url, columns) == before
        migrate.upgrade(url, SCRIPTS)
        assert schema_of(url) == newest
        assert row_hashes(url, columns) == before


def test_a_site_that_grew_in_a_file_moves_here_with_the_same_rows(
    first: str, tmp_path: Path
) -> None:
    file = tmp_path / "waraqa.db"
    migrate.upgrade(url_of(file), SCRIPTS, REVISIONS[0])
    releases.add_rows(file)
    migrate.upgrade(url_of(file), SCRIPTS)
    columns = columns_of(first)
    with empty_database() as url:
        move(url_of(file), url, SCRIPTS)
        assert row_hashes(url, columns) == row_hashes(first, columns)


@pytest.fixture(scope="module")
def upgrades() -> Iterator[Upgrades]:
    made = Upgrades()
    yield made
    made.close()


def wait_until_let_go(url: str) -> None:
    """Wait until the server has noticed that whoever it worked for is dead."""
    until = time.monotonic() + 30
    while others_at(url):
        assert time.monotonic() < until
        time.sleep(0.005)


def many_kills(first: str, newest: Schema, upgrades: Upgrades, times: int) -> Counter[str]:
    """Kill upgrades from the first release; what is left is that one or the newest, whole."""
    columns, old = columns_of(first), schema_of(first)
    before, left = row_hashes(first, columns), Counter[str]()

    def kill(after: float | None) -> Done:
        with copied(first) as url:
            done = upgrades.run(url, after)
            wait_until_let_go(url)
            revision = migrate.revision_of(url)
            assert revision in (REVISIONS[0], HEAD)
            assert schema_of(url) == (old if revision == REVISIONS[0] else newest)
            assert row_hashes(url, columns) == before
        left[("late" if not done.killed else "new" if revision == HEAD else "old")] += 1
        return done

    chance = random.Random(os.environ.get("WARAQA_TEST_SEED", "37"))
    kill_many(times, kill(None).seconds, chance, kill)
    print(dict(left))
    return left


def test_kills_leave_the_old_schema_or_the_new_one(
    first: str, newest: Schema, upgrades: Upgrades
) -> None:
    left = many_kills(first, newest, upgrades, 5)
    assert left["old"] + left["new"] == 5


@pytest.mark.soak
def test_many_kills_leave_the_old_schema_or_the_new_one(
    first: str, newest: Schema, upgrades: Upgrades
) -> None:
    left = many_kills(first, newest, upgrades, 100)
    assert left["old"] + left["new"] == 100
