from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.domain.errors import AccountNotFound
from quizapp.services.accounts import (
    GUEST_IDLE,
    GUEST_LIFETIME,
    SEEN_EVERY,
    Settings,
    Viewer,
    change_settings,
    create_guest,
    delete_account,
    end_session,
    list_accounts,
    touch_session,
    viewer_of,
)
from tests.play import NOW, Player, request, submission

TOKEN = "token-of-huda"
MOMENT = timedelta(milliseconds=1)


def test_a_guest_is_whoever_holds_the_token(session: Session, account: Viewer) -> None:
    assert viewer_of(session, TOKEN, NOW) == account
    assert viewer_of(session, "another token", NOW) is None
    assert account.role == "guest"
    assert account.settings == Settings()


def test_the_token_is_stored_only_as_its_hash(session: Session, account: Viewer) -> None:
    row = session.execute(text("SELECT * FROM auth_session")).mappings().one()
    assert row["token_hash"] == hashlib.sha256(TOKEN.encode()).digest()
    assert TOKEN not in str(dict(row))


@pytest.mark.parametrize(
    ("later", "known"),
    [
        (timedelta(0), True),
        (GUEST_IDLE - MOMENT, True),
        (GUEST_IDLE, False),
        (GUEST_LIFETIME, False),
    ],
)
def test_a_session_that_nobody_uses_ends(
    session: Session, account: Viewer, later: timedelta, known: bool
) -> None:
    assert (viewer_of(session, TOKEN, NOW + later) is not None) is known


def test_a_session_in_use_lasts_until_its_absolute_end(session: Session, account: Viewer) -> None:
    now = NOW
    while now < NOW + GUEST_LIFETIME - GUEST_IDLE:
        now += GUEST_IDLE - timedelta(days=1)
        touch_session(session, TOKEN, now)
        assert viewer_of(session, TOKEN, now) is not None
    assert viewer_of(session, TOKEN, NOW + GUEST_LIFETIME - MOMENT) is not None
    touch_session(session, TOKEN, NOW + GUEST_LIFETIME)
    assert viewer_of(session, TOKEN, NOW + GUEST_LIFETIME) is None


def test_use_is_noted_once_an_hour_and_never_by_looking(session: Session, account: Viewer) -> None:
    def seen() -> Any:
        return session.execute(text("SELECT last_seen_at FROM auth_session")).scalar_one()

    first = seen()
    soon, later = NOW + SEEN_EVERY - MOMENT, NOW + SEEN_EVERY + MOMENT
    viewer = viewer_of(session, TOKEN, soon)
    assert viewer is not None
    assert not viewer.touch_due
    touch_session(session, TOKEN, soon)
    assert seen() == first
    viewer = viewer_of(session, TOKEN, later)
    assert viewer is not None
    assert viewer.touch_due
    assert seen() == first
    touch_session(session, TOKEN, later)
    assert seen() > first
    viewer = viewer_of(session, TOKEN, later)
    assert viewer is not None
    assert not viewer.touch_due


def test_an_ended_session_is_worth_nothing_at_once(
    session: Session, account: Viewer, stranger: Viewer
) -> None:
    end_session(session, TOKEN, NOW)
    end_session(session, TOKEN, NOW)
    assert viewer_of(session, TOKEN, NOW) is None
    assert viewer_of(session, "token-of-rania", NOW) == stranger


def test_settings_are_the_accounts_and_come_back(
    session: Session, account: Viewer, stranger: Viewer
) -> None:
    wanted = Settings("ar", "en", "arab", "levant", "dark", certainty=True)
    change_settings(session, account.account_id, wanted)
    changed, other = (viewer_of(session, t, NOW) for t in (TOKEN, "token-of-rania"))
    assert changed is not None
    assert changed.settings == wanted
    assert other == stranger
    with pytest.raises(AccountNotFound):
        change_settings(session, 10_000, wanted)


def test_a_guest_can_bring_settings_along(session: Session) -> None:
    wanted = Settings(interface="ar", theme="light")
    create_guest(session, token="t", public_id="p", now=NOW, settings=wanted)
    viewer = viewer_of(session, "t", NOW)
    assert viewer is not None
    assert viewer.settings == wanted


def test_accounts_are_listed_with_their_use(player: Player, stranger: Viewer) -> None:
    player.start()
    first, second = list_accounts(player.session)
    assert (first.public_id, first.rounds, first.last_seen_at) == ("account-of-huda", 1, NOW)
    assert (second.public_id, second.rounds, second.role) == ("account-of-rania", 0, "guest")


def counts(session: Session) -> dict[str, int]:
    names = ("account", "auth_session", "erasure", "round", "round_entry", "response")
    return {
        name: session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names
    }


def test_deleting_an_account_takes_all_of_it_and_nothing_else(
    player: Player, stranger: Viewer
) -> None:
    other = Player(player.session, stranger.account_id)
    other.start(public_id="theirs")
    other.right(1)
    kept = counts(player.session)
    player.start()
    player.right(1)
    player.finish()
    deleted = delete_account(player.session, "account-of-huda", now=NOW)
    rows = {name: count for name, count in deleted.items() if count}
    assert rows == {"response": 1, "round_entry": 3, "round": 1, "auth_session": 1, "account": 1}
    assert counts(player.session) == kept | {"account": 1, "auth_session": 1}
    assert viewer_of(player.session, TOKEN, NOW) is None
    assert other.question(2).head.answered == 1
    with pytest.raises(AccountNotFound):
        delete_account(player.session, "account-of-huda", now=NOW)


def test_a_deleted_accounts_number_is_not_given_again(session: Session, account: Viewer) -> None:
    delete_account(session, account.public_id, now=NOW)
    again = create_guest(session, token="new", public_id="new", now=NOW)
    assert again.account_id > account.account_id


def test_nothing_of_a_deleted_account_is_left_in_the_files(
    player: Player, database_file: Path
) -> None:
    def bytes_on_disk() -> bytes:
        return b"".join(p.read_bytes() for p in database_file.parent.glob(f"{database_file.name}*"))

    player.start(request(kinds=("gap",)))
    player.submit(1, submission({"text": ["a most unusual answer"]}))
    assert b"a most unusual answer" in bytes_on_disk()
    player.session.rollback()
    delete_account(player.session, "account-of-huda", now=NOW)
    for secret in (b"a most unusual answer", b"account-of-huda"):
        assert secret not in bytes_on_disk()
