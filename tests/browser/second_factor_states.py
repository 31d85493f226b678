"""Two-step sign-in in every state: off, offered, on, recovery codes, and the second step itself.

"stepping" is an administrator who is about to set it up, "stepped" a teacher who did; whoever
is between the two steps is nobody yet.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pyotp
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db import second_factors
from quizapp.db.engine import writing
from quizapp.domain.logins import folded
from quizapp.extensions import db
from quizapp.services.people.passwords import hashed
from tests.browser.state import State
from tests.browser.visits import Visit
from tests.people import PASSWORD, make_account
from tests.second_factor import RECOVERY, equip

SETUP: Final = "settings/second-factor"
HALFWAY: Final = "halfway-in"


def _teaches(visit: Visit, role: str) -> None:
    """Give the one who looks a role, a login and a password, and take the second factor away."""
    account_id = visit.player.account_id
    login = f"stepping.{account_id}"
    values = {"id": account_id, "role": role, "login": login, "key": folded(login)}
    with Session(db.engine, expire_on_commit=False) as session, writing(session) as connection:
        connection.execute(
            text(
                "UPDATE account SET role = :role, name = 'هدى Huda', login = :login,"
                " login_key = :key, password_hash = :hash WHERE id = :id"
            ),
            {**values, "hash": hashed(PASSWORD)},
        )
        second_factors.forget(connection, account_id)


def off(visit: Visit) -> None:
    """Look at it before it is set up, on the way to somewhere else."""
    _teaches(visit, "admin")
    visit.open(f"{SETUP}?next=/ar/cards")


def offered(visit: Visit) -> None:
    """Ask for a secret."""
    off(visit)
    with visit.page.expect_navigation():
        visit.page.locator("main form button.primary").click()
    visit.page.locator("svg.qr").wait_for()


def refused(visit: Visit) -> None:
    """Type a code that cannot be, and another password."""
    offered(visit)
    visit.watch.expect_refusal(visit.url(SETUP))
    visit.page.locator("#code").fill("12345")
    visit.page.locator("#password_old").fill(PASSWORD)
    with visit.page.expect_navigation():
        visit.page.locator("main form button.primary").click()
    visit.page.locator("#code-problem").wait_for()


def switched_on(visit: Visit) -> None:
    """Type the right code: recovery codes are shown."""
    offered(visit)
    secret = "".join(visit.page.locator("p.address").inner_text().split())
    visit.page.locator("#code").fill(pyotp.TOTP(secret).now())
    visit.page.locator("#password_old").fill(PASSWORD)
    with visit.page.expect_navigation():
        visit.page.locator("main form button.primary").click()
    visit.page.locator(".slips").wait_for()


def on(visit: Visit) -> None:
    """Look at it when it is set up, with a key that the site has lost."""
    _teaches(visit, "teacher")
    lost = "a key that this site had before: 0123456789"
    with Session(db.engine, expire_on_commit=False) as session:
        now = datetime.now(UTC)
        equip(session, visit.player.account_id, now, keys=(lost,), recovery=RECOVERY)
    visit.open(SETUP)


def halfway(visit: Visit) -> None:
    """Give the right password of an account that asks for more."""
    now = datetime.now(UTC)
    with Session(db.engine, expire_on_commit=False) as session:
        known = session.execute(text("SELECT 1 FROM account WHERE login = :l"), {"l": HALFWAY})
        if known.scalar() is None:
            session.rollback()
            account = make_account(
                session, role="teacher", login=HALFWAY, password=PASSWORD, now=now
            )
            equip(session, account.account_id, now)
    visit.open("sign-in")
    visit.page.locator("#login").fill(HALFWAY)
    visit.page.locator("#password").fill(PASSWORD)
    with visit.page.expect_navigation(url="**/sign-in/code**"):
        visit.page.locator("main form button.primary").click()


def halfway_refused(visit: Visit) -> None:
    """Type a recovery code that is none. What it cost is forgotten, or the next is refused."""
    halfway(visit)
    visit.watch.expect_refusal(visit.url("sign-in/code"))
    visit.page.locator("summary").click()
    visit.page.locator("#recovery").fill("ABCD-EF23")
    with visit.page.expect_navigation():
        visit.page.locator("main form button.primary").click()
    visit.page.locator("#recovery-problem").wait_for()
    with Session(db.engine) as session, writing(session) as connection:
        connection.execute(text("DELETE FROM throttle WHERE bucket LIKE 'second-step:%'"))


STATES: Final = (
    State("second-factor-off", "access.show_second_factor", off, who="stepping"),
    State("second-factor-offered", "access.show_second_factor", offered, who="stepping"),
    State("second-factor-refused", "access.show_second_factor", refused, who="stepping"),
    State("second-factor-codes", "access.show_second_factor", switched_on, who="stepping"),
    State("second-factor-on", "access.show_second_factor", on, who="stepped"),
    State("sign-in-second", "signin.ask_second", halfway, who="nobody"),
    State("sign-in-second-refused", "signin.ask_second", halfway_refused, who="nobody"),
)
TELLING: Final = ("second-factor-offered", "second-factor-codes", "sign-in-second")
