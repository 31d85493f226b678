"""C34: the power cut at random moments under load. What was acknowledged is on the disk.

And the harness can fail: without `synchronous=FULL` the same cuts lose what was acknowledged.
"""

from __future__ import annotations

import random
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from tests.databases import SERVER, Template
from tests.faults.disk import Disk, missing, mounted, stock
from tests.faults.serving import Server, Standby, running
from tests.faults.site import School, at_work

CUTS = 10
MANY = 200
pytestmark = [
    pytest.mark.skipif(bool(SERVER), reason="about the file of an SQLite database"),
    pytest.mark.skipif(bool(missing()), reason=missing() or "a disk can be mounted"),
    pytest.mark.timeout(600),
]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """An empty disk."""
    with mounted(Disk(tmp_path)) as made:
        yield made


@pytest.fixture
def school(disk: Disk, stocked: Template, standby: Standby) -> Iterator[School]:
    """A class at work on that disk."""
    server = Server(disk.place, stock(disk, stocked), standby)
    with running(server), at_work(server) as made:
        yield made


def cut(disk: Disk, school: School, chance: random.Random) -> None:
    """Cut the power while everybody works. The server is not started again."""
    school.work_until(chance, 5, 60)
    school.server.send(signal.SIGSTOP)
    disk.picture()
    school.server.kill()
    school.end()
    disk.become_picture()


def survive(disk: Disk, school: School, cuts: int, seed: str) -> tuple[int, int]:
    """Cut the power again and again; return how much was acknowledged, and sent again."""
    chance = random.Random(seed)
    for _ in range(cuts):
        cut(disk, school, chance)
        lost = school.compare().lost
        assert not lost, lost
        school.server.start()
        school.send_again()
        compared = school.compare()
        assert compared.same, compared
    assert school.refusals() == []
    assert school.faults() == []
    return compared.acknowledged, school.again


def test_what_was_acknowledged_is_there_after_a_power_cut(disk: Disk, school: School) -> None:
    acknowledged, again = survive(disk, school, CUTS, "any, but the same")
    print(f"{CUTS} cuts: {acknowledged} acknowledged, {again} sent again")
    assert acknowledged > 10 * CUTS, "there was load"


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_what_was_acknowledged_is_there_after_two_hundred_cuts(disk: Disk, school: School) -> None:
    acknowledged, again = survive(disk, school, MANY, "two hundred")
    print(f"{MANY} cuts: {acknowledged} acknowledged, {again} sent again")


def losses(disk: Disk, stocked: Template, **pragmas: str) -> int:
    """Cut the power once with other settings; return how much is lost of the acknowledged.

    A database that cannot be read any more has lost everything.
    """
    standby = Standby(**pragmas)
    with running(Server(disk.place, stock(disk, stocked), standby)) as server:
        school = School(server)
        school.enter()
        cut(disk, school, random.Random(1))
        school.leave()
    standby.close()
    try:
        return len(school.compare().lost)
    except (DatabaseError, sqlite3.DatabaseError):
        return len(school.journal.answers) + len(school.journal.reviews)


def test_a_database_that_does_not_wait_for_the_disk_loses_what_it_acknowledged(
    disk: Disk, stocked: Template
) -> None:
    lost = losses(disk, stocked, synchronous="off")
    print(f"one cut without synchronous: {lost} lost")
    assert lost > 10
