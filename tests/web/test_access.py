"""One's own account: its devices, its password, its notices."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import text

from quizapp.db import logins
from quizapp.db.engine import writing
from quizapp.extensions import database
from quizapp.services import classes
from quizapp.services.people import audit, notices
from quizapp.services.people.notices import Told
from quizapp.web import ambient
from quizapp.web.notices.words import WORDS, shown
from quizapp.web.origin import network_of
from tests.classes import School
from tests.people import PASSWORD, begin_session
from tests.web.browsing import Browser
from tests.web.people import enter_as

OTHER = "four other words here"


def test_devices_are_listed_and_the_others_can_be_signed_out(app: Flask, visitor: Browser) -> None:
    account = enter_as(app, visitor, "learner")
    with app.app_context():
        for _ in range(2):
            begin_session(database(), account, own_device=False, now=ambient.now())
    page = visitor.open(f"/{visitor.lang}/settings/sessions")
    assert len(page.with_class("card")) == 3
    page = visitor.submit(page.form("/end"))
    assert page.with_class("done")
    assert len(page.with_class("card")) == 2
    page = visitor.submit(page.form("/end-others"))
    assert len(page.with_class("card")) == 1


def test_a_stranger_cannot_end_a_session(app: Flask, visitor: Browser, stranger: Browser) -> None:
    account = enter_as(app, visitor, "learner")
    enter_as(app, stranger, "admin", name="Rania")
    with app.app_context():
        begin_session(database(), account, now=ambient.now())
    action = visitor.open(f"/{visitor.lang}/settings/sessions").form("/end").action
    token = stranger.open(f"/{stranger.lang}/settings").form("/settings").sent["csrf_token"]
    response = stranger.client.post(action, data={"csrf_token": token})
    assert response.status_code == 404
    assert len(visitor.open(f"/{visitor.lang}/settings/sessions").with_class("card")) == 2


def test_the_password_is_changed_with_the_old_one(app: Flask, visitor: Browser) -> None:
    enter_as(app, visitor, "learner", login="huda", password=PASSWORD)
    form = visitor.open(f"/{visitor.lang}/settings/password").form("/settings/password")
    for old, new, field in ((OTHER, OTHER, "password_old"), (PASSWORD, "huda2026", "password")):
        page = visitor.submit(form, {"password_old": [old], "password": [new]}, status=422)
        (problem,) = [e for e in page.with_class("problem") if e.tag == "span"]
        assert problem.get("id") == f"{field}-problem"
        assert old not in page.response.text
    page = visitor.submit(form, {"password_old": [PASSWORD], "password": [OTHER]})
    assert page.with_class("done")


def test_the_name_that_teachers_see_is_changed(app: Flask, visitor: Browser) -> None:
    account = enter_as(app, visitor, "learner", name="Huda")
    path = f"/{visitor.lang}/settings/name"
    assert path in visitor.open(f"/{visitor.lang}/settings").response.text
    form = visitor.open(path).form("/settings/name")
    assert form.sent["name"] == ["Huda"]
    for typed in (" ", "هدى\u200b", "هدى " * 20):
        page = visitor.submit(form, {"name": [typed]}, status=422)
        (problem,) = [e for e in page.with_class("problem") if e.tag == "span"]
        assert problem.get("id") == "name-problem"
    page = visitor.submit(form, {"name": ["  هدى   سالم "]})
    assert page.with_class("done")
    assert page.form("/settings/name").sent["name"] == ["هدى سالم"]
    with app.app_context():
        assert audit.newest(database().connection())[0].action == "name.changed"
        row = logins.by_number(database().connection(), account.account_id)
    assert (row.name, row.role) == ("هدى سالم", "learner")


def test_a_name_from_a_roster_stays_while_its_class_lasts(app: Flask, visitor: Browser) -> None:
    account = enter_as(app, visitor, "learner", name="Huda")
    path = f"/{visitor.lang}/settings/name"
    form = visitor.open(path).form("/settings/name")
    with app.app_context():
        school = School(database(), now=ambient.now())
        amal = school.teacher("Amal")
        room = school.classroom(amal)
        school.join(account.account_id, school.code_of(amal, room))
        put_on_a_roster(account.account_id)
    assert visitor.open(path).with_class("note")
    page = visitor.submit(form, {"name": ["Somebody"]}, status=422)
    assert page.with_class("note")
    assert "Somebody" not in page.text
    with app.app_context():
        classes.leave(
            database(), account_id=account.account_id, classroom_id=room, now=ambient.now()
        )
    assert visitor.submit(form, {"name": ["Somebody"]}).with_class("done")


def put_on_a_roster(account_id: int) -> None:
    with writing(database()) as connection:
        connection.execute(
            text("UPDATE membership SET listed = 'Huda' WHERE account_id = :id"),
            {"id": account_id},
        )


def test_notices_stay_on_the_home_page_until_they_are_seen(app: Flask, visitor: Browser) -> None:
    account = enter_as(app, visitor, "learner")
    with app.app_context(), writing(database()) as connection:
        for kind in ("password-reset", "of a newer program"):
            notices.tell(
                connection,
                account_ids=[account.account_id],
                kind=kind,
                params={"teacher": "<b>رانيا</b>", "pupil": "هدى"},
                now=ambient.now(),
            )
    home = visitor.open(f"/{visitor.lang}/")
    (told,) = home.tree.iterfind(".//ul[@class='notices']/li")
    assert "<b>رانيا</b>" in "".join(told.itertext())
    home = visitor.submit(home.form("/notices/seen"))
    assert not home.with_class("notices")
    page = visitor.open(f"/{visitor.lang}/notices")
    assert len(page.with_class("notices")) == 1
    assert not [f for f in page.forms() if f.action.endswith("/seen")]


@pytest.mark.parametrize("kind", WORDS)
def test_every_notice_can_be_said_and_leads_somewhere(app: Flask, lang: str, kind: str) -> None:
    words = WORDS[kind]
    with app.test_request_context(f"/{lang}/"):
        places = re.findall(r"%\((\w+)\)s", str(words.text))
        filled = dict.fromkeys({*places, *words.parts}, "x1")
        (said,) = shown([Told(kind, filled, ambient.now(), seen=False)])
        assert "%(" not in said.text
        assert bool(said.link) == bool(words.endpoint)
        assert shown([Told(kind, {}, ambient.now(), seen=False)]), "with nothing filled in"


@pytest.mark.parametrize("until", ["", "yesterday", "2026-01-01", "9" * 99])
def test_a_moment_that_is_none_marks_nothing(app: Flask, visitor: Browser, until: str) -> None:
    account = enter_as(app, visitor, "learner")
    with app.app_context(), writing(database()) as connection:
        notices.tell(
            connection,
            account_ids=[account.account_id],
            kind="role-changed",
            params={},
            now=ambient.now(),
        )
    form = visitor.open(f"/{visitor.lang}/").form("/notices/seen")
    form.sent["until"] = [until]
    assert visitor.submit(form).with_class("notices")


def test_the_zone_is_a_setting_too(app: Flask, visitor: Browser) -> None:
    form = visitor.open(f"/{visitor.lang}/settings").form("/settings")
    page = visitor.submit(form, {"zone": ["Asia/Riyadh"]})
    assert page.form("/settings").sent["zone"] == ["Asia/Riyadh"]
    goals = visitor.open(f"/{visitor.lang}/settings/goals").form("/settings/goals")
    assert goals.sent["zone"] == ["Asia/Riyadh"]
    assert goals.sent["new_a_day"] == ["10"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.2", False),
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("fe80::1%eth0", "fe80::2", True),
        ("", "unix", False),
    ],
)
def test_a_household_counts_as_one_address(one: str, other: str, same: bool) -> None:
    assert (network_of(one) == network_of(other)) is same
