"""C20: wherever an address comes from outside, it is followed on this site or not at all.

`tests/web/test_nearby.py` tries 32 tricks on the rule itself and on signing in. Here all of them,
and more, are tried on every route that reads a way back; and on every route there is, with things
that exist, no answer leads away: neither a redirect nor what a script follows (`X-Leads-To`).
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from html import unescape
from itertools import cycle
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from quizapp.domain.errors import HalfwayOver
from quizapp.services.people import second_step, signing
from quizapp.services.people.bringing import History
from quizapp.web.access import second_factor
from quizapp.web.addresses import address
from quizapp.web.nearby import local
from quizapp.web.quiz.routes import LEADS_TO
from quizapp.web.signin import entering
from quizapp.web.signin import routes as signing_in
from tests.people import PASSWORD
from tests.web.browsing import Browser
from tests.web.people import enter_as
from tests.web.playing import Player, answer_form, start
from tests.web.roles import BY_TOKEN
from tests.web.test_nearby import TRICKS
from tests.web.test_stranger_matrix import World, token_of

MORE = (
    "//evil.example/%2f..",
    "/en//evil.example/..;/",
    "/en/;@evil.example",
    "/en/?next=//evil.example#@x",
    "/en/\u3002evil.example",
    "/en\u2215\u2215evil.example",
    "\u202e/en/",
    "/en/%00evil",
    "/en/%09//evil.example",
    "http://localhost/en/@evil.example",
    "/en/..%2f..%2f/evil.example",
    "//localhost@evil.example/en/",
    "vbscript:x",
    "blob:http://localhost/x",
)
ALL = tuple(dict.fromkeys((*TRICKS, *MORE)))
OURS = "/en/cards"
# Where the way on is a link on the page that answers.
SHOWN = ("access.confirm_second_factor", "access.change_second_factor")
# What other programs call a way back.
NAMES = ("next", "after", "back", "url", "return", "return_to", "to", "redirect", "continue")
# Both hand on nothing but what `local` gives: `begin_again` calls it itself.
ASKS_THE_RULE = ("local", "begin_again")
LED = re.compile(r'\b(?:href|action|formaction)="([^"]*)"')
BACK = re.compile(r'name="next" value="([^"]*)"')


def stays(response: TestResponse) -> bool:
    """Whether an answer sends nobody away, neither a browser nor a script of ours."""
    led = [response.headers.get(name, "/") for name in ("Location", LEADS_TO, "Content-Location")]
    refresh = response.headers.get("Refresh", "") + response.headers.get("Link", "")
    return all(within(each) for each in led) and "//" not in refresh


def within(target: str) -> bool:
    """Whether an address that we give is a path of ours."""
    found = urlsplit(target)
    rooted = found.path.startswith("/") and not found.path.startswith("//")
    return not found.scheme and not found.netloc and rooted and "\\" not in target


def test_more_than_25_tricks_lead_nowhere() -> None:
    assert len(ALL) >= 45
    assert [trick for trick in ALL if local(trick) is not None] == []


def test_every_view_that_takes_a_way_back_asks_the_rule() -> None:
    """A redirect to what a request says goes through `local`, wherever it stands."""
    for file in Path("quizapp/web").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        for line in text.splitlines():
            if "redirect(" in line and re.search(r"request\.(args|form|values|referrer)", line):
                assert "local(" in line, f"{file}: {line.strip()}"
        assert "request.referrer" not in text, file
        for taken in re.finditer(r"(\w*)\(?request\.(?:args|form)\.get\(\"next\"", text):
            assert taken[1] in ASKS_THE_RULE, file


@pytest.fixture
def sessions_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes in keeps the session of before, and with it the token of the forms."""
    for module in (entering, signing_in, second_factor):
        monkeypatch.setattr(module, "remember", lambda *_, **__: None)


Reached = Callable[[Flask, Browser, pytest.MonkeyPatch], dict[str, str]]


def anybody(app: Flask, browser: Browser, patch: pytest.MonkeyPatch) -> dict[str, str]:
    return {}


def a_guest(app: Flask, browser: Browser, patch: pytest.MonkeyPatch) -> dict[str, str]:
    browser.submit(browser.open("/en/settings").form("/settings"), {"theme": ["dark"]})
    return {}


def bringing(app: Flask, browser: Browser, patch: pytest.MonkeyPatch) -> dict[str, str]:
    patch.setattr(signing_in, "history_before", lambda: History(1, 1))
    return a_guest(app, browser, patch)


def a_teacher(app: Flask, browser: Browser, patch: pytest.MonkeyPatch) -> dict[str, str]:
    enter_as(app, browser, "teacher")
    return {}


def let_in(role: str, *, second: bool = False) -> Reached:
    """Somebody whose password is right, whatever it is."""
    entered = SimpleNamespace(role=role, second_step=second)

    def reached(app: Flask, browser: Browser, patch: pytest.MonkeyPatch) -> dict[str, str]:
        patch.setattr(signing, "sign_in", lambda *_, **__: entered)
        return {"login": "huda", "password": PASSWORD}

    return reached


def new(app: Flask, browser: Browser, patch: pytest.MonkeyPatch) -> dict[str, str]:
    patch.setattr(signing, "sign_up", lambda *_, **__: None)
    return {"login": "huda", "password": PASSWORD}


def halfway(app: Flask, browser: Browser, patch: pytest.MonkeyPatch) -> dict[str, str]:
    patch.setattr(second_step, "is_halfway", lambda *_, **__: True)
    patch.setattr(second_step, "finish", lambda *_, **__: SimpleNamespace(own_device=False))
    return {"code": "123456"}


def too_late(app: Flask, browser: Browser, patch: pytest.MonkeyPatch) -> dict[str, str]:
    def over(*_: object, **__: object) -> None:
        raise HalfwayOver

    patch.setattr(second_step, "finish", over)
    return {"code": "123456"}


def enrolling(app: Flask, browser: Browser, patch: pytest.MonkeyPatch) -> dict[str, str]:
    enter_as(app, browser, "teacher")
    patch.setattr(second_factor, "_do", lambda *_: ("abcdabcd",))
    return {"code": "123456", "password_old": PASSWORD}


# Every route that reads where to go afterwards, and somebody for whom it does go there.
READS: tuple[tuple[str, str, Reached], ...] = (
    ("GET", "signin.show", anybody),
    ("GET", "signin.choose", anybody),
    ("GET", "signin.ask_second", anybody),
    ("GET", "signin.ask_second", halfway),
    ("GET", "signin.ask_to_bring", bringing),
    ("GET", "access.show_second_factor", a_teacher),
    ("POST", "signin.enter", let_in("learner")),
    ("POST", "signin.enter", let_in("admin")),
    ("POST", "signin.enter", let_in("teacher", second=True)),
    ("POST", "signin.join", new),
    ("POST", "signin.take_second", halfway),
    ("POST", "signin.take_second", too_late),
    ("POST", "signin.bring", a_guest),
    ("POST", "access.offer_second_factor", a_teacher),
    ("POST", "access.confirm_second_factor", enrolling),
    ("POST", "access.change_second_factor", enrolling),
)


@pytest.mark.parametrize(("method", "endpoint", "reached"), READS)
def test_no_trick_is_followed_where_a_way_back_is_read(
    app: Flask,
    sessions_stay: None,
    method: str,
    endpoint: str,
    reached: Reached,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser = Browser(app.test_client(), "en")
    body = reached(app, browser, monkeypatch) | {"csrf_token": token_of(browser)}
    with app.test_request_context("/en/"):
        path = address(endpoint)
    for trick in (*ALL, OURS):
        sent = {**body, "next": trick} if method == "POST" else None
        asked = {"next": trick} if method == "GET" else {}
        response = browser.client.open(path, method=method, query_string=asked, data=sent)
        assert response.status_code in (200, 302, 303), response.text
        assert stays(response), f"{trick}: {response.headers.get('Location')}"
        led = [unescape(each) for each in LED.findall(response.text)]
        assert [each for each in led if each[0] not in "#?" and not within(each)] == [], trick
        back = [unescape(each) for each in BACK.findall(response.text)]
        wanted = response.headers.get("Location", "") + "".join(back)
        assert "evil" not in unquote(wanted), trick
        if trick != OURS:
            assert set(back) <= {""}, trick
        else:
            assert OURS in unquote(wanted) or endpoint in SHOWN, "what is ours is followed"


def test_the_routes_that_read_a_way_back_are_all_of_them(app: Flask) -> None:
    """By what their views say: a field `next`, or one in the query."""
    reading = re.compile(r"""\.get\("next"|form\.next|_changed\(""")
    found = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint not in BY_TOKEN and reading.search(inspect.getsource(inspect.unwrap(view)))
    }
    assert found == {endpoint for _, endpoint, _ in READS}


def routes(app: Flask, world: World) -> Iterator[tuple[str, str, str]]:
    """Every route with an address of something that exists; what ends a session comes last."""
    left_out = {"signin.leave", *BY_TOKEN}
    with app.test_request_context("/en/"):
        rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint)
        for method in ("GET", "POST"):
            for rule in rules:
                makes_files = "worksheet" in rule.endpoint
                if method in (rule.methods or ()) and rule.endpoint not in left_out:
                    named = {name: world.values[name] for name in rule.arguments - {"lang"}}
                    if not makes_files:
                        yield method, rule.endpoint, address(rule.endpoint, **named)


def test_no_route_sends_anybody_away(app: Flask, world: World) -> None:
    people = world.owners
    tokens = {each: token_of(each) for each in people}
    tricks = cycle(each for each in ALL if "evil" in each and each.isprintable())

    def sent(each: Browser, method: str, path: str, away: dict[str, str]) -> TestResponse:
        body = {"csrf_token": tokens[each], **away} if method == "POST" else None
        return each.client.open(path, method=method, query_string=away, data=body)

    there, asked = set(), set()
    for method, endpoint, path in list(routes(app, world)):
        for each in people:
            away = {name: next(tricks) for name in NAMES}
            response = sent(each, method, path, away)
            if method == "POST" and response.status_code == 400:  # Her session is a new one.
                tokens[each] = token_of(each)
                response = sent(each, method, path, away)
            assert stays(response), f"{method} {path}: {response.headers.get('Location')}"
            asked.add((method, endpoint))
            if response.status_code not in (400, 401, 403, 404):
                there.add((method, endpoint))
    assert len(there) > len(asked) * 8 // 10, sorted(asked - there)


def test_where_a_script_is_led_after_an_answer_is_here(app: Flask, visitor: Browser) -> None:
    page = start(visitor, kinds=["choice"], length="5", mode="test", lang=visitor.lang)
    player, base = Player(app, page), page.path.rsplit("/", 1)[0]
    away = dict.fromkeys(NAMES, "//evil.example/")
    led = []
    for position in range(1, 6):
        body = {**answer_form(page).filled({}), **player.right(position), **away}
        for _ in range(2):
            reply = visitor.client.post(
                f"{base}/{position}",
                query_string=away,
                data={**body, "client_key": f"{position}"},
                headers={"X-Fragment": "1", "X-Forwarded-Host": "evil.example"},
            )
            assert reply.status_code == 204
            assert stays(reply)
            led.append(reply.headers[LEADS_TO])
    assert [each for each in led if not each.startswith(f"{base}/")] == []
    assert led[-1].startswith(f"{base}/result")


def test_a_host_that_was_made_up_stands_in_no_redirect(app: Flask) -> None:
    browser = Browser(app.test_client(), "en")
    enter_as(app, browser, "learner")
    for path in ("/", "/en", "/en/settings/password", "/en/classes/x", "/en/rounds/x"):
        response = app.test_client().get(path, headers={"X-Forwarded-Host": "evil.example"})
        assert "evil.example" not in response.headers.get("Location", "")
        assert "evil.example" not in response.text
