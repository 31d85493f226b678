"""C31: no secret, answer or name in any line of the log; nothing typed begins a line; UTC JSON."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.middleware.proxy_fix import ProxyFix

from quizapp.config import Config, ConfigError, config_for_tests, log_mode
from quizapp.extensions import database
from quizapp.journal import Journal, LineFormatter, logging_settings
from quizapp.web import journal as of_requests
from tests.web.browsing import Browser, Form
from tests.web.people import enter_as
from tests.web.playing import answer_form, start
from tests.web.schooling import make_class

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
CANARY = "Kanarienvogel"
MEMBERS = {
    *("time", "level", "event", "request", "actor", "method", "route", "status", "ms", "bytes"),
    *("mark", "from"),
}
Line = dict[str, Any]


class Log(io.StringIO):
    """What was written, read line by line as JSON."""

    def lines(self) -> list[Line]:
        found = [json.loads(line) for line in self.getvalue().splitlines()]
        assert all(MOMENT.fullmatch(each["time"]) for each in found)
        return found

    def requests(self) -> list[Line]:
        return [each for each in self.lines() if each["event"] == "request"]

    def marks(self) -> list[str]:
        return [each["mark"] for each in self.requests() if "mark" in each]


@pytest.fixture
def log(app: Flask) -> Iterator[Log]:
    """The log of the site as a machine would keep it."""
    before, stream = app.extensions["journal"], Log()
    app.extensions["journal"] = Journal("json", stream)
    yield stream
    app.extensions["journal"] = before


def test_a_request_is_one_line_of_known_members(app: Flask, visitor: Browser, log: Log) -> None:
    response = visitor.client.get(f"/{visitor.lang}/about?q={CANARY}")
    (line,) = log.requests()
    assert line.keys() == MEMBERS - {"mark", "from"}
    assert line["request"] == response.headers["X-Request-ID"]
    assert (line["route"], line["status"], line["level"]) == ("home.about", 200, "info")
    assert line["bytes"] == len(response.data)
    assert line["actor"] is None


def test_no_secret_answer_or_name_is_in_the_log_of_any_flow(
    app: Flask, visitor: Browser, log: Log
) -> None:
    lang, client = visitor.lang, visitor.client
    words = {name: f"{CANARY}-{name}" for name in ("password", "login", "answer", "agent", "path")}
    page = start(visitor, kinds=["gap"], length="5", lang=lang)
    form = answer_form(page)
    typed = {name: [words["answer"]] for name in form.offered if offers_typing(form, name)}
    assert typed
    visitor.post(form, typed)
    sign_in = visitor.open(f"/{lang}/sign-in").form("/sign-in")
    wrong = {"login": [words["login"]], "password": [words["password"]]}
    assert visitor.post(sign_in, wrong).status_code == 422
    code = visitor.open(f"/{lang}/code").form()
    visitor.post(code, {"code": ["QRST-UVWX"]})
    client.get(f"/{lang}/{words['path']}", headers={"User-Agent": words["agent"]})
    client.get(f"/{lang}/calendar/{words['path']}.ics")
    client.post(f"/{lang}/sign-in", data=wrong)  # Without a token: a page that holds it all.
    client.get("/api/v1/me", headers={"Authorization": f"Bearer {words['password']}"})
    room = make_class(app, lang, name=f"{CANARY} Amal", called=f"{CANARY} class")
    room.pupil(f"{CANARY}Huda")
    room.teacher.open(f"{room.path}/results")
    written = log.getvalue()
    assert CANARY.casefold() not in written.casefold()
    for secret in ("QRST", "UVWX", room.class_id, *_cookies(visitor), *_cookies(room.teacher)):
        assert secret not in written
    assert {"sign_in_failed", "form_expired", "sign_in_needed"} <= set(log.marks())
    assert {type(each["actor"]) for each in log.requests()} == {int, type(None)}


def offers_typing(form: Form, name: str) -> bool:
    return form.offered[name] is None and name not in ("csrf_token", "key")


def _cookies(browser: Browser) -> list[str]:
    cookie = browser.client.get_cookie("waraqa")
    with browser.client.session_transaction() as session:
        token = str(session.get("token", "no token"))
    return [cookie.value[:40], token] if cookie else [token]


HOSTILE = (
    "a\r\nb",
    'x","level":"error',
    "\u2028next",
    '{"time":"1999-01-01T00:00:00.000Z"}',
    "\x1b[31m",
)


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_typed_begins_a_line_or_changes_one(app: Flask, log: Log, typed: str) -> None:
    client = app.test_client()
    header = typed.replace("\r\n", "\\r\\n").replace("\u2028", "")
    client.get("/ar/" + typed, headers={"X-Request-ID": header, "User-Agent": header})
    client.open("/ar/", method="BREW" + header.split()[0].replace("\x1b", ""))
    client.post("/ar/sign-in", data={"login": typed, "password": typed})
    lines = log.lines()
    assert len(lines) == 3
    for line in lines:
        assert line.keys() <= MEMBERS
        assert re.fullmatch(r"[0-9a-f]{16}", line["request"])
    assert lines[1]["method"] == "OTHER"


def test_a_library_s_line_is_one_line_too() -> None:
    record = logging.LogRecord(
        "lib", logging.WARNING, "file", 1, "told: %s", ("a\r\nb\u2028c",), None
    )
    line = LineFormatter("json").format(record)
    assert len(line.splitlines()) == 1
    assert json.loads(line)["text"] == "told: a\r\nb\u2028c"
    assert len(LineFormatter("text").format(record).split("\n")) == 1
    assert {"root", "loggers", "handlers"} <= logging_settings("json").keys()


def test_a_fault_says_where_and_quotes_nobody(
    app: Flask, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> str:
        try:
            database().execute(text("SELECT :typed FROM nowhere"), {"typed": CANARY})
        except Exception as error:
            raise ValueError(f"could not take {CANARY}") from error
        raise AssertionError

    monkeypatch.setitem(app.view_functions, "home.about", fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    response = app.test_client().get("/en/about")
    assert response.status_code == 500
    assert CANARY not in log.getvalue()
    fault, line = log.lines()
    number = response.headers["X-Request-ID"]
    assert number in response.text
    assert fault["request"] == line["request"] == number
    assert (fault["error"], fault["level"]) == ("ValueError", "error")
    assert fault["at"][-1].endswith(" fail")
    assert (line["mark"], line["level"]) == ("error", "error")


@pytest.mark.parametrize("failing", ["the page", "the page of the error"])
def test_pages_of_errors_show_the_number_of_the_request(
    app: Flask, lang: str, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if failing != "the page":
        monkeypatch.setattr("quizapp.web.errors.render_template", lambda *_, **__: 1 / 0)
        monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    response = app.test_client().get(f"/{lang}/nowhere")
    assert response.status_code == 404
    assert response.headers["X-Request-ID"] in response.text


@pytest.mark.parametrize(
    ("proxies", "sent", "taken"),
    [
        (1, "abc-DEF_123456", True),
        (0, "abc-DEF_123456", False),  # Nobody is believed who was not named.
        (1, "short", False),
        (1, "x" * 65, False),
        (1, 'abc"defghijk', False),
    ],
)
def test_the_id_of_a_proxy_is_taken_if_it_is_believed_and_sound(
    config: Config, proxies: int, sent: str, taken: bool
) -> None:
    app = of_requests.Waraqa("quizapp")
    of_requests.keep_journal(app, replace(config, proxies=proxies))
    app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    got = app.test_client().get("/", headers={"X-Request-ID": sent}).headers["X-Request-ID"]
    assert (got == sent) is taken


@pytest.fixture
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return config_for_tests(tmp_path_factory.mktemp("config"))


@pytest.mark.parametrize(
    ("environ", "mode"),
    [
        ({}, "text"),
        ({"JOURNAL_STREAM": "here"}, "json"),
        ({"JOURNAL_STREAM": "elsewhere"}, "text"),  # Of a service that started this one.
        ({"WARAQA_LOG": "JSON"}, "json"),
        ({"WARAQA_LOG": "text", "JOURNAL_STREAM": "here"}, "text"),
    ],
)
def test_a_terminal_gets_text_and_systemd_json(environ: dict[str, str], mode: str) -> None:
    found = os.fstat(2)
    here = {"here": f"{found.st_dev}:{found.st_ino}"}
    assert log_mode({name: here.get(value, value) for name, value in environ.items()}) == mode


def test_another_word_for_the_mode_is_refused() -> None:
    with pytest.raises(ConfigError, match="WARAQA_LOG"):
        log_mode({"WARAQA_LOG": "xml"})


def test_at_a_terminal_it_is_quiet_until_something_is_wrong(app: Flask, visitor: Browser) -> None:
    stream = io.StringIO()
    app.extensions["journal"], before = Journal("text", stream), app.extensions["journal"]
    visitor.open(f"/{visitor.lang}/about")
    assert stream.getvalue() == ""
    with app.test_request_context("/en/about"):
        try:
            raise ValueError(CANARY)
        except ValueError:
            app.log_exception(sys.exc_info())
    app.extensions["journal"] = before
    assert stream.getvalue().count("\n") == 1
    assert "ValueError" in stream.getvalue()
    assert CANARY not in stream.getvalue()


def test_who_is_signed_in_is_a_number(app: Flask, visitor: Browser, log: Log) -> None:
    account = enter_as(app, visitor, "learner", name=CANARY, login="huda")
    visitor.open(f"/{visitor.lang}/progress")
    assert log.requests()[-1]["actor"] == account.account_id


def test_whoever_lacks_the_role_is_marked(app: Flask, visitor: Browser, log: Log) -> None:
    enter_as(app, visitor, "learner", name="Huda", login="huda")
    visitor.open(f"/{visitor.lang}/classes/new", status=404)
    assert log.marks() == ["role_denied"]
    assert re.fullmatch(r"[0-9a-f]{12}", log.requests()[-1]["from"])


def test_a_log_that_cannot_be_written_keeps_nobody_waiting(app: Flask, visitor: Browser) -> None:
    closed = io.StringIO()
    closed.close()
    app.extensions["journal"], before = Journal("json", closed), app.extensions["journal"]
    visitor.open(f"/{visitor.lang}/about")
    app.extensions["journal"] = before
