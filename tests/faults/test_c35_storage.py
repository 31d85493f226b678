"""C35: a disk that is full or read-only, a database that is held or damaged.

Whatever the database refuses is said on a page in the language of its address, with everything
that was entered in a form behind one button; nothing is claimed to be stored that is not;
reading goes on where it can; and when the fault is gone, nobody has to start anything again.
"""

from __future__ import annotations

import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from quizapp.db import engine as engine_module
from quizapp.domain.errors import StorageDamaged
from quizapp.extensions import database, db
from quizapp.services.accounts import create_guest, touch_if_possible
from quizapp.services.people import pace
from quizapp.web import ambient
from tests.databases import SERVER, Template
from tests.faults.disk import MEGABYTE, Disk, missing, mounted, stock
from tests.faults.serving import ROOT, bare_environment
from tests.web.api.programs import Program
from tests.web.api.test_writing import ARTICLE
from tests.web.browsing import Browser
from tests.web.conftest import app, catalogues, lang, same_rounds, site, stored, visitor
from tests.web.playing import Player, answer_form, responses, start

__all__ = ["app", "catalogues", "lang", "same_rounds", "site", "stored", "visitor"]
pytestmark = pytest.mark.skipif(bool(SERVER), reason="about the file of an SQLite database")


def file_of(app: Flask) -> Path:
    """The database of the site."""
    folder: Path = app.config["WARAQA"].data_dir
    return folder / "waraqa.db"


def forget_connections(app: Flask) -> None:
    """Let the next request open the file anew, as after a while without any."""
    with app.app_context():
        db.engine.dispose()


@contextmanager
def no_room(app: Flask) -> Iterator[None]:
    """No file may grow any more, as on a disk that is full."""
    log = Path(f"{file_of(app)}-wal")
    most = log.stat().st_size if log.exists() else 0
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    quiet = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most + 100, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, quiet)


@contextmanager
def read_only(app: Flask) -> Iterator[None]:
    """The database says that it may only be read."""
    engine_module.PRAGMAS["query_only"] = "on"  # type: ignore[index]
    forget_connections(app)
    try:
        yield
    finally:
        del engine_module.PRAGMAS["query_only"]  # type: ignore[attr-defined]
        forget_connections(app)


@contextmanager
def held(app: Flask) -> Iterator[None]:
    """Another process writes and does not end."""
    before = engine_module.PRAGMAS["busy_timeout"]
    engine_module.PRAGMAS["busy_timeout"] = "20"  # type: ignore[index]
    forget_connections(app)
    with closing(sqlite3.connect(file_of(app), isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        yield
    engine_module.PRAGMAS["busy_timeout"] = before  # type: ignore[index]
    forget_connections(app)


@contextmanager
def damaged(app: Flask) -> Iterator[None]:
    """The pages of the answers hold something else: what was written there is read, and fails."""
    file = file_of(app)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        pages = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE tbl_name = 'response' AND type <> 'trigger'"
        ).fetchall()
    forget_connections(app)
    whole = file.read_bytes()
    with file.open("r+b") as handle:
        for (page,) in pages:
            handle.seek((page - 1) * size)
            handle.write(b"\xa5" * size)
    try:
        yield
    finally:
        forget_connections(app)
        for side in ("-wal", "-shm"):
            Path(f"{file}{side}").unlink(missing_ok=True)
        file.write_bytes(whole)


WORDS = {
    "full": {"ar": "لم تبقَ مساحة لحفظ هذا", "en": "There is no room left to store this"},
    "read-only": {"ar": "لا يمكن حفظ شيء الآن", "en": "Nothing can be stored at the moment"},
    "held": {"ar": "الموقع مشغول", "en": "The site is busy"},
    "damaged": {
        "ar": "تتعذّر قراءة المحفوظ الآن",
        "en": "What is stored cannot be read at the moment",
    },
}
FAULTS = {
    "full": (no_room, 507),
    "read-only": (read_only, 503),
    "held": (held, 503),
    "damaged": (damaged, 503),
}


@pytest.mark.parametrize("name", FAULTS)
def test_an_answer_is_kept_in_the_page_until_it_can_be_stored(
    app: Flask, visitor: Browser, name: str
) -> None:
    fault, status = FAULTS[name]
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    player, form = Player(app, page), answer_form(page)
    right = player.right(1)
    with fault(app):
        refused = visitor.submit(form, right, status=status)
        assert WORDS[name][visitor.lang] in refused.text
        assert refused.response.headers["Retry-After"].isdigit()
        kept = refused.form()
        assert kept.sent["client_key"] == answer_form(page).sent["client_key"]
        assert {name: kept.sent[name] for name in right} == dict(right)
        if name != "damaged":
            assert responses(app) == [], "nothing is stored"
            assert visitor.open(page.path).form("/1"), "reading goes on"
            again = visitor.submit(kept, status=status)
            assert WORDS[name][visitor.lang] in again.text
            kept = again.form()
    assert visitor.submit(kept).with_class("feedback")
    assert responses(app) == [(1, "right", 1.0)]


NAMES = {"full": "no_room", "read-only": "read_only", "held": "busy"}


@pytest.mark.parametrize("name", NAMES)
def test_a_program_is_told_by_a_name_and_goes_on_afterwards(app: Flask, name: str) -> None:
    fault, status = FAULTS[name]
    teacher = Program.of(app, "teacher")
    with fault(app):
        problem = teacher.post("drafts", ARTICLE, status).json
        assert problem is not None
        assert problem["code"] == NAMES[name]
        assert teacher.get("drafts")["data"] == []
    teacher.post("drafts", ARTICLE)


def test_a_program_is_told_of_damage(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise StorageDamaged("database disk image is malformed")

    monkeypatch.setattr(pace, "spend_write", broken)
    problem = Program.of(app, "teacher").post("drafts", ARTICLE, 503).json
    assert problem is not None
    assert (problem["code"], "malformed" in str(problem)) == ("damaged", False)


def test_what_looks_on_a_shared_device_is_shown_though_nothing_can_be_noted(app: Flask) -> None:
    """Noting that a session is in use must not keep anybody from reading."""
    with app.app_context():
        create_guest(database(), token="t", public_id="somebody", now=ambient.now())
    with read_only(app), app.app_context():
        seen = touch_if_possible(database(), "t", ambient.now(), every=timedelta(0))
        assert not seen


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of its own, mounted."""
    if missing():
        pytest.skip(missing())
    with mounted(Disk(tmp_path, size=8 * MEGABYTE)) as made:
        yield made


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program on a data folder."""
    return subprocess.run(
        [sys.executable, "-m", "quizapp.cli", *arguments],
        env=bare_environment() | {"WARAQA_DATA_DIR": str(folder)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def in_one_line_of_each_language(done: subprocess.CompletedProcess[str]) -> str:
    """Return what a command said when it failed."""
    lines = done.stderr.splitlines()
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert len(lines) == 2, lines
    return done.stderr


def test_a_command_says_plainly_that_the_disk_is_full(disk: Disk, stored: Template) -> None:
    stock(disk, stored)
    disk.fill()
    said = in_one_line_of_each_language(command(disk.place, "account", "invite"))
    assert "no room left" in said
    assert "لم تبقَ مساحة" in said


def test_a_command_says_plainly_that_the_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "waraqa.db").write_bytes(b"SQLite format 3\0" + bytes(4096))
    said = in_one_line_of_each_language(command(tmp_path, "doctor"))
    assert "damaged" in said
