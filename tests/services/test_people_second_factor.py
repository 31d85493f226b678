"""The second factor as a service: setting it up, the half session, codes that count once."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from functools import partial

import pyotp
import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from quizapp.db.engine import writing
from quizapp.domain.codes import six_digits
from quizapp.domain.errors import CodeRefused, HalfwayOver, SignInRefused, TooManyTries
from quizapp.services.accounts import Viewer, delete_account, viewer_of
from quizapp.services.people import (
    administration,
    audit,
    codes,
    notices,
    passwords,
    redeeming,
    second_factor,
    second_step,
    signing,
    totp,
    tries,
)
from quizapp.services.people.second_step import LIFETIME, Entered, Through
from quizapp.services.people.sessions import Browser
from quizapp.services.people.signing import Chosen
from quizapp.services.people.tidying import tidy
from tests.people import PASSWORD, begin_session, make_account
from tests.play import NOW
from tests.racing import as_between_processes, race
from tests.second_factor import KEY, RECOVERY, code_at, equip

STEP = timedelta(seconds=totp.STEP_SECONDS)
OTHER_KEY = "another key of the same site: zyxwvutsrqponmlkjihg"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing at the smallest cost there is."""
    cheapest = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", cheapest)
    monkeypatch.setattr(codes, "_LASTING_COST", 2)


@pytest.fixture
def rania(session: Session) -> Viewer:
    return make_account(session, role="teacher", name="Rania", login="rania", password=PASSWORD)


def sign_in(
    session: Session, token: str = "half", *, own: bool = False, now: datetime = NOW
) -> Entered:
    return signing.sign_in(
        session,
        login="rania",
        password=PASSWORD,
        browser=Browser(token, "Firefox · Linux", own),
        who="address",
        now=now,
    )


def finish(
    session: Session,
    typed: str,
    *,
    token: str = "half",
    new: str = "",
    keys: tuple[str, ...] = (KEY,),
    who: str = "address",
    now: datetime = NOW,
) -> Through:
    browser = Browser(new or secrets.token_urlsafe(32))
    return second_step.finish(
        session, token=token, typed=typed, browser=browser, keys=keys, who=who, now=now
    )


def actions(session: Session) -> list[str]:
    return [each.action for each in reversed(audit.newest(session.connection()))]


def enrol(session: Session, account: Viewer, now: datetime = NOW) -> tuple[str, tuple[str, ...]]:
    second_factor.offer(session, account.account_id, keys=[KEY], now=now)
    secret = standing(session, account, now).secret
    told = second_factor.confirm(
        session,
        account.account_id,
        password=PASSWORD,
        typed=code_at(secret, now),
        browser=Browser("after"),
        keys=[KEY],
        now=now,
    )
    return secret, told


def standing(session: Session, account: Viewer, now: datetime = NOW) -> second_factor.Standing:
    return second_factor.standing(session, account.account_id, keys=[KEY], now=now)


@pytest.mark.parametrize(
    ("moment", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_codes_are_those_of_rfc_6238(moment: int, code: str) -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    now = datetime.fromtimestamp(moment, UTC)
    assert totp.matching_step(secret, code, now) == moment // 30


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("492039", "492039"),
        (" 492 039 ", "492039"),
        ("\u0664\u0669\u0662\u0660\u0663\u0669", "492039"),
        ("\u06f4\u06f9\u06f2-\u06f0\u06f3\u06f9", "492039"),
        ("\u200f\uff14\uff19\uff12\uff10\uff13\uff19", "492039"),
        ("49203", None),
        ("4920391", None),
        ("49203a", None),
        ("4920\u00b239", None),
        ("\u2460\u2461\u2462\u2463\u2464\u2465", "123456"),
        ("", None),
    ],
)
def test_six_digits_are_read_in_any_script(typed: str, read: str | None) -> None:
    assert six_digits(typed) == read


def test_a_code_counts_a_step_early_or_late_and_no_more() -> None:
    secret = pyotp.random_base32()
    for steps, counts in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        code = code_at(secret, NOW + steps * STEP)
        assert (totp.matching_step(secret, code, NOW) is not None) is counts, steps


def test_the_secret_is_not_in_the_database_and_an_old_key_still_makes_it(
    session: Session, rania: Viewer
) -> None:
    secret = equip(session, rania.account_id, NOW, keys=[OTHER_KEY])
    rows = str(session.execute(text("SELECT * FROM second_factor")).mappings().all())
    assert secret not in rows
    account = {"account_id": rania.account_id, "salt": bytes(range(32))}
    mark = totp.mark_of(OTHER_KEY)
    assert totp.secret_of([KEY, OTHER_KEY], **account, key_mark=mark) == secret
    assert totp.secret_of([KEY], **account, key_mark=mark) is None
    other = {**account, "account_id": rania.account_id + 1}
    assert totp.secret_of([OTHER_KEY], **other, key_mark=mark) != secret
    session.rollback()
    lost = second_factor.standing(session, rania.account_id, keys=[KEY], now=NOW)
    assert (lost.state, lost.readable) == ("on", False)
    sign_in(session)
    with pytest.raises(CodeRefused):
        finish(session, code_at(secret, NOW), keys=(KEY,))
    finish(session, code_at(secret, NOW), keys=(KEY, OTHER_KEY))


def test_without_a_second_factor_a_password_is_enough(session: Session, rania: Viewer) -> None:
    second_factor.offer(session, rania.account_id, keys=[KEY], now=NOW)
    assert sign_in(session) == Entered(rania.account_id, "teacher", second_step=False)
    assert viewer_of(session, "half", NOW) is not None


def test_it_is_in_force_once_a_first_code_and_the_password_came(
    session: Session, rania: Viewer
) -> None:
    other = begin_session(session, rania)
    assert standing(session, rania).state == "off"
    second_factor.offer(session, rania.account_id, keys=[KEY], now=NOW)
    offered = standing(session, rania)
    assert offered.state == "offered"
    assert offered.secret in offered.address
    assert len(offered.secret) == 32, "160 bits"
    right = {"password": PASSWORD, "typed": code_at(offered.secret, NOW)}
    for wrong, error in (
        ({"password": "another one"}, SignInRefused),
        ({"typed": code_at(offered.secret, NOW + 9 * STEP)}, CodeRefused),
        ({"typed": "AAAA-AAAA"}, CodeRefused),
    ):
        with pytest.raises(error):
            second_factor.confirm(
                session,
                rania.account_id,
                **right | wrong,
                browser=Browser("x"),
                keys=[KEY],
                now=NOW,
            )
    assert standing(session, rania).state == "offered"
    assert viewer_of(session, other, NOW) is not None
    told = second_factor.confirm(
        session, rania.account_id, **right, browser=Browser("after"), keys=[KEY], now=NOW
    )
    assert len(set(told)) == second_factor.CODES == 10
    on = standing(session, rania)
    assert (on.state, on.secret, on.codes_left, on.few) == ("on", "", 10, False)
    assert viewer_of(session, other, NOW) is None, "C13"
    assert viewer_of(session, "after", NOW) is not None, "C14"
    stored = str(session.execute(text("SELECT code_hash FROM recovery_code")).all())
    assert not any(code in stored for code in told)
    assert actions(session) == ["second-factor.enabled"]
    sign_in(session)
    with pytest.raises(CodeRefused):
        finish(session, code_at(offered.secret, NOW))


def test_an_offer_is_over_after_half_an_hour_and_another_replaces_it(
    session: Session, rania: Viewer
) -> None:
    second_factor.offer(session, rania.account_id, keys=[KEY], now=NOW)
    first = standing(session, rania).secret
    assert standing(session, rania, NOW + second_factor.OFFERED_FOR).state == "off"
    later = NOW + second_factor.OFFERED_FOR
    with pytest.raises(CodeRefused):
        second_factor.confirm(
            session,
            rania.account_id,
            password=PASSWORD,
            typed=code_at(first, later),
            browser=Browser("x"),
            keys=[KEY],
            now=later,
        )
    second_factor.offer(session, rania.account_id, keys=[KEY], now=NOW)
    assert standing(session, rania).secret != first
    session.rollback()
    equip(session, rania.account_id, NOW)
    second_factor.offer(session, rania.account_id, keys=[KEY], now=NOW)
    assert standing(session, rania).state == "on", "what is in force is not replaced"


def test_a_half_session_opens_nothing_and_lasts_ten_minutes(
    session: Session, rania: Viewer
) -> None:
    secret = equip(session, rania.account_id, NOW)
    assert sign_in(session, own=True) == Entered(rania.account_id, "teacher", second_step=True)
    assert viewer_of(session, "half", NOW) is None
    stored = session.execute(text("SELECT token_hash FROM half_session")).scalar_one()
    assert (len(stored), b"half" in bytes(stored)) == (32, False)
    assert session.execute(text("SELECT count(*) FROM auth_session")).scalar_one() == 0
    session.rollback()
    last = NOW + LIFETIME - timedelta(milliseconds=1)
    assert second_step.is_halfway(session, token="half", now=last)
    assert not second_step.is_halfway(session, token="half", now=NOW + LIFETIME)
    with pytest.raises(HalfwayOver):
        finish(session, code_at(secret, NOW + LIFETIME), now=NOW + LIFETIME)
    through = finish(session, code_at(secret, last), new="whole", now=last)
    assert through == Through(rania.account_id, own_device=True)
    assert viewer_of(session, "whole", last) is not None
    assert viewer_of(session, "half", last) is None, "a new token"
    with pytest.raises(HalfwayOver):
        finish(session, code_at(secret, last + STEP), now=last)


def test_a_code_counts_once_and_none_from_before_it(session: Session, rania: Viewer) -> None:
    secret = equip(session, rania.account_id, NOW)
    sign_in(session)
    finish(session, code_at(secret, NOW + STEP))
    sign_in(session)
    for steps in (1, 0, -1):
        with pytest.raises(CodeRefused):
            finish(session, code_at(secret, NOW + steps * STEP))
    later = NOW + 2 * STEP
    assert finish(session, code_at(secret, later), now=later).account_id == rania.account_id


def test_a_code_typed_in_eight_windows_at_once_counts_once(
    engine: Engine, session: Session, rania: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "pay", lambda *_: None)
    secret = equip(session, rania.account_id, NOW, recovery=RECOVERY[:1])
    for number in range(16):
        sign_in(session, f"half {number}")

    def attempt(number: int, own: Session) -> str:
        typed = code_at(secret, NOW) if number % 2 else RECOVERY[0]
        try:
            finish(own, typed, token=f"half {number}", new=f"whole {number}")
        except CodeRefused:
            return ""
        return typed

    as_between_processes(monkeypatch)
    done = race(engine, [partial(attempt, number) for number in range(16)])
    assert sorted(filter(None, done)) == sorted([RECOVERY[0], code_at(secret, NOW)])
    assert session.execute(text("SELECT count(*) FROM auth_session")).scalar_one() == 2


def test_a_recovery_code_works_once_and_its_owner_is_told(session: Session, rania: Viewer) -> None:
    equip(session, rania.account_id, NOW, recovery=RECOVERY)
    sign_in(session)
    finish(session, " aaaa-aaaa ")
    assert standing(session, rania).codes_left == 2
    assert standing(session, rania).few
    assert [n.kind for n in notices.unseen(session, rania.account_id)] == ["recovery-code-used"]
    session.rollback()
    sign_in(session)
    with pytest.raises(CodeRefused):
        finish(session, RECOVERY[0])
    finish(session, RECOVERY[1])
    assert actions(session) == [
        "recovery-code.used",
        "second-factor.failed",
        "recovery-code.used",
    ]


@pytest.mark.parametrize(
    "typed", ["", "000000", "12345", "ABCDEF23", "x" * 10_000, "' OR 1=1 --", "\ud800\x00"]
)
def test_what_is_no_code_is_refused_and_recorded(
    session: Session, rania: Viewer, typed: str
) -> None:
    secret = equip(session, rania.account_id, NOW)
    assert code_at(secret, NOW) != "000000"
    sign_in(session)
    with pytest.raises(CodeRefused):
        finish(session, typed, new="whole")
    assert actions(session) == ["second-factor.failed"]
    assert viewer_of(session, "whole", NOW) is None
    assert second_step.is_halfway(session, token="half", now=NOW), "it can be tried again"


def test_c26_guessing_is_slowed_down_for_the_account_and_the_address(
    session: Session, rania: Viewer
) -> None:
    secret = equip(session, rania.account_id, NOW)
    sign_in(session)
    for number in range(5):
        with pytest.raises(CodeRefused):
            finish(session, "AAAA", who=str(number))
    with pytest.raises(TooManyTries) as caught:
        finish(session, code_at(secret, NOW), who="another address")
    assert caught.value.wait == 180
    later = NOW + timedelta(seconds=180)
    finish(session, code_at(secret, later), now=later)  # Never locked out.
    with writing(session) as connection:
        for _ in range(100):
            tries.pay(connection, tries.SECOND_ADDRESS, "busy", later)
    sign_in(session, "another", now=later)
    with pytest.raises(TooManyTries):
        finish(session, code_at(secret, later + STEP), token="another", who="busy", now=later)


@pytest.mark.parametrize("deed", ["disable", "reset", "off", "role"])
def test_what_ends_sessions_ends_half_ones(session: Session, rania: Viewer, deed: str) -> None:
    secret = equip(session, rania.account_id, NOW)
    sign_in(session)
    if deed == "role":
        administration.change_role(session, "rania", "admin", NOW)
    elif deed == "off":
        assert administration.switch_off_second_factor(session, "rania", NOW)
    else:
        getattr(administration, deed)(session, "rania", NOW)
    with pytest.raises(HalfwayOver):
        finish(session, code_at(secret, NOW))


def test_a_code_for_a_new_password_leaves_the_second_step(session: Session, rania: Viewer) -> None:
    secret = equip(session, rania.account_id, NOW)
    code = administration.reset(session, "rania", NOW)
    entered = redeeming.redeem(
        session,
        code=code,
        chosen=Chosen(password="four other words here"),
        viewer=None,
        browser=Browser("half"),
        who="address",
        public_id="unused",
        now=NOW,
    )
    assert entered == Entered(rania.account_id, "teacher", second_step=True)
    assert viewer_of(session, "half", NOW) is None
    assert finish(session, code_at(secret, NOW)).account_id == rania.account_id


def test_it_is_switched_off_with_the_password_and_a_code(session: Session, rania: Viewer) -> None:
    secret, told = enrol(session, rania)
    right = {"password": PASSWORD, "typed": told[0]}
    later = NOW + STEP
    for wrong, error in (
        ({"password": "another one"}, SignInRefused),
        ({"typed": "000000"}, CodeRefused),
        ({"typed": code_at(secret, NOW)}, CodeRefused),
    ):
        with pytest.raises(error):
            second_factor.switch_off(
                session,
                rania.account_id,
                **right | wrong,
                browser=Browser("x"),
                keys=[KEY],
                now=later,
            )
    assert viewer_of(session, "after", later) is not None
    second_factor.switch_off(
        session, rania.account_id, **right, browser=Browser("off"), keys=[KEY], now=later
    )
    assert standing(session, rania).state == "off"
    assert viewer_of(session, "after", later) is None, "C13"
    assert viewer_of(session, "off", later) is not None
    for name in ("second_factor", "recovery_code", "half_session"):
        assert session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() == 0
    session.rollback()
    assert not sign_in(session, now=later).second_step
    assert actions(session)[-2:] == ["recovery-code.used", "second-factor.disabled"]


def test_new_recovery_codes_void_the_old_ones(session: Session, rania: Viewer) -> None:
    _, told = enrol(session, rania)
    new = second_factor.renew_codes(
        session,
        rania.account_id,
        password=PASSWORD,
        typed=told[0],
        browser=Browser("renewed"),
        keys=[KEY],
        now=NOW,
    )
    assert not set(new) & set(told)
    assert standing(session, rania).codes_left == 10
    session.rollback()
    sign_in(session)
    with pytest.raises(CodeRefused):
        finish(session, told[1])
    assert finish(session, new[1]).account_id == rania.account_id


def test_the_machines_owner_helps_who_lost_the_phone(session: Session, rania: Viewer) -> None:
    assert not administration.switch_off_second_factor(session, "rania", NOW)
    assert actions(session) == []
    equip(session, rania.account_id, NOW, recovery=RECOVERY[:1])
    token = begin_session(session, rania)
    assert administration.switch_off_second_factor(session, "rania", NOW)
    assert viewer_of(session, token, NOW) is None
    assert actions(session) == ["second-factor.disabled"]
    assert [n.kind for n in notices.unseen(session, rania.account_id)] == ["second-factor-off"]
    session.rollback()
    assert not sign_in(session).second_step


def test_who_teaches_no_more_has_no_second_factor(session: Session, rania: Viewer) -> None:
    equip(session, rania.account_id, NOW)
    administration.change_role(session, "rania", "admin", NOW)
    assert second_factor.is_on(session, rania.account_id)
    session.rollback()
    administration.change_role(session, "rania", "learner", NOW)
    assert not second_factor.is_on(session, rania.account_id)
    assert actions(session)[-2:] == ["second-factor.disabled", "role.changed"]


def test_all_of_it_goes_with_the_account_and_with_time(session: Session, rania: Viewer) -> None:
    equip(session, rania.account_id, NOW, recovery=RECOVERY[:1])
    sign_in(session)
    assert tidy(session, NOW + LIFETIME).sessions == 1
    assert not second_step.is_halfway(session, token="half", now=NOW)
    session.rollback()
    sign_in(session)
    delete_account(session, rania.public_id, now=NOW)
    for name in ("second_factor", "recovery_code", "half_session"):
        assert session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() == 0
