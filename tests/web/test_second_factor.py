"""Two-step sign-in in the browser: setting it up, the second step, recovery codes, the policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from quizapp.config import ADMINS
from quizapp.extensions import database
from quizapp.services.accounts import Role
from quizapp.services.people import administration, codes, second_step, totp
from quizapp.web import ambient
from tests.people import PASSWORD
from tests.second_factor import KEY, RECOVERY, code_at, equip
from tests.web.browsing import Browser, Page
from tests.web.people import enter_as
from tests.web.playing import Player, play_on, start

STEP = timedelta(seconds=totp.STEP_SECONDS)
SETUP = "settings/second-factor"


@pytest.fixture(autouse=True)
def cheap_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "_LASTING_COST", 2)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """A moment that stands still."""
    still = ambient.now()
    monkeypatch.setattr(ambient, "now", lambda: still)
    return still


@pytest.fixture
def secret(app: Flask, lang: str, now: datetime) -> str:
    """The secret in the phone of `rania`, who is signed in nowhere."""
    maker = Browser(app.test_client(), lang)
    account = enter_as(app, maker, "teacher", name="Rania", login="rania", password=PASSWORD)
    with app.app_context():
        return equip(database(), account.account_id, now, recovery=RECOVERY)


def first_step(browser: Browser, *, own: bool = False, login: str = "rania") -> Page:
    form = browser.open(f"/{browser.lang}/sign-in?next=/{browser.lang}/cards").form("/sign-in")
    chosen = ["1"] if own else []
    return browser.submit(form, {"login": [login], "password": [PASSWORD], "own_device": chosen})


def second(browser: Browser, page: Page, status: int = 200, **typed: str) -> Page:
    return browser.submit(
        page.form("/sign-in/code"), {name: [text] for name, text in typed.items()}, status=status
    )


def signed_in(browser: Browser) -> bool:
    return browser.client.get(f"/{browser.lang}/settings/sessions").status_code == 200


def test_after_the_password_a_code_is_asked_for_and_then_one_is_in(
    visitor: Browser, secret: str, now: datetime
) -> None:
    page = first_step(visitor, own=True)
    assert page.path == f"/{visitor.lang}/sign-in/code"
    assert not signed_in(visitor)
    field = next(e for e in page.tree.iter("input") if e.get("name") == "code")
    assert (field.get("autocomplete"), field.get("inputmode")) == ("one-time-code", "numeric")
    arabic = code_at(secret, now).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert second(visitor, page, code=f"{arabic[:3]} {arabic[3:]}").path.endswith("/cards")
    assert signed_in(visitor)
    with visitor.client.session_transaction() as session:
        assert "half" not in session
        assert session.permanent, "as was chosen with the password"


def test_a_wrong_code_says_so_and_can_be_tried_again(
    visitor: Browser, secret: str, now: datetime
) -> None:
    page = first_step(visitor)
    for typed, field in (
        ({}, "code"),
        ({"code": "12345"}, "code"),
        ({"recovery": "?"}, "recovery"),
    ):
        page = second(visitor, page, 422, **{"code": "", "recovery": ""} | typed)
        (problem,) = [e for e in page.with_class("problem") if e.tag == "span"]
        assert problem.get("id") == f"{field}-problem"
    assert not signed_in(visitor)
    page = second(visitor, page, recovery="", code=code_at(secret, now))
    assert signed_in(visitor)


def test_a_recovery_code_stands_in_for_the_phone(visitor: Browser, secret: str) -> None:
    second(visitor, first_step(visitor), recovery="aaaa-aaaa")
    assert signed_in(visitor)
    assert visitor.open(f"/{visitor.lang}/notices").with_class("notices")


def test_the_half_session_opens_no_page_of_the_account(
    app: Flask, visitor: Browser, secret: str, now: datetime
) -> None:
    first_step(visitor)
    with visitor.client.session_transaction() as session:
        half = session["half"]
        session["token"] = half
    for path in ("settings/sessions", "settings/password", SETUP, "classes", "teach"):
        assert visitor.client.get(f"/{visitor.lang}/{path}").status_code in (303, 308), path
    assert visitor.client.get(f"/{visitor.lang}/mine/data.json").status_code == 404
    stolen = {"Authorization": f"Bearer {half}"}
    assert visitor.client.get("/api/v1/me", headers=stolen).status_code == 401


def test_ten_minutes_later_it_begins_with_the_password_again(
    visitor: Browser, secret: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = first_step(visitor)
    later = now + second_step.LIFETIME
    monkeypatch.setattr(ambient, "now", lambda: later)
    over = second(visitor, page, code=code_at(secret, later))
    assert over.path == f"/{visitor.lang}/sign-in"
    assert over.with_class("problem")
    assert over.form("/sign-in").sent["next"] == [f"/{visitor.lang}/cards"]
    assert visitor.open(f"/{visitor.lang}/sign-in/code").path == f"/{visitor.lang}/sign-in"


def test_c26_codes_cannot_be_guessed_for_long(visitor: Browser, secret: str, now: datetime) -> None:
    page = first_step(visitor)
    for _ in range(5):
        page = second(visitor, page, 422, code="12345")
    page = second(visitor, page, 429, code=code_at(secret, now))
    assert page.with_class("problem")
    assert page.response.headers["Retry-After"] == "180"


def test_a_guest_with_answers_is_asked_about_them_after_the_second_step(
    app: Flask, visitor: Browser, secret: str, now: datetime
) -> None:
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    play_on(visitor, page, Player(app, page).right(1))
    asked = first_step(visitor)
    with visitor.client.session_transaction() as session:
        assert session["token"] != session["half"], "the guest stays until then"
    visitor.open(page.path)
    brought = second(visitor, asked, code=code_at(secret, now))
    assert brought.path == f"/{visitor.lang}/bring"
    assert signed_in(visitor)


def test_a_reset_code_does_not_do_without_the_second_step(
    app: Flask, visitor: Browser, secret: str, now: datetime
) -> None:
    with app.app_context():
        code = administration.reset(database(), "rania", now)
    step = visitor.submit(visitor.open(f"/{visitor.lang}/code").form("/code"), {"code": [code]})
    page = visitor.submit(step.form("/code/use"), {"password": ["four other words here"]})
    assert page.path == f"/{visitor.lang}/sign-in/code"
    assert not signed_in(visitor)
    second(visitor, page, code=code_at(secret, now))
    assert signed_in(visitor)


def offered(browser: Browser, query: str = "") -> tuple[Page, str]:
    page = browser.open(f"/{browser.lang}/{SETUP}{query}")
    page = browser.submit(page.form("/offer"))
    (address,) = page.with_class("address")
    return page, "".join("".join(address.itertext()).split())


def cookie_of(browser: Browser) -> str:
    cookie = browser.client.get_cookie("waraqa")
    assert cookie is not None
    return cookie.value


def test_it_is_set_up_changed_and_switched_off(
    app: Flask, visitor: Browser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter_as(app, visitor, "teacher", name="رانيا", login="رانيا", password=PASSWORD)
    assert SETUP in visitor.open(f"/{visitor.lang}/settings").response.text
    page, secret = offered(visitor)
    assert len(secret) == 32
    assert len(page.with_class("qr")) == 1
    assert "style=" not in page.response.text
    form = page.form("/second-factor")
    for typed, wrong in (("12345", "code"), (code_at(secret, now), "password_old")):
        values = {"code": [typed], "password_old": ["wrong words" if wrong != "code" else PASSWORD]}
        again = visitor.submit(form, values, status=422)
        (problem,) = [e for e in again.with_class("problem") if e.tag == "span"]
        assert problem.get("id") == f"{wrong}-problem"
        assert len(again.with_class("qr")) == 1, "the same secret can be tried again"
    old = cookie_of(visitor)
    done = visitor.submit(form, {"code": [code_at(secret, now)], "password_old": [PASSWORD]})
    told = ["".join(e.itertext()) for e in done.with_class("join-code")]
    assert len(told) == 10
    thief = Browser(app.test_client(), visitor.lang)
    thief.client.set_cookie("waraqa", old)
    assert not signed_in(thief), "C13"
    assert signed_in(visitor)
    page = visitor.open(f"/{visitor.lang}/{SETUP}")
    assert told[0] not in page.response.text
    assert secret not in "".join(page.text.split())
    later = now + STEP
    monkeypatch.setattr(ambient, "now", lambda: later)
    values = {"code": [code_at(secret, later)], "password_old": [PASSWORD]}
    renewed = visitor.submit(
        page.form("/change"), values, button=page_button(page.form("/change"), "codes")
    )
    new = ["".join(e.itertext()) for e in renewed.with_class("join-code")]
    assert len(set(new) - set(told)) == 10
    page = visitor.open(f"/{visitor.lang}/{SETUP}")
    form = page.form("/change")
    values = {"code": [new[0].lower()], "password_old": [PASSWORD]}
    off = visitor.submit(form, values, button=page_button(form, "off"))
    assert off.with_class("done")
    assert off.form("/offer")
    assert signed_in(visitor)


def page_button(form: object, value: str) -> str:
    named = {pair[1]: words for words, pair in form.buttons.items() if pair}  # type: ignore[attr-defined]
    return str(named[value])


def test_an_offer_that_is_over_is_said_so(
    app: Flask, visitor: Browser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter_as(app, visitor, "teacher", login="rania", password=PASSWORD)
    page, secret = offered(visitor)
    later = now + timedelta(minutes=31)
    monkeypatch.setattr(ambient, "now", lambda: later)
    values = {"code": [code_at(secret, later)], "password_old": [PASSWORD]}
    over = visitor.submit(page.form("/second-factor"), values, status=422)
    assert over.with_class("problem")
    assert over.form("/offer")


@pytest.mark.parametrize(("role", "status"), [("learner", 404), ("teacher", 200), ("admin", 200)])
def test_it_is_for_teachers_and_administrators(
    app: Flask, visitor: Browser, role: Role, status: int
) -> None:
    enter_as(app, visitor, role)
    visitor.open(f"/{visitor.lang}/{SETUP}", status=status)
    linked = SETUP in visitor.open(f"/{visitor.lang}/settings").response.text
    assert linked is (status == 200)


def test_an_administrator_is_offered_it_whenever_she_signs_in(
    app: Flask, visitor: Browser, now: datetime
) -> None:
    maker = Browser(app.test_client(), visitor.lang)
    enter_as(app, maker, "admin", login="rania", password=PASSWORD)
    page = first_step(visitor)
    assert page.path == f"/{visitor.lang}/{SETUP}"
    assert signed_in(visitor), "it is an offer"
    assert page.link_to("/cards").endswith("/cards")
    page = visitor.submit(page.form("/offer"))
    secret = "".join("".join(page.with_class("address")[0].itertext()).split())
    values = {"code": [code_at(secret, now)], "password_old": [PASSWORD]}
    done = visitor.submit(page.form("/second-factor"), values)
    assert done.link_to("/cards").endswith("/cards"), "where she wanted to be"


def test_a_site_can_demand_it_of_administrators(
    app: Flask, visitor: Browser, now: datetime
) -> None:
    app.config["WARAQA"] = replace(app.config["WARAQA"], second_factor=ADMINS)
    teacher = Browser(app.test_client(), visitor.lang)
    enter_as(app, teacher, "teacher", name="Amal")
    assert teacher.open(f"/{visitor.lang}/classes").path.endswith("/classes")
    account = enter_as(app, visitor, "admin", login="rania", password=PASSWORD)
    page = visitor.open(f"/{visitor.lang}/classes")
    assert page.path == f"/{visitor.lang}/{SETUP}"
    held = visitor.client.post(
        f"/{visitor.lang}/classes/new",
        data={"csrf_token": page.form().sent["csrf_token"][0], "name": "typed by hand"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert held.status_code == 403
    assert "typed by hand" in held.text
    assert visitor.open(f"/{visitor.lang}/settings/password").path.endswith("/password")
    with app.app_context():
        equip(database(), account.account_id, now, keys=(KEY,))
    assert visitor.open(f"/{visitor.lang}/classes").path.endswith("/classes")
