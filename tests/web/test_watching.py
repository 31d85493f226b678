"""Who looked at whose grades: noted once a day, told to the pupil, and never in the way."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db.engine import writing
from quizapp.domain.errors import StorageBusy
from quizapp.extensions import database
from quizapp.services.people import audit, watching
from quizapp.web.watching import NOTED
from tests.web.browsing import Browser
from tests.web.people import enter_as
from tests.web.schooling import make_class
from tests.web.test_routes import content_of

UNNOTED = {"results.show_worksheet", "results.worksheet_file"}  # Questions: nobody's grades.


def entries(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        found = audit.newest(database().connection())
    grades = ("grades.", "data.taken", "pupil.exported")
    return [
        (each.action, each.object) for each in reversed(found) if each.action.startswith(grades)
    ]


def number_of(app: Flask, name: str) -> int:
    with app.app_context():
        found = database().execute(text("SELECT id FROM account WHERE name = :n"), {"n": name})
        return int(found.scalar_one())


def test_every_page_and_file_of_results_is_noted(app: Flask) -> None:
    views = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("results.") and "GET" in (rule.methods or ())
    }
    unnoted = {name for name in views if not hasattr(app.view_functions[name], NOTED)}
    assert unnoted == UNNOTED


def test_a_look_is_noted_once_a_day_and_told_to_the_pupil(app: Flask, lang: str) -> None:
    room = make_class(app, lang)
    huda = room.pupil("Huda")
    homework = room.give(kinds=["choice"], length=5).path
    for _ in range(2):
        room.teacher.open(f"{room.path}/results")
        room.teacher.open(homework)
        room.teacher.client.get(f"{room.path}/tables/overview.csv")
        huda.client.get(f"/{lang}/mine/waraqa.json")
    class_ = f"class:{room.class_id}"
    pupil = f"account:{number_of(app, 'Huda')}"
    assert entries(app) == [
        ("grades.seen", class_),
        ("grades.taken", class_),
        ("data.taken", pupil),
    ]
    data = huda.client.get(f"/{lang}/mine/waraqa.json").get_json()
    assert [(each["action"], each["by"]) for each in data["seen_by"]] == [
        ("grades.seen", "Amal"),
        ("grades.taken", "Amal"),
    ]


def test_whoever_is_turned_away_leaves_no_entry(app: Flask, stranger: Browser, lang: str) -> None:
    room = make_class(app, lang)
    enter_as(app, stranger, "teacher", name="Nadia", login="nadia")
    stranger.open(f"{room.path}/results", status=404)
    assert entries(app) == []


def test_looking_writes_nothing_but_the_audit_log(app: Flask, lang: str) -> None:
    room = make_class(app, lang)
    room.pupil("Huda")
    before = content_of(app, but=("audit_entry",))
    whole = content_of(app)
    room.teacher.open(f"{room.path}/results")
    assert content_of(app, but=("audit_entry",)) == before
    assert content_of(app) != whole


def test_looking_goes_on_when_it_cannot_be_noted(
    app: Flask, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = make_class(app, lang)

    def busy(session: Session, *, patience: float | None = None) -> None:
        assert patience is not None
        assert patience <= 1
        raise StorageBusy

    monkeypatch.setattr(watching, "writing", busy)
    room.teacher.open(f"{room.path}/results")
    assert entries(app) == []
    monkeypatch.setattr(watching, "writing", writing)
    room.teacher.open(f"{room.path}/results")
    assert len(entries(app)) == 1
