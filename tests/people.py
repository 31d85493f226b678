"""People with a role for tests: accounts that can sign in, and sessions that prove them.

Passwords are not hashed here unless one is given, because that takes a twentieth of a second.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.db import people
from quizapp.db.engine import writing
from quizapp.domain.logins import folded
from quizapp.services.accounts import Role, Settings, Viewer, viewer_of
from quizapp.services.people import passwords
from quizapp.services.people.sessions import Browser, begin
from tests.play import NOW

PASSWORD = "three words in a row"


def make_account(
    session: Session,
    *,
    role: Role = "learner",
    name: str = "Huda",
    login: str | None = None,
    password: str | None = None,
    now: datetime = NOW,
) -> Viewer:
    """Make an account of a role; with a login and password it can sign in."""
    values = {
        **asdict(Settings()),
        "public_id": secrets.token_urlsafe(12),
        "role": role,
        "name": name,
        "created_at": now,
        "login": login,
        "login_key": folded(login) if login else None,
        "password_hash": passwords.hashed(password) if password else None,
    }
    with writing(session) as connection:
        account_id = people.add_account(connection, values)
    return Viewer(account_id, str(values["public_id"]), role, name=name)


def begin_session(
    session: Session, account: Viewer, *, own_device: bool = True, now: datetime = NOW
) -> str:
    """Sign somebody in without a password; return the token."""
    browser = Browser(secrets.token_urlsafe(32), "Firefox · Linux", own_device)
    with writing(session) as connection:
        begin(connection, account.account_id, browser, now)
    return browser.token


def seen_again(session: Session, token: str, now: datetime = NOW) -> Viewer | None:
    """Return who holds a token now."""
    return viewer_of(session, token, now)
