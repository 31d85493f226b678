"""C33: the whole server killed at random moments under load. Nothing lost, nothing doubled.

Kills alone prove nothing about the database's settings (the system still writes what the
process had handed over): for those see C34. They prove that no step of ours lies between two
transactions, and that a form sent again is one form.
"""

from __future__ import annotations

import random
import statistics
from pathlib import Path

import pytest

from tests.faults.serving import Server, running
from tests.faults.site import School

SEED = "any, but the same"
KILLS = 20
MANY = 500
READY_SECONDS = 2.0


def survive(school: School, kills: int, seed: str) -> tuple[int, int]:
    """Kill the server again and again; return how much was acknowledged, and sent again."""
    chance = random.Random(seed)
    for _ in range(kills):
        school.work_until(chance, 5, 60)
        school.server.kill()
        school.end()
        school.server.start()
        school.send_again()
        compared = school.compare()
        assert compared.same, compared
    assert school.refusals() == []
    assert school.faults() == []
    return compared.acknowledged, school.again


@pytest.mark.timeout(600)
def test_nothing_is_lost_or_doubled_by_kills_under_load(school: School) -> None:
    acknowledged, again = survive(school, KILLS, SEED)
    print(f"{KILLS} kills: {acknowledged} acknowledged, {again} sent again")
    assert acknowledged > 10 * KILLS, "there was load"
    assert again > KILLS / 2, "some were killed in the middle of something"


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_nothing_is_lost_or_doubled_by_five_hundred_kills(school: School) -> None:
    acknowledged, again = survive(school, MANY, "five hundred")
    print(f"{MANY} kills: {acknowledged} acknowledged, {again} sent again")
    assert acknowledged > 10 * MANY


def cold_starts(server: Server, times: int) -> list[float]:
    """Kill the server and start it by its command; return the seconds until it was ready."""
    spent = []
    cold = Server(server.folder, server.url)
    for _ in range(times):
        with running(cold):
            spent.append(cold.seconds)
    return spent


@pytest.mark.soak
def test_the_server_is_ready_again_within_two_seconds(school: School, tmp_path: Path) -> None:
    school.work_until(random.Random(0), 50, 60)
    school.server.kill()
    school.end()
    spent = cold_starts(school.server, 9)
    print(f"ready after {statistics.median(spent):.2f} s, {max(spent):.2f} s at most")
    assert statistics.median(spent) <= READY_SECONDS
