"""Rounds of the keeper: what is due when, and what a failure leaves alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.errors import StorageError
from quizapp.services import keeping
from quizapp.services.backup import checksum_file, last_backup, newest_backup
from quizapp.services.backup_state import State, read_state, write_state
from quizapp.services.doctor import Check
from quizapp.services.keeping import Job, Round, check_backup, due, keep_round
from tests.databases import SCRIPTS
from tests.play import NOW, Player, request

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOON, NIGHT = 12, 2
FRESH = State(current_at=NOW, tidied_at=NOW, checked_at=NOW)


@pytest.mark.parametrize(
    ("state", "later", "hour", "jobs"),
    [
        (State(), 0 * MINUTE, NOON, tuple(Job)),
        (FRESH, 9 * MINUTE, NOON, ()),
        (FRESH, 10 * MINUTE, NOON, (Job.BACKUP,)),
        (FRESH, 10 * MINUTE - timedelta(seconds=20), NOON, (Job.BACKUP,)),
        (FRESH, HOUR, NOON, (Job.BACKUP, Job.TIDY)),
        (FRESH, 11 * HOUR, NIGHT, (Job.BACKUP, Job.TIDY)),
        (FRESH, 13 * HOUR, NOON, (Job.BACKUP, Job.TIDY)),
        (FRESH, 13 * HOUR, NIGHT, tuple(Job)),
        (FRESH, 24 * HOUR, NOON, tuple(Job)),
        (replace(FRESH, faults=("x",)), HOUR, NOON, tuple(Job)),
        (FRESH, -5 * HOUR, NOON, tuple(Job)),
    ],
)
def test_what_is_due(state: State, later: timedelta, hour: int, jobs: tuple[Job, ...]) -> None:
    assert due(state, NOW + later, hour) == jobs


@settings(max_examples=10)
@given(st.integers(0, 23), st.integers(0, 59))
def test_rounds_of_a_week_make_every_backup_one_check_a_night_and_one_tidying_an_hour(
    hour: int, minute: int
) -> None:
    state, done = State(), dict.fromkeys(Job, 0)
    moment = NOW.replace(hour=hour, minute=minute)
    for _ in range(7 * 24 * 6):
        for job in due(state, moment, moment.hour):
            done[job] += 1
            field = {Job.BACKUP: "current_at", Job.TIDY: "tidied_at", Job.CHECK: "checked_at"}
            state = replace(state, **{field[job]: moment})
        moment += 10 * MINUTE
    assert done[Job.BACKUP] == 7 * 24 * 6
    assert done[Job.TIDY] == 7 * 24
    assert 7 <= done[Job.CHECK] <= 9


@pytest.fixture
def url(player: Player, database_url: str, database_file: Path) -> str:
    player.start(request(length=3))
    player.play_through()
    player.session.close()
    return database_url


def made(url: str, folder: Path, now: datetime = NOW, hour: int = NOON) -> Round:
    return keep_round(url, folder, SCRIPTS, now, hour)


def test_a_first_round_backs_up_tidies_and_examines(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    done = made(url, folder)
    assert done.kept is not None
    assert done.kept.made is not None
    assert done.tidied
    assert done.report is not None
    assert done.report.sound
    assert {examined.check for examined in done.report.checks} >= {Check.AUDIT, Check.MEMORY}
    assert done.failed == ()
    state = read_state(folder)
    assert (state.checked, state.faults) == (done.kept.newest.name, ())
    assert made(url, folder, NOW + MINUTE) == Round()


def test_examining_a_backup_changes_nothing_of_it(url: str, tmp_path: Path) -> None:
    made(url, tmp_path / "backups")
    newest = newest_backup(tmp_path / "backups")
    assert newest is not None
    before = newest.read_bytes()
    assert check_backup(newest, SCRIPTS).sound
    assert newest.read_bytes() == before
    assert {path.suffix for path in newest.parent.iterdir()} == {".db", ".json", ".sha256"}


def test_a_fault_in_a_backup_is_kept_until_it_is_gone(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    newest = made(url, folder).kept
    assert newest is not None
    with closing(sqlite3.connect(newest.newest)) as connection:
        connection.execute("DROP TRIGGER response_kept")
        connection.commit()
    checksum_file(newest.newest).unlink()
    late = NOW + 24 * HOUR
    write_state(folder, replace(read_state(folder), current_at=late))
    found = made(url, folder, late)
    assert found.kept is None
    assert found.report is not None
    assert not found.report.sound
    assert read_state(folder).faults == ("guards: response_kept",)
    healed = made(url, folder, late + HOUR)
    assert healed.kept is not None
    assert healed.kept.made is not None, "a faulty backup is not compared with again"
    assert read_state(folder).faults == ()


def test_a_backup_beyond_reading_is_told_as_a_fault(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    kept = made(url, folder).kept
    assert kept is not None
    kept.newest.write_bytes(b"not a database any more" * 1000)
    late = NOW + 24 * HOUR
    write_state(folder, replace(read_state(folder), current_at=late))
    done = made(url, folder, late)
    assert done.report is None or not done.report.sound
    assert len(read_state(folder).faults) > 0


def test_a_job_that_fails_leaves_the_others_alone(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()

    def full(*_: object) -> None:
        raise StorageError("disk_full", "backups")

    with monkeypatch.context() as patch:
        patch.setattr(keeping, "keep_up", full)
        done = made(url, folder)
    assert [job for job, _ in done.failed] == [Job.BACKUP]
    assert "disk_full" in done.failed[0][1]
    assert done.tidied
    assert "disk_full" in read_state(folder).trouble
    assert last_backup(folder) is None
    assert made(url, folder, NOW + MINUTE).kept is not None, "tried again in the next round"
    assert read_state(folder).trouble == ""


def test_very_long_logs_are_not_replayed_at_night(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "REPLAYED", 2)
    report = made(url, tmp_path / "backups").report
    assert report is not None
    found = {examined.check: examined for examined in report.checks}
    assert (found[Check.RESPONSES].count, found[Check.RESPONSES].passed_over) == (0, 3)
    assert found[Check.TEXTS].count > 0


def test_where_a_server_of_its_own_keeps_the_data_the_keeper_only_tidies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def tidied(url: str, folder: Path, now: datetime) -> bool:
        asked.append(url)
        return True

    monkeypatch.setattr(keeping, "_tidy", tidied)
    url = "postgresql+psycopg://localhost/waraqa"
    assert made(url, tmp_path / "backups") == Round(tidied=True)
    assert asked == [url]
