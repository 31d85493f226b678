"""Classes in the browser, in both languages: made, joined, filled from a roster, left."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
import xlsxwriter
from flask import Flask
from sqlalchemy import text

from quizapp.db.engine import writing
from quizapp.db.types import to_millis
from quizapp.extensions import database
from quizapp.web import ambient
from tests.web.browsing import Browser
from tests.web.people import enter_as
from tests.web.schooling import Classroom, make_class

ROSTER = "1. هدى سالم\n2. رانيا ناصر"
CODE = re.compile(r"[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}")


@pytest.fixture
def room(app: Flask, lang: str) -> Classroom:
    return make_class(app, lang)


def test_a_class_is_made_and_joined_by_its_code(room: Classroom) -> None:
    assert CODE.fullmatch(room.code())
    huda = room.pupil()
    assert set(room.members()) == {"Amal", "Huda"}
    page = huda.open(room.path)
    assert room.code() not in page.response.text
    assert "Amal" not in page.text
    assert "Huda" not in "".join(page.tree.find(".//main").itertext())  # type: ignore[union-attr]


def test_the_code_of_a_link_is_in_no_address_and_waits_for_signing_in(
    app: Flask, room: Classroom, visitor: Browser
) -> None:
    poster = room.teacher.open(f"{room.path}/code")
    drawing = next(iter(poster.with_class("ink")), None)
    assert drawing is not None
    assert len(str(drawing.get("d"))) > 500
    form = visitor.open(f"/{room.lang}/join").form("/join")
    sent = visitor.post(form, {"code": [room.code()]})
    assert sent.status_code == 303
    assert "/sign-in?next=" in sent.headers["Location"]
    assert room.code() not in sent.headers["Location"]
    enter_as(app, visitor, "learner", name="Salma")
    again = visitor.open(f"/{room.lang}/join").form("/join")
    assert again.sent["code"] == [room.code()]
    assert visitor.submit(again).path == room.path


def test_a_code_that_opens_nothing_says_the_same_whatever_it_is(
    app: Flask, room: Classroom, stranger: Browser
) -> None:
    enter_as(app, stranger, "learner", name="Salma")
    old = room.code()
    page = room.teacher.open(room.path)
    forms = [form for form in page.forms() if form.action.endswith("/code")]
    off = next(form for form in forms if ("do", "off") in form.buttons.values())
    room.teacher.submit(off, button=next(iter(off.buttons)))
    seen = set()
    for code in (old, "ZZZZ-ZZZZ", "what"):
        asked = stranger.open(f"/{room.lang}/join").form("/join")
        refused = stranger.submit(asked, {"code": [code]}, status=422)
        assert refused.form("/join").sent["code"] == [code], "what was typed is kept"
        seen.add(refused.text.replace(code, ""))
    assert len(seen) == 1


def test_guessing_is_stopped(app: Flask, room: Classroom, stranger: Browser) -> None:
    enter_as(app, stranger, "learner", name="Salma")
    form = stranger.open(f"/{room.lang}/join").form("/join")
    statuses = [stranger.post(form, {"code": ["ZZZZ-ZZZZ"]}).status_code for _ in range(12)]
    assert statuses == [422] * 10 + [429] * 2
    assert stranger.post(form, {"code": ["ZZZZ-ZZZZ"]}).headers["Retry-After"]


def test_a_roster_is_looked_at_then_taken_over_then_printed(app: Flask, room: Classroom) -> None:
    page = room.teacher.open(f"{room.path}/roster")
    look = room.teacher.submit(page.form("/roster"), {"names": [ROSTER]})
    assert len(room.members()) == 1, "a look changes nothing"
    done = room.teacher.submit(
        look.form("/roster"), button=next(iter(look.form("/roster").buttons))
    )
    assert done.path == room.path
    assert set(room.members()) == {"Amal", "هدى سالم", "رانيا ناصر"}
    slips = room.teacher.submit(done.form("/slips"))
    codes = ["".join(e.itertext()) for e in slips.with_class("join-code")]
    assert len(codes) == len(set(codes)) == 2
    for slip in slips.with_class("slip"):
        langs = {e.get("lang") for e in slip.iter("div")}
        assert langs == {"ar", "en"}
    pupil = Browser(app.test_client(), room.lang)
    asked = pupil.open(f"/{room.lang}/code").form()
    claim = pupil.submit(asked, {"code": [codes[0]]})
    fields = {"login": ["huda"], "password": ["three words in a row"]}
    pupil.submit(claim.form(), {k: v for k, v in fields.items() if k in claim.form().offered})
    assert pupil.open(room.path).status == 200, "she is in the class at once"


def test_problems_of_a_roster_are_said_line_by_line_and_the_text_stays(room: Classroom) -> None:
    page = room.teacher.open(f"{room.path}/roster")
    text = "هدى سالم\n12345\nهدى سالم"
    look = room.teacher.submit(page.form("/roster"), {"names": [text]}, status=422)
    assert len(look.all(".//section[@role='alert']//li")) == 2
    assert look.form("/roster").sent["names"][0].strip() == text
    for nothing in ("", "   \n"):
        room.teacher.submit(page.form("/roster"), {"names": [nothing]}, status=422)


def test_a_spreadsheet_is_read_and_what_is_none_is_refused(room: Classroom) -> None:
    page = room.teacher.open(f"{room.path}/roster")
    token = page.form("/roster").sent["csrf_token"][0]

    def sent(data: bytes, name: str) -> int:
        body = {"csrf_token": token, "names": "", "file": (io.BytesIO(data), name)}
        response = room.teacher.client.post(f"{room.path}/roster", data=body)
        return response.status_code

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate((("الاسم", "ملاحظات"), ("هدى سالم", "x"), ("رانيا ناصر", ""))):
            sheet.write_row(at, 0, row)
    assert sent(out.getvalue(), "names.xlsx") == 200
    assert sent(b"name\nHuda Salem\n", "names.csv") == 200
    assert sent(b"\xff\xd8\xff\xe0 not names", "names.xlsx") == 422
    assert sent(out.getvalue()[:900], "names.xlsx") == 422
    assert sent(b"PK\x03\x04" + b"\x00" * 50, "names.xlsx") == 422


def test_a_pupil_removed_is_refused_on_the_next_request(room: Classroom) -> None:
    huda = room.pupil()
    member = room.teacher.open(room.members()["Huda"])
    room.teacher.submit(member.form("/part"), button=next(iter(member.form("/part").buttons)))
    huda.open(room.path, status=404)
    assert "Huda" not in room.members()


def test_nickname_and_extra_time_are_settled_by_a_teacher(room: Classroom) -> None:
    huda = room.pupil()
    where = room.members()["Huda"]
    settings = room.teacher.open(f"{room.path}/settings").form("/settings")
    room.teacher.submit(settings, {"nicknames": ["teacher"]})
    form = room.teacher.open(where).form(where.rsplit("/", 1)[1])
    saved = room.teacher.submit(form, {"nickname": ["نجمة"], "allowance": ["١٥٠"]})
    assert saved.form(where.rsplit("/", 1)[1]).sent["allowance"] == ["150"]
    assert "نجمة" in huda.open(room.path).text
    for wrong in ("99", "301", "much"):
        refused = room.teacher.submit(form, {"allowance": [wrong]}, status=422)
        assert refused.form(where.rsplit("/", 1)[1]).sent["allowance"] == [wrong]


def test_a_code_for_a_new_password_is_shown_once(room: Classroom) -> None:
    room.pupil()
    member = room.teacher.open(room.members()["Huda"])
    slip = room.teacher.submit(member.form("/code"))
    assert CODE.search(slip.text)


def test_all_that_is_stored_about_a_pupil_is_handed_over_and_she_is_told(
    app: Flask, room: Classroom
) -> None:
    huda = room.pupil()
    member = room.teacher.open(room.members()["Huda"])
    form = member.form("/data")
    sent = room.teacher.client.post(form.action, data=form.sent)
    assert sent.mimetype == "application/json"
    assert "attachment" in sent.headers["Content-Disposition"]
    own = huda.client.get(f"/{room.lang}/mine/waraqa.json")
    assert sent.json == own.json
    assert sent.json["classes"]
    told = {"ar": "نسخة من كل ما هو محفوظ", "en": "took a copy of all that is stored"}
    assert told[room.lang] in huda.open(f"/{room.lang}/notices").text
    with app.app_context():
        noted = database().execute(
            text("SELECT count(*) FROM audit_entry WHERE action = 'pupil.exported'")
        )
        assert noted.scalar_one() == 1


def test_another_teacher_is_invited_and_accepts(app: Flask, room: Classroom) -> None:
    karim = Browser(app.test_client(), room.lang)
    enter_as(app, karim, "teacher", name="Karim", login="karim")
    karim.open(room.path, status=404)
    form = room.teacher.open(room.path).form("/teachers")
    room.teacher.submit(form, {"login": ["nobody"]}, status=422)
    room.teacher.submit(form, {"login": ["karim"]})
    karim.open(room.path, status=404)
    invitation = karim.open(f"/{room.lang}/classes").form("/invitation")
    accepted = karim.submit(invitation, button=next(iter(invitation.buttons)))
    assert accepted.path == room.path
    assert "Karim" in room.members()


def test_an_archived_class_takes_nobody_and_comes_back(room: Classroom) -> None:
    settings = room.teacher.open(f"{room.path}/settings")
    archived = room.teacher.submit(
        settings.form("/archive"), button=next(iter(settings.form("/archive").buttons))
    )
    room.teacher.open(f"{archived.path}/homework/new")
    settings = room.teacher.open(f"{room.path}/settings")
    back = settings.form("/archive")
    assert ("do", "restore") in back.buttons.values()
    room.teacher.submit(back, button=next(iter(back.buttons)))


def test_extra_fields_change_neither_owner_nor_part(room: Classroom) -> None:
    huda = room.pupil()
    form = huda.open(f"/{room.lang}/join").form("/join")
    body = {**form.filled({"code": [room.code()]}), "part": "teacher", "owner_id": "2"}
    assert huda.client.post(form.action, data=body).status_code == 303
    assert "/settings" not in huda.open(room.path).response.text.split("<main", 1)[1]
    huda.open(f"{room.path}/settings", status=404)


def test_every_object_of_a_class_is_404_for_strangers_and_other_teachers(
    app: Flask, room: Classroom, stranger: Browser
) -> None:
    room.pupil()
    where = room.members()["Huda"]
    enter_as(app, stranger, "learner", name="Salma")
    other = make_class(app, room.lang, name="Karim")
    paths = ["", "/settings", "/code", "/roster", "/homework/new"]
    for browser in (stranger, other.teacher):
        token = browser.open(f"/{room.lang}/settings").form().sent["csrf_token"][0]
        for path in (*(room.path + each for each in paths), where):
            assert browser.client.get(path).status_code == 404, path
        posts = ["/settings", "/code", "/archive", "/roster", "/slips", "/teachers", "/leave"]
        for path in (
            *(room.path + each for each in (*posts, "/invitation", "/homework/new")),
            *(where + each for each in ("", "/part", "/code", "/data")),
        ):
            body = {"csrf_token": token, "do": "remove", "name": "X", "zone": "UTC", "login": "x"}
            body |= {"nicknames": "words", "names": "Huda"}
            assert browser.client.post(path, data=body).status_code == 404, path
    mixed = where.replace(room.class_id, other.class_id)
    assert other.teacher.client.get(mixed).status_code == 404, "her own class, another's pupil"


def test_a_class_that_nobody_uses_says_so_and_can_be_kept(app: Flask, lang: str) -> None:
    room = make_class(app, lang)
    keep = f"/classes/{room.class_id}/keep"
    assert not [form for form in room.teacher.open(room.path).forms() if form.action.endswith(keep)]
    long_ago = to_millis(ambient.now() - timedelta(days=320))
    with app.app_context(), writing(database()) as connection:
        connection.execute(text("UPDATE classroom SET created_at = :then"), {"then": long_ago})
        connection.execute(text("UPDATE membership SET joined_at = :then"), {"then": long_ago})
    page = room.teacher.open(room.path)
    kept = room.teacher.submit(page.form(keep), {})
    assert not [form for form in kept.forms() if form.action.endswith(keep)]
