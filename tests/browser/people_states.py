"""Signing in, signing up, codes, devices, passwords and notices, in every state.

"settled" is a learner who can sign in and has two devices and notices; "bringing" was a guest
with a round when she signed in to another account.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from playwright.sync_api import expect
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db.engine import writing
from quizapp.domain.codes import written
from quizapp.domain.items.base import Outcome
from quizapp.domain.logins import folded
from quizapp.extensions import db
from quizapp.services.accounts import Viewer
from quizapp.services.people import administration, notices
from quizapp.services.people.passwords import hashed
from tests.browser.rounds import Learner
from tests.browser.state import Reach, State
from tests.browser.visits import Visit
from tests.people import PASSWORD, begin_session, make_account

NAME: Final = "هدى سالم Huda"
LOGIN: Final = "huda.settled"
ANOTHER: Final = "another-account"


def _settle(learner: Learner) -> None:
    """Give the one who looks a login, a name, another device and notices, once."""
    now = datetime.now(UTC)
    with Session(db.engine, expire_on_commit=False) as session:
        login = f"{LOGIN}.{learner.account_id}"
        values = {"id": learner.account_id, "name": NAME, "login": login, "key": folded(login)}
        with writing(session) as connection:
            settled = connection.execute(
                text(
                    "UPDATE account SET role = 'learner', name = :name, login = :login,"
                    " login_key = :key, allowance = 1.5 WHERE id = :id AND role = 'guest'"
                ),
                values,
            ).rowcount
        if settled:
            account = Viewer(learner.account_id, "", "learner")
            begin_session(session, account, own_device=False, now=now)
        with writing(session) as connection:
            notices.tell(
                connection,
                account_ids=[learner.account_id],
                kind="password-reset",
                params={"teacher": "رانيا Rania", "pupil": NAME},
                now=now,
            )


def settled(path: str) -> Reach:
    """Look at a page as somebody who is signed in."""

    def reach(visit: Visit) -> None:
        _settle(visit.player)
        visit.open(path)

    return reach


def unsettled_password(visit: Visit) -> None:
    """Send another password with the old one missing."""
    _settle(visit.player)
    visit.send("settings/password", {"password_old": "", "password": "12345678"}, 422)


def unseen_name(visit: Visit) -> None:
    """Send a name with something in it that nobody can see."""
    _settle(visit.player)
    visit.send("settings/name", {"name": "Huda\u200b"}, 422)


def held(visit: Visit) -> None:
    """Send a form of a page for people who are signed in."""
    visit.send("settings/password", {"password": "typed"}, 401)


def invited(visit: Visit) -> None:
    """Type a code that makes a teacher."""
    with Session(db.engine, expire_on_commit=False) as session:
        code = administration.invite(session, role="admin", now=datetime.now(UTC))
    _type_code(visit, written(code))


def resetting(visit: Visit) -> None:
    """Type a code for a new password."""
    with Session(db.engine, expire_on_commit=False) as session:
        _another(session)
        code = administration.reset(session, ANOTHER, datetime.now(UTC))
    _type_code(visit, code)


def _type_code(visit: Visit, code: str) -> None:
    visit.open("code")
    visit.page.locator("#code").fill(code)
    with visit.page.expect_navigation():
        visit.page.locator("main form button.primary").click()


def by_link(visit: Visit) -> None:
    """Follow a link with a code: it is in the field, and not in the address any more."""
    visit.open("about")
    visit.open("code#ABCDEF23")
    expect(visit.page.locator("#code")).to_have_value("ABCDEF23")
    assert "#" not in visit.page.url


def bringing(visit: Visit) -> None:
    """Sign in to another account, with a round played before."""
    visit.open("bring")
    if "/bring" in visit.page.url:
        return
    visit.player.finished("ar", (Outcome.RIGHT,))
    with Session(db.engine, expire_on_commit=False) as session:
        _another(session)
        with writing(session) as connection:
            connection.execute(
                text("UPDATE account SET password_hash = :hash WHERE login = :login"),
                {"hash": hashed(PASSWORD), "login": ANOTHER},
            )
    visit.open("sign-in")
    visit.page.locator("#login").fill(ANOTHER)
    visit.page.locator("#password").fill(PASSWORD)
    with visit.page.expect_navigation(url="**/bring**"):
        visit.page.locator("main form button.primary").click()


def _another(session: Session) -> None:
    known = session.execute(
        text("SELECT 1 FROM account WHERE login = :login"), {"login": ANOTHER}
    ).scalar()
    session.rollback()
    if known is None:
        make_account(session, name=NAME, login=ANOTHER, now=datetime.now(UTC))


def opened(path: str) -> Reach:
    """Open an address."""
    return lambda visit: visit.open(path)


def refused(path: str, fields: dict[str, str]) -> Reach:
    """Send what cannot be accepted."""
    return lambda visit: visit.send(path, fields, 422)


STATES: Final = (
    State("sign-in", "signin.show", opened("sign-in?next=/ar/cards"), who="nobody"),
    State("sign-in-empty", "signin.show", refused("sign-in", {}), who="nobody"),
    State(
        "sign-in-refused",
        "signin.show",
        refused("sign-in", {"login": "هدى", "password": "wrong words"}),
        who="nobody",
    ),
    State("sign-up", "signin.choose", opened("sign-up"), who="nobody"),
    State(
        "sign-up-refused",
        "signin.choose",
        refused("sign-up", {"login": "h", "name": "Huda " * 20, "password": "12345678"}),
        who="nobody",
    ),
    State("code", "signin.ask_code", by_link, who="nobody"),
    State("code-refused", "signin.ask_code", refused("code", {"code": "ABCD"}), who="nobody"),
    State("claim-invited", "signin.ask_code", invited, who="nobody"),
    State("claim-reset", "signin.ask_code", resetting, who="nobody"),
    State("bring", "signin.ask_to_bring", bringing, who="bringing"),
    State("sessions", "access.show_sessions", settled("settings/sessions"), who="settled"),
    State(
        "sessions-ended", "access.show_sessions", settled("settings/sessions?ended=1"), "settled"
    ),
    State("name", "access.show_name", settled("settings/name"), who="settled"),
    State("name-saved", "access.show_name", settled("settings/name?saved=1"), who="settled"),
    State("name-refused", "access.show_name", unseen_name, who="settled"),
    State("password", "access.show_password", settled("settings/password"), who="settled"),
    State(
        "password-saved", "access.show_password", settled("settings/password?saved=1"), "settled"
    ),
    State("password-refused", "access.show_password", unsettled_password, who="settled"),
    State("notices", "notices.show", settled("notices"), who="settled"),
    State("home-notices", "home.index", settled(""), who="settled"),
    State("settings-signed-in", "account.show_settings", settled("settings"), who="settled"),
    State("error-401", "", held, who="nobody"),
)

# One state of each page, for what is too slow to be done with all of them.
TELLING: Final = (
    *("sign-in-refused", "sign-up-refused", "code", "bring", "sessions", "password-refused"),
    *("notices", "home-notices", "settings-signed-in", "name-refused"),
)
