"""C37: a migration killed at any moment leaves the old schema or the new one, whole."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quizapp.db import migrate
from tests.databases import SCRIPTS, SERVER
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

pytestmark = [
    pytest.mark.skipif(bool(SERVER), reason="about the file of an SQLite database"),
    pytest.mark.xdist_group("c37"),
]


class Upgrades:
    """The process of `upgrading.py`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.upgrading"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=SCRIPTS.parent,
        )

    def run(self, file: Path, after: float | None = None) -> dict[str, Any]:
        """Upgrade a database; kill that after so many seconds."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"url": url_of(file), "after": after}) + "\n")
        self._process.stdin.flush()
        return dict(json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        self._process.communicate(timeout=60)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    return make_releases(tmp_path_factory.mktemp("releases"))


@pytest.fixture(scope="module")
def upgrades() -> Iterator[Upgrades]:
    made = Upgrades()
    yield made
    made.close()


def length(release: Release, upgrades: Upgrades, folder: Path) -> float:
    """How long an upgrade takes that nobody kills, in seconds."""
    done = upgrades.run(release.copied(folder / "whole"))
    assert done["code"] == 0
    return float(done["seconds"])


def killed(
    release: Release, newest: Release, upgrades: Upgrades, folder: Path, after: float
) -> Counter[str]:
    """Kill one upgrade at a moment; return what was left."""
    file = release.copied(folder)
    columns, old = columns_of(file), schema_of(file)
    before = row_hashes(file, columns)
    done = upgrades.run(file, after)
    revision = migrate.revision_of(url_of(file))
    assert revision in (release.revision, HEAD)
    assert schema_of(file) == (old if revision == release.revision else schema_of(newest.file))
    assert row_hashes(file, columns) == before
    assert faults_in(file) == []
    assert upgrades.run(file)["code"] == 0, "and the next start brings it to the newest"
    assert schema_of(file) == schema_of(newest.file)
    assert row_hashes(file, columns) == before
    for path in folder.iterdir():
        path.unlink()
    left = "old" if revision == release.revision else "new"
    return Counter({"killed": int(done["killed"]), left: 1})


def test_twenty_kills_leave_the_old_schema_or_the_new_one(
    releases: dict[str, Release], upgrades: Upgrades, tmp_path: Path
) -> None:
    chance = random.Random(os.environ.get("WARAQA_TEST_SEED", "37"))
    left: Counter[str] = Counter()
    for revision in chance.sample(REVISIONS[:-1], 2):
        whole = length(releases[revision], upgrades, tmp_path / revision)
        for number in range(10):
            place, moment = tmp_path / f"{revision}-{number}", chance.uniform(0, 1.2 * whole)
            left += killed(releases[revision], releases[HEAD], upgrades, place, moment)
    print(dict(left))
    assert left["killed"] >= 5, "the moments lay within the upgrade"
    assert left["old"] + left["new"] == 20


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_many_kills_of_a_long_migration(
    releases: dict[str, Release], upgrades: Upgrades, tmp_path: Path
) -> None:
    large = Release(REVISIONS[0], releases[REVISIONS[0]].copied(tmp_path / "large"))
    add_rows(large.file, rows=2_000)
    chance, left = random.Random(), Counter[str]()
    whole = length(large, upgrades, tmp_path)
    for number in range(150):
        moment = chance.uniform(0, 1.2 * whole)
        left += killed(large, releases[HEAD], upgrades, tmp_path / str(number), moment)
    print(dict(left))
    assert left["killed"] >= 75
