"""Every command of docs/operations.md, run in its order on a machine in a folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from quizapp.db import migrate
from tests.databases import SCRIPTS, SERVER
from tests.operations.document import NOT_HERE, ROOT, chapters
from tests.operations.machine import Machine
from tests.operations.visitor import Visitor
from tests.peers import needs
from tests.postgresql import close_abandoned, drop

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        not SERVER, reason="ends with moving to PostgreSQL: tools/postgres.sh starts a server"
    ),
]
SCENARIO = (
    "One machine",
    "As a service",
    "Behind a proxy with TLS",
    "Backup and restore",
    "Upgrade",
    "Moving to PostgreSQL",
    "Many app servers",
)
OLDER = "0010"
TARGET = "postgresql+psycopg://waraqa@/waraqa?host=/var/run/postgresql"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as `make wheel` makes it."""
    built = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (made,) = built.glob("*.whl")
    return made


@pytest.fixture
def machine(wheel: Path, tmp_path: Path) -> Iterator[Machine]:
    for program in ("/usr/sbin/nginx", "/usr/bin/curl", "openssl"):
        needs(shutil.which(program), program)
    made = Machine(tmp_path / "machine")
    shutil.copy(wheel, made.root / "dist")
    bin_ = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    socket = make_url(SERVER).query["host"]
    made.replaced[TARGET] = f"postgresql+psycopg://waraqa@/waraqa?host={socket}"
    for program in ("createuser", "createdb", "pg_dump", "pg_restore"):
        # The server of the tests has its user already.
        body = "exit 0" if program == "createuser" else f'PGHOST={socket} {bin_ / program} "$@"'
        if program in ("createdb", "pg_dump"):
            body = f"PGUSER=waraqa {body}"
        (made.root / "bin" / program).write_text(f"#!/bin/bash\n{body}\n")
        (made.root / "bin" / program).chmod(0o755)
    yield made
    made.switch_off()
    close_abandoned()
    drop("waraqa")


def test_the_documented_steps_lead_from_nothing_to_many_servers(machine: Machine) -> None:
    lines = chapters()
    said: dict[str, str] = {}
    for chapter in SCENARIO:
        if chapter == "Upgrade":
            to_an_older_schema(machine)
        for line in lines[chapter]:
            begun = time.monotonic()
            said[line] = machine.run(line)
            print(f"{time.monotonic() - begun:5.1f} s  {line}")
    check(machine, said)
    both_serve_one_session(machine)


def to_an_older_schema(machine: Machine) -> None:
    """Leave the site as a program of before the newest migrations left it, and not running."""
    machine.run("systemctl stop waraqa")
    file = machine.root / "var/lib/waraqa/waraqa.db"
    migrate.downgrade(f"sqlite:///{file}", SCRIPTS, OLDER)


def both_serve_one_session(machine: Machine) -> None:
    """One browser goes on with either server; each takes an answer, and the database has all."""
    servers = {f"127.0.0.1:{port}" for port in (machine.port, machine.second)}
    visitor = Visitor(machine.tls, machine.root / "etc/ssl/waraqa/fullchain.pem")
    visitor.begin()
    before, answered = len(machine.served()), 0
    took: set[str] = set()
    while took != servers:
        assert answered < 10, "the proxy asks both in turn"
        visitor.answer()
        answered += 1
        posts = [line for line in machine.served()[before:] if line[0] == "POST"]
        assert [status for _, status, _ in posts] == ["303"] * answered
        took = {server for _, _, server in posts}
    engine = create_engine(machine.replaced[TARGET], poolclass=NullPool)
    with engine.connect() as connection:
        stored = connection.execute(text("SELECT count(*) FROM response")).scalar_one()
    engine.dispose()
    assert stored == answered


def check(machine: Machine, said: dict[str, str]) -> None:
    """What the steps said is what the document promises."""
    (redirect,) = [words for line, words in said.items() if "redirect_url" in line]
    assert redirect == "https://quiz.example.org/ar/"
    assert "/en/code#" in said["waraqa account invite --role teacher"]
    data = machine.root / "var/lib/waraqa"
    assert list(data.glob("waraqa.db.replaced-*"))
    (restored,) = [words for line, words in said.items() if line.startswith("waraqa restore")]
    assert "account delete" not in restored, "the log goes on from the backup's"
    assert list(data.glob("waraqa.db.before-*"))
    (moved,) = [words for line, words in said.items() if line.startswith("waraqa move --to")]
    assert "the same on both sides" in moved
    (listed,) = [words for line, words in said.items() if "pg_restore" in line]
    assert "TABLE DATA public response" in listed
    key = (data / "secret_key").read_text(encoding="ascii").strip()
    environment = machine.root / "etc/waraqa/waraqa.env"
    assert f"SECRET_KEY={key}" in environment.read_text(encoding="utf-8").splitlines()
    assert (data.stat().st_mode & 0o777) == 0o700
    served = machine.run("curl -fsS https://quiz.example.org/en/")
    assert 'lang="en"' in served


def test_every_command_of_the_document_is_run_or_listed_with_a_reason() -> None:
    written = {line for lines in chapters().values() for line in lines}
    taken = {line for chapter in SCENARIO for line in chapters()[chapter]}
    assert written == taken | set(NOT_HERE)
    assert not taken & set(NOT_HERE)
