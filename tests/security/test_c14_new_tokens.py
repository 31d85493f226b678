"""C14: whoever signs in gets a new token of 256 bits, of which the database holds a digest only.

That each way in gives a new one is proved one by one in `tests/web/test_signing.py`,
`tests/services/test_people_signing.py`, `test_people_helping.py` and (for the second step)
`test_people_second_factor.py`. Here a whole walk through all of them is held together: no token
comes twice, none is short, none is anywhere in the database, and a planted one is never taken on.
"""

from __future__ import annotations

import hashlib

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.db.base import Base
from quizapp.extensions import database
from quizapp.services.people import administration, codes
from quizapp.web import ambient
from tests.people import PASSWORD
from tests.second_factor import equip
from tests.web.browsing import Browser, Page

BITS = 128
BITS_A_LETTER = 6


@pytest.fixture(autouse=True)
def cheap_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "_LASTING_COST", 2)


def fill(browser: Browser, path: str, **values: str) -> Page:
    form = browser.open(f"/en/{path}").form(f"/{path}")
    return browser.submit(form, {name: [value] for name, value in values.items()})


def test_every_way_in_gives_a_new_token_that_is_stored_nowhere(app: Flask) -> None:
    browser, seen = Browser(app.test_client(), "en"), list[str]()

    def note(name: str = "token") -> None:
        with browser.client.session_transaction() as session:
            seen.append(session[name])

    browser.submit(browser.open("/en/settings").form("/settings"))
    note()  # A guest.
    fill(browser, "sign-up", login="rania", password=PASSWORD)
    note()
    fill(browser, "sign-in", login="rania", password=PASSWORD)
    note()
    with app.app_context():
        code = administration.invite(database(), role="teacher", now=ambient.now())
    browser.submit(fill(browser, "code", code=code).form("/code/use"))
    note()
    with app.app_context():
        code = administration.reset(database(), "rania", ambient.now())
    step = fill(browser, "code", code=code)
    browser.submit(step.form("/code/use"), {"password": [PASSWORD]})
    note()
    with app.app_context():
        account = administration.account_named(database().connection(), "rania").id
        database().rollback()
        secret = equip(database(), account, ambient.now())
    asked = fill(browser, "sign-in", login="rania", password=PASSWORD)
    note("half")
    digits = pyotp.TOTP(secret).at(ambient.now())
    browser.submit(asked.form("/sign-in/code"), {"code": [digits]})
    note()
    assert len(set(seen)) == len(seen) == 7
    assert min(len(token) for token in seen) * BITS_A_LETTER >= BITS
    with app.app_context():
        stored = "".join(
            repr(tuple(row))
            for table in Base.metadata.sorted_tables
            for row in database().execute(select(table))
        )
    assert not [token for token in seen if token in stored]
    assert repr(hashlib.sha256(seen[-1].encode()).digest()) in stored


def test_a_token_that_somebody_planted_is_never_taken_on(app: Flask) -> None:
    browser = Browser(app.test_client(), "en")
    fill(browser, "sign-up", login="rania", password=PASSWORD)
    browser.submit(browser.open("/en/").form("/sign-out"))
    form = browser.open("/en/sign-in").form("/sign-in")
    with browser.client.session_transaction() as session:
        session["token"] = session["half"] = "planted"
    browser.submit(form, {"login": ["rania"], "password": [PASSWORD]})
    thief = app.test_client()
    with thief.session_transaction() as session:
        session["token"] = session["half"] = "planted"
    assert thief.get("/en/settings/sessions").status_code == 303
    assert browser.client.get("/en/settings/sessions").status_code == 200
