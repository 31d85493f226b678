from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from quizapp.cli.account import account as account_command
from quizapp.cli.backup import backup, restore_backup
from quizapp.cli.doctor import CHECKS, doctor
from quizapp.cli.storage import STORAGE
from quizapp.db.copies import _SQLITE_CODES
from quizapp.domain.memory import MemorySettings
from quizapp.services.accounts import viewer_of
from quizapp.services.cards.personal import Proposal
from quizapp.services.doctor import Check, Examined
from tests.play import NOW, Player

USUAL = MemorySettings().parameters


@pytest.fixture
def run(player: Player, database_file: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A place where the commands find the database of a guest who has played a round."""
    player.start()
    player.play_through()
    player.session.close()
    monkeypatch.setenv("WARAQA_DATA_DIR", str(database_file.parent))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("WARAQA_DATABASE_URL", raising=False)
    # Of the catalogues of this checkout, `tools/catalogues.py check` tells more.
    whole = Examined(Check.CATALOGUES, 1, ())
    monkeypatch.setattr("quizapp.services.doctor_program.examine_catalogues", lambda _: whole)
    return CliRunner()


def invoke(run: CliRunner, command: click.Command, *arguments: str) -> Result:
    return run.invoke(command, list(arguments))


def test_a_backup_is_made_checked_and_restored(
    run: CliRunner, player: Player, database_file: Path
) -> None:
    made = invoke(run, backup)
    assert made.exit_code == 0, made.output
    (copy,) = (database_file.parent / "backups").glob("*.db")
    assert str(copy) in made.output
    assert invoke(run, backup, "--check", str(copy)).exit_code == 0
    player.session.get_bind().engine.dispose()
    restored = invoke(run, restore_backup, str(copy))
    assert restored.exit_code == 0, restored.output
    assert str(copy) in restored.output
    assert list(database_file.parent.glob("waraqa.db.replaced-*"))


def test_a_backup_can_go_elsewhere(run: CliRunner, tmp_path: Path) -> None:
    assert invoke(run, backup, "--to", str(tmp_path / "elsewhere")).exit_code == 0
    assert len(list((tmp_path / "elsewhere").glob("*.db"))) == 1


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_what_cannot_be_trusted_is_refused_in_words(
    run: CliRunner, tmp_path: Path, lang: str
) -> None:
    wrong = tmp_path / "wrong.db"
    wrong.write_bytes(b"no database" * 500)
    for command, arguments in ((backup, ["--check", str(wrong)]), (restore_backup, [str(wrong)])):
        result = invoke(run, command, *arguments, "--lang", lang)
        assert result.exit_code == 1
        assert "wrong.db" in result.output


def test_a_running_server_is_not_restored_over(
    run: CliRunner, player: Player, database_file: Path
) -> None:
    invoke(run, backup)
    (copy,) = (database_file.parent / "backups").glob("*.db")
    player.question(1)
    result = invoke(run, restore_backup, str(copy))
    assert result.exit_code == 1
    assert "stopped" in result.output


def test_the_doctor_says_what_was_examined(run: CliRunner) -> None:
    result = invoke(run, doctor)
    assert result.exit_code == 0, result.output
    notes = [line for line in result.output.splitlines() if line.startswith("note: ")]
    assert len(result.output.splitlines()) == len(Check) + len(notes)
    assert "no backup yet" in notes[0]
    assert "FAULT" not in result.output


def test_the_doctor_names_the_fault(run: CliRunner, database_file: Path) -> None:
    with closing(sqlite3.connect(database_file)) as connection:
        connection.execute("DROP TRIGGER response_kept")
        connection.commit()
    result = invoke(run, doctor)
    assert result.exit_code == 1
    assert "  response_kept" in result.output.splitlines()
    assert result.output.count("FAULT") == 1


def test_accounts_are_listed_and_deleted(run: CliRunner, player: Player, session: Session) -> None:
    listed = invoke(run, account_command, "list")
    assert listed.output.splitlines() == [
        "account-of-huda\tguest\t2026-03-01T09:30+00:00\t2026-03-01T09:30+00:00\t1\t-"
    ]
    refused = run.invoke(account_command, ["delete", "account-of-huda"], input="n\n")
    assert refused.exit_code == 1
    assert viewer_of(session, "token-of-huda", NOW) is not None
    session.rollback()
    deleted = invoke(run, account_command, "delete", "account-of-huda", "--yes")
    assert deleted.exit_code == 0, deleted.output
    assert "response 3" in deleted.output
    assert viewer_of(session, "token-of-huda", NOW) is None
    missing = invoke(run, account_command, "delete", "account-of-huda", "--yes")
    assert missing.exit_code == 1


def test_every_check_and_every_fault_has_words() -> None:
    assert set(CHECKS) == set(Check)
    raised = set()
    for path in (Path(__file__).resolve().parents[2] / "quizapp").rglob("*.py"):
        raised |= set(re.findall(r'StorageError\("(\w+)"', path.read_text(encoding="utf-8")))
    raised |= {"not_writable", "disk_failed", *_SQLITE_CODES.values()}
    assert raised == set(STORAGE)


@pytest.mark.parametrize(("lang", "words"), [("en", "needed: 400"), ("ar", "والمطلوب: 400")])
def test_fitting_a_short_log_is_refused_in_words(run: CliRunner, lang: str, words: str) -> None:
    found = invoke(run, account_command, "fit", "account-of-huda", "--lang", lang)
    assert found.exit_code == 1
    assert words in found.output


def test_parameters_are_fitted_shown_and_taken_on_only_when_asked(
    run: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tuple(round(2 * number, 4) for number in USUAL[:4]) + USUAL[4:]
    taken: list[object] = []
    found = Proposal(own, 2_591, 0.3167, 0.3047, 0.334, 0.318)
    monkeypatch.setattr("quizapp.services.cards.personal.propose", lambda *_, **__: found)
    monkeypatch.setattr(
        "quizapp.services.cards.personal.take_on",
        lambda *_, parameters, **__: taken.append(parameters),
    )
    shown = invoke(run, account_command, "fit", "account-of-huda")
    assert shown.exit_code == 0
    assert all(
        figure in shown.output for figure in ("2591", "0.3167", "0.3047", "0.3340", "0.3180")
    )
    assert taken == []
    assert invoke(run, account_command, "fit", "account-of-huda", "--accept").exit_code == 0
    assert invoke(run, account_command, "fit", "account-of-huda", "--usual").exit_code == 0
    assert taken == [own, None]
    worse = replace(found, unseen_after=0.335)
    monkeypatch.setattr("quizapp.services.cards.personal.propose", lambda *_, **__: worse)
    assert invoke(run, account_command, "fit", "account-of-huda", "--accept").exit_code == 0
    assert taken == [own, None], "what is no better is not taken on"


def test_fitting_for_nobody_or_without_the_extra_is_refused(
    run: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = invoke(run, account_command, "fit", "nobody")
    assert (nobody.exit_code, "nobody" in nobody.output) == (1, True)
    monkeypatch.setattr("quizapp.services.cards.personal.LEAST_REVIEWS", 0)
    monkeypatch.setattr("quizapp.services.cards.optimiser.installed", lambda: None)
    missing = invoke(run, account_command, "fit", "account-of-huda")
    assert missing.exit_code == 1
    assert "quizapp[optimiser]" in missing.output
