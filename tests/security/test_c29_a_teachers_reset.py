"""C29: a teacher helps a pupil of her own class to a new password, and to nothing else.

`tests/services/test_people_helping.py` proves each part as a service: one use, 72 hours at most,
own classes and lower roles only, audited, pupil and other teachers told. Here the whole way in
browsers: what the slip opens, who may print one, that the teacher never learns a password, and
that no reset reaches past a second factor.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from quizapp.extensions import database
from quizapp.services.people import administration, audit, codes
from quizapp.web import ambient
from tests.people import PASSWORD
from tests.web.browsing import Browser, Form, Page
from tests.web.people import enter_as
from tests.web.schooling import Classroom, make_class

OTHER = "four other words here"


@pytest.fixture
def room(app: Flask) -> Classroom:
    """A class of Amal's with Huda in it, who has a password."""
    made = make_class(app, "en")
    huda = Browser(app.test_client(), "en")
    enter_as(app, huda, "learner", name="Huda", login="huda", password=PASSWORD)
    huda.submit(huda.open("/en/join").form("/join"), {"code": [made.code()]})
    return made


def form_for(room: Classroom, name: str = "Huda") -> Form:
    return room.teacher.open(room.members()[name]).form("/code")


def slip_of(page: Page) -> str:
    (code,) = page.with_class("join-code")
    return "".join(code.itertext()).strip()


def chosen(app: Flask, code: str, password: str = OTHER) -> Browser:
    """Somebody who types the code of a slip and chooses a password."""
    browser = Browser(app.test_client(), "en")
    step = browser.submit(browser.open("/en/code").form("/code"), {"code": [code]})
    browser.submit(step.form("/code/use"), {"password": [password]})
    return browser


def signed_in(browser: Browser) -> bool:
    return browser.client.get("/en/settings/sessions").status_code == 200


def refused(app: Flask, code: str) -> bool:
    browser = Browser(app.test_client(), "en")
    page = browser.submit(browser.open("/en/code").form("/code"), {"code": [code]}, status=422)
    return bool(page.with_class("problem"))


def test_the_slip_opens_one_account_once(app: Flask, room: Classroom) -> None:
    form = form_for(room)
    before = slip_of(room.teacher.submit(form))
    code = slip_of(room.teacher.submit(form))
    assert refused(app, before), "a new slip voids the old one"
    pupil = chosen(app, code)
    assert signed_in(pupil)
    assert "Huda" in pupil.open("/en/").text
    assert refused(app, code), "once"
    with app.app_context():
        entries = [(e.action, e.actor_id) for e in audit.newest(database().connection())]
        stored = str(database().connection().exec_driver_sql("SELECT * FROM account").all())
    issuer, owner = (
        next(actor for action, actor in entries if action == wanted)
        for wanted in ("code.issued:reset", "code.used:reset")
    )
    assert None not in (issuer, owner)
    assert issuer != owner
    assert OTHER not in stored
    assert OTHER not in room.teacher.open(room.members()["Huda"]).response.text


def test_the_slip_is_over_after_72_hours(
    app: Flask, room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = slip_of(room.teacher.submit(form_for(room)))
    later = ambient.now() + codes.LONGEST
    assert timedelta(hours=72) == codes.LONGEST
    monkeypatch.setattr(ambient, "now", lambda: later)
    assert refused(app, code)


def test_nobody_else_can_print_one(app: Flask, room: Classroom) -> None:
    action = form_for(room).action
    elsewhere = make_class(app, "en", name="Salma", called="Class 6")
    pupil = room.pupil("Sami")
    for browser in (elsewhere.teacher, pupil):
        body = {"csrf_token": browser.open("/en/settings").form("/settings").sent["csrf_token"]}
        sent = browser.client.post(action, data=body)
        assert sent.status_code == 404
    moved = action.replace(room.class_id, elsewhere.class_id)
    token = elsewhere.teacher.open(elsewhere.path).form().sent["csrf_token"]
    assert elsewhere.teacher.client.post(moved, data={"csrf_token": token}).status_code == 404
    with app.app_context():
        count = database().connection().exec_driver_sql("SELECT count(*) FROM one_use_code")
        assert count.scalar_one() == 0


def test_no_slip_is_made_for_a_colleague(app: Flask, room: Classroom) -> None:
    salma = Browser(app.test_client(), "en")
    enter_as(app, salma, "teacher", name="Salma", login="salma", password=PASSWORD)
    salma.submit(salma.open("/en/join").form("/join"), {"code": [room.code()]})
    form = form_for(room)
    with app.app_context():
        there = administration.account_named(database().connection(), "salma").public_id
        huda = administration.account_named(database().connection(), "huda").public_id
    assert huda in form.action
    sent = room.teacher.client.post(
        form.action.replace(huda, there), data={"csrf_token": form.sent["csrf_token"]}
    )
    assert sent.status_code == 404


def test_the_other_teachers_of_the_pupil_are_told(app: Flask, room: Classroom) -> None:
    other = make_class(app, "en", name="Salma", called="Class 6")
    huda = Browser(app.test_client(), "en")
    signing = huda.open("/en/sign-in").form("/sign-in")
    huda.submit(signing, {"login": ["huda"], "password": [PASSWORD]})
    huda.submit(huda.open("/en/join").form("/join"), {"code": [other.code()]})
    room.teacher.submit(form_for(room))
    (told,) = other.teacher.open("/en/notices").with_class("notices")
    assert "Amal" in "".join(told.itertext())
    assert huda.open("/en/notices").with_class("notices")
    assert not room.teacher.open("/en/notices").with_class("notices")
