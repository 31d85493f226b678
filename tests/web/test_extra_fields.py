"""C12: fields that no form has, sent along with forms that are in order.

Every form is filled in so that it is taken; what is planted beside it must come to nothing: no
other role, owner, score, key or time, on any row, whoever posts.
"""

from __future__ import annotations

from flask import Flask

from quizapp.extensions import database
from tests.web.browsing import Browser, Form, Page
from tests.web.people import enter_as
from tests.web.playing import Player, answer_form, position_of, start
from tests.web.schooling import make_class
from tests.web.teaching import make_article

PLANTED = {
    "role": "admin",
    "allowance": "9",
    "account_id": "1",
    "owner_id": "1",
    "created_by": "1",
    "made_by": "1",
    "part": "teacher",
    "public_id": "planted",
    "login_key": "planted",
    "password_hash": "planted",
    "score": "1",
    "outcome": "right",
    "marks": "1",
    "started_at": "2000-01-01",
    "closes_at": "2099-01-01",
    "status": "published",
    "classroom_id": "1",
    "item_id": "1",
}


def send(browser: Browser, form: Form, values: dict[str, list[str]]) -> Page:
    """Post a form with all of it planted, except where the form itself has such a field."""
    extra = {name: [value] for name, value in PLANTED.items() if name not in form.sent}
    body = {**form.filled(values), **extra}
    response = browser.client.post(
        form.action,
        data=body,
        headers={"Sec-Fetch-Site": "same-origin"},
        follow_redirects=True,
    )
    assert response.status_code == 200, (form.action, response.status_code)
    return browser.open(response.request.path)


def rows(app: Flask, statement: str) -> list[tuple[object, ...]]:
    with app.app_context():
        found = database().connection().exec_driver_sql(statement)
        return [tuple(row) for row in found]


def test_a_pupil_and_a_teacher_get_nothing_for_what_they_plant(app: Flask, lang: str) -> None:
    boss = Browser(app.test_client(), lang)
    enter_as(app, boss, "admin", name="Boss", login="boss")
    room = make_class(app, lang)
    teacher, huda = room.teacher, Browser(app.test_client(), lang)
    enter_as(app, huda, "learner", name="Huda", login="huda")
    send(huda, huda.open(f"/{lang}/settings").form("/settings"), {"theme": ["dark"]})
    send(huda, huda.open(f"/{lang}/settings/goals").form("/goals"), {})
    send(huda, huda.open(f"/{lang}/settings/name").form("/name"), {"name": ["Huda S"]})
    send(huda, huda.open(f"/{lang}/join").form("/join"), {"code": [room.code()]})
    send(teacher, teacher.open(f"{room.path}/settings").form("/settings"), {"name": ["5b"]})
    member = room.members()["Huda S"]
    send(teacher, teacher.open(member).form(member), {"nickname": ["Falcon"]})
    send(
        teacher,
        teacher.open(f"{room.path}/homework/new").form("/homework/new"),
        {"kinds": ["choice"], "length": ["5"]},
    )
    make_article(teacher)
    page = start(huda, kinds=["choice"], length="5", lang=lang)
    wrong = Player(app, page).wrong(position_of(page))
    send(huda, answer_form(page), wrong)
    assert rows(app, "SELECT role, allowance FROM account ORDER BY id") == [
        ("admin", 1.0),
        ("teacher", 1.0),
        ("learner", 1.0),
    ]
    assert rows(app, "SELECT count(*) FROM account WHERE public_id = 'planted'") == [(0,)]
    assert rows(app, "SELECT owner_id FROM classroom") == [(2,)]
    assert rows(app, "SELECT account_id, part FROM membership ORDER BY account_id") == [
        (2, "teacher"),
        (3, "pupil"),
    ]
    assert rows(app, "SELECT created_by FROM assignment") == [(2,)]
    assert rows(app, "SELECT owner_id FROM draft") == [(2,)]
    assert rows(app, "SELECT account_id FROM round") == [(3,)]
    assert rows(app, "SELECT score, outcome FROM response") == [(0.0, "wrong")]
