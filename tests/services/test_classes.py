"""Who is in a class, how they come in, and what a stranger finds: nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quizapp.db import classrooms
from quizapp.db.engine import writing
from quizapp.domain.codes import draw
from quizapp.domain.errors import ClassroomNotFound, ClassroomRefusal, MemberNotFound
from quizapp.formats.roster import read_pasted
from quizapp.services import classes, mine
from quizapp.services.classes import ClassWish
from quizapp.services.people import audit, codes, notices
from tests.classes import School

ROSTER = "1. هدى سالم\n2. رانيا ناصر\n3. سلمى عمر"


@pytest.fixture
def school(session: Session) -> School:
    return School(session)


def parts(school: School, teacher: int, classroom: str) -> dict[str, str]:
    members = classes.members_of(school.session, account_id=teacher, classroom_id=classroom)
    return {member.name: member.part for member in members}


def test_a_class_has_its_maker_as_teacher_and_a_code(school: School) -> None:
    amal = school.teacher("Amal")
    name = school.classroom(amal)
    head = classes.class_taught(school.session, account_id=amal, classroom_id=name)
    assert (head.part, head.owned, head.pupils) == ("teacher", True, 0)
    assert head.code == "ABCDEF22"
    assert head.leaderboard is False
    assert school.classroom(amal) == name, "the same form sent twice"
    assert len(classes.classes_of(school.session, amal)) == 1


def test_a_fresh_code_lets_in_and_joining_twice_is_joining_once(school: School) -> None:
    amal = school.teacher("Amal")
    name = school.classroom(amal)
    huda = school.person("Huda")
    assert school.join(huda, "abcd-ef22") == name
    assert school.join(huda, "ABCDEF22") == name
    assert parts(school, amal, name) == {"Amal": "teacher", "Huda": "pupil"}
    seen = classes.class_of(school.session, account_id=huda, classroom_id=name)
    assert seen.code is None
    assert seen.pupils == 0


@pytest.mark.parametrize("why", ["wrong", "no code", "expired", "off", "rotated", "archived"])
def test_a_code_that_opens_nothing_is_refused_alike(school: School, why: str) -> None:
    amal = school.teacher("Amal")
    name = school.classroom(amal)
    huda = school.person("Huda")
    tried = {"wrong": "ZZZZZZZZ", "no code": "what?"}.get(why, "ABCDEF22")
    asked: dict[str, Any] = {"account_id": amal, "classroom_id": name}
    if why == "expired":
        school.now += timedelta(days=14)
    elif why == "off":
        classes.change_code(school.session, **asked, code=None, now=school.now)
    elif why == "rotated":
        classes.change_code(school.session, **asked, code=school.code(), now=school.now)
    elif why == "archived":
        classes.archive(school.session, **asked, archived=True, now=school.now)
    with pytest.raises(ClassroomRefusal) as caught:
        school.join(huda, tried)
    assert caught.value.code == "code"
    waiting = parts(school, amal, name).get("Huda")
    assert waiting == ("waiting" if why == "expired" else None)


def test_who_waits_sees_nothing_until_a_teacher_agrees(school: School) -> None:
    amal = school.teacher("Amal")
    name = school.classroom(amal)
    huda = school.person("Huda")
    school.now += timedelta(days=20)
    for _ in range(2):
        with pytest.raises(ClassroomRefusal):
            school.join(huda, "ABCDEF22")
    assert [told.kind for told in notices.unseen(school.session, amal)] == ["class-waiting"]
    with pytest.raises(ClassroomNotFound):
        classes.class_of(school.session, account_id=huda, classroom_id=name)
    assert classes.classes_of(school.session, huda) == ()
    wanted: dict[str, Any] = {
        "account_id": amal,
        "classroom_id": name,
        "member_id": "account-of-huda",
    }
    classes.approve(school.session, **wanted, now=school.now)
    assert classes.class_of(school.session, account_id=huda, classroom_id=name).part == "pupil"
    with pytest.raises(MemberNotFound):
        classes.approve(school.session, **wanted, now=school.now)


def test_who_was_removed_is_a_stranger_at_once_and_does_not_walk_back_in(school: School) -> None:
    amal = school.teacher("Amal")
    name = school.classroom(amal)
    huda = school.pupil("Huda", amal, name)
    removal: dict[str, Any] = {
        "account_id": amal,
        "classroom_id": name,
        "member_id": "account-of-huda",
    }
    classes.remove(school.session, **removal, now=school.now)
    with pytest.raises(ClassroomNotFound):
        classes.class_of(school.session, account_id=huda, classroom_id=name)
    with pytest.raises(MemberNotFound):
        classes.remove(school.session, **removal, now=school.now)
    with pytest.raises(ClassroomRefusal):
        school.join(huda, "ABCDEF22")
    assert parts(school, amal, name)["Huda"] == "waiting"


def test_ten_tries_a_minute(school: School) -> None:
    huda = school.person("Huda")

    def refusal(address: str = "10.0.0.1", account: int = huda) -> str:
        with pytest.raises(ClassroomRefusal) as caught:
            classes.join(
                school.session,
                account_id=account,
                address=address,
                code="ZZZZZZZZ",
                now=school.now,
            )
        return caught.value.code

    assert [refusal() for _ in range(12)] == ["code"] * 10 + ["throttled"] * 2
    assert refusal("10.9.9.9") == "throttled", "another address is no way around"
    others = [school.person(f"P{n}") for n in range(6)]
    seen = [refusal(account=other) for other in others for _ in range(10)]
    assert seen.count("code") == 50, "nor are more accounts"
    school.now += timedelta(minutes=1)
    assert refusal() == "code"


def test_a_teacher_from_elsewhere_and_a_pupil_reach_nothing(school: School) -> None:
    amal, other = school.teacher("Amal"), school.teacher("Karim")
    name = school.classroom(amal)
    school.classroom(other, "class-two")
    huda = school.pupil("Huda", amal, name)
    calls: list[Callable[[int], object]] = [
        lambda who: classes.class_taught(school.session, account_id=who, classroom_id=name),
        lambda who: classes.members_of(school.session, account_id=who, classroom_id=name),
        lambda who: classes.change_class(
            school.session, account_id=who, classroom_id=name, wish=ClassWish("X", "UTC")
        ),
        lambda who: classes.change_code(
            school.session, account_id=who, classroom_id=name, code=None, now=school.now
        ),
        lambda who: classes.archive(
            school.session, account_id=who, classroom_id=name, archived=True, now=school.now
        ),
        lambda who: classes.invite_teacher(
            school.session, account_id=who, classroom_id=name, login="karim", now=school.now
        ),
        lambda who: classes.answer_invitation(
            school.session, account_id=who, classroom_id=name, accept=True, now=school.now
        ),
        lambda who: classes.take_over(
            school.session,
            account_id=who,
            classroom_id=name,
            roster=read_pasted(ROSTER),
            now=school.now,
        ),
        lambda who: classes.claim_slips(
            school.session, account_id=who, classroom_id=name, now=school.now
        ),
        lambda who: classes.one_member(
            school.session, account_id=who, classroom_id=name, member_id="account-of-huda"
        ),
        lambda who: classes.way_back(
            school.session,
            issuer=school.viewer(who),
            classroom_id=name,
            member_id="account-of-huda",
            now=school.now,
        ),
    ]
    for call in calls:
        for who in (other, huda):
            with pytest.raises(ClassroomNotFound):
                call(who)
    with pytest.raises(MemberNotFound):
        classes.way_back(
            school.session,
            issuer=school.viewer(other),
            classroom_id="class-two",
            member_id="account-of-huda",
            now=school.now,
        )


def test_who_is_no_teacher_any_more_teaches_no_class(school: School) -> None:
    amal = school.teacher("Amal")
    name = school.classroom(amal)
    with writing(school.session) as connection:
        connection.exec_driver_sql("UPDATE account SET role = 'learner'")
    with pytest.raises(ClassroomNotFound):
        classes.class_taught(school.session, account_id=amal, classroom_id=name)
    assert classes.classes_of(school.session, amal) == ()


def test_co_teachers_are_invited_and_agree(school: School) -> None:
    amal, karim = school.teacher("Amal"), school.teacher("Karim")
    school.person("Huda")
    name = school.classroom(amal)
    asked: dict[str, Any] = {"account_id": amal, "classroom_id": name}
    for login in ("nobody", "huda"):
        with pytest.raises(ClassroomRefusal) as caught:
            classes.invite_teacher(school.session, **asked, login=login, now=school.now)
        assert caught.value.code == "unknown_teacher"
    classes.invite_teacher(school.session, **asked, login=" KARIM ", now=school.now)
    assert [told.kind for told in notices.unseen(school.session, karim)] == ["class-invitation"]
    with pytest.raises(ClassroomNotFound):
        classes.class_taught(school.session, account_id=karim, classroom_id=name)
    answer: dict[str, Any] = {"account_id": karim, "classroom_id": name, "now": school.now}
    classes.answer_invitation(school.session, **answer, accept=True)
    assert not classes.class_taught(school.session, account_id=karim, classroom_id=name).owned
    with pytest.raises(ClassroomRefusal):
        classes.remove(school.session, **answer, member_id="account-of-amal")
    classes.leave(school.session, account_id=amal, classroom_id=name, now=school.now)
    assert classes.class_taught(school.session, account_id=karim, classroom_id=name).owned
    with pytest.raises(ClassroomRefusal) as caught:
        classes.leave(school.session, account_id=karim, classroom_id=name, now=school.now)
    assert caught.value.code == "owner"


def test_a_roster_is_taken_over_once_however_often_it_is_read(school: School) -> None:
    amal = school.teacher("Amal")
    name = school.classroom(amal)
    asked: dict[str, Any] = {
        "account_id": amal,
        "classroom_id": name,
        "roster": read_pasted(ROSTER),
    }
    outlook = classes.preview_roster(school.session, **asked)
    assert (len(outlook.new), len(outlook.there), outlook.problems) == (3, 0, ())
    assert len(parts(school, amal, name)) == 1, "a preview writes nothing"
    classes.take_over(school.session, **asked, now=school.now)
    again = classes.take_over(school.session, **asked, now=school.now)
    assert (len(again.new), len(again.there)) == (0, 3)
    assert len(parts(school, amal, name)) == 4
    members = classes.members_of(school.session, account_id=amal, classroom_id=name)
    assert len({member.nickname for member in members}) == 4
    huda = next(member for member in members if member.name == "هدى سالم")
    removal: dict[str, Any] = {
        "account_id": amal,
        "classroom_id": name,
        "member_id": huda.public_id,
    }
    classes.remove(school.session, **removal, now=school.now)
    back = classes.take_over(school.session, **asked, now=school.now)
    assert [line.name for line in back.returning] == ["هدى سالم"]
    assert len(parts(school, amal, name)) == 4


def test_a_roster_with_a_problem_changes_nothing(school: School) -> None:
    amal = school.teacher("Amal")
    school.person("Huda")
    name = school.classroom(amal)
    roster = read_pasted("name,login\nRania Nasser,rania\nHuda Salem,huda\n")
    outlook = classes.take_over(
        school.session, account_id=amal, classroom_id=name, roster=roster, now=school.now
    )
    assert [(p.line, p.code) for p in outlook.problems] == [(3, "login_taken")]
    assert len(parts(school, amal, name)) == 1


def test_slips_and_ways_back_are_codes_that_work_once(school: School) -> None:
    amal, karim = school.teacher("Amal"), school.teacher("Karim")
    one, two = school.classroom(amal), school.classroom(karim, "class-two")
    huda = school.pupil("Huda", amal, one)
    school.join(huda, school.code_of(karim, two))
    asked: dict[str, Any] = {"account_id": amal, "classroom_id": one, "now": school.now}
    classes.take_over(school.session, **asked, roster=read_pasted(ROSTER))
    slips = classes.claim_slips(school.session, **asked)
    assert sorted(slip.name for slip in slips) == sorted(["هدى سالم", "رانيا ناصر", "سلمى عمر"])
    newer = classes.claim_slips(school.session, **asked)
    connection = school.session.connection()
    found = [codes.find(connection, code=slip.code, now=school.now) for slip in (*slips, *newer)]
    assert [row is not None for row in found] == [False] * 3 + [True] * 3
    reset = classes.way_back(
        school.session,
        issuer=school.viewer(amal),
        classroom_id=one,
        member_id="account-of-huda",
        now=school.now,
    )
    assert reset.purpose == "reset"
    assert reset.expires_at - school.now == timedelta(hours=72)
    assert [told.kind for told in notices.unseen(school.session, karim)] == ["pupil-reset"]
    assert "pupil-reset" not in {told.kind for told in notices.unseen(school.session, amal)}
    actions = [entry.action for entry in audit.newest(school.session.connection())]
    assert actions.count("code.issued:claim") == 6
    assert "code.issued:reset" in actions


def test_nobody_gets_a_code_for_a_teacher_who_joined_as_a_pupil(school: School) -> None:
    amal, karim = school.teacher("Amal"), school.teacher("Karim")
    name = school.classroom(amal)
    school.join(karim, school.code_of(amal, name))
    with pytest.raises(MemberNotFound):
        classes.way_back(
            school.session,
            issuer=school.viewer(amal),
            classroom_id=name,
            member_id="account-of-karim",
            now=school.now,
        )


def test_the_classes_of_a_pupil_are_in_what_she_takes_along(school: School) -> None:
    amal = school.teacher("Amal")
    name = school.classroom(amal)
    huda = school.pupil("Huda", amal, name)
    found = mine.export_all(school.session, huda, school.now)["classes"]
    assert [(row["name"], row["part"], row["left_at"]) for row in found] == [
        ("Class one", "pupil", None)
    ]


def test_nicknames_follow_the_policy(school: School) -> None:
    amal = school.teacher("Amal")
    name = school.classroom(amal)
    huda = school.pupil("Huda", amal, name)
    classes.settle(
        school.session,
        account_id=amal,
        classroom_id=name,
        member_id="account-of-huda",
        nickname="Star",
        allowance=1.5,
        now=school.now,
    )

    def seen() -> str:
        return classes.class_of(school.session, account_id=huda, classroom_id=name).nickname.en

    assert seen() != "Star"
    wish = ClassWish("Class one", "UTC", nicknames="teacher")
    classes.change_class(school.session, account_id=amal, classroom_id=name, wish=wish)
    assert seen() == "Star"
    row = classrooms.find(school.session.connection(), huda, name, ("pupil",))
    assert row is not None
    assert row.allowance == 1.5


def test_ten_thousand_random_codes_hit_nothing(school: School) -> None:
    amal = school.teacher("Amal")
    school.classroom(amal)
    connection = school.session.connection()
    tried = {draw(secrets.choice) for _ in range(10_000)}
    assert not any(classrooms.by_code(connection, code) for code in tried)
