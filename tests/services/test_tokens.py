"""Personal tokens: made once, stored as a digest, over in time, gone with their owner."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db.engine import BUSY_SECONDS, writing
from quizapp.domain.errors import TooManyTries
from quizapp.services import accounts
from quizapp.services.accounts import Role, Viewer
from quizapp.services.people import administration, pace, tokens
from quizapp.services.people.pace import Pace, Reads
from quizapp.services.people.tidying import tidy
from quizapp.services.people.tokens import TokenNotFound, TokenRefused, Wish
from tests.people import make_account
from tests.play import NOW

DAY = timedelta(days=1)
READER = Wish("Anki sync", ("progress:read", "content:read"), 90)
SECRET = tokens.secret_of(bytes(range(32)))


def make(
    session: Session, owner: Viewer, wish: Wish = READER, secret: str = SECRET, number: int = 1
) -> bool:
    return tokens.make(
        session,
        account_id=owner.account_id,
        role=owner.role,
        wish=wish,
        secret=secret,
        public_id=f"token-{number}",
        now=NOW,
    )


def known(session: Session, secret: str = SECRET, after: timedelta = timedelta(0)) -> bool:
    return tokens.bearer_of(session, secret, NOW + after) is not None


@pytest.fixture
def huda(session: Session) -> Viewer:
    return make_account(session, login="huda")


def test_a_token_stands_for_its_owner_until_it_ends(session: Session, huda: Viewer) -> None:
    make(session, huda)
    bearer = tokens.bearer_of(session, SECRET, NOW)
    assert bearer is not None
    assert (bearer.account_id, bearer.role) == (huda.account_id, "learner")
    assert bearer.scopes == {"progress:read", "content:read"}
    assert known(session, after=90 * DAY - timedelta(milliseconds=1))
    assert not known(session, after=90 * DAY)


def test_the_token_itself_is_nowhere_in_the_database(session: Session, huda: Viewer) -> None:
    make(session, huda)
    row = session.execute(text("SELECT * FROM api_token")).one()
    assert SECRET not in repr(tuple(row))
    assert SECRET.removeprefix("waraqa_") not in repr(tuple(row))


@pytest.mark.parametrize("secret", ["", "waraqa_", SECRET[:-1], SECRET + "x", "waraqa_\u0661", "x"])
def test_another_text_stands_for_nobody(session: Session, huda: Viewer, secret: str) -> None:
    make(session, huda)
    assert not known(session, secret)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (replace(READER, name=" "), "name"),
        (replace(READER, name="x" * 81), "name"),
        (replace(READER, name="a\x00b"), "name"),
        (replace(READER, scopes=()), "scopes"),
        (replace(READER, scopes=("everything",)), "scopes"),
        (replace(READER, scopes=("content:write",)), "scopes"),
        (replace(READER, days=366), "days"),
    ],
)
def test_a_wish_that_cannot_be_granted_stores_nothing(
    session: Session, huda: Viewer, wish: Wish, code: str
) -> None:
    with pytest.raises(TokenRefused) as refused:
        make(session, huda, wish)
    assert refused.value.code == code
    assert tokens.listed(session, huda.account_id, NOW) == ()


@pytest.mark.parametrize("role", ["teacher", "admin"])
def test_only_who_teaches_can_let_a_program_write(session: Session, role: Role) -> None:
    owner = make_account(session, role=role)
    make(session, owner, replace(READER, scopes=("content:write",)))
    bearer = tokens.bearer_of(session, SECRET, NOW)
    assert bearer is not None
    assert bearer.teaches


def test_a_form_sent_twice_makes_one_token(session: Session, huda: Viewer) -> None:
    assert make(session, huda)
    assert not make(session, huda, secret=tokens.secret_of(bytes(32)))
    assert len(tokens.listed(session, huda.account_id, NOW)) == 1


def test_nobody_has_more_than_twenty(session: Session, huda: Viewer) -> None:
    for number in range(tokens.MOST):
        make(session, huda, secret=tokens.secret_of(bytes([number] * 32)), number=number)
    with pytest.raises(TokenRefused, match="too_many"):
        make(session, huda, number=99)
    other = make_account(session)
    assert make(session, other, number=99)


def test_a_revoked_token_is_worth_nothing_at_once(session: Session, huda: Viewer) -> None:
    make(session, huda)
    tokens.revoke(session, account_id=huda.account_id, public_id="token-1", now=NOW)
    assert not known(session)
    with pytest.raises(TokenNotFound):
        tokens.revoke(session, account_id=huda.account_id, public_id="token-1", now=NOW)


def test_nobody_revokes_the_token_of_somebody_else(session: Session, huda: Viewer) -> None:
    make(session, huda)
    stranger = make_account(session)
    with pytest.raises(TokenNotFound):
        tokens.revoke(session, account_id=stranger.account_id, public_id="token-1", now=NOW)
    assert known(session)


def test_making_and_revoking_are_in_the_audit_log(session: Session, huda: Viewer) -> None:
    make(session, huda)
    tokens.revoke(session, account_id=huda.account_id, public_id="token-1", now=NOW)
    rows = session.execute(
        text("SELECT action, object, actor_id FROM audit_entry WHERE action LIKE 'token.%'")
    ).all()
    assert [tuple(row) for row in rows] == [
        ("token.made", "token:token-1", huda.account_id),
        ("token.revoked", "token:token-1", huda.account_id),
    ]


def test_a_token_is_erased_with_its_account(session: Session, huda: Viewer) -> None:
    make(session, huda)
    deleted = accounts.delete_account(session, huda.public_id, now=NOW)
    assert deleted["api_token"] == 1
    assert not known(session)


def test_a_disabled_account_has_no_working_token(session: Session, huda: Viewer) -> None:
    make(session, huda)
    administration.disable(session, "huda", NOW)
    assert not known(session)
    administration.enable(session, "huda", NOW)
    assert known(session)


def test_recovering_a_password_ends_every_token(session: Session, huda: Viewer) -> None:
    make(session, huda)
    administration.reset(session, "huda", NOW)
    assert not known(session)


def test_use_is_noted_once_an_hour(session: Session, huda: Viewer) -> None:
    make(session, huda)
    written = 0
    for minutes in range(0, 180, 10):
        now = NOW + timedelta(minutes=minutes)
        bearer = tokens.bearer_of(session, SECRET, now)
        assert bearer is not None
        if bearer.note_due:
            written += tokens.note_use(session, bearer, now)
    assert written == 3
    (token,) = tokens.listed(session, huda.account_id, NOW)
    assert token.last_used_at == NOW + timedelta(hours=2)


def test_noting_use_waits_for_nobody(session: Session, huda: Viewer) -> None:
    make(session, huda)
    bearer = tokens.bearer_of(session, SECRET, NOW)
    assert bearer is not None
    engine = session.get_bind().engine
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with Session(engine) as other, writing(other):
            held.set()
            done.wait(60)

    writer = threading.Thread(target=hold)
    writer.start()
    try:
        assert held.wait(30)
        begun = time.monotonic()
        assert not tokens.note_use(session, bearer, NOW)
        assert time.monotonic() - begun < BUSY_SECONDS / 2
        assert writer.is_alive(), "it still writes"
    finally:
        done.set()
        writer.join()
    assert tokens.note_use(session, bearer, NOW)


def test_tokens_that_ended_long_ago_are_tidied_away(session: Session, huda: Viewer) -> None:
    make(session, huda)
    assert tidy(session, NOW + 100 * DAY).tokens == 0
    assert tokens.listed(session, huda.account_id, NOW + 100 * DAY)[0].over
    assert tidy(session, NOW + 200 * DAY).tokens == 1


def test_reads_are_paid_for_by_time() -> None:
    reads = Reads(Pace(3, timedelta(seconds=3)))
    for _ in range(3):
        reads.spend(1, NOW)
    with pytest.raises(TooManyTries) as refused:
        reads.spend(1, NOW)
    assert refused.value.wait == 1
    reads.spend(2, NOW)
    reads.spend(1, NOW + timedelta(seconds=1))


def test_writes_are_paid_for_in_the_database(session: Session) -> None:
    two = Pace(2, timedelta(seconds=60))
    for _ in range(2):
        pace.spend_write(session, 7, NOW, two)
    with pytest.raises(TooManyTries) as refused:
        pace.spend_write(session, 7, NOW, two)
    assert refused.value.wait == 30
    pace.spend_write(session, 8, NOW, two)
    pace.spend_write(session, 7, NOW + timedelta(seconds=30), two)
