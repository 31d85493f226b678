from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db.engine import make_engine, writing
from quizapp.services import texts
from quizapp.services.content import article_head
from quizapp.services.doctor import Check, DoctorReport, examine
from quizapp.services.rounds import history
from tests.answers import SKIPPED, right_fields, wrong_fields
from tests.databases import SCRIPTS
from tests.play import SLUG, Player, request

OF_THE_PROGRAM = {Check.CATALOGUES, Check.SEEDS}
WAYS = (right_fields, wrong_fields, lambda *_: SKIPPED)


@pytest.fixture
def played(player: Player) -> Player:
    """A round of every kind, answered in every way, and an open one."""
    for kind in article_head(player.session, SLUG).kinds:
        player.start(request(length=None, kinds=(kind,)), public_id=kind)
        for position in range(1, player.question(1).head.total + 1):
            player.submit(position, player.form(position, WAYS[position % 3]))
    player.start(request(length=2), public_id="open")
    player.right(1)
    return player


def faults(report: DoctorReport) -> dict[Check, tuple[str, ...]]:
    return {found.check: found.faults for found in report.checks if found.faults}


def test_what_was_played_is_found_sound(played: Player) -> None:
    report = examine(played.session, SCRIPTS)
    assert report.sound
    assert faults(report) == {}
    counted = {found.check: found.count for found in report.checks}
    assert list(counted) == [check for check in Check if check not in OF_THE_PROGRAM]
    answered = sum(h.answered for h in history(played.session, account_id=played.account_id))
    assert counted[Check.RESPONSES] == answered > 10
    assert counted[Check.TEXTS] > 20


def test_an_empty_database_is_sound(session: Session) -> None:
    assert examine(session, SCRIPTS).sound


def tamper(played: Player, file: Path, *statements: str) -> DoctorReport:
    """Change the file behind the program's back, with its guards off, and examine it."""
    played.session.close()
    played.session.get_bind().engine.dispose()
    with closing(sqlite3.connect(file)) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in guards:
            connection.execute(sql)
        connection.commit()
    for memory in (texts._ITEMS, texts._ARTICLES, texts._BANKS):
        memory.clear()
    engine = make_engine(f"sqlite:///{file}")
    with Session(engine) as session:
        report = examine(session, SCRIPTS)
    engine.dispose()
    return report


TAMPERED = {
    "a score": (
        "UPDATE response SET score = 1 WHERE score = 0",
        {Check.RESPONSES, Check.SCORES},
    ),
    "a verdict": (
        "UPDATE response SET outcome = 'right' WHERE outcome = 'wrong'",
        {Check.RESPONSES},
    ),
    "an answer": (
        "UPDATE response SET chosen = '99', typed = 'zz' WHERE score = 1",
        {Check.RESPONSES, Check.SCORES},
    ),
    "a text": (
        "UPDATE item_version SET record = replace(record, 'fair', 'fare')",
        {Check.TEXTS},
    ),
    "a text beyond reading": (
        "UPDATE item_version SET record = 'x'",
        {Check.TEXTS, Check.RESPONSES, Check.SCORES},
    ),
    "a missing text": ("UPDATE item SET fingerprint = 'gone' WHERE id = 1", {Check.TEXTS}),
    "a missing question": (
        "DELETE FROM round_entry WHERE position = 2 AND round_id IN"
        " (SELECT id FROM round WHERE public_id = 'open')",
        {Check.ROUNDS},
    ),
    "a round that never ended": (
        "UPDATE round SET finished_at = NULL WHERE id = 1",
        {Check.ROUNDS},
    ),
    "a permit left behind": ("INSERT INTO erasure VALUES (1)", {Check.PERMITS}),
    "a row without its parent": ("DELETE FROM account", {Check.FOREIGN_KEYS}),
    "another schema": ("UPDATE alembic_version SET version_num = '0000'", {Check.SCHEMA}),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_tampered_with_is_found(played: Player, database_file: Path, name: str) -> None:
    statement, checks = TAMPERED[name]
    report = tamper(played, database_file, statement)
    assert not report.sound
    assert set(faults(report)) == checks


def test_a_missing_guard_is_found(played: Player, database_file: Path) -> None:
    with writing(played.session) as connection:
        connection.execute(text("DROP TRIGGER response_kept"))
    report = examine(played.session, SCRIPTS)
    assert faults(report) == {Check.GUARDS: ("response_kept",)}


def test_a_damaged_index_is_found(played: Player, database_file: Path) -> None:
    report = tamper(
        played,
        database_file,
        "PRAGMA writable_schema = on",
        "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema"
        " WHERE name = 'ix_item_article_id') WHERE name = 'ix_round_entry_version_id'",
    )
    assert Check.INTEGRITY in faults(report)


def test_what_an_older_normaliser_judged_is_passed_over(
    played: Player, database_file: Path
) -> None:
    report = tamper(
        played,
        database_file,
        "UPDATE response SET normaliser = 0, outcome = 'close' WHERE position = 1",
    )
    assert report.sound
    found = next(e for e in report.checks if e.check is Check.RESPONSES)
    assert 0 < found.passed_over < found.count
