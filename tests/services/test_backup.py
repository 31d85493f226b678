from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db.copies import count_rows
from quizapp.db.engine import make_engine, writing
from quizapp.domain.errors import StorageError
from quizapp.services.backup import back_up, checksum_file, restore, verify, write_checksum
from quizapp.services.doctor import examine
from tests.databases import SCRIPTS
from tests.play import NOW, Player, request


@pytest.fixture
def url(player: Player, database_url: str, database_file: Path) -> str:
    """A database with one round played."""
    player.start(request(length=4))
    player.play_through()
    return database_url


def close(player: Player) -> None:
    player.session.close()
    player.session.get_bind().engine.dispose()


def rows(file: Path) -> dict[str, int]:
    with closing(sqlite3.connect(file)) as connection:
        return count_rows(connection)


def test_a_backup_is_named_after_its_moment_and_passes(url: str, tmp_path: Path) -> None:
    made = back_up(url, tmp_path / "backups", NOW)
    assert made.path.name == "waraqa-20260301T093000Z.db"
    assert verify(made.path) == made
    assert made.rows["response"] == 4


def test_the_restore_drill(url: str, player: Player, tmp_path: Path, database_file: Path) -> None:
    before = player.result()
    backup = back_up(url, tmp_path / "backups", NOW).path
    player.start(request(length=4), public_id="after the backup")
    player.play_through()
    close(player)
    newest = rows(database_file)
    kept = restore(url, backup, SCRIPTS, NOW + timedelta(hours=1))
    assert kept is not None
    assert rows(kept) == newest, "what was replaced is kept whole"
    engine = make_engine(url)
    with Session(engine) as session:
        assert examine(session, SCRIPTS).sound
        restored = Player(session, player.account_id, "round-1")
        assert restored.result() == before
        assert restored.start(request(), public_id="goes on") == "goes on"
    engine.dispose()


def test_a_restore_onto_a_new_machine(url: str, player: Player, tmp_path: Path) -> None:
    backup = back_up(url, tmp_path / "backups", NOW).path
    other = tmp_path / "elsewhere" / "waraqa.db"
    assert restore(f"sqlite:///{other}", backup, SCRIPTS, NOW) is None
    assert rows(other) == rows(backup)


def test_a_corrupt_backup_is_not_restored(
    url: str, player: Player, tmp_path: Path, database_file: Path
) -> None:
    backup = back_up(url, tmp_path / "backups", NOW).path
    data = bytearray(backup.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    backup.write_bytes(data)
    close(player)
    before = rows(database_file)
    with pytest.raises(StorageError, match="changed_since"):
        restore(url, backup, SCRIPTS, NOW)
    checksum_file(backup).unlink()  # Brought from elsewhere without it.
    with pytest.raises(StorageError, match="damaged"):
        restore(url, backup, SCRIPTS, NOW)
    assert rows(database_file) == before


def test_one_changed_letter_that_no_database_would_notice_is_noticed(
    url: str, player: Player, tmp_path: Path
) -> None:
    with writing(player.session) as connection:
        connection.execute(text("UPDATE account SET name = 'Huda Karam'"))
    backup = back_up(url, tmp_path / "backups", NOW).path
    data = bytearray(backup.read_bytes())
    place = data.index(b"Huda Karam")
    data[place] ^= 1
    backup.write_bytes(data)
    with pytest.raises(StorageError, match="changed_since"):
        verify(backup)
    checksum_file(backup).unlink()
    assert verify(backup), "this is why there is a checksum"


def test_a_restore_holds_indexes_against_tables_where_no_checksum_vouches_for_them(
    url: str, player: Player, tmp_path: Path
) -> None:
    backup = back_up(url, tmp_path / "backups", NOW).path
    lose_a_row_behind_an_index(backup)
    close(player)
    with pytest.raises(StorageError, match="changed_since"):
        restore(url, backup, SCRIPTS, NOW)
    checksum_file(backup).unlink()
    with pytest.raises(StorageError, match="damaged"):
        restore(url, backup, SCRIPTS, NOW)
    write_checksum(backup)  # As if it had passed when it was made.
    with pytest.raises(StorageError, match="damaged"):
        verify(backup)
    assert restore(url, backup, SCRIPTS, NOW), "that took the checksum's word"


def lose_a_row_behind_an_index(file: Path) -> None:
    """Delete sessions while the database does not know of their index."""
    index = "type = 'index' AND tbl_name = 'auth_session' AND sql IS NOT NULL"
    for statement in (
        f"CREATE TABLE hidden AS SELECT * FROM sqlite_schema WHERE {index}",
        f"DELETE FROM sqlite_schema WHERE {index}",
        "DELETE FROM auth_session",
        "INSERT INTO sqlite_schema SELECT * FROM hidden",
    ):
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("PRAGMA writable_schema = on")
            connection.execute(statement)
    copied = file.with_name("copied")  # As backups are made: it counts changes of schema anew.
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copied)) as target:
        source.backup(target)
    copied.replace(file)


def test_the_checksum_is_one_that_other_programs_read(url: str, tmp_path: Path) -> None:
    backup = back_up(url, tmp_path / "backups", NOW).path
    digest, name = checksum_file(backup).read_text().split()
    assert name == backup.name
    assert digest == hashlib.sha256(backup.read_bytes()).hexdigest()


def test_a_backup_of_a_newer_program_is_not_restored(
    url: str, player: Player, tmp_path: Path
) -> None:
    backup = back_up(url, tmp_path / "backups", NOW).path
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    checksum_file(backup).unlink()
    close(player)
    with pytest.raises(StorageError, match="schema_too_new"):
        restore(url, backup, SCRIPTS, NOW)


def test_a_database_of_something_else_is_no_backup(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")
    with pytest.raises(StorageError, match="no_schema"):
        verify(other)


def test_nothing_is_restored_under_a_running_server(
    url: str, player: Player, tmp_path: Path, database_file: Path
) -> None:
    backup = back_up(url, tmp_path / "backups", NOW).path
    player.question(1)
    with pytest.raises(StorageError, match="in_use"):
        restore(url, backup, SCRIPTS, NOW)
    assert player.question(1).answered, "and the server goes on"
    assert not list(database_file.parent.glob("*.replaced-*"))


def test_a_database_damaged_beyond_opening_can_be_replaced(
    url: str, player: Player, tmp_path: Path, database_file: Path
) -> None:
    backup = back_up(url, tmp_path / "backups", NOW).path
    close(player)
    database_file.write_bytes(b"not a database any more" * 1000)
    kept = restore(url, backup, SCRIPTS, NOW)
    assert kept is not None
    assert kept.read_bytes().startswith(b"not a database")
    assert rows(database_file) == rows(backup)


def test_other_databases_have_tools_of_their_own(tmp_path: Path) -> None:
    for address in ("postgresql://localhost/waraqa", "sqlite://"):
        with pytest.raises(StorageError, match="not_sqlite"):
            back_up(address, tmp_path, NOW)


def test_a_stray_write_ahead_log_does_not_reach_the_restored_database(
    url: str, player: Player, tmp_path: Path, database_file: Path
) -> None:
    backup = back_up(url, tmp_path / "backups", NOW).path
    wal = database_file.with_name(f"{database_file.name}-wal")
    player.start(public_id="in the log")
    stray = tmp_path / "stray"
    shutil.copyfile(wal, stray)
    close(player)
    database_file.write_bytes(b"not a database any more" * 1000)
    shutil.copyfile(stray, wal)
    restore(url, backup, SCRIPTS, NOW)
    assert rows(database_file) == rows(backup)
