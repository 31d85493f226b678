"""C37: a migration killed at any moment leaves the old schema or the new one, whole."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from quizapp.db import migrate
from tests.databases import SERVER
from tests.faults.releases import (
    HEAD,
    REVISIONS,
    Release,
    add_rows,
    columns_of,
    faults_in,
    make_releases,
    row_hashes,
    schema_of,
    url_of,
)
from tests.faults.upgrading import Done, Upgrades, kill_many

pytestmark = pytest.mark.skipif(bool(SERVER), reason="about the file of an SQLite database")


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    return make_releases(tmp_path_factory.mktemp("releases"))


@pytest.fixture(scope="module")
def upgrades() -> Iterator[Upgrades]:
    made = Upgrades()
    yield made
    made.close()


@dataclass
class Killer:
    """Kills upgrades of a release, looks at what is left each time, and counts it."""

    release: Release
    newest: Release
    upgrades: Upgrades
    folder: Path
    left: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        file = self.release.file
        self.columns = columns_of(file)
        self.before = row_hashes(file, self.columns)
        self.old, self.new = schema_of(file), schema_of(self.newest.file)

    def length(self) -> float:
        """How long an upgrade takes that nobody kills, in seconds."""
        done = self.upgrades.run(url_of(self.release.copied(self.folder / "whole")))
        assert done.code == 0
        return done.seconds

    def kill(self, after: float) -> Done:
        """Kill one upgrade at a moment; what is left is the old schema or the new one, whole."""
        file = self.release.copied(self.folder / "killed")
        done = self.upgrades.run(url_of(file), after)
        revision = migrate.revision_of(url_of(file))
        assert revision in (self.release.revision, HEAD)
        assert schema_of(file) == (self.new if revision == HEAD else self.old)
        assert row_hashes(file, self.columns) == self.before
        assert faults_in(file) == []
        assert self.upgrades.run(url_of(file)).code == 0, "the next start brings it to the newest"
        assert schema_of(file) == self.new
        assert row_hashes(file, self.columns) == self.before
        for path in file.parent.iterdir():
            path.unlink()
        self.left[("late" if not done.killed else "new" if revision == HEAD else "old")] += 1
        return done


def test_twenty_kills_leave_the_old_schema_or_the_new_one(
    releases: dict[str, Release], upgrades: Upgrades, tmp_path: Path
) -> None:
    chance = random.Random(os.environ.get("WARAQA_TEST_SEED", "37"))
    left: Counter[str] = Counter()
    for revision in chance.sample(REVISIONS[:-1], 2):
        killer = Killer(releases[revision], releases[HEAD], upgrades, tmp_path / revision)
        kill_many(10, killer.length(), chance, killer.kill)
        left += killer.left
    print(dict(left))
    assert left["old"] + left["new"] == 20


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_many_kills_of_a_long_migration(
    releases: dict[str, Release], upgrades: Upgrades, tmp_path: Path
) -> None:
    large = Release(REVISIONS[0], releases[REVISIONS[0]].copied(tmp_path / "large"))
    add_rows(large.file, rows=2_000)
    killer = Killer(large, releases[HEAD], upgrades, tmp_path)
    kill_many(150, killer.length(), random.Random(), killer.kill)
    print(dict(killer.left))
    assert killer.left["old"] + killer.left["new"] == 150
