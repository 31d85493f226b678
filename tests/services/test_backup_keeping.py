"""Backups that are made by themselves: only of what changed, and thinned without a risk."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from quizapp.db import copies
from quizapp.domain.errors import StorageError
from quizapp.services import backup_keeping
from quizapp.services.backup import back_up, last_backup, newest_backup, verify
from quizapp.services.backup_keeping import keep_up, sight, thin
from quizapp.services.backup_state import NAME, State, read_state, write_state
from tests.play import NOW, Player, request

LATER = timedelta(minutes=10)


@pytest.fixture
def url(player: Player, database_url: str, database_file: Path) -> str:
    player.start(request(length=4))
    player.play_through()
    player.session.commit()
    return database_url


def long_unchanged(file: Path) -> None:
    """Let a database look as if nobody had written for a minute."""
    for path in file.parent.glob(f"{file.name}*"):
        moment = datetime.now(UTC).timestamp() - 60
        os.utime(path, (moment, moment))


def test_what_did_not_change_is_not_copied_again(
    url: str, database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, now = tmp_path / "backups", datetime.now(UTC)
    long_unchanged(database_file)
    made = keep_up(url, folder, now).made
    assert made is not None
    assert verify(made.path).rows["response"] == 4

    def copied(*_: object) -> None:
        raise AssertionError("a look at the files is enough")

    monkeypatch.setattr(copies, "copy_if_changed", copied)
    again = keep_up(url, folder, now + LATER)
    assert (again.made, again.newest) == (None, made.path)
    assert last_backup(folder) == now + LATER, "the newest is known to be current until now"


def test_files_that_were_touched_are_compared_by_what_they_say(
    url: str, player: Player, database_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    first = keep_up(url, folder, NOW).made
    player.session.close()
    player.session.get_bind().engine.dispose()  # The log is folded in: other files, same rows.
    assert not database_file.with_name(f"{database_file.name}-wal").exists()
    assert keep_up(url, folder, NOW + LATER).made is None
    assert first is not None
    assert [path.name for path in folder.glob("*.db")] == [first.path.name]
    player.start(request(length=2), public_id="more")
    again = keep_up(url, folder, NOW + 2 * LATER).made
    assert again is not None
    assert again.rows["round"] == first.rows["round"] + 1


def test_one_changed_value_is_a_change(url: str, player: Player, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    keep_up(url, folder, NOW)
    player.session.close()
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        connection.execute("UPDATE account SET theme = 'dark'")
        connection.commit()
    assert keep_up(url, folder, NOW + LATER).made is not None


def test_a_sight_taken_close_to_a_change_is_not_believed(database_file: Path) -> None:
    changed = datetime.fromtimestamp(database_file.stat().st_mtime, UTC)
    assert sight(database_file, changed + timedelta(seconds=1)) == ""
    assert sight(database_file, changed + timedelta(seconds=3)) != ""


def test_a_damaged_newest_backup_is_followed_by_a_whole_one(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    first = keep_up(url, folder, NOW).newest
    data = bytearray(first.read_bytes())
    data[9_000:9_016] = bytes(byte ^ 0xA5 for byte in data[9_000:9_016])
    first.write_bytes(data)
    made = keep_up(url, folder, NOW + LATER).made
    assert made is not None
    assert verify(made.path)


def test_only_what_was_made_by_itself_for_this_database_is_ever_thinned(
    url: str, database_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    old = [f"waraqa-2020010{day}T1{hour}0000Z" for day in (1, 2) for hour in (1, 2)]
    kept = [
        *(f"{name}.db" for name in old),
        *(f"school-{name.removeprefix('waraqa-')}.auto.db" for name in old),
        *("waraqa-20200101T990000Z.auto.db", "waraqa-notes.auto.db", "waraqa.db.auto.db"),
    ]
    for name in (*kept, *(f"{name}.auto.db" for name in old)):
        (folder / name).write_bytes(b"")
    (folder / "waraqa-20200102T130000Z.auto.db").symlink_to(folder / kept[0])
    gone = {path.name for path in thin(folder, database_file, NOW)}
    assert gone == {f"{old[0]}.auto.db", f"{old[2]}.auto.db"}, "of each day the newest stays"
    assert {path.name for path in folder.iterdir()} >= set(kept)


def test_nothing_old_goes_before_the_new_one_is_whole(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    newest = keep_up(url, folder, NOW).newest
    old = folder / "waraqa-20200101T110000Z.auto.db"
    for path in (old, folder / "waraqa-20200101T120000Z.auto.db"):
        shutil.copyfile(newest, path)
    (folder / NAME).unlink()
    before = {path: path.read_bytes() for path in folder.iterdir()}

    def damaged(path: Path) -> copies.Inspection:
        raise StorageError("damaged", path.name)

    with monkeypatch.context() as patch:
        patch.setattr(copies, "inspect_file", damaged)
        patch.setattr(copies, "same_content", lambda *_: False)
        with pytest.raises(StorageError, match="damaged"):
            keep_up(url, folder, NOW + LATER)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    with monkeypatch.context() as patch:
        patch.setattr(copies, "same_content", lambda *_: False)
        assert keep_up(url, folder, NOW + LATER).gone == (old,)


def test_where_space_is_short_fewer_of_today_stay(
    url: str, database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for minutes in range(0, 300, 10):
        stamp = (NOW - timedelta(minutes=minutes)).strftime("%Y%m%dT%H%M%SZ")
        (folder / f"waraqa-{stamp}.auto.db").write_bytes(b"")
    assert thin(folder, database_file, NOW) == ()
    usage = shutil.disk_usage(folder)._replace(free=5 * database_file.stat().st_size)
    monkeypatch.setattr(backup_keeping.shutil, "disk_usage", lambda _: usage)
    assert len(thin(folder, database_file, NOW)) == 19
    assert newest_backup(folder) == folder / f"waraqa-{NOW:%Y%m%dT%H%M%SZ}.auto.db"


def test_a_backup_never_takes_the_last_of_the_space(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=60_000_000)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    for make in (back_up, keep_up):
        with pytest.raises(StorageError, match="disk_full"):
            make(url, tmp_path / "backups", NOW)
    assert not (tmp_path / "backups").exists()


COPY = """
import resource, signal, sys
from pathlib import Path
from quizapp.db.copies import copy_file
from quizapp.domain.errors import StorageError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    copy_file(Path(sys.argv[1]), Path(sys.argv[2]))
except StorageError as error:
    print(error.code)
"""


def test_where_the_disk_ends_in_the_middle_of_a_copy_no_half_file_stays(
    url: str, database_file: Path, tmp_path: Path
) -> None:
    assert database_file.stat().st_size > 300_000
    folder = tmp_path / "backups"
    done = subprocess.run(
        [sys.executable, "-c", COPY, str(database_file), str(folder / "copy.db")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() in ("disk_full", "disk_failed"), done.stdout
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_named(url: str, tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("a file stands where the folder should be")
    with pytest.raises(StorageError, match="not_writable"):
        keep_up(url, tmp_path / "backups", NOW)


def test_what_a_killed_keeper_left_half_written_is_swept_up(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    left = folder / ".waraqa-20260301T093000Z.auto.db.k3jx.tmp"
    mine = folder / ".waraqa-20260301T093000Z.db.k3jx.tmp"
    for path in (left, left.with_name(f"{left.name}-journal"), mine):
        path.write_bytes(b"half")
    keep_up(url, folder, NOW)
    assert [path.name for path in folder.glob(".*")] == [mine.name], "by hand: maybe still at work"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"newest": 1, "other": 2}', "\xff"])
def test_a_damaged_note_costs_one_copy_at_most(url: str, tmp_path: Path, text: str) -> None:
    folder = tmp_path / "backups"
    made = keep_up(url, folder, NOW).newest
    (folder / NAME).write_bytes(text.encode("latin-1"))
    assert read_state(folder) == State()
    assert last_backup(folder) == NOW
    assert keep_up(url, folder, NOW + LATER).newest == made


def test_the_note_comes_back_as_it_was_written(tmp_path: Path) -> None:
    state = State("a.db", "sight", NOW, None, NOW + LATER, "b.db", ("x: y", "z"), "why")
    write_state(tmp_path, state)
    assert read_state(tmp_path) == state
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_the_last_backup_is_none_where_there_is_none(tmp_path: Path) -> None:
    assert last_backup(tmp_path / "nowhere") is None
    (tmp_path / "recipes.db").write_bytes(b"")
    assert last_backup(tmp_path) is None


def test_a_backup_without_room_for_its_checksum_is_none(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    for make in (back_up, keep_up):
        with pytest.raises(StorageError, match="disk_full"):
            make(url, tmp_path / "backups", NOW)
        assert list((tmp_path / "backups").iterdir()) == []
