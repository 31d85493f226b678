"""C2: every object id × everybody whose it is not, from the URL map.

A world is made once: a class with a pupil, homework, an article in writing, a round, a session.
Whatever address names one of these is then asked for by another teacher with a class of her
own, by a learner of another class, by a guest, and by nobody. They find nothing, and nothing
changes. That the addresses are right is seen by their owners, who do find something.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from quizapp.extensions import database
from quizapp.services.accounts import viewer_of
from quizapp.services.people import tokens
from quizapp.services.people.sessions import open_sessions
from quizapp.web import ambient
from quizapp.web.addresses import address
from tests.importing import moodle_file, wait_for_readers
from tests.people import begin_session
from tests.web.browsing import Browser
from tests.web.playing import round_of, start
from tests.web.roles import BY_TOKEN, VALUES
from tests.web.schooling import make_class
from tests.web.sending import send
from tests.web.teaching import make_article, write_fact
from tests.web.test_role_matrix import turned_away
from tests.web.test_routes import content_of

OWNED = {
    "token_id",
    "job_id",
    "class_id",
    "member_id",
    "homework_id",
    "draft_id",
    "round_id",
    "session_id",
}
# Parts of addresses that belong to nobody, or lie within what belongs to somebody. What a card
# or a deck is, everybody may know; what somebody made of it is found by who asks.
NOBODYS = {
    *("card_id", "deck", "digest", "file", "flag", "form", "kind", "lang", "name", "number"),
    *("position", "slot", "slug", "table"),
    *("fact_id", "question_id", "term_id"),
    "token",
}
STRANGERS = ("teacher", "pupil", "guest", "nobody")


@dataclass
class World:
    """What there is, who may look at it, and who may not."""

    values: dict[str, object]
    owners: tuple[Browser, ...]
    strangers: dict[str, Browser]


def token_of(browser: Browser) -> str:
    return browser.open(f"/{browser.lang}/settings").form("/settings").sent["csrf_token"][0]


def another_session(app: Flask, browser: Browser) -> str:
    """Sign somebody in once more; return the id that this has in her list."""
    with browser.client.session_transaction() as cookie:
        token = cookie["token"]
    now = ambient.now()
    with app.app_context():
        account = viewer_of(database(), token, now)
        assert account is not None
        begin_session(database(), account, now=now)
        listed = open_sessions(database(), account.account_id, token=token, now=now)
    return next(each.public_id for each in listed if not each.this_one)


def a_token(app: Flask, browser: Browser) -> str:
    """Make a token for programs; return its id."""
    with browser.client.session_transaction() as cookie:
        session_token = cookie["token"]
    now = ambient.now()
    with app.app_context():
        account = viewer_of(database(), session_token, now)
        assert account is not None
        tokens.make(
            database(),
            account_id=account.account_id,
            role=account.role,
            wish=tokens.Wish("Reader", ("content:read",), 90),
            secret=tokens.secret_of(bytes(range(32))),
            public_id="t-Reader_1",
            now=now,
        )
    return "t-Reader_1"


@pytest.fixture
def world(app: Flask) -> World:
    room = make_class(app, "en")
    pupil = room.pupil("Huda")
    other = make_class(app, "en", name="Rania", called="Class 6")
    guest, nobody = (Browser(app.test_client(), "en") for _ in range(2))
    guest.submit(guest.open("/en/settings").form("/settings"), {"theme": ["dark"]})
    draft = make_article(room.teacher)
    fact = write_fact(room.teacher, draft).path
    played = start(pupil, kinds=["choice"], length="5", lang="en")
    given = room.give(kinds=["choice"], length=5)
    file = send(room.teacher, room.teacher.open(f"{draft}/import").form("/import"), moodle_file())
    wait_for_readers()
    values = VALUES | {
        "class_id": room.class_id,
        "member_id": room.members()["Huda"].rsplit("/", 1)[1],
        "homework_id": given.path.rsplit("/", 1)[1],
        "draft_id": draft.rsplit("/", 1)[1],
        "job_id": file.path.rsplit("/", 1)[1],
        "fact_id": fact.rsplit("/", 1)[1],
        "round_id": round_of(played),
        "position": 1,
        "session_id": another_session(app, pupil),
        "token_id": a_token(app, pupil),
    }
    strangers = {"teacher": other.teacher, "pupil": other.pupil("Karim")}
    return World(values, (room.teacher, pupil), strangers | {"guest": guest, "nobody": nobody})


def named(app: Flask, world: World) -> list[tuple[Rule, str]]:
    """Every rule that names an object of somebody's, with the address of one that exists."""

    def filled(rule: Rule) -> str:
        return address(rule.endpoint, **{n: world.values[n] for n in rule.arguments - {"lang"}})

    with app.test_request_context("/en/"):
        # Programs show a token instead of a cookie: tests/web/api/test_matrix.py.
        rules = [r for r in app.url_map.iter_rules() if r.endpoint not in BY_TOKEN]
        return [(r, filled(r)) for r in rules if r.arguments & OWNED]


def asked(browser: Browser, method: str, path: str, token: str) -> TestResponse:
    """Look, or send a form with what some views ask for before anything else."""
    if method == "GET":
        return browser.client.get(path)
    body = {"csrf_token": token, "do": "remove", "choice": "1", "name": "X", "zone": "UTC"}
    return browser.client.post(path, data=body, headers={"Sec-Fetch-Site": "same-origin"})


def test_a_stranger_finds_nothing_and_changes_nothing(app: Flask, world: World) -> None:
    forms = {who: token_of(world.strangers[who]) for who in STRANGERS}
    before = content_of(app)
    found, tried = [], 0
    for rule, path in named(app, world):
        for who in STRANGERS:
            for method in {"GET", "POST"} & (rule.methods or set()):
                response = asked(world.strangers[who], method, path, forms[who])
                tried += 1
                if not turned_away(response):
                    found.append(f"{who} {method} {path}: {response.status_code}")
    assert not found
    assert tried > 100
    assert content_of(app) == before


def test_every_part_of_an_address_is_said_to_be_somebodys_or_nobodys() -> None:
    assert not OWNED & NOBODYS
    assert VALUES.keys() <= OWNED | NOBODYS, "say in OWNED or NOBODYS whose it is"


def test_their_owners_find_them(app: Flask, world: World) -> None:
    missed = []
    for rule, path in named(app, world):
        if "GET" in (rule.methods or ()) and not rule.arguments & {"question_id", "term_id"}:
            statuses = {owner.client.get(path).status_code for owner in world.owners}
            if not statuses & {200, 302, 303}:
                missed.append(f"{path}: {statuses}")
    assert not missed
