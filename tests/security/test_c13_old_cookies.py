"""C13: whatever proves somebody anew, or takes rights away, ends every cookie from before.

`tests/services/test_people_signing.py`, `test_people_helping.py`, `test_people_second_factor.py`
and `tests/cli/test_people_commands.py` prove it of the rows. Here the cookies themselves are kept
and sent again, as a thief would, in the browser that did the deed and on another device.
"""

from __future__ import annotations

from collections.abc import Callable

import pyotp
import pytest
from flask import Flask

from quizapp.extensions import database
from quizapp.services.people import administration, codes
from quizapp.web import ambient
from tests.people import PASSWORD
from tests.second_factor import RECOVERY, equip
from tests.web.browsing import Browser
from tests.web.people import enter_as

OTHER = "four other words here"
FACTOR = "settings/second-factor"
Deed = Callable[[Flask, Browser], object]


def sign_out(app: Flask, browser: Browser) -> None:
    browser.submit(browser.open("/en/").form("/sign-out"))


def sign_out_elsewhere(app: Flask, browser: Browser) -> None:
    browser.submit(browser.open("/en/settings/sessions").form("/end-others"))


def change_password(app: Flask, browser: Browser) -> None:
    form = browser.open("/en/settings/password").form("/settings/password")
    browser.submit(form, {"password_old": [PASSWORD], "password": [OTHER]})


def switch_on(app: Flask, browser: Browser) -> None:
    page = browser.submit(browser.open(f"/en/{FACTOR}").form("/offer"))
    secret = "".join("".join(page.with_class("address")[0].itertext()).split())
    typed = {"code": [pyotp.TOTP(secret).at(ambient.now())], "password_old": [PASSWORD]}
    assert browser.submit(page.form("/second-factor"), typed).with_class("slips")


def change_factor(browser: Browser, code: str, words: str) -> None:
    form = browser.open(f"/en/{FACTOR}").form("/change")
    browser.submit(form, {"code": [code], "password_old": [PASSWORD]}, button=words)


def new_codes(app: Flask, browser: Browser) -> None:
    change_factor(browser, RECOVERY[0], "New recovery codes")


def switch_off(app: Flask, browser: Browser) -> None:
    change_factor(browser, RECOVERY[0], "Switch off")


def administer(deed: Callable[..., object], *more: str) -> Deed:
    def done(app: Flask, browser: Browser) -> None:
        with app.app_context():
            deed(database(), "rania", *more, ambient.now())

    return done


def recover(app: Flask, browser: Browser) -> None:
    with app.app_context():
        code = administration.reset(database(), "rania", ambient.now())
    step = browser.submit(browser.open("/en/code").form("/code"), {"code": [code]})
    browser.submit(step.form("/code/use"), {"password": [OTHER]})


def take_invitation(app: Flask, browser: Browser) -> None:
    with app.app_context():
        code = administration.invite(database(), role="admin", now=ambient.now())
    step = browser.submit(browser.open("/en/code").form("/code"), {"code": [code]})
    browser.submit(step.form("/code/use"))


# What is done, whether a second factor is in force before, and whether the one who did it is
# still signed in there, with a new cookie.
DEEDS: dict[str, tuple[Deed, bool, bool]] = {
    "signed out everywhere else": (sign_out_elsewhere, False, True),
    "password changed": (change_password, False, True),
    "second factor on": (switch_on, False, True),
    "new recovery codes": (new_codes, True, True),
    "second factor off": (switch_off, True, True),
    "second factor taken away": (
        administer(administration.switch_off_second_factor),
        True,
        False,
    ),
    "reset issued": (administer(administration.reset), False, False),
    "reset used": (recover, False, True),
    "role taken away": (administer(administration.change_role, "learner"), False, False),
    "more rights by a code": (take_invitation, False, True),
    "disabled": (administer(administration.disable), False, False),
}


def cookie_of(browser: Browser) -> str:
    cookie = browser.client.get_cookie("waraqa")
    assert cookie is not None
    return cookie.value


def entered(app: Flask) -> Browser:
    browser = Browser(app.test_client(), "en")
    form = browser.open("/en/sign-in").form("/sign-in")
    browser.submit(form, {"login": ["rania"], "password": [PASSWORD]})
    return browser


def opens(app: Flask, cookie: str) -> bool:
    client = app.test_client()
    client.set_cookie("waraqa", cookie)
    return client.get("/en/settings/sessions").status_code == 200


@pytest.fixture(autouse=True)
def cheap_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "_LASTING_COST", 2)


@pytest.mark.parametrize("name", DEEDS)
def test_the_cookies_from_before_are_dead(app: Flask, name: str) -> None:
    deed, equipped, stays = DEEDS[name]
    maker = Browser(app.test_client(), "en")
    account = enter_as(app, maker, "teacher", login="rania", password=PASSWORD)
    here = entered(app)
    if equipped:
        with app.app_context():
            equip(database(), account.account_id, ambient.now(), recovery=RECOVERY)
    before = [cookie_of(here), cookie_of(maker)]
    assert all(opens(app, cookie) for cookie in before)
    deed(app, here)
    assert not any(opens(app, cookie) for cookie in before)
    assert (here.client.get("/en/settings/sessions").status_code == 200) is stays


def test_signing_out_ends_this_cookie_and_no_other_ones(app: Flask) -> None:
    maker = Browser(app.test_client(), "en")
    enter_as(app, maker, "teacher", login="rania", password=PASSWORD)
    here = entered(app)
    old, other = cookie_of(here), cookie_of(maker)
    sign_out(app, here)
    assert not opens(app, old)
    assert opens(app, other)
