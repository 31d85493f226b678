"""C13, C14, C26, C27, C28: signing in and up, sessions, passwords, as services."""

from __future__ import annotations

import statistics
import time
from datetime import timedelta
from threading import Barrier, Lock, Thread

import pytest
from argon2 import PasswordHasher
from argon2.profiles import RFC_9106_LOW_MEMORY
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from quizapp.db.engine import writing
from quizapp.domain.errors import AccountNotFound, SignInRefused, TooManyTries
from quizapp.domain.logins import LoginRejected
from quizapp.domain.passwords import PasswordRejected
from quizapp.services.accounts import GUEST_IDLE, Viewer, touch_session, viewer_of
from quizapp.services.people import administration, audit, passwords, sessions, signing
from quizapp.services.people.sessions import (
    OWN_LIFETIME,
    SHARED_IDLE,
    SHARED_LIFETIME,
    Browser,
    SessionNotFound,
)
from quizapp.services.people.signing import Chosen
from tests.databases import statements
from tests.people import PASSWORD, begin_session, make_account
from tests.play import NOW, Player

MOMENT = timedelta(milliseconds=1)
OTHER = "four other words here"


@pytest.fixture
def huda(session: Session) -> Viewer:
    return make_account(session, login="Huda7", password=PASSWORD)


def enter(
    session: Session,
    login: str = "huda7",
    password: str = PASSWORD,
    *,
    token: str = "new",
    own: bool = True,
    who: str = "address",
    now: timedelta = timedelta(0),
) -> int:
    return signing.sign_in(
        session,
        login=login,
        password=password,
        browser=Browser(token, "Firefox · Linux", own),
        who=who,
        now=NOW + now,
    ).account_id


def actions(session: Session) -> list[str]:
    return [each.action for each in reversed(audit.newest(session.connection()))]


@pytest.mark.parametrize("login", ["Huda7", "HUDA7", "huda\u0667", " huda7 "])
def test_somebody_signs_in_however_she_types_her_login(
    session: Session, huda: Viewer, login: str
) -> None:
    assert enter(session, login) == huda.account_id
    viewer = viewer_of(session, "new", NOW)
    assert viewer is not None
    assert (viewer.role, viewer.name, viewer.allowance) == ("learner", "Huda", 1.0)


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("huda7", "three words in a Row"),
        ("huda7", ""),
        ("huda7", "x" * 100_000),
        ("nobody", PASSWORD),
        ("", PASSWORD),
        ("x" * 10_000, PASSWORD),
        ("' OR 1=1 --", PASSWORD),
        ("unclaimed", ""),
        ("unclaimed", PASSWORD),
        ("disabled", PASSWORD),
    ],
)
def test_c27_every_failure_is_the_same_and_recorded(
    session: Session, huda: Viewer, login: str, password: str
) -> None:
    make_account(session, login="unclaimed")
    out = make_account(session, login="disabled", password=PASSWORD)
    administration.disable(session, out.public_id, NOW)
    with pytest.raises(SignInRefused) as caught:
        enter(session, login, password)
    assert str(caught.value) == ""
    assert actions(session)[-1] == "sign-in.failed"
    assert viewer_of(session, "new", NOW) is None


def test_c27_a_failure_does_the_same_work_whoever_it_was(engine: Engine, huda: Viewer) -> None:
    found = []
    for login in ("huda7", "nobody"):
        with Session(engine) as own, statements(engine) as sent:
            with pytest.raises(SignInRefused):
                enter(own, login, "wrong words today")
            found.append([statement.split(" WHERE")[0] for statement in sent])
    assert found[0] == found[1]


@pytest.mark.slow
def test_c27_a_failure_takes_the_same_time_whoever_it_was(engine: Engine, huda: Viewer) -> None:
    times: dict[str, list[float]] = {"huda7": [], "nobody": []}
    with Session(engine) as own:
        for number in range(40):
            for login, spent in times.items():
                began = time.process_time()
                with pytest.raises((SignInRefused, TooManyTries)):
                    enter(own, login, "wrong words", who=str(number), now=timedelta(days=number))
                spent.append(time.process_time() - began)
    known, unknown = (statistics.median(spent) for spent in times.values())
    assert abs(known - unknown) < 0.1 * max(known, unknown)


def test_c28_a_password_costs_what_was_decided(session: Session, huda: Viewer) -> None:
    stored = session.execute(text("SELECT password_hash FROM account WHERE login_key = 'huda7'"))
    assert stored.scalar_one().startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    "before",
    [
        PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1),
        PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY),
    ],
)
def test_c28_a_hash_of_another_cost_is_made_anew_at_sign_in(
    session: Session, before: PasswordHasher
) -> None:
    make_account(session, login="huda7")
    with writing(session) as connection:
        connection.execute(
            text("UPDATE account SET password_hash = :old"), {"old": before.hash(PASSWORD)}
        )
    with pytest.raises(SignInRefused):
        enter(session, password=OTHER)
    kept = session.execute(text("SELECT password_hash FROM account")).scalar_one()
    assert before.verify(kept, PASSWORD)
    assert not before.check_needs_rehash(kept)
    session.rollback()
    enter(session)
    renewed = session.execute(text("SELECT password_hash FROM account")).scalar_one()
    assert passwords.renewed(PASSWORD, renewed) is None
    assert passwords.matches(PASSWORD, renewed)


def test_c28_no_more_than_two_are_hashed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, guard, pair = [0], [0], Lock(), Barrier(2)

    class Watched(PasswordHasher):
        def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
            with guard:
                running[0] += 1
                most[0] = max(most[0], running[0])
            pair.wait(30)  # Two can be here together, however busy the machine is.
            with guard:
                running[0] -= 1
            return "hash"

    monkeypatch.setattr(passwords, "_HASHER", Watched())

    threads = [Thread(target=passwords.hashed, args=("a password",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not pair.broken
    assert most[0] == passwords.AT_ONCE == 2


def test_c26_ten_wrong_passwords_slow_a_login_down_and_never_lock_it(
    session: Session, huda: Viewer
) -> None:
    for number in range(10):
        with pytest.raises(SignInRefused):
            enter(session, password=OTHER, who=str(number))
    with pytest.raises(TooManyTries) as caught:
        enter(session, who="another address")
    assert caught.value.wait == 90
    with pytest.raises(TooManyTries):
        enter(session, "HUDA\u0667", who="another spelling")
    assert enter(session, now=timedelta(seconds=90)) == huda.account_id
    for number in range(10):
        with pytest.raises(SignInRefused):
            enter(session, password=OTHER, who=str(number), now=timedelta(seconds=90))
    again = timedelta(seconds=180)
    assert enter(session, token="newer", now=again) == huda.account_id, "a success forgives"


def test_c26_an_unknown_login_is_slowed_down_alike(session: Session) -> None:
    for number in range(10):
        with pytest.raises(SignInRefused):
            enter(session, "nobody", who=str(number))
    with pytest.raises(TooManyTries):
        enter(session, "nobody", who="else")


def test_c26_an_address_that_tries_many_logins_is_slowed_down_a_school_is_not(
    session: Session, huda: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "matches", lambda password, stored: password == PASSWORD)
    for number in range(150):
        enter(session, token=f"pupil {number}")
    for number in range(100):
        with pytest.raises(SignInRefused):
            enter(session, f"guess {number}", OTHER)
    with pytest.raises(TooManyTries):
        enter(session)
    assert enter(session, who="elsewhere") == huda.account_id


@pytest.mark.parametrize(
    ("own", "later", "alive"),
    [
        (False, SHARED_IDLE - MOMENT, True),
        (False, SHARED_IDLE, False),
        (True, SHARED_LIFETIME * 2, True),
        (True, OWN_LIFETIME - MOMENT, True),
        (True, OWN_LIFETIME, False),
        (True, GUEST_IDLE, False),
    ],
)
def test_a_session_lasts_as_long_as_its_device_allows(
    session: Session, huda: Viewer, own: bool, later: timedelta, alive: bool
) -> None:
    enter(session, own=own)
    assert (viewer_of(session, "new", NOW + later) is not None) is alive


def test_a_session_on_a_shared_device_ends_after_twelve_hours_of_use(
    session: Session, huda: Viewer
) -> None:
    enter(session, own=False)
    now = NOW
    while now < NOW + SHARED_LIFETIME - SHARED_IDLE:
        now += SHARED_IDLE / 2
        viewer = viewer_of(session, "new", now)
        assert viewer is not None
        assert viewer.touch_due
        touch_session(session, "new", now, every=SHARED_IDLE / 6)
    assert viewer_of(session, "new", NOW + SHARED_LIFETIME) is None


def sign_up(session: Session, guest: Viewer | None, login: str = "Huda", **chosen: str) -> int:
    return signing.sign_up(
        session,
        guest=guest,
        chosen=Chosen(login, chosen.get("name", ""), chosen.get("password", PASSWORD)),
        browser=Browser("new", "", own_device=True),
        who="address",
        public_id="account-of-somebody",
        now=NOW,
    )


def test_c14_signing_up_keeps_a_guests_history_and_ends_the_guests_token(player: Player) -> None:
    session = player.session
    player.start()
    player.right(1)
    guest = viewer_of(session, "token-of-huda", NOW)
    assert sign_up(session, guest, name="هدى") == player.account_id
    assert viewer_of(session, "token-of-huda", NOW) is None
    viewer = viewer_of(session, "new", NOW)
    assert viewer is not None
    assert (viewer.account_id, viewer.role, viewer.name) == (player.account_id, "learner", "هدى")
    assert viewer.public_id == "account-of-huda"
    assert player.question(2).head.answered == 1
    with pytest.raises(AccountNotFound):
        sign_up(session, guest, "again")


def test_signing_up_without_having_been_here_makes_an_account(session: Session) -> None:
    assert sign_up(session, None) > 0
    viewer = viewer_of(session, "new", NOW)
    assert viewer is not None
    assert (viewer.public_id, viewer.name) == ("account-of-somebody", "Huda")


def test_a_login_is_taken_however_it_is_spelt(session: Session, account: Viewer) -> None:
    sign_up(session, None, "أحمد7")
    with pytest.raises(LoginRejected) as caught:
        sign_up(session, account, "احمد\u0667")
    assert caught.value.code == "taken"
    assert viewer_of(session, "token-of-huda", NOW) == account, "still a guest"


def test_two_who_want_one_login_at_once_get_one(engine: Engine) -> None:
    start, got = Barrier(4), list[object]()

    def want() -> None:
        with Session(engine) as own:
            start.wait()
            try:
                got.append(
                    signing.sign_up(
                        own,
                        guest=None,
                        chosen=Chosen("Huda", "", PASSWORD),
                        browser=Browser(str(id(own)), "", own_device=True),
                        who="address",
                        public_id=str(id(own)),
                        now=NOW,
                    )
                )
            except LoginRejected as rejected:
                got.append(rejected.code)

    threads = [Thread(target=want) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, got)) == sorted(["1", "taken", "taken", "taken"])


def test_another_password_needs_the_old_one_and_ends_the_other_sessions(
    session: Session, huda: Viewer
) -> None:
    here, there = begin_session(session, huda), begin_session(session, huda)

    def change(old: str, new: str) -> int:
        return signing.change_password(
            session,
            account_id=huda.account_id,
            old=old,
            new=new,
            browser=Browser("changed"),
            now=NOW,
        )

    with pytest.raises(SignInRefused):
        change(OTHER, OTHER)
    with pytest.raises(PasswordRejected):
        change(PASSWORD, "huda7777")
    assert viewer_of(session, there, NOW) is not None
    assert change(PASSWORD, OTHER) == 2
    assert viewer_of(session, there, NOW) is None, "C13"
    assert viewer_of(session, here, NOW) is None, "C14"
    assert viewer_of(session, "changed", NOW) is not None
    with pytest.raises(SignInRefused):
        enter(session)
    assert enter(session, password=OTHER) == huda.account_id
    assert actions(session)[0] == "password.changed"


def test_the_old_password_cannot_be_guessed_from_an_open_session(
    session: Session, huda: Viewer
) -> None:
    token = begin_session(session, huda)
    for _ in range(10):
        with pytest.raises(SignInRefused):
            signing.change_password(
                session,
                account_id=huda.account_id,
                old="a guess",
                new=OTHER,
                browser=Browser("new"),
                now=NOW,
            )
    with pytest.raises(TooManyTries):
        signing.change_password(
            session,
            account_id=huda.account_id,
            old=PASSWORD,
            new=OTHER,
            browser=Browser("new"),
            now=NOW,
        )
    assert viewer_of(session, token, NOW) is not None


def test_sessions_are_listed_and_ended_by_their_owner_only(session: Session, huda: Viewer) -> None:
    rania = make_account(session, name="Rania")
    here, there = begin_session(session, huda), begin_session(session, huda, own_device=False)
    theirs = begin_session(session, rania)
    listed = sessions.open_sessions(session, huda.account_id, token=here, now=NOW)
    assert {(s.own_device, s.this_one) for s in listed} == {(True, True), (False, False)}
    assert listed[0].label == "Firefox · Linux"
    (other,) = [s.public_id for s in listed if not s.this_one]
    with pytest.raises(SessionNotFound):
        sessions.end_one(session, rania.account_id, other)
    assert viewer_of(session, there, NOW) is not None
    sessions.end_one(session, huda.account_id, other)
    assert viewer_of(session, there, NOW) is None
    begin_session(session, huda)
    goes_on = Browser("goes on")
    assert sessions.end_others(session, huda.account_id, browser=goes_on, now=NOW) == 1
    assert viewer_of(session, here, NOW) is None, "nor does a copy of its cookie"
    assert viewer_of(session, "goes on", NOW) is not None
    assert viewer_of(session, theirs, NOW) is not None
    later = NOW + OWN_LIFETIME
    assert sessions.open_sessions(session, huda.account_id, token=here, now=later) == ()


def test_a_sessions_id_does_not_lead_to_its_token(session: Session, huda: Viewer) -> None:
    token = begin_session(session, huda)
    (listed,) = sessions.open_sessions(session, huda.account_id, token=token, now=NOW)
    assert viewer_of(session, listed.public_id, NOW) is None
    assert listed.public_id not in token
