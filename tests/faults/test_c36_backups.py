"""C36: a backup taken under load is whole, a restore works, and a rotten copy is found out."""

from __future__ import annotations

import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import text

from quizapp.db import copies, migrate
from quizapp.domain.errors import StorageError
from quizapp.resources import resource
from quizapp.services.backup import back_up, checksum_file, restore, verify
from quizapp.services.backup_drill import drill
from quizapp.services.backup_keeping import keep_up
from quizapp.services.keeping import check_backup
from tests.databases import SCRIPTS, SERVER
from tests.faults.releases import columns_of, row_hashes
from tests.faults.site import School

T = TypeVar("T")
pytestmark = pytest.mark.skipif(bool(SERVER), reason="about the file of an SQLite database")

_ANSWERS = text(
    "SELECT r.public_id, p.position, p.client_key FROM response p JOIN round r ON r.id = p.round_id"
)


def told_to(school: School) -> set[object]:
    """All that the class has been told is done, at this moment."""
    journal = school.journal
    answers = {(*place, key) for place, key in journal.answers.items()}
    return set(journal.rounds) | answers | set(journal.reviews)


def held_by(backup: Path) -> set[object]:
    """What a backup holds of it."""
    engine = copies.reading_engine(backup)
    with engine.connect() as connection:
        held: set[object] = set(connection.execute(text("SELECT public_id FROM round")).scalars())
        held |= {(row[0], row[1], bytes(row[2])) for row in connection.execute(_ANSWERS)}
        held |= {
            bytes(uuid) for uuid in connection.execute(text("SELECT uuid FROM review")).scalars()
        }
    engine.dispose()
    return held


def back_up_under_load(school: School, folder: Path, times: int) -> list[Path]:
    """Back up again and again while the class works; hold each against what was acknowledged."""
    made = []
    school.begin()
    try:
        for number in range(times):
            time.sleep(0.3)
            told, now = told_to(school), datetime.now(UTC) + timedelta(minutes=number)
            backup = keep_up(school.server.url, folder, now).newest
            assert told - held_by(backup) == set(), "acknowledged before it began"
            made.append(backup)
    finally:
        school.end()
    return made


def test_what_was_acknowledged_before_a_backup_began_is_in_it(
    school: School, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    made = back_up_under_load(school, folder, 4)
    assert len(set(made)) == 4, "there was load"
    assert school.refusals() == []
    for backup in made:
        assert verify(backup)
    found = check_backup(made[-1], resource("migrations"))
    assert found.sound, found
    done = drill(folder, tmp_path, SCRIPTS, datetime.now(UTC))
    assert done.backup == made[-1]
    assert done.report.sound
    print(f"drill: {done.seconds_a_gigabyte:.0f} s/GB, {done.rate:.0f} MB/s")


@pytest.mark.soak
def test_many_backups_under_load(school: School, tmp_path: Path) -> None:
    made = back_up_under_load(school, tmp_path / "backups", 60)
    assert all(check_backup(backup, resource("migrations")).sound for backup in made[::10])


@dataclass(frozen=True)
class Found:
    """Which of the ways to find out noticed a flip; `harm` is whether any row differs."""

    harm: bool
    integrity: bool
    doctor: bool
    checksum: bool


def found_out(original: bytes, rows: object, place: int, noise: bytes, file: Path) -> Found:
    """Write noise over a place of a backup and look in every way."""
    data = bytearray(original)
    data[place : place + len(noise)] = noise
    file.write_bytes(data)
    try:
        harm = row_hashes(file, columns_of(file)) != rows
    except (sqlite3.Error, UnicodeDecodeError):
        harm = True
    checksum = integrity = False
    try:
        verify(file)
    except StorageError as error:
        checksum = error.code == "changed_since"
    try:
        copies.inspect_file(file)
    except StorageError:
        integrity = True
    return Found(harm, integrity, integrity or not sound(file), checksum)


def sound(file: Path) -> bool:
    """What the doctor says of a file, however broken."""
    kept = checksum_file(file)
    hidden = kept.rename(kept.with_suffix(".hidden"))
    try:
        return check_backup(file, SCRIPTS).sound
    except StorageError:
        return False
    finally:
        hidden.rename(kept)


def rates(school: School, folder: Path, flips: int, chance: random.Random) -> Counter[str]:
    """Flip sixteen bytes at random places; count what noticed."""
    school.begin()
    time.sleep(1.0)
    school.end()
    backup = back_up(school.server.url, folder, datetime.now(UTC)).path
    original, rows = backup.read_bytes(), row_hashes(backup, columns_of(backup))
    counted: Counter[str] = Counter()
    for _ in range(flips):
        place = chance.randrange(len(original) - 16)
        found = found_out(original, rows, place, chance.randbytes(16), backup)
        counted += Counter(
            flips=1,
            harmful=found.harm,
            harmful_by_integrity=found.harm and found.integrity,
            integrity=found.integrity,
            doctor=found.doctor,
            missed=found.harm and not found.doctor,
            checksum=found.checksum,
        )
    return counted


def test_a_rotten_backup_is_always_found_out(school: School, tmp_path: Path) -> None:
    counted = rates(school, tmp_path / "backups", 24, random.Random(36))
    print(dict(counted))
    assert counted["checksum"] == counted["flips"]
    assert counted["doctor"] > counted["integrity"] > 0, "texts and logs are looked at, too"
    assert counted["missed"] <= 0.25 * counted["harmful"]


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_the_rates_at_which_rot_is_found_out(school: School, tmp_path: Path) -> None:
    counted = rates(school, tmp_path / "backups", 1_000, random.Random())
    print(dict(counted))
    assert counted["checksum"] == counted["flips"]
    assert counted["missed"] <= 0.1 * counted["harmful"]


# A log of that many reviews is some hundred megabytes.
REVIEWS = 2_000_000
LOG = """
INSERT INTO review (account_id, moment, card_id, uuid, day, rating, retention, source, phase,
                    stability, difficulty)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
SELECT (SELECT min(id) FROM account), 1600000000000 + i * 60000,
       (SELECT min(id) + i % 40 FROM card), randomblob(16), 18518 + i / 1440, i % 4 + 1, 0.9,
       'card', 'review', 1.0 + i % 100, 5.0 FROM n
"""


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_gigabyte_is_restored_within_a_minute(school: School, tmp_path: Path) -> None:
    url = school.server.url
    school.server.kill()
    file = migrate.sqlite_file(url)
    assert file is not None
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(LOG, (REVIEWS,))
        connection.commit()
    now, url = datetime.now(UTC), f"sqlite:///{file}"
    backup, making = measured(lambda: back_up(url, tmp_path / "backups", now).path)
    _, restoring = measured(lambda: restore(url, backup, SCRIPTS, now))
    size = backup.stat().st_size / 1e9
    for name, (wall, busy) in (("backup", making), ("restore", restoring)):
        print(f"{size:.2f} GB, {name}: {wall / size:.0f} s/GB ({busy / size:.0f} of the processor)")
    assert size > 0.2
    assert restoring[0] / size <= 60, "by the clock, where nothing else is done"


def measured(work: Callable[[], T]) -> tuple[T, tuple[float, float]]:
    """Do it; return with it the seconds it took, on the wall and of the processor."""
    wall, busy = time.monotonic(), time.process_time()
    done = work()
    return done, (time.monotonic() - wall, time.process_time() - busy)
