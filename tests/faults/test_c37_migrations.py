"""C37: a populated database of every released schema comes to the newest one whole, or stays.

The databases are made by growing one through all releases, three rows more in every table at
each (`tests.db.filling`), so that each row was written under a schema of its own time.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from quizapp.db import migrate
from quizapp.db.examine import GUARDS
from quizapp.domain.errors import StorageError
from tests.databases import SCRIPTS, SERVER
from tests.faults.releases import (
    HEAD,
    REVISIONS,
    Release,
    columns_of,
    failing_scripts,
    faults_in,
    make_releases,
    quoted,
    row_hashes,
    schema_of,
    url_of,
)

pytestmark = pytest.mark.skipif(bool(SERVER), reason="about the file of an SQLite database")

# The schemas that were released, as they were. A released migration is never edited; whoever
# must change the schema adds another.
RELEASED = {
    "0001": "54c6b0aa7067d944",
    "0002": "fa64ac9c2cf60b88",
    "0003": "8b6cae902d51245a",
    "0004": "1fb2f5508a3f4dd0",
    "0005": "bad430dc59ef45de",
    "0006": "59de054e207cc28e",
    "0007": "4fe734c5acf82579",
    "0008": "d359c8f98d395a71",
    "0009": "4be4289b64a9539e",
    "0010": "0e8295a9ab23090c",
    "0011": "87ffab1cfeba5d21",
    "0012": "43cf918e92c93a61",
}


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    return make_releases(tmp_path_factory.mktemp("releases"))


def digest_of(file: Path) -> str:
    lines = sorted(f"{name}: {sql}" for name, sql in schema_of(file).items())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def test_every_table_of_every_release_is_populated(releases: dict[str, Release]) -> None:
    for revision, release in releases.items():
        rows = row_hashes(release.file, columns_of(release.file))
        assert all(rows.values()), revision
        assert not faults_in(release.file)
    assert len(columns_of(releases[HEAD].file)) > 35


def test_a_released_schema_never_changes(releases: dict[str, Release]) -> None:
    assert set(RELEASED) == set(REVISIONS), "whoever adds a migration adds its digest"
    assert {name: digest_of(release.file) for name, release in releases.items()} == RELEASED


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_row_of_a_release_is_the_same_in_the_newest_schema(
    releases: dict[str, Release], tmp_path: Path, revision: str
) -> None:
    file = releases[revision].copied(tmp_path)
    columns = columns_of(file)
    before = row_hashes(file, columns)
    migrate.upgrade(url_of(file), SCRIPTS)
    assert row_hashes(file, columns) == before
    assert faults_in(file) == []
    assert schema_of(file) == schema_of(releases[HEAD].file), "as if it had been made new"
    assert_guarded(file)
    kept = file.with_name(f"waraqa.db.before-{HEAD}")
    if revision != HEAD:
        assert row_hashes(kept, columns) == before, "and the old one stands beside"


# Guards that refuse by the age or the state of a row: that they are there is all that is asked.
BY_STATE = {"audit_entry_kept", "round_finished", "appeal_decided"}


def assert_guarded(file: Path) -> None:
    """Every guard is there, and refuses what it is there to refuse."""
    with closing(sqlite3.connect(file)) as connection:
        triggers = connection.execute(
            "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        assert {name for name, _, _ in triggers} >= GUARDS
        for name, table, sql in triggers:
            rows = connection.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone()[0]
            if name in BY_STATE or not rows:
                continue
            statement = f"DELETE FROM {quoted(table)}"
            if not name.endswith("_kept"):
                named = sql.partition("UPDATE OF ")[2].replace(",", " ").split()
                column = named[0] if named else columns_of(file)[table][0]
                statement = f"UPDATE {quoted(table)} SET {column} = {column}"
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)
            connection.rollback()


@pytest.mark.parametrize(("older", "newer"), list(pairwise(REVISIONS)))
def test_one_step_down_and_up_again_keeps_all_that_the_older_schema_can_hold(
    releases: dict[str, Release], tmp_path: Path, older: str, newer: str
) -> None:
    file = releases[newer].copied(tmp_path)
    columns = columns_of(releases[older].file)
    before = row_hashes(file, columns)
    migrate.downgrade(url_of(file), SCRIPTS, older)
    assert schema_of(file) == schema_of(releases[older].file)
    assert row_hashes(file, columns) == before
    assert faults_in(file) == []
    migrate.upgrade(url_of(file), SCRIPTS, newer)
    assert schema_of(file) == schema_of(releases[newer].file)
    assert row_hashes(file, columns) == before


@pytest.mark.parametrize(("older", "newer"), list(pairwise(REVISIONS)))
def test_a_migration_that_fails_on_the_way_leaves_the_release_as_it_was(
    releases: dict[str, Release], tmp_path: Path, older: str, newer: str
) -> None:
    scripts = failing_scripts(tmp_path, newer)
    first = REVISIONS[max(0, REVISIONS.index(older) - 2)]  # Steps before it have succeeded.
    file = releases[first].copied(tmp_path)
    columns, schema = columns_of(file), schema_of(file)
    before = row_hashes(file, columns)
    with pytest.raises(RuntimeError, match="after all was done"):
        migrate.upgrade(url_of(file), scripts)
    assert migrate.revision_of(url_of(file)) == first
    assert schema_of(file) == schema
    assert row_hashes(file, columns) == before
    assert faults_in(file) == []


def test_a_schema_from_the_future_is_refused_and_not_touched(
    releases: dict[str, Release], tmp_path: Path
) -> None:
    file = releases[HEAD].copied(tmp_path)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = row_hashes(file, columns_of(file)), schema_of(file)
    for change in (
        lambda: migrate.upgrade(url_of(file), SCRIPTS),
        lambda: migrate.downgrade(url_of(file), SCRIPTS, REVISIONS[0]),
    ):
        with pytest.raises(StorageError, match="schema_too_new"):
            change()
    assert (row_hashes(file, columns_of(file)), schema_of(file)) == before
