from __future__ import annotations

import sqlite3
import sys
from contextlib import closing, nullcontext
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from quizapp.cli.backup import backup, restore_backup
from quizapp.cli.doctor import doctor
from quizapp.cli.keep import keep
from quizapp.cli.serve import serve
from quizapp.keeper import LOCK, holding
from quizapp.services.backup import checksum_file
from tests.play import Player


@pytest.fixture
def data(player: Player, database_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder in whose database a guest has played a round."""
    player.start()
    player.play_through()
    player.session.close()
    player.session.get_bind().engine.dispose()
    monkeypatch.setenv("WARAQA_DATA_DIR", str(database_file.parent))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("WARAQA_DATABASE_URL", raising=False)
    return database_file.parent


def invoke(command: click.Command, *arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))


def test_a_backup_if_changed_is_made_once_and_then_skipped_in_words(data: Path) -> None:
    made = invoke(backup, "--if-changed")
    assert made.exit_code == 0, made.output
    (copy,) = (data / "backups").glob("*.auto.db")
    assert str(copy) in made.output
    again = invoke(backup, "--if-changed")
    assert (again.exit_code, "Nothing has changed" in again.output) == (0, True)
    assert list((data / "backups").glob("*.db")) == [copy]
    assert "لم يتغيّر" in invoke(backup, "--if-changed", "--lang", "ar").output


def test_the_drill_says_how_long_a_restore_takes_and_leaves_nothing(data: Path) -> None:
    none = invoke(restore_backup, "--drill")
    assert (none.exit_code, "no backup" in none.output) == (1, True)
    invoke(backup)
    before = {path: path.stat().st_mtime_ns for path in data.iterdir()}
    done = invoke(restore_backup, "--drill")
    assert done.exit_code == 0, done.output
    assert "MB/s" in done.output
    assert "faults: 0" in done.output
    assert {path: path.stat().st_mtime_ns for path in data.iterdir()} == before
    (copy,) = (data / "backups").glob("*.db")
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("DROP TRIGGER response_kept")
        connection.commit()
    rotten = invoke(restore_backup, "--drill", str(copy))
    assert (rotten.exit_code, "checksum" in rotten.output) == (1, True)
    checksum_file(copy).unlink()
    faulty = invoke(restore_backup, "--drill", str(copy))
    assert (faulty.exit_code, "faults: 1" in faulty.output) == (1, True)


def test_a_restore_asks_for_its_file(data: Path) -> None:
    done = invoke(restore_backup)
    assert (done.exit_code, "FILE" in done.output) == (2, True)


def test_a_round_of_the_keeper_says_what_it_did_and_the_doctor_passes_it_on(data: Path) -> None:
    done = invoke(keep, "--once")
    assert done.exit_code == 0, done.output
    first, second, third = done.output.splitlines()
    assert ("Backed up" in first, second, "faults: 0" in third) == (True, "Tidied.", True)
    assert "Nothing was due" in invoke(keep, "--once").output
    assert invoke(keep, "--once", "--quiet").output == ""
    examined = invoke(doctor).output
    assert "0 minutes ago" in examined
    assert "examined 0 hours ago" in examined


def test_a_round_tells_what_failed(data: Path) -> None:
    (data / "backups").write_text("a file stands where the folder should be")
    done = invoke(keep, "--once", "--quiet")
    assert done.exit_code == 1
    assert "backup failed: not_writable" in done.output


def test_two_keepers_do_not_work_at_once(data: Path) -> None:
    with holding(data / LOCK) as ours:
        assert ours
        for command, option in ((keep, "--once"), (backup, "--if-changed")):
            done = invoke(command, option)
            assert (done.exit_code, "Another keeper" in done.output) == (0, True)
    assert not (data / "backups").exists()


def test_the_server_has_a_keeper_unless_told_otherwise(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    had: list[float] = []

    def beside(*, first: float) -> nullcontext[None]:
        had.append(first)
        return nullcontext()

    serving = sys.modules["quizapp.cli.serve"]
    monkeypatch.setattr(serving, "beside", beside)
    monkeypatch.setattr(serving, "serve_forever", lambda **_: None)
    monkeypatch.setattr(serving, "load_seeds_once", lambda *_: None)
    assert invoke(serve, "--no-keeper").exit_code == 0
    assert had == []
    assert invoke(serve, "--keeper-after", "3").exit_code == 0
    assert had == [3.0]
