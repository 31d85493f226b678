"""A site goes from its SQLite file into PostgreSQL whole, or not at all, and lives on there."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from quizapp.cli.move import move as command
from quizapp.config import Config
from quizapp.db import migrate, moving
from quizapp.db.engine import make_engine, writing
from quizapp.domain.errors import StorageError
from quizapp.extensions import db
from quizapp.factory import create_app
from quizapp.services.accounts import create_guest
from quizapp.services.backup import back_up, verify
from quizapp.services.content_store import Texts, store_article
from quizapp.services.doctor import examine
from quizapp.services.moving import Moved, move
from tests.cards import Student
from tests.databases import SCRIPTS, SERVER
from tests.db.filling import fill
from tests.lessons import Lesson
from tests.people import PASSWORD, make_account
from tests.play import NOW
from tests.postgresql import empty_database

pytestmark = pytest.mark.skipif(
    not SERVER, reason="moves into PostgreSQL: tools/postgres.sh starts a server for it"
)


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("schema") / "waraqa.db"
    migrate.upgrade(f"sqlite:///{file}", SCRIPTS)
    return file.read_bytes()


@pytest.fixture
def file(schema: bytes, tmp_path: Path) -> Path:
    """A site that has just been set up."""
    made = tmp_path / "waraqa.db"
    made.write_bytes(schema)
    return made


@pytest.fixture
def target() -> Iterator[str]:
    with empty_database() as url:
        yield url


@pytest.fixture
def filled(file: Path) -> Path:
    """A site with rows in every table."""
    engine = make_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        fill(connection)
    engine.dispose()
    return file


@pytest.fixture
def lived_in(file: Path, mini_texts: Texts) -> Path:
    """A site with a class, its homework, cards that were studied, and the log of it."""
    engine = make_engine(f"sqlite:///{file}")
    with Session(engine, expire_on_commit=False) as session:
        store_article(session, mini_texts, NOW)
        lesson = Lesson(session)
        lesson.gather(3)
        lesson.give()
        lesson.all_play(lambda who, position: (who + position) % 2 == 0)
        student = Student(session, lesson.pupils[0])
        student.start()
        for _ in range(6):
            student.grade()
        make_account(session, login="huda", password=PASSWORD)
    engine.dispose()
    return file


def url_of(file: Path) -> str:
    return f"sqlite:///{file}"


def rows_at(url: str, table: str) -> int:
    engine = make_engine(url)
    with engine.connect() as connection:
        found = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    engine.dispose()
    return int(found)


def test_every_row_of_every_table_arrives_and_the_file_is_as_it_was(
    filled: Path, target: str
) -> None:
    before = hashlib.sha256(filled.read_bytes()).digest()
    heard: list[Moved] = []
    done = move(url_of(filled), target, SCRIPTS, tell=heard.append)
    assert list(done) == heard
    assert {moved.table for moved in done} == {table.name for table in moving.TABLES}
    assert all(moved.rows for moved in done)
    assert hashlib.sha256(filled.read_bytes()).digest() == before
    assert [path.name for path in filled.parent.iterdir()] == [filled.name]
    assert_same_rows(filled, target)


def assert_same_rows(file: Path, target: str) -> None:
    source, engine = make_engine(url_of(file)), make_engine(target)
    with source.connect() as old, engine.connect() as new:
        for table in moving.TABLES:
            every = text(f'SELECT {", ".join(table.columns.keys())} FROM "{table.name}"')
            there = {tuple(row) for row in new.execute(every)}
            assert there == {tuple(row) for row in old.execute(every)}, table.name
    source.dispose()
    engine.dispose()


def test_a_backup_moves_as_the_site_itself_does(filled: Path, target: str, tmp_path: Path) -> None:
    backup = back_up(url_of(filled), tmp_path / "backups", NOW).path
    counted = move(url_of(filled), target, SCRIPTS, dry=True)
    assert move(url_of(backup), target, SCRIPTS) == counted
    assert_same_rows(filled, target)
    assert verify(backup), "and is a backup still"


def test_the_app_lives_on_in_the_new_database(lived_in: Path, target: str, tmp_path: Path) -> None:
    move(url_of(lived_in), target, SCRIPTS)
    engine = make_engine(target)
    with Session(engine, expire_on_commit=False) as session:
        assert examine(session, SCRIPTS).sound
        old = session.execute(text("SELECT max(id) FROM account")).scalar_one()
        made = create_guest(session, token="a new one", public_id="a new one", now=NOW)
        assert made.account_id == old + 1
        with pytest.raises(Exception, match="append-only"), writing(session) as connection:
            connection.execute(text("UPDATE response SET score = 1"))
    engine.dispose()
    environ = {"WARAQA_DATA_DIR": str(tmp_path / "data"), "WARAQA_DATABASE_URL": target}
    app = create_app(Config.from_environment(environ))
    page = app.test_client().get("/en/")
    assert page.status_code == 200
    with app.app_context():
        db.engine.dispose()


def test_a_number_that_was_given_once_is_never_given_again(file: Path, target: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO sqlite_sequence VALUES ('account', 41)")
    move(url_of(file), target, SCRIPTS)
    engine = make_engine(target)
    with Session(engine) as session:
        assert create_guest(session, token="t", public_id="p", now=NOW).account_id == 42
    engine.dispose()


def test_a_dry_run_looks_at_every_row_and_writes_nothing(lived_in: Path, target: str) -> None:
    counted = move(url_of(lived_in), target, SCRIPTS, dry=True)
    assert migrate.revision_of(target) is None
    assert counted == move(url_of(lived_in), target, SCRIPTS)


def test_a_database_with_rows_is_refused(lived_in: Path, target: str) -> None:
    move(url_of(lived_in), target, SCRIPTS)
    for dry in (True, False):
        with pytest.raises(StorageError, match="not_empty"):
            move(url_of(lived_in), target, SCRIPTS, dry=dry)


UNMOVABLE = {
    "a zero character": ("account.name", "'a' || char(0)"),
    "half a character": ("account.name", "CAST(x'eda080' AS TEXT)"),
    "bytes that are no text": ("account.name", "CAST(x'ff41' AS TEXT)"),
    "a text too long for its column": ("account.name", "printf('%.*c', 2000, 'a')"),
    "a number too large": ("card_state.reps", "5000000000"),
}


@pytest.mark.parametrize("what", UNMOVABLE)
def test_what_postgresql_cannot_hold_is_named_and_nothing_is_moved(
    filled: Path, target: str, what: str
) -> None:
    place, value = UNMOVABLE[what]
    table, column = place.split(".")
    with closing(sqlite3.connect(filled)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = on")
        connection.execute(f"UPDATE {table} SET {column} = {value}")
    for dry in (True, False):
        with pytest.raises(StorageError, match=f"cannot_move: {table}.{column}, "):
            move(url_of(filled), target, SCRIPTS, dry=dry)
    assert rows_at(target, "account") == 0


def test_what_arrives_otherwise_than_it_was_sent_is_not_kept(
    filled: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = moving.read_back

    def as_if_a_row_was_lost(connection: object, shape: moving.Shape) -> moving.Digest:
        found = read(connection, shape)  # type: ignore[arg-type]
        if shape.table.name == "review":
            found.rows -= 1
        return found

    monkeypatch.setattr(moving, "read_back", as_if_a_row_was_lost)
    with pytest.raises(StorageError, match="copy_differs: review"):
        move(url_of(filled), target, SCRIPTS)
    engine = make_engine(target)
    with engine.connect() as connection:
        for table in moving.TABLES:
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0
    engine.dispose()


def test_a_running_server_is_noticed(lived_in: Path, target: str) -> None:
    engine = make_engine(url_of(lived_in))
    with engine.connect() as connection:
        connection.execute(text("SELECT count(*) FROM account"))
        connection.rollback()
        with pytest.raises(StorageError, match="in_use"):
            move(url_of(lived_in), target, SCRIPTS)
    engine.dispose()
    assert migrate.revision_of(target) is None


def test_a_schema_of_another_time_is_refused(file: Path, target: str) -> None:
    for revision, why in (("0009", "schema_older"), ("9999", "schema_too_new")):
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        with pytest.raises(StorageError, match=why):
            move(url_of(file), target, SCRIPTS)


def test_a_table_of_somebody_else_is_not_left_behind_in_silence(file: Path, target: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE mine (id INTEGER)")
    with pytest.raises(StorageError, match="cannot_move: mine"):
        move(url_of(file), target, SCRIPTS)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("sqlite:///other.db", "not_postgresql"),
        ("postgresql://localhost/waraqa", "not_postgresql"),
        ("no url at all", "not_postgresql"),
        ("postgresql+psycopg://nobody@/none?host=/nowhere", "unreachable"),
    ],
)
def test_a_target_that_is_none_is_refused(file: Path, url: str, why: str) -> None:
    with pytest.raises(StorageError, match=why):
        move(url_of(file), url, SCRIPTS)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_command_says_what_it_did_and_why_it_did_not(
    lived_in: Path, target: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARAQA_DATA_DIR", str(lived_in.parent))
    monkeypatch.setenv("WARAQA_DATABASE_URL", url_of(lived_in))
    monkeypatch.setenv("WARAQA_MOVE_TO", target)
    runner = CliRunner()
    tried = runner.invoke(command, ["--dry-run", "--lang", lang])
    assert tried.exit_code == 0, tried.output
    moved = runner.invoke(command, ["--lang", lang])
    assert moved.exit_code == 0, moved.output
    assert "WARAQA_DATABASE_URL" in moved.output
    assert f"response: {rows_at(target, 'response')}" in moved.output.replace("rows ", "") or (
        lang == "ar" and str(rows_at(target, "response")) in moved.output
    )
    again = runner.invoke(command, ["--lang", lang])
    assert again.exit_code == 1
    assert len(again.stderr.strip().splitlines()) == 1
