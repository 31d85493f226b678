"""What nobody uses goes by itself: classes with notices before, guests, accounts that were shut."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db.engine import writing
from quizapp.domain.content import Article
from quizapp.domain.retention import Step
from quizapp.formats.roster import read_pasted
from quizapp.services import classes, homework
from quizapp.services.accounts import Viewer, create_guest
from quizapp.services.doctor import examine
from quizapp.services.homework import TaskWish, TermsWish
from quizapp.services.people import administration, audit, notices
from quizapp.services.people.retention import Due, carry_out, outlook
from quizapp.services.people.tidying import tidy
from tests.cards import Student
from tests.classes import School
from tests.databases import SCRIPTS
from tests.play import NOW, Player, request

DAY = timedelta(days=1)
YEAR = 365 * DAY
ROOM = "class-one"


@pytest.fixture
def school(session: Session) -> School:
    return School(session)


@pytest.fixture
def teacher(school: School) -> int:
    """Somebody who teaches one class, with two pupils from a roster and one who joined it."""
    made = school.teacher("Nadia")
    school.classroom(made)
    asked: dict[str, Any] = {"account_id": made, "classroom_id": ROOM}
    classes.take_over(
        school.session,
        **asked,
        roster=read_pasted("Huda Salem\nRania Nasser"),
        now=school.now,
    )
    school.pupil("Samir", made, ROOM)
    return made


def names(session: Session) -> set[str]:
    return set(session.execute(text("SELECT name FROM account WHERE role = 'learner'")).scalars())


def number_of(session: Session, name: str) -> int:
    found = session.execute(text("SELECT id FROM account WHERE name = :name"), {"name": name})
    return int(found.scalar_one())


def told(session: Session, account: int) -> list[str]:
    return [each.kind for each in reversed(notices.recent(session, account))]


def unused(session: Session, now: datetime) -> list[str]:
    """Look first, then do it: both must say the same."""
    expected = outlook(session, now)
    assert outlook(session, now) == expected
    session.rollback()
    done = carry_out(session, now)
    assert done == expected
    assert not outlook(session, now)
    return [each.what for each in done]


def give(school: School, teacher: int, task: TaskWish, *, due: datetime | None = None) -> None:
    homework.assign(
        school.session,
        account_id=teacher,
        classroom_id=ROOM,
        task=task,
        terms=TermsWish(title="", opens_at=school.now, due_at=due),
        public_id="hw-1",
        seed="seed of the homework",
        now=school.now,
    )


def test_a_class_is_archived_warned_of_and_deleted_in_this_order(
    session: Session, school: School, teacher: int
) -> None:
    end = school.now + YEAR
    assert unused(session, end - DAY) == []
    assert unused(session, end) == ["class.end"]
    head = classes.class_taught(session, account_id=teacher, classroom_id=ROOM)
    assert head.archived_at == end
    assert unused(session, end + 59 * DAY) == []
    assert unused(session, end + 60 * DAY) == ["class.warn"]
    assert unused(session, end + 89 * DAY) == []
    due = outlook(session, end + 90 * DAY)
    assert due == (Due("class.purge", ROOM, 2),)
    assert unused(session, end + 90 * DAY) == ["class.purge"]
    assert told(session, teacher) == ["class-ended", "class-ending", "class-deleted"]
    assert names(session) == {"Samir"}  # She came with an account of her own.
    for name in ("classroom", "membership", "assignment"):
        assert not session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
    actions = [each.action for each in audit.newest(session.connection(), 5)]
    assert actions[:3] == ["retention.purge", "account.deleted", "account.deleted"]
    assert examine(session, SCRIPTS).sound


def test_keeping_it_begins_the_year_anew(session: Session, school: School, teacher: int) -> None:
    end = school.now + YEAR
    unused(session, end)
    unused(session, end + 60 * DAY)
    kept = end + 80 * DAY
    classes.keep(session, account_id=teacher, classroom_id=ROOM, now=kept)
    assert unused(session, kept + YEAR - DAY) == []
    assert unused(session, kept + YEAR) == ["class.end"]
    assert unused(session, kept + YEAR + 59 * DAY) == []
    assert unused(session, kept + YEAR + 60 * DAY) == ["class.warn"]
    assert {"Huda Salem", "Rania Nasser"} < names(session)


@pytest.mark.parametrize("archived", [True, False])
def test_putting_it_away_and_taking_it_out_count_as_use(
    session: Session, school: School, teacher: int, archived: bool
) -> None:
    later = school.now + YEAR - DAY
    classes.archive(session, account_id=teacher, classroom_id=ROOM, archived=archived, now=later)
    assert unused(session, later + YEAR - DAY) == []
    assert unused(session, later + YEAR) == ["class.end"]


def test_an_answer_in_homework_counts_as_use_and_stays_when_the_class_goes(
    session: Session, school: School, teacher: int, article: Article
) -> None:
    give(school, teacher, TaskWish(article=article.slug, length=3))
    samir = number_of(session, "Samir")
    begun = homework.begin(
        session,
        account_id=samir,
        homework_id="hw-1",
        lang="en",
        public_id="round-of-samir",
        seed="seed",
        now=school.now + 100 * DAY,
    )
    player = Player(session, samir, begun)
    answered = school.now + 200 * DAY
    player.submit(1, player.form(1), answered)
    assert unused(session, school.now + 100 * DAY + YEAR) == []
    assert unused(session, answered + YEAR) == ["class.end"]
    unused(session, answered + YEAR + 60 * DAY)
    assert unused(session, answered + YEAR + 90 * DAY) == ["class.purge"]
    assert session.execute(text("SELECT count(*) FROM response")).scalar_one() == 1
    assert player.question(1).head.public_id == begun
    assert examine(session, SCRIPTS).sound


def test_reviews_for_homework_of_cards_count_as_use(
    session: Session, school: School, teacher: int, article: Article
) -> None:
    give(school, teacher, TaskWish(article=article.slug, goal="cards", cards=5, cards_by="day"))
    student = Student(session, number_of(session, "Samir"), now=school.now + 120 * DAY)
    student.start()
    student.grade()
    assert unused(session, school.now + YEAR) == []
    assert unused(session, student.now + YEAR + DAY) == ["class.end"]


def test_a_look_at_results_counts_as_use(session: Session, school: School, teacher: int) -> None:
    looked = school.now + 300 * DAY
    with writing(session) as connection:
        audit.record(
            connection,
            actor_id=teacher,
            action="grades.seen",
            object=f"class:{ROOM}",
            details={},
            now=looked,
        )
    assert unused(session, looked + YEAR - DAY) == []
    assert unused(session, looked + YEAR) == ["class.end"]


def test_a_pupil_who_still_learns_or_is_elsewhere_keeps_her_account(
    session: Session, school: School, teacher: int, article: Article
) -> None:
    end = school.now + YEAR
    unused(session, end)
    unused(session, end + 60 * DAY)
    other = school.teacher("Amal")
    school.now = end + 70 * DAY
    room = school.classroom(other, "class-two")
    school.join(number_of(session, "Rania Nasser"), school.code_of(other, room))
    student = Student(session, number_of(session, "Huda Salem"), now=end + 70 * DAY)
    student.start()
    student.grade()
    assert outlook(session, end + 90 * DAY) == (Due("class.purge", ROOM, 0),)
    assert unused(session, end + 90 * DAY) == ["class.purge"]
    assert names(session) == {"Huda Salem", "Rania Nasser", "Samir"}
    assert article.slug


def test_guests_go_a_year_after_the_last_sign_of_life(
    session: Session, account: Viewer, stranger: Viewer, article: Article
) -> None:
    player = Player(session, account.account_id)
    player.start(request(length=2))
    later = NOW + 200 * DAY
    fresh = create_guest(session, token="t", public_id="account-of-mona", now=later)
    assert unused(session, NOW + YEAR - DAY) == []
    assert outlook(session, NOW + YEAR) == (Due("guests", count=2),)
    assert unused(session, NOW + YEAR) == ["guests"]
    left = session.execute(text("SELECT public_id FROM account")).scalars().all()
    assert left == [fresh.public_id]
    assert stranger.public_id not in left
    assert not session.execute(text("SELECT count(*) FROM round")).scalar_one()
    assert [each.details for each in audit.newest(session.connection(), 1)] == [{"accounts": 2}]


def test_only_so_many_guests_go_at_once(session: Session) -> None:
    for number in range(5):
        create_guest(session, token=f"t{number}", public_id=f"guest-{number}", now=NOW)
    assert tidy(session, NOW + YEAR, most=2).unused == (Due("guests", count=2),)
    assert tidy(session, NOW + YEAR).unused == (Due("guests", count=3),)
    assert tidy(session, NOW + YEAR).unused == ()


def test_an_account_that_was_disabled_goes_before_thirty_days_are_over(
    session: Session, school: School, teacher: int
) -> None:
    administration.disable(session, "account-of-samir", school.now)
    assert unused(session, school.now + 28 * DAY) == []
    administration.enable(session, "account-of-samir", school.now + 28 * DAY)
    assert unused(session, school.now + 29 * DAY) == []
    again = school.now + 29 * DAY
    administration.disable(session, "account-of-samir", again)
    administration.disable(session, "account-of-nadia", again)
    assert outlook(session, again + 29 * DAY) == (
        Due("account", "account-of-nadia", 1),
        Due("account", "account-of-samir", 1),
    )
    assert unused(session, again + 29 * DAY) == ["account", "account"]
    assert names(session) == {"Huda Salem", "Rania Nasser"}
    assert teacher not in session.execute(text("SELECT id FROM account")).scalars()


def test_a_page_says_it_in_the_last_two_months(
    session: Session, school: School, teacher: int
) -> None:
    def fate(now: datetime) -> Step | None:
        found = classes.fate_of_class(session, account_id=teacher, classroom_id=ROOM, now=now)
        return found.step if found else None

    end = school.now + YEAR
    assert fate(end - 61 * DAY) is None
    assert fate(end - 59 * DAY) is Step.END
    unused(session, end)
    assert fate(end) is Step.PURGE
    classes.keep(session, account_id=teacher, classroom_id=ROOM, now=end + DAY)
    assert fate(end + DAY) is None
