from __future__ import annotations

import os
import random
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quizapp.db import copies
from quizapp.db.copies import copy_file, inspect_file
from quizapp.db.migrate import head
from quizapp.domain.errors import StorageError
from quizapp.services.accounts import Viewer
from tests.databases import SCRIPTS
from tests.play import Player, request


def played(player: Player, rounds: int = 3) -> None:
    for number in range(rounds):
        player.start(request(length=4), public_id=f"round-{number}")
        player.play_through()


def test_a_copy_has_what_is_still_in_the_write_ahead_log(
    player: Player, database_file: Path, tmp_path: Path
) -> None:
    played(player)
    assert database_file.with_name(f"{database_file.name}-wal").stat().st_size > 0
    copied = copy_file(database_file, tmp_path / "copies" / "copy.db")
    assert copied.rows["response"] == 12
    assert copied.revision == head(SCRIPTS)
    assert [p.name for p in copied.path.parent.iterdir()] == ["copy.db"], "one file, no leftovers"
    assert copied.path.stat().st_mode & 0o077 == 0, "nobody else reads it"
    assert copied.path.read_bytes()[18:20] == bytes((1, 1)), "it needs no log of its own"


def test_a_copy_is_on_the_disk_before_it_has_its_name(
    account: Viewer, database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copies" / "copy.db"
    steps: list[tuple[str, bool]] = []
    sync = os.fsync

    def noted(handle: int) -> None:
        steps.append((Path(f"/proc/self/fd/{handle}").readlink().name, target.exists()))
        sync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    copy_file(database_file, target)
    (file, there), (folder, there_then) = steps
    assert file.startswith(".copy.db.")
    assert (there, folder, there_then) == (False, "copies", True)


def test_a_database_is_set_aside_with_its_side_files(tmp_path: Path) -> None:
    database = tmp_path / "waraqa.db"
    for name in ("waraqa.db", "waraqa.db-wal", "waraqa.db-shm"):
        (tmp_path / name).write_text(name)
    copies.set_aside(database, "aside.db")
    kept = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert kept == {
        "waraqa.db": "waraqa.db",
        "aside.db": "waraqa.db",
        "aside.db-wal": "waraqa.db-wal",
        "aside.db-shm": "waraqa.db-shm",
    }


def test_a_copy_made_under_load_is_whole(
    engine: Engine, player: Player, database_file: Path, tmp_path: Path
) -> None:
    stop = threading.Event()
    failures: list[BaseException] = []

    def write(name: str) -> None:
        try:
            with Session(engine, expire_on_commit=False) as session:
                busy = Player(session, player.account_id)
                number = 0
                while not stop.is_set():
                    number += 1
                    busy.start(request(length=4), public_id=f"{name}-{number}")
                    busy.play_through()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(f"writer-{n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    try:
        found = [copy_file(database_file, tmp_path / f"{n}.db").rows["response"] for n in range(8)]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert not failures
    assert found == sorted(found)
    assert found[-1] > found[0]


def zeros(data: bytearray) -> None:
    """A page in the middle is gone."""
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = bytes(4096)


def scribble(data: bytearray) -> None:
    """A page has random bytes."""
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = random.Random(1).randbytes(4096)


def cut(data: bytearray) -> None:
    """The end is missing."""
    del data[len(data) // 2 :]


def headless(data: bytearray) -> None:
    """The header is overwritten."""
    data[:100] = bytes(100)


@pytest.mark.parametrize(
    ("harm", "codes"),
    [
        (zeros, {"damaged"}),
        (scribble, {"damaged"}),
        (cut, {"damaged"}),
        (headless, {"not_a_database"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_corrupt_copy_is_detected(
    player: Player,
    database_file: Path,
    tmp_path: Path,
    harm: Callable[[bytearray], None],
    codes: set[str],
) -> None:
    played(player)
    copied = copy_file(database_file, tmp_path / "copy.db").path
    data = bytearray(copied.read_bytes())
    harm(data)
    copied.write_bytes(data)
    with pytest.raises(StorageError) as caught:
        inspect_file(copied)
    assert caught.value.code in codes


def test_rows_that_point_nowhere_are_detected(player: Player, database_file: Path) -> None:
    played(player)
    player.session.close()
    with closing(sqlite3.connect(database_file)) as connection:
        connection.execute("PRAGMA foreign_keys = off")
        connection.execute("DELETE FROM auth_session")
        connection.execute("DELETE FROM account")
        connection.commit()
    with pytest.raises(StorageError, match="foreign_keys"):
        inspect_file(database_file)


@pytest.mark.parametrize("content", [b"", b"this is a text file, not a database" * 200])
def test_what_is_no_database_of_ours_is_told_apart(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file.db"
    file.write_bytes(content)
    if content:
        with pytest.raises(StorageError, match="not_a_database"):
            inspect_file(file)
    else:
        assert inspect_file(file).revision is None
    with pytest.raises(StorageError, match="missing"):
        inspect_file(tmp_path / "nowhere.db")
    with pytest.raises(StorageError, match="missing"):
        copy_file(tmp_path / "nowhere.db", tmp_path / "copy.db")


def test_a_copy_that_fails_leaves_the_older_one(
    account: Viewer, database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copies" / "copy.db"
    copy_file(database_file, target)
    before = target.read_bytes()

    def damaged(path: Path) -> copies.Inspection:
        raise StorageError("damaged", path.name)

    monkeypatch.setattr(copies, "inspect_file", damaged)
    with pytest.raises(StorageError):
        copy_file(database_file, target)
    assert target.read_bytes() == before
    assert [p.name for p in target.parent.iterdir()] == ["copy.db"]


def test_what_is_put_back_is_inspected_only_where_it_is_not_the_same(
    player: Player, database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played(player)
    backup = copy_file(database_file, tmp_path / "copy.db").path
    inspected: list[Path] = []
    whole = copies.inspect_file

    def noted(path: Path) -> copies.Inspection:
        inspected.append(path)
        return whole(path)

    monkeypatch.setattr(copies, "inspect_file", noted)
    copies.put_back(backup, tmp_path / "back" / "waraqa.db")
    assert inspected == []
    assert copies.same_content(tmp_path / "back" / "waraqa.db", backup)
    with closing(sqlite3.connect(backup)) as left_open:  # Somebody served the backup itself.
        left_open.execute("PRAGMA journal_mode = wal")
        left_open.execute("UPDATE account SET theme = 'dark'")
        left_open.commit()
        copies.put_back(backup, tmp_path / "back" / "waraqa.db")
    assert len(inspected) == 1
    assert [path.name for path in (tmp_path / "back").iterdir()] == ["waraqa.db"]


def test_a_copy_that_lacks_rows_is_refused(
    account: Viewer, database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = copies.inspect_file

    def short(path: Path) -> copies.Inspection:
        found = whole(path)
        rows = dict(found.rows) | {"account": 0}
        return copies.Inspection(found.path, found.revision, rows, found.size)

    monkeypatch.setattr(copies, "inspect_file", short)
    with pytest.raises(StorageError, match="rows_missing"):
        copy_file(database_file, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_who_wrote_last_is_no_difference_and_any_other_byte_is(
    account: Viewer, database_file: Path, tmp_path: Path
) -> None:
    one = copy_file(database_file, tmp_path / "one.db").path
    other = tmp_path / "other.db"
    data = bytearray(one.read_bytes())
    for place in (18, 19, 24, 27, 92, 95, 96, 99):
        data[place] ^= 0xFF
    other.write_bytes(data)
    assert copies.same_content(one, other)
    for place in (0, 17, 20, 28, 91, 100, len(data) // 2, len(data) - 1):
        changed = bytearray(data)
        changed[place] ^= 1
        other.write_bytes(changed)
        assert not copies.same_content(one, other), place
    other.write_bytes(data + b"\0")
    assert not copies.same_content(one, other)
