"""C13, C14, C26, C27 in the browser: signing in, up and out, in both languages, without scripts."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from flask import Flask

from quizapp.domain.errors import StorageBusy
from quizapp.domain.logins import LoginRejected, NameRejected
from quizapp.domain.passwords import PasswordRejected, Problem
from quizapp.extensions import database
from quizapp.services.people import administration
from quizapp.web import ambient
from quizapp.web.credentials import LOGIN_REJECTED, NAME_REJECTED, PASSWORD_REJECTED
from quizapp.web.signin.forms import CLAIM_TITLES
from tests.people import PASSWORD
from tests.web.browsing import Browser, Page
from tests.web.people import enter_as
from tests.web.playing import Player, play_on, start

OTHER = "four other words here"


@pytest.fixture
def huda(app: Flask, lang: str) -> str:
    """The login of somebody who is signed in nowhere."""
    maker = Browser(app.test_client(), lang)
    enter_as(app, maker, "learner", name="هدى", login="huda", password=PASSWORD)
    return "huda"


def sign_in(
    browser: Browser,
    login: str = "huda",
    password: str = PASSWORD,
    *,
    own: bool = False,
    status: int = 200,
) -> Page:
    form = browser.open(f"/{browser.lang}/sign-in").form("/sign-in")
    values = {"login": [login], "password": [password], "own_device": ["1"] if own else []}
    return browser.submit(form, values, status=status)


def sign_up(browser: Browser, login: str = "Huda7", status: int = 200, **more: str) -> Page:
    form = browser.open(f"/{browser.lang}/sign-up").form("/sign-up")
    values = {"login": login, "password": PASSWORD} | more
    return browser.submit(form, {name: [v] for name, v in values.items()}, status=status)


def signed_in(browser: Browser) -> bool:
    return browser.client.get(f"/{browser.lang}/settings/sessions").status_code == 200


def cookie_of(browser: Browser) -> str:
    cookie = browser.client.get_cookie("waraqa")
    assert cookie is not None
    return cookie.value


def test_somebody_signs_in_and_the_page_says_who_she_is(visitor: Browser, huda: str) -> None:
    page = sign_in(visitor)
    assert page.path == f"/{visitor.lang}/"
    assert "هدى" in page.text
    assert signed_in(visitor)


def test_after_signing_in_one_is_where_one_wanted_to_be(visitor: Browser, huda: str) -> None:
    page = visitor.open(f"/{visitor.lang}/settings/password")
    assert page.path == f"/{visitor.lang}/sign-in"
    page = visitor.submit(page.form("/sign-in"), {"login": [huda], "password": [PASSWORD]})
    assert page.path == f"/{visitor.lang}/settings/password"


def test_c27_every_failure_says_the_same(app: Flask, visitor: Browser, huda: str) -> None:
    with app.app_context():
        administration.reset(database(), huda, ambient.now())
    pages = [
        sign_in(visitor, login, password, status=422)
        for login, password in ((huda, OTHER), ("nobody", PASSWORD), ("x" * 300, "x" * 300))
    ]
    (said,) = {page.with_class("problem")[0].text for page in pages}
    assert said
    assert all(
        page.form("/sign-in").sent["login"][0] in (huda, "nobody", "x" * 300) for page in pages
    )
    assert PASSWORD not in pages[1].response.text, "no page carries a password"


def test_c26_too_many_tries_say_when_to_come_back(
    visitor: Browser, huda: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(10):
        sign_in(visitor, huda, OTHER, status=422)
    page = sign_in(visitor, huda, PASSWORD, status=429)
    assert page.with_class("problem")
    assert page.form("/sign-in").sent["login"] == [huda]
    wait = int(page.response.headers["Retry-After"])
    later = ambient.now() + timedelta(seconds=wait)
    monkeypatch.setattr(ambient, "now", lambda: later)
    assert sign_in(visitor).path == f"/{visitor.lang}/"


def test_c14_signing_in_gives_a_new_cookie_and_ends_who_was_there(
    app: Flask, visitor: Browser, huda: str
) -> None:
    enter_as(app, visitor, "learner", name="Sami", login="sami")
    old = cookie_of(visitor)
    sign_in(visitor)
    thief = Browser(app.test_client(), visitor.lang)
    thief.client.set_cookie("waraqa", old)
    assert not signed_in(thief)
    assert signed_in(visitor)


def test_c13_the_old_cookie_is_dead_after_signing_out(
    app: Flask, visitor: Browser, huda: str
) -> None:
    page = sign_in(visitor)
    old = cookie_of(visitor)
    response = visitor.post(page.form("/sign-out"))
    assert response.headers["Location"] == f"/{visitor.lang}/sign-in"
    assert response.headers["Clear-Site-Data"] == '"storage"'
    assert not signed_in(visitor)
    visitor.client.set_cookie("waraqa", old)
    assert not signed_in(visitor)


@pytest.mark.parametrize("path", ["", "cards", "progress", "settings", "about", "nowhere"])
def test_every_page_offers_to_sign_out(app: Flask, visitor: Browser, path: str) -> None:
    enter_as(app, visitor, "learner")
    page = visitor.open(f"/{visitor.lang}/{path}", status=404 if path == "nowhere" else 200)
    assert page.form("/sign-out")


def test_a_shared_device_forgets_with_the_window_an_own_one_after_a_month(
    visitor: Browser, huda: str
) -> None:
    sign_in(visitor)
    cookie = visitor.client.get_cookie("waraqa")
    assert cookie is not None
    assert cookie.expires is None
    sign_in(visitor, own=True)
    cookie = visitor.client.get_cookie("waraqa")
    assert cookie is not None
    assert cookie.expires is not None


def test_reading_keeps_a_shared_session_alive_and_resting_ends_it(
    visitor: Browser, huda: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(visitor)
    begun = ambient.now()
    for minutes in (25, 50, 75):
        now = begun + timedelta(minutes=minutes)
        monkeypatch.setattr(ambient, "now", lambda now=now: now)
        assert signed_in(visitor), minutes
    now = begun + timedelta(minutes=75 + 31)
    monkeypatch.setattr(ambient, "now", lambda: now)
    assert not signed_in(visitor)


def test_a_page_is_shown_though_nothing_can_be_written_just_now(
    visitor: Browser, huda: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(visitor)

    def busy(*_: object, **__: object) -> None:
        raise StorageBusy

    later = ambient.now() + timedelta(minutes=10)
    monkeypatch.setattr(ambient, "now", lambda: later)
    monkeypatch.setattr("quizapp.services.accounts.touch_session", busy)
    assert signed_in(visitor)


def test_the_cookie_has_nothing_of_before_but_the_language_and_a_class_to_join(
    visitor: Browser, huda: str
) -> None:
    form = visitor.open(f"/{visitor.lang}/sign-in").form("/sign-in")
    with visitor.client.session_transaction() as session:
        session.update({"join": "ABCDEF23", "planted": "by somebody else"})
        before = session["csrf_token"]
    visitor.submit(form, {"login": [huda], "password": [PASSWORD]})
    with visitor.client.session_transaction() as session:
        assert session["join"] == "ABCDEF23"
        assert session["csrf_token"] != before
        told = {"lang", "join", "token", "day", "brief", "csrf_token"}
        assert session.keys() - {"_permanent"} == told
        assert not session.permanent
    visitor.submit(visitor.open(f"/{visitor.lang}/").form("/sign-out"))
    with visitor.client.session_transaction() as session:
        assert session.keys() - {"_permanent"} == {"lang", "csrf_token"}


def test_a_guest_signs_up_and_keeps_what_was_answered(app: Flask, visitor: Browser) -> None:
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    play_on(visitor, page, Player(app, page).right(1))
    old = cookie_of(visitor)
    assert sign_up(visitor).path == f"/{visitor.lang}/"
    visitor.open(page.path)
    thief = Browser(app.test_client(), visitor.lang)
    thief.client.set_cookie("waraqa", old)
    thief.open(page.path, status=404)


def test_a_guest_who_signs_in_is_asked_about_what_was_answered(
    app: Flask, visitor: Browser, huda: str
) -> None:
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    play_on(visitor, page, Player(app, page).right(1))
    asked = sign_in(visitor)
    assert asked.path == f"/{visitor.lang}/bring"
    visitor.open(page.path, status=404)
    words = {"ar": "الضمّ إلى حسابي", "en": "Add to my account"}[visitor.lang]
    assert visitor.submit(asked.form("/bring"), button=words).path == f"/{visitor.lang}/"
    visitor.open(page.path)
    assert visitor.open(f"/{visitor.lang}/bring").path == f"/{visitor.lang}/", "asked once"
    with app.app_context():
        roles = database().connection().exec_driver_sql("SELECT role FROM account").scalars()
        assert list(roles) == ["learner"]


def test_what_somebody_else_answered_is_left(app: Flask, visitor: Browser, huda: str) -> None:
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    asked = sign_in(visitor)
    words = {"ar": "تركها", "en": "Leave them"}[visitor.lang]
    visitor.submit(asked.form("/bring"), button=words)
    visitor.open(page.path, status=404)
    assert visitor.open(f"/{visitor.lang}/bring").path == f"/{visitor.lang}/"


@pytest.mark.parametrize(
    "fields",
    [
        {"login": "h"},
        {"login": "hu da"},
        {"password": "short"},
        {"password": "password123"},
        {"password": "Huda7-2026"},
        {"password": "١٢٣٤٥٦٧٨"},
        {"name": "Hu\u202eda"},
        {"login": "huda"},
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_the_rest_stays(
    app: Flask, visitor: Browser, huda: str, fields: dict[str, str]
) -> None:
    page = sign_up(visitor, status=422, **{"name": "هدى سالم", **fields})
    assert len([e for e in page.with_class("problem") if e.tag == "span"]) == 1
    form = page.form("/sign-up")
    assert form.sent["name"] == [fields.get("name", "هدى سالم")]
    assert form.sent["password"] == [""]
    assert not signed_in(visitor)


def test_extra_fields_make_nobody_a_teacher(app: Flask, visitor: Browser) -> None:
    form = visitor.open(f"/{visitor.lang}/sign-up").form("/sign-up")
    body = form.filled({"login": ["mallory"], "password": [PASSWORD]})
    extra = {"role": "admin", "allowance": "9", "account_id": "1", "public_id": "x"}
    assert visitor.client.post(form.action, data=body | extra).status_code == 303
    with app.app_context():
        row = database().connection().exec_driver_sql("SELECT role, allowance FROM account").one()
    assert tuple(row) == ("learner", 1.0)


@pytest.mark.parametrize("path", ["sign-in", "sign-up", "settings/password"])
def test_password_fields_are_made_for_managers(app: Flask, visitor: Browser, path: str) -> None:
    if path.startswith("settings"):
        enter_as(app, visitor, "learner")
    page = visitor.open(f"/{visitor.lang}/{path}")
    fields = [e for e in page.tree.iter("input") if (e.get("name") or "").startswith("password")]
    assert fields
    for field in fields:
        assert field.get("type") == "password"
        assert field.get("dir") == "ltr"
        assert field.get("autocomplete") in ("current-password", "new-password")
        assert field.get("onpaste") is None
    for field in page.tree.iter("input"):
        if field.get("name") == "login":
            assert field.get("autocomplete") == "username"


def test_a_self_made_account_states_an_age_and_asks_for_no_more(visitor: Browser) -> None:
    page = visitor.open(f"/{visitor.lang}/sign-up")
    assert {"ar": "السادسة عشرة", "en": "sixteen"}[visitor.lang] in page.text
    asked = page.form("/sign-up").offered.keys()
    assert asked == {"csrf_token", "next", "login", "name", "password", "own_device"}


def test_c31_no_log_holds_a_name_a_password_or_a_code(
    app: Flask, visitor: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    canaries = ("canary.login", "Canary Name", "canary words today", "canary wrong words")
    login, name, password, wrong = canaries
    sign_up(visitor, login, name=name, password=password)
    visitor.submit(visitor.open(f"/{visitor.lang}/").form("/sign-out"))
    sign_in(visitor, login, wrong, status=422)
    with app.app_context():
        code = administration.reset(database(), login, ambient.now())
    step = visitor.submit(visitor.open(f"/{visitor.lang}/code").form("/code"), {"code": [code]})
    visitor.submit(step.form("/code/use"), {"password": [wrong]})
    with app.app_context():
        connection = database().connection()
        entries = str(connection.exec_driver_sql("SELECT * FROM audit_entry").all())
        stored = str(connection.exec_driver_sql("SELECT * FROM account").all())
    assert "sign-in.failed" in entries
    for secret in (*canaries, code):
        assert secret not in caplog.text
        assert secret not in entries
    assert password not in stored
    assert wrong not in stored


NASTY = (
    "",
    "\x00",
    "\r\nSet-Cookie: x=y",
    "\u202e" * 50,
    "ض" * 4_000,
    "%s%n{0}{{7*7}}",
    "<script>alert(1)</script>",
    "' OR '1'='1",
    "\ufffe\uffff",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿" * 20,
    "(a+)+$" * 100,
)


@pytest.mark.parametrize(
    ("path", "endings"),
    [("sign-in", ("sign-in",)), ("sign-up", ("sign-up",)), ("code", ("code", "code/use"))],
)
def test_no_text_breaks_a_form_or_runs_on_a_page(
    app: Flask, visitor: Browser, path: str, endings: tuple[str, ...]
) -> None:
    token = visitor.open(f"/{visitor.lang}/{path}").form(f"/{path}").sent["csrf_token"][0]
    names = ("login", "name", "password", "code", "own_device", "next")
    for text in NASTY:
        for ending in endings:
            body = {"csrf_token": token, **dict.fromkeys(names, text)}
            response = visitor.client.post(f"/{visitor.lang}/{ending}", data=body)
            assert response.status_code in (422, 429), text
            assert "<script>alert" not in response.text


@pytest.mark.parametrize("path", ["sign-in", "sign-up", "code"])
def test_a_field_sent_twice_or_not_at_all_breaks_nothing(visitor: Browser, path: str) -> None:
    token = visitor.open(f"/{visitor.lang}/{path}").form(f"/{path}").sent["csrf_token"][0]
    for body in ({}, {"login": ["a", "b"], "password": ["c", "d"], "code": ["e", "f"]}):
        response = visitor.client.post(
            f"/{visitor.lang}/{path}", data={"csrf_token": token, **body}
        )
        assert response.status_code == 422


def test_every_refusal_and_every_code_has_its_words() -> None:
    assert set(PASSWORD_REJECTED) == set(Problem.__args__)
    assert set(LOGIN_REJECTED) == {"short", "long", "characters", "taken"}
    assert set(NAME_REJECTED) == {"empty", "long", "characters", "roster"}
    assert len(CLAIM_TITLES) == 4
    for error in (LoginRejected("short"), NameRejected("long"), PasswordRejected("own")):
        assert str(error)


def test_the_first_teacher_comes_by_a_link_whose_code_is_never_sent(
    app: Flask, visitor: Browser
) -> None:
    with app.app_context():
        code = administration.invite(database(), role="teacher", now=ambient.now())
    asked = visitor.open(f"/{visitor.lang}/code#{code}")
    assert code not in asked.response.text
    step = visitor.submit(asked.form("/code"), {"code": [f"{code[:4]}-{code[4:].lower()}"]})
    page = visitor.submit(
        step.form("/code/use"), {"login": ["rania"], "name": ["رانيا"], "password": [PASSWORD]}
    )
    assert page.path == f"/{visitor.lang}/"
    assert "رانيا" in page.text
    again = Browser(app.test_client(), visitor.lang)
    refused = again.submit(
        again.open(f"/{again.lang}/code").form("/code"), {"code": [code]}, status=422
    )
    assert refused.with_class("problem")


def test_a_reset_code_gives_a_new_password(app: Flask, visitor: Browser, huda: str) -> None:
    with app.app_context():
        code = administration.reset(database(), huda, ambient.now())
    step = visitor.submit(visitor.open(f"/{visitor.lang}/code").form("/code"), {"code": [code]})
    assert huda in step.text
    again = visitor.submit(step.form("/code/use"), {"password": ["huda1234"]}, status=422)
    visitor.submit(again.form("/code/use"), {"password": [OTHER]})
    assert signed_in(visitor)
    visitor.submit(visitor.open(f"/{visitor.lang}/").form("/sign-out"))
    sign_in(visitor, password=OTHER)
    assert signed_in(visitor)


def test_guessed_codes_are_refused_alike_and_then_slowed_down(visitor: Browser) -> None:
    form = visitor.open(f"/{visitor.lang}/code").form("/code")
    said = set()
    for number in range(10):
        page = visitor.submit(form, {"code": [f"GUESSE{22 + number}"]}, status=422)
        said.add(page.with_class("problem")[0].text)
    assert len(said) == 1
    assert visitor.submit(form, {"code": ["GUESSES2"]}, status=429).with_class("problem")
