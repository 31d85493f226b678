"""Tokens for programs, in every state, and the addresses that programs ask."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from quizapp.extensions import db
from quizapp.services.people import tokens
from quizapp.services.people.tokens import Wish
from tests.browser.people_states import settled
from tests.browser.state import Reach, State
from tests.browser.visits import Visit
from tests.web.roles import BY_TOKEN

NOT_PAGES: Final = {
    endpoint: "is asked by programs, with a token"
    for endpoint, (scope, _) in BY_TOKEN.items()
    if scope != "content:write"
}
NAMES: Final = ("مزامنة Anki على الحاسوب", "Sync of my cards with the laptop at home")


def having(path: str) -> Reach:
    """Look at a page as somebody with a token that is used, and one that is over."""

    def reach(visit: Visit) -> None:
        settled("settings")(visit)
        now = datetime.now(UTC)
        with Session(db.engine, expire_on_commit=False) as session:
            if not tokens.listed(session, visit.player.account_id, now):
                for name, made in zip(NAMES, (now, now - timedelta(days=60)), strict=True):
                    _make(session, visit.player.account_id, name, made)
        visit.open(path)

    return reach


def _make(session: Session, account_id: int, name: str, now: datetime) -> None:
    secret = tokens.secret_of(secrets.token_bytes(32))
    tokens.make(
        session,
        account_id=account_id,
        role="learner",
        wish=Wish(name, ("progress:read", "content:read"), 30),
        secret=secret,
        public_id=secrets.token_urlsafe(12),
        now=now,
    )
    bearer = tokens.bearer_of(session, secret, now)
    assert bearer is not None
    tokens.note_use(session, bearer, now)


def made(visit: Visit) -> None:
    """Make a token: it is shown now and never again. Those of earlier visits go first."""
    settled("settings/tokens")(visit)
    now, account_id = datetime.now(UTC), visit.player.account_id
    with Session(db.engine, expire_on_commit=False) as session:
        for each in tokens.listed(session, account_id, now):
            tokens.revoke(session, account_id=account_id, public_id=each.public_id, now=now)
    visit.page.locator("#name").fill(NAMES[0])
    visit.page.locator("[name=scopes]").first.check()
    with visit.page.expect_navigation():
        visit.page.locator("main form button.primary").click()
    visit.page.locator(".address").wait_for()


def refused(visit: Visit) -> None:
    """Ask for a token that may do nothing."""
    having("settings/tokens")(visit)
    visit.send("settings/tokens", {"name": ""}, 422)


STATES: Final = (
    State("tokens-none", "tokens.show", settled("settings/tokens"), who="tokenless"),
    State("tokens", "tokens.show", having("settings/tokens"), who="automated"),
    State("tokens-revoked", "tokens.show", having("settings/tokens?revoked=1"), who="automated"),
    State("tokens-made", "tokens.show", made, who="automating"),
    State("tokens-refused", "tokens.show", refused, who="automated"),
)
TELLING: Final = ("tokens", "tokens-made", "tokens-refused")
