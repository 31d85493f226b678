"""What machines ask: alive, ready, and what fails by name and nothing more."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from quizapp.db.migrate import sqlite_file
from quizapp.extensions import db
from quizapp.services import readiness
from quizapp.services.backup_state import State
from quizapp.web.health.routes import BEGAN
from tests.web.test_routes import content_of

GIGABYTE = 1024**3


def file_of(app: Flask) -> Path:
    found = sqlite_file(app.config["WARAQA"].database_url)
    if found is None:
        pytest.skip("about the file of an SQLite database")
    return found


def failing(app: Flask) -> list[str]:
    """What the site says is wrong with it."""
    response = app.test_client().get("/readyz")
    body = response.get_json()
    assert response.status_code == (503 if "failing" in body else 200)
    assert body["status"] == ("unavailable" if "failing" in body else "ready")
    assert str(app.config["WARAQA"].data_dir) not in response.text
    return list(body.get("failing", []))


def test_a_site_that_works_is_alive_and_ready_and_looking_writes_nothing(app: Flask) -> None:
    before = content_of(app)
    assert app.test_client().get("/healthz").get_json() == {"status": "ok"}
    assert failing(app) == []
    assert content_of(app) == before


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_they_answer_to_looking_only(app: Flask, path: str, method: str) -> None:
    response = app.test_client().open(path, method=method)
    assert response.status_code in (400, 405)


def test_a_full_disk_is_said(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = SimpleNamespace(free=readiness.LEAST_FREE - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert failing(app) == ["disk"]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=GIGABYTE))
    assert failing(app) == []


def test_a_log_that_grows_is_said(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    file_of(app)
    monkeypatch.setattr(readiness, "MOST_LOG", -1)
    assert failing(app) == ["log"]


def test_another_schema_is_said(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_head", lambda _: "9999")
    assert failing(app) == ["schema"]


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Somebody else writes for as long as the block runs."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


def test_a_database_that_takes_nothing_is_said(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "PATIENCE", 0.05)
    with locked(file_of(app)):
        assert failing(app) == ["database"]
    assert failing(app) == []


def test_both_answer_when_the_database_is_no_database(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction() as session:  # Whose cookie would be looked up elsewhere.
        session["token"], session["brief"] = "somebody", True
    assert failing(app) == []
    file = file_of(app)
    with app.app_context():
        db.engine.dispose()
    for each in file.parent.glob(f"{file.name}*"):
        each.unlink()
    file.write_bytes(b"no database at all" * 1000)
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert response.status_code == 503
    assert set(response.get_json()["failing"]) >= {"database"}


@pytest.mark.parametrize(
    ("age", "up", "expected"),
    [
        (timedelta(minutes=29), timedelta(hours=1), []),
        (timedelta(minutes=31), timedelta(hours=1), ["backup"]),
        (timedelta(minutes=31), timedelta(minutes=1), []),  # Just started: the keeper comes.
        (None, timedelta(hours=1), []),
    ],
)
def test_an_old_backup_is_said_where_there_are_backups(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    age: timedelta | None,
    up: timedelta,
    expected: list[str],
) -> None:
    file_of(app)
    now = datetime.now(UTC)
    monkeypatch.setattr(readiness, "last_backup", lambda _: None if age is None else now - age)
    monkeypatch.setitem(app.extensions, BEGAN, now - up)
    assert failing(app) == expected


@pytest.mark.parametrize("state", [State(trouble="no room"), State(faults=("integrity",))])
def test_a_backup_that_fails_or_is_not_sound_is_said(
    app: Flask, monkeypatch: pytest.MonkeyPatch, state: State
) -> None:
    file_of(app)
    monkeypatch.setattr(readiness, "read_state", lambda _: state)
    monkeypatch.setitem(app.extensions, BEGAN, datetime.now(UTC) - timedelta(hours=1))
    assert failing(app) == ["backup"]
