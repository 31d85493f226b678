from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.db import engine as engine_module
from quizapp.db.engine import make_engine, writing
from quizapp.db.models import Account
from quizapp.domain.errors import StorageBusy, StorageReadOnly
from tests.play import NOW

WANTED = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "secure_delete": 1,
    "trusted_schema": 0,
}
ADD = text(
    "INSERT INTO account (public_id, role, digits, months, theme, certainty, created_at)"
    " VALUES (:name, 'guest', 'latn', 'western', 'auto', false, 0)"
)
COUNT = text("SELECT count(*) FROM account")


@pytest.mark.parametrize("name", WANTED)
def test_every_connection_has_the_pragmas(database_file: Path, engine: Engine, name: str) -> None:
    with engine.connect() as one, engine.connect() as other:
        for connection in (one, other):
            found = connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            assert found == WANTED[name]


def test_the_driver_begins_nothing_by_itself(database_file: Path, engine: Engine) -> None:
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        assert driver.isolation_level is None
        assert not driver.in_transaction
        connection.execute(COUNT)
        assert driver.in_transaction


def test_reading_does_not_keep_others_from_writing(engine: Engine) -> None:
    with Session(engine) as reader, Session(engine) as writer:
        assert reader.execute(COUNT).scalar_one() == 0
        with writing(writer) as connection:
            connection.execute(ADD, {"name": "a"})
        assert writer.execute(COUNT).scalar_one() == 1


def test_a_reader_sees_one_state_of_the_database(database_file: Path, engine: Engine) -> None:
    with Session(engine) as reader, Session(engine) as writer:
        assert reader.execute(COUNT).scalar_one() == 0
        with writing(writer) as connection:
            connection.execute(ADD, {"name": "a"})
        assert reader.execute(COUNT).scalar_one() == 0
        reader.rollback()
        assert reader.execute(COUNT).scalar_one() == 1


def test_a_session_that_has_read_something_stale_can_write(engine: Engine) -> None:
    with Session(engine) as first, Session(engine) as second:
        first.execute(COUNT)
        with writing(second) as connection:
            connection.execute(ADD, {"name": "a"})
        with writing(first) as connection:
            connection.execute(ADD, {"name": "b"})
            assert connection.execute(COUNT).scalar_one() == 2


def test_the_write_lock_is_taken_before_the_first_statement(
    database_file: Path, engine: Engine
) -> None:
    with Session(engine) as session, writing(session):
        other = sqlite3.connect(database_file, timeout=0, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


@pytest.mark.parametrize("reads_first", [True, False])
def test_a_database_held_by_another_process_is_busy_and_recovers(
    database_file: Path, monkeypatch: pytest.MonkeyPatch, reads_first: bool
) -> None:
    monkeypatch.setitem(engine_module.PRAGMAS, "busy_timeout", "20")
    impatient = make_engine(f"sqlite:///{database_file}")
    holder = sqlite3.connect(database_file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with Session(impatient) as session:
        if reads_first:
            session.execute(COUNT)
        with pytest.raises(StorageBusy), writing(session) as connection:
            connection.execute(ADD, {"name": "a"})
        assert session.execute(COUNT).scalar_one() == 0, "reading still works"
        holder.execute("ROLLBACK")
        with writing(session) as connection:
            connection.execute(ADD, {"name": "a"})
    holder.close()
    impatient.dispose()


def test_a_database_that_cannot_be_written_says_so(database_file: Path) -> None:
    url = f"sqlite:///file:{database_file}?mode=ro&uri=true"
    readonly = make_engine(url)
    with Session(readonly) as session:
        session.execute(COUNT)
        with pytest.raises(StorageReadOnly), writing(session) as connection:
            connection.execute(ADD, {"name": "a"})
    readonly.dispose()


def test_what_fails_inside_is_rolled_back_whole(engine: Engine) -> None:
    with Session(engine) as session:
        with pytest.raises(IntegrityError), writing(session) as connection:
            connection.execute(ADD, [{"name": "a"}, {"name": "c"}, {"name": "a"}])
        assert session.execute(COUNT).scalar_one() == 0
        with writing(session) as connection:
            connection.execute(ADD, {"name": "b"})
        assert session.execute(COUNT).scalar_one() == 1


def test_objects_changed_outside_are_refused(engine: Engine) -> None:
    with Session(engine) as session:
        session.add(Account(public_id="x", role="guest", created_at=NOW))
        with pytest.raises(RuntimeError), writing(session):
            pass


def test_writers_of_one_process_wait_for_each_other(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with Session(engine) as session, writing(session):
            entered.set()
            leave.wait(60)

    holder = threading.Thread(target=hold)
    holder.start()
    assert entered.wait(60)
    monkeypatch.setattr(engine_module, "BUSY_SECONDS", 0.01)
    # A server's connection has its limit already: ten seconds.
    patience = None if engine.dialect.name == "sqlite" else 0.02
    with (
        Session(engine) as session,
        pytest.raises(StorageBusy),
        writing(session, patience=patience),
    ):
        pass
    leave.set()
    holder.join()
    with Session(engine) as session, writing(session) as connection:
        connection.execute(ADD, {"name": "a"})
