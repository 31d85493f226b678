"""C29: codes that a teacher hands out; C13: disabling; the first teacher; bringing along."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from quizapp.db.engine import writing
from quizapp.domain.content import Article
from quizapp.domain.errors import (
    AccountNotFound,
    CodeRefused,
    NotFound,
    SignInRefused,
    TooManyTries,
)
from quizapp.domain.logins import LoginRejected
from quizapp.domain.passwords import PasswordRejected
from quizapp.services import cards, mine
from quizapp.services.accounts import Settings, Viewer, change_settings, viewer_of
from quizapp.services.people import (
    administration,
    audit,
    bringing,
    codes,
    create_pupil,
    notices,
    redeeming,
    resets,
    signing,
)
from quizapp.services.people.sessions import Browser
from quizapp.services.people.signing import Chosen
from tests.cards import Student
from tests.people import PASSWORD, begin_session, make_account
from tests.play import NOW, Player

HOUR = timedelta(hours=1)
OTHER = "four other words here"


class NotHers(NotFound):
    """The pupil is in no class of this teacher."""


@pytest.fixture
def teacher(session: Session) -> Viewer:
    return make_account(session, role="teacher", name="Rania")


@pytest.fixture
def pupil(session: Session) -> Viewer:
    return make_account(session, login="huda", password=PASSWORD)


def redeem(
    session: Session,
    code: str,
    *,
    login: str = "",
    name: str = "",
    password: str = OTHER,
    viewer: Viewer | None = None,
    token: str = "new",
    now: timedelta = timedelta(0),
    who: str = "address",
) -> int:
    return redeeming.redeem(
        session,
        code=code,
        chosen=Chosen(login, name, password),
        viewer=viewer,
        browser=Browser(token),
        who=who,
        public_id="a-new-account",
        now=NOW + now,
    ).account_id


def enter(session: Session, password: str) -> int:
    return signing.sign_in(
        session,
        login="huda",
        password=password,
        browser=Browser(f"token {password}"),
        who="address",
        now=NOW,
    ).account_id


def issue(
    session: Session, teacher: Viewer, pupil: Viewer, *, others: Iterable[int] = ()
) -> resets.Issued:
    def allowed(connection: Connection, one: int, other: int) -> Iterable[int]:
        assert (one, other) == (teacher.account_id, pupil.account_id)
        return others

    return resets.issue_code(
        session, issuer=teacher, pupil_id=pupil.public_id, allowed=allowed, now=NOW
    )


def actions(session: Session) -> list[tuple[str, int | None, str]]:
    entries = audit.newest(session.connection())
    return [(each.action, each.actor_id, each.object) for each in reversed(entries)]


def test_c29_a_pupil_chooses_a_new_password_by_a_teachers_code(
    session: Session, teacher: Viewer, pupil: Viewer
) -> None:
    before = begin_session(session, pupil)
    issued = issue(session, teacher, pupil)
    assert (issued.purpose, issued.name, issued.login) == (codes.RESET, "Huda", "huda")
    assert issued.expires_at == NOW + timedelta(hours=72)
    assert redeem(session, issued.code) == pupil.account_id
    assert viewer_of(session, before, NOW) is None, "all sessions end"
    assert viewer_of(session, "new", NOW) is not None
    with pytest.raises(SignInRefused):
        enter(session, PASSWORD)
    assert enter(session, OTHER) == pupil.account_id
    with pytest.raises(CodeRefused):
        redeem(session, issued.code, token="newer")
    named = f"account:{pupil.account_id}"
    assert ("code.issued:reset", teacher.account_id, named) in actions(session)
    assert ("code.used:reset", pupil.account_id, named) in actions(session)
    assert issued.code not in str(audit.newest(session.connection()))


@pytest.mark.parametrize(("hours", "good"), [(71, True), (72, False), (100, False)])
def test_c29_a_code_lasts_three_days_at_most(
    session: Session, teacher: Viewer, pupil: Viewer, hours: int, good: bool
) -> None:
    issued = resets.issue_code(
        session,
        issuer=teacher,
        pupil_id=pupil.public_id,
        allowed=lambda *_: (),
        now=NOW,
        lifetime=timedelta(days=365),
    )
    if good:
        assert redeem(session, issued.code, now=timedelta(hours=hours)) == pupil.account_id
    else:
        with pytest.raises(CodeRefused):
            redeem(session, issued.code, now=timedelta(hours=hours))


def test_c29_a_teacher_helps_pupils_of_her_own_classes_only(
    session: Session, teacher: Viewer, pupil: Viewer
) -> None:
    def refuse(connection: Connection, one: int, other: int) -> Iterable[int]:
        raise NotHers

    with pytest.raises(NotHers):
        resets.issue_code(
            session, issuer=teacher, pupil_id=pupil.public_id, allowed=refuse, now=NOW
        )
    assert session.execute(text("SELECT count(*) FROM one_use_code")).scalar_one() == 0
    assert actions(session) == []


@pytest.mark.parametrize(
    ("issuer", "helped", "good"),
    [
        ("teacher", "learner", True),
        ("teacher", "teacher", False),
        ("teacher", "admin", False),
        ("teacher", "guest", False),
        ("admin", "learner", True),
        ("admin", "teacher", True),
        ("learner", "learner", False),
        ("guest", "learner", False),
    ],
)
def test_c29_roles_decide_who_may_be_helped(
    session: Session, issuer: str, helped: str, good: bool
) -> None:
    one = make_account(session, role=issuer)  # type: ignore[arg-type]
    other = make_account(session, role=helped, login="x1")  # type: ignore[arg-type]
    if good:
        assert issue(session, one, other).code
    else:
        with pytest.raises(AccountNotFound):
            issue(session, one, other)
    with pytest.raises(AccountNotFound):
        issue(session, one, one)


def test_the_pupil_and_her_other_teachers_are_told(
    session: Session, teacher: Viewer, pupil: Viewer
) -> None:
    colleague = make_account(session, role="teacher", name="Salem")
    everybody = [teacher.account_id, colleague.account_id]
    issue(session, teacher, pupil, others=everybody)
    told = {
        who.name: [(n.kind, dict(n.params)) for n in notices.unseen(session, who.account_id)]
        for who in (teacher, pupil, colleague)
    }
    names = {"teacher": "Rania", "pupil": "Huda"}
    assert told == {
        "Rania": [],
        "Huda": [("password-reset", names)],
        "Salem": [("pupil-reset", names)],
    }


def test_more_time_is_given_by_whoever_runs_the_site(session: Session, pupil: Viewer) -> None:
    token = begin_session(session, pupil)
    administration.give_time(session, pupil.public_id, 1.5, NOW)
    viewer = viewer_of(session, token, NOW)
    assert viewer is not None
    assert viewer.allowance == 1.5
    for wrong in (0.5, 0.0, -1.0, 3.5, float("nan"), float("inf")):
        with pytest.raises(ValueError, match=r".*"):
            administration.give_time(session, pupil.public_id, wrong, NOW)
    assert actions(session)[-1][0] == "allowance.changed"


def test_a_pupil_of_a_roster_claims_her_account(session: Session, teacher: Viewer) -> None:
    with writing(session) as connection:
        number, public_id = create_pupil(connection, name=" هدى  سالم ", login=None, now=NOW)
        _, other = create_pupil(connection, name="Sami", login="sami", now=NOW)
    issued = resets.issue_code(
        session, issuer=teacher, pupil_id=public_id, allowed=lambda *_: (), now=NOW
    )
    assert issued.purpose == codes.CLAIM
    offer = redeeming.look_up(session, code=issued.code, viewer=None, who="a", now=NOW)
    assert (offer.name, offer.asks_login, offer.asks_password) == ("هدى سالم", True, True)
    for login, password, refusal in (
        ("sami", OTHER, LoginRejected),
        ("h", OTHER, LoginRejected),
        ("huda", "short", PasswordRejected),
        ("huda", "هدى سالم ١٢٣", PasswordRejected),
    ):
        with pytest.raises(refusal):
            redeem(session, issued.code, login=login, password=password)
    assert redeem(session, issued.code, login="huda", password=PASSWORD) == number
    assert enter(session, PASSWORD) == number
    second = resets.issue_code(
        session, issuer=teacher, pupil_id=other, allowed=lambda *_: (), now=NOW
    )
    offer = redeeming.look_up(session, code=second.code, viewer=None, who="a", now=NOW)
    assert (offer.login, offer.asks_login) == ("sami", False)
    redeem(session, second.code, login="another", token="newer")
    logins = session.execute(text("SELECT login FROM account WHERE login IS NOT NULL")).scalars()
    assert set(logins) == {"huda", "sami"}


def test_guessing_codes_finds_nothing_and_is_slowed_down(
    session: Session, teacher: Viewer, pupil: Viewer
) -> None:
    code = issue(session, teacher, pupil).code
    for number in range(10):
        with pytest.raises(CodeRefused):
            redeeming.look_up(session, code=f"GUESSE{22 + number}", viewer=None, who="a", now=NOW)
    with pytest.raises(TooManyTries):
        redeeming.look_up(session, code=code, viewer=None, who="a", now=NOW)
    for _ in range(40):
        assert redeeming.look_up(session, code=code, viewer=None, who="class", now=NOW)


def test_c13_disabling_ends_everything_at_once_and_can_be_taken_back(
    session: Session, teacher: Viewer, pupil: Viewer
) -> None:
    token = begin_session(session, pupil)
    code = issue(session, teacher, pupil).code
    administration.disable(session, "HUDA", NOW)
    assert viewer_of(session, token, NOW) is None
    with pytest.raises(SignInRefused):
        enter(session, PASSWORD)
    with pytest.raises(CodeRefused):
        redeem(session, code)
    administration.enable(session, pupil.public_id, NOW)
    assert viewer_of(session, token, NOW) is None, "ended is ended"
    assert enter(session, PASSWORD) == pupil.account_id
    assert [a for a, *_ in actions(session) if a.startswith("account.")] == [
        "account.disabled",
        "account.enabled",
    ]


def test_c13_a_role_taken_away_behind_a_session_is_gone_at_the_next_request(
    session: Session, teacher: Viewer
) -> None:
    with writing(session) as connection:
        connection.execute(text("UPDATE account SET login = 'rania', login_key = 'rania'"))
    token = begin_session(session, teacher)
    administration.change_role(session, "rania", "learner", NOW)
    assert viewer_of(session, token, NOW) is None
    assert ("role.changed", None, f"account:{teacher.account_id}") in actions(session)
    for wrong in ("guest", "nobody"):
        with pytest.raises(AccountNotFound):
            administration.change_role(session, wrong, "teacher", NOW)


def test_a_new_database_has_nobody_and_the_first_teacher_comes_by_a_code(session: Session) -> None:
    assert session.execute(text("SELECT count(*) FROM account")).scalar_one() == 0
    assert not administration.has_teacher(session)
    old = administration.invite(session, role="teacher", now=NOW)
    code = administration.invite(session, role="teacher", now=NOW)
    with pytest.raises(CodeRefused):
        redeem(session, old, login="rania")
    offer = redeeming.look_up(session, code=code, viewer=None, who="a", now=NOW)
    assert (offer.purpose, offer.asks_login, offer.asks_name) == ("invite-teacher", True, True)
    redeem(session, code, login="rania", name="Rania", password=PASSWORD)
    viewer = viewer_of(session, "new", NOW)
    assert viewer is not None
    assert (viewer.role, viewer.name) == ("teacher", "Rania")
    assert administration.has_teacher(session)
    with pytest.raises(CodeRefused):
        redeem(session, code, login="salem", token="newer")


def test_a_guest_who_becomes_a_teacher_keeps_her_history(player: Player) -> None:
    session = player.session
    player.start()
    player.right(1)
    guest = viewer_of(session, "token-of-huda", NOW)
    code = administration.invite(session, role="teacher", now=NOW)
    assert redeem(session, code, login="rania", viewer=guest) == player.account_id
    assert viewer_of(session, "token-of-huda", NOW) is None, "C14"
    assert player.question(2).head.answered == 1


@pytest.mark.parametrize(
    ("role", "invited", "becomes"),
    [
        ("learner", "teacher", "teacher"),
        ("teacher", "admin", "admin"),
        ("admin", "teacher", "admin"),
    ],
)
def test_c14_more_rights_come_with_a_new_token(
    session: Session, role: str, invited: str, becomes: str
) -> None:
    who = make_account(session, role=role)  # type: ignore[arg-type]
    token = begin_session(session, who)
    code = administration.invite(session, role=invited, now=NOW)  # type: ignore[arg-type]
    assert redeem(session, code, viewer=who, password="") == who.account_id
    assert viewer_of(session, token, NOW) is None
    viewer = viewer_of(session, "new", NOW)
    assert viewer is not None
    assert viewer.role == becomes


def test_a_reset_from_the_command_line_ends_sessions_at_once(
    session: Session, pupil: Viewer
) -> None:
    token = begin_session(session, pupil)
    code = administration.reset(session, "huda", NOW)
    assert viewer_of(session, token, NOW) is None
    assert redeem(session, code) == pupil.account_id


def history(session: Session, account_id: int) -> dict[str, object]:
    data = mine.export_all(session, account_id)
    return {name: data[name] for name in ("cards", "decks", "reviews", "undone", "rounds")}


def test_what_a_guest_answered_is_brought_along_once(
    player: Player, article: Article, pupil: Viewer
) -> None:
    session = player.session
    change_settings(session, pupil.account_id, Settings(theme="dark"))
    player.start()
    player.right(1)
    student = Student(session, player.account_id)
    student.start()
    student.study()
    brought = history(session, player.account_id)
    found = bringing.history_of(session, token="token-of-huda", now=NOW)
    assert found is not None
    assert found.rounds == 1
    assert found.reviews == len(brought["reviews"])  # type: ignore[arg-type]

    def bring() -> object:
        return bringing.bring(session, token="token-of-huda", account_id=pupil.account_id, now=NOW)

    assert bring() is not None
    assert history(session, pupil.account_id) == brought
    assert bring() is None
    assert history(session, pupil.account_id) == brought
    assert viewer_of(session, "token-of-huda", NOW) is None
    assert mine.export_all(session, pupil.account_id)["settings"]["theme"] == "dark"
    assert cards.decks(session, account_id=pupil.account_id, now=student.now)


def test_bringing_along_is_all_or_nothing(
    player: Player, pupil: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    player.start()
    player.right(1)
    before = history(player.session, player.account_id)

    def fail(*_: object) -> None:
        raise RuntimeError("halfway")

    monkeypatch.setattr(bringing, "import_within", fail)
    with pytest.raises(RuntimeError):
        bringing.bring(player.session, token="token-of-huda", account_id=pupil.account_id, now=NOW)
    assert history(player.session, player.account_id) == before


def test_only_a_guests_history_can_be_brought(
    session: Session, teacher: Viewer, pupil: Viewer, account: Viewer
) -> None:
    token = begin_session(session, teacher)
    for wrong in (token, "nobody's token"):
        assert bringing.history_of(session, token=wrong, now=NOW) is None
        assert bringing.bring(session, token=wrong, account_id=pupil.account_id, now=NOW) is None
    assert not bringing.has_history(session, account.account_id)
