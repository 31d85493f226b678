"""Who was deleted after a backup does not come back with it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.cli.backup import restore_backup
from quizapp.db.engine import make_engine
from quizapp.services.accounts import delete_account
from quizapp.services.backup import back_up, restore
from quizapp.services.doctor import examine
from quizapp.services.forgetting import forget_again
from tests.databases import SCRIPTS
from tests.people import PASSWORD, make_account
from tests.play import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def backup(database_file: Path, session: Session, tmp_path: Path) -> Path:
    """A backup with two accounts, of which one was then deleted."""
    for login in ("huda", "samir"):
        make_account(session, login=login, password=PASSWORD)
    made = back_up(f"sqlite:///{database_file}", tmp_path / "backups", NOW).path
    delete_account(session, id_of(session, "huda"), now=NOW)
    session.close()
    session.get_bind().engine.dispose()
    return made


def id_of(session: Session, login: str) -> str:
    found = text("SELECT public_id FROM account WHERE login = :login")
    return str(session.execute(found, {"login": login}).scalar_one())


def logins(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        return {row[0] for row in connection.execute("SELECT login FROM account")}


def run_in(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)


def test_who_was_deleted_after_a_backup_is_deleted_again_and_that_is_noted(
    backup: Path, database_url: str, database_file: Path
) -> None:
    kept = restore(database_url, backup, SCRIPTS, LATER)
    assert kept is not None
    assert {"huda", "samir"} <= logins(database_file)
    assert forget_again(database_url, kept, LATER) == 1
    assert "samir" in logins(database_file)
    assert b"huda" not in database_file.read_bytes(), "out of the file's bytes too"
    engine = make_engine(database_url)
    with Session(engine) as session:
        last = session.execute(
            text("SELECT action, details FROM audit_entry ORDER BY id DESC LIMIT 1")
        ).one()
        assert examine(session, SCRIPTS).sound
    engine.dispose()
    assert tuple(last) == ("account.deleted", '{"why":"restore"}')


def test_a_log_that_does_not_go_on_from_the_backup_s_deletes_nobody(
    backup: Path, database_url: str, database_file: Path
) -> None:
    """Numbers are the accounts' own only where both are of one line."""
    kept = restore(database_url, backup, SCRIPTS, LATER)
    assert kept is not None
    engine = make_engine(database_url)
    with Session(engine) as session:
        delete_account(session, id_of(session, "samir"), now=LATER)
    engine.dispose()
    assert forget_again(database_url, kept, LATER) is None
    assert "huda" in logins(database_file)


def test_a_replaced_database_that_cannot_be_read_deletes_nobody(
    backup: Path, database_url: str, database_file: Path
) -> None:
    database_file.write_bytes(b"not a database any more" * 1000)
    kept = restore(database_url, backup, SCRIPTS, LATER)
    assert kept is not None
    assert forget_again(database_url, kept, LATER) is None
    assert "huda" in logins(database_file)


@pytest.mark.parametrize(
    ("replaced", "lang", "words"),
    [
        ("there", "en", "now deleted again: 1"),
        ("there", "ar", "من جديد: 1"),
        ("gone", "en", "account delete"),
        ("gone", "ar", "account delete"),
    ],
)
def test_the_command_says_who_is_gone_again_or_may_be_back(
    backup: Path,
    database_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    replaced: str,
    lang: str,
    words: str,
) -> None:
    monkeypatch.setenv("WARAQA_DATA_DIR", str(database_file.parent))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("WARAQA_DATABASE_URL", raising=False)
    if replaced == "gone":
        database_file.unlink()
    done = CliRunner().invoke(restore_backup, [str(backup), "--lang", lang])
    assert done.exit_code == 0, done.output
    assert words in done.output
