"""C35: a disk that is full or read-only, a database that is held or damaged.

What programs and those at a terminal are told. Forms: test_c35_forms.py; live: test_c35_disks.py.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from quizapp.domain.errors import StorageDamaged
from quizapp.extensions import database
from quizapp.services.accounts import create_guest, touch_if_possible
from quizapp.services.people import pace
from quizapp.web import ambient
from tests.databases import SERVER, Template
from tests.faults.disk import MEGABYTE, Disk, mounted, stock
from tests.faults.serving import ROOT, bare_environment
from tests.faults.storage_faults import FAULTS, read_only
from tests.web.api.programs import Program
from tests.web.api.test_writing import ARTICLE
from tests.web.conftest import app, catalogues, same_rounds, site, stored

__all__ = ["app", "catalogues", "same_rounds", "site", "stored"]
pytestmark = pytest.mark.skipif(bool(SERVER), reason="about the file of an SQLite database")


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
