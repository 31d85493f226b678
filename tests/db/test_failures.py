"""What a refusal of SQLite means where it may be one of several things, and what comes after it."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from quizapp.db import engine as engine_module
from quizapp.db import unwritable
from quizapp.db.engine import make_engine, writing
from quizapp.db.failures import named
from quizapp.domain.errors import StorageDamaged, StorageFailure, StorageFull, StorageReadOnly

COUNT = text("SELECT count(*) FROM kept")
ADD = text("INSERT INTO kept VALUES (1)")


def refused(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("number", "meant"),
    [
        (errno.EROFS, StorageReadOnly),
        (errno.EACCES, StorageReadOnly),
        (errno.EIO, StorageDamaged),
        (errno.ENOENT, StorageFull),
    ],
)
def test_the_system_is_asked_why_a_write_failed(
    number: int, meant: type[StorageFailure], monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", opened)
    assert type(named(refused(sqlite3.SQLITE_IOERR_WRITE), "waraqa.db")) is meant


def test_a_write_that_failed_where_the_system_has_no_objection_had_no_room(tmp_path: Path) -> None:
    file = tmp_path / "waraqa.db"
    Path(f"{file}-wal").touch()
    assert type(named(refused(sqlite3.SQLITE_IOERR_WRITE), str(file))) is StorageFull
    assert type(named(refused(sqlite3.SQLITE_IOERR_READ), str(file))) is StorageDamaged


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database that was closed in order."""
    made = tmp_path / "a site" / "waraqa.db"
    made.parent.mkdir()
    engine = make_engine(f"sqlite:///{made}")
    with Session(engine) as session, writing(session) as connection:
        connection.execute(text("CREATE TABLE kept (a INTEGER)"))
    engine.dispose()
    assert [each.name for each in made.parent.iterdir()] == [made.name]
    return made


def add(engine: Engine) -> int:
    """Add a row as a request does, which has read before; return how many there are."""
    with Session(engine) as session:
        session.execute(COUNT)
        with writing(session) as connection:
            connection.execute(ADD)
        return int(session.execute(COUNT).scalar_one())


def test_a_connection_that_could_only_read_is_not_used_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine(f"sqlite:///{file}")
    with monkeypatch.context() as patch:
        patch.setitem(engine_module.PRAGMAS, "query_only", "on")
        with pytest.raises(StorageReadOnly):
            add(engine)
    assert add(engine) == 1
    engine.dispose()


def test_a_database_whose_log_cannot_be_made_is_read_until_it_can(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine(f"sqlite:///{file}")
    with monkeypatch.context() as patch:
        patch.setattr(unwritable, "_unchanging", lambda _: True)
        with engine.connect() as connection:
            assert connection.execute(COUNT).scalar_one() == 0
        assert not Path(f"{file}-wal").exists()
        with pytest.raises(StorageReadOnly):
            add(engine)
        with engine.connect() as connection:
            assert connection.execute(COUNT).scalar_one() == 0
    assert add(engine) == 1, "by a connection that was made for reading"
    engine.dispose()
