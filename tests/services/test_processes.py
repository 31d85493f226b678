"""Several app processes on one PostgreSQL database: nothing is lost and nothing counts twice."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.orm import Session

from quizapp.config import config_for_tests
from quizapp.db import migrate
from quizapp.db.engine import make_engine, writing
from quizapp.domain.content import Article
from quizapp.domain.errors import StorageBusy
from quizapp.domain.items.base import Outcome
from quizapp.extensions import db
from quizapp.factory import create_app
from quizapp.services.accounts import Viewer
from quizapp.services.doctor import examine
from tests.cards import Student
from tests.databases import SCRIPTS, SERVER
from tests.play import Player, request
from tests.postgresql import administer, empty_database
from tests.services.working import SHARED_ROUNDS

pytestmark = pytest.mark.skipif(
    not SERVER, reason="about several app servers: tools/postgres.sh starts PostgreSQL for it"
)
PROCESSES = 3
ROOT = SCRIPTS.parent


def at_once(*commands: list[str]) -> list[list[str]]:
    """Start processes, let them begin together once each is ready, return what they printed."""
    started = [
        subprocess.Popen(
            [sys.executable, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for command in commands
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate()[0].splitlines() for process in started]
    assert [process.returncode for process in started] == [0] * len(started)
    return said


@pytest.mark.slow
def test_processes_that_race_lose_nothing_and_double_nothing(
    session: Session, database_url: str, account: Viewer, article: Article
) -> None:
    huda = account.account_id
    for number in range(SHARED_ROUNDS):
        Player(session, huda).start(request(length=6), public_id=f"shared-{number}")
    Student(session, huda).start()
    session.close()
    said = at_once(
        *(
            ["-m", "tests.services.working", database_url, str(worker), str(huda)]
            for worker in range(PROCESSES)
        )
    )
    told = Counter(tuple(line.split()) for lines in said for line in lines)
    assert set(told.values()) == {1}, "what was acknowledged counted once"
    answers = {(words[1], int(words[2])) for words in told if words[0] in ("answer", "typed")}
    reviews = {words[1] for words in told if words[0] == "review"}
    stored = session.execute(
        text(
            "SELECT round.public_id, position FROM response JOIN round ON round.id = round_id"
            " WHERE account_id = :huda OR typed <> ''"
        ),
        {"huda": huda},
    )
    rows = [(row.public_id, row.position) for row in stored]
    assert len(rows) == len(set(rows))
    assert set(rows) == answers
    asked = session.execute(
        text("SELECT sum(total) FROM round WHERE account_id = :id"), {"id": huda}
    )
    assert sum(name.startswith("shared") for name, _ in rows) == asked.scalar_one() > 0
    kept = list(session.execute(text("SELECT uuid::text FROM review")).scalars())
    assert len(kept) == len(reviews) > 0
    for words in told:
        if words[0] == "typed":
            player = Player(session, int(words[3]), words[1])
            feedback = player.question(int(words[2])).feedback
            assert feedback is not None
            assert feedback.grade.outcome is Outcome.RIGHT, "the key was widened before or after it"
    report = examine(session, SCRIPTS)
    assert report.sound, [found for found in report.checks if found.faults]


MIGRATE = """
import pathlib, sys
from quizapp.db.migrate import upgrade
print("ready", flush=True)
sys.stdin.readline()
upgrade(sys.argv[1], pathlib.Path(sys.argv[2]))
"""


@pytest.mark.slow
def test_servers_that_start_at_once_migrate_once() -> None:
    with empty_database() as url:
        at_once(*[["-c", MIGRATE, url, str(SCRIPTS)]] * PROCESSES)
        assert migrate.revision_of(url) == migrate.head(SCRIPTS)


def test_who_waits_too_long_for_another_writer_is_told_that_it_is_busy(
    session: Session, database_url: str, account: Viewer
) -> None:
    engine = make_engine(database_url)
    with Session(engine) as other, writing(other):
        for of in (None, account.account_id):
            with pytest.raises(StorageBusy), writing(session, of=of, patience=0.05):
                pytest.fail("two who want to be alone")
    engine.dispose()
    with writing(session, patience=0.05):
        pass


def test_writers_for_two_accounts_do_not_wait_for_each_other(
    session: Session, database_url: str, account: Viewer, stranger: Viewer
) -> None:
    engine = make_engine(database_url)
    with Session(engine) as other, writing(other, of=account.account_id):
        with writing(session, of=stranger.account_id, patience=0.05):
            pass
        with pytest.raises(StorageBusy), writing(session, of=account.account_id, patience=0.05):
            pytest.fail("two who write to one account")
        with pytest.raises(StorageBusy), writing(session, patience=0.05):
            pytest.fail("one who wants to be alone, beside another")
    engine.dispose()


def test_a_database_server_that_was_restarted_costs_nobody_a_page(tmp_path: Path) -> None:
    with empty_database() as url:
        migrate.upgrade(url, SCRIPTS)
        app = create_app(replace(config_for_tests(tmp_path), database_url=url))
        client = app.test_client()
        assert client.get("/en/").status_code == 200
        administer(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            f" WHERE datname = '{make_url(url).database}'"
        )
        assert client.get("/en/").status_code == 200
        with app.app_context():
            db.engine.dispose()
