"""Homework: who may begin it, when it closes by the server's clock, what counts, what is shut."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quizapp.db import play
from quizapp.domain.content import Article
from quizapp.domain.errors import (
    HomeworkNotFound,
    HomeworkRefusal,
    MemberNotFound,
    NothingToAsk,
    RoundClosed,
    RoundOpen,
)
from quizapp.services import classes, homework, mine, rounds
from quizapp.services.accounts import delete_account
from quizapp.services.classes import ClassWish
from quizapp.services.homework import CardsDone, TaskWish, TermsWish, calendar
from quizapp.services.people import administration
from tests.cards import Student
from tests.classes import School
from tests.play import NOW, SLUG, Player

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TASK = TaskWish(article=SLUG, length=3)
TERMS = TermsWish(title="", opens_at=NOW, due_at=NOW + 5 * DAY, attempts=2)


class Room(School):
    """A class with a teacher and one pupil, and homework for it."""

    amal: int
    huda: int
    name: str

    def give(self, task: TaskWish = TASK, terms: TermsWish = TERMS, public_id: str = "hw-1") -> str:
        return homework.assign(
            self.session,
            account_id=self.amal,
            classroom_id=self.name,
            task=task,
            terms=terms,
            public_id=public_id,
            seed="seed of the homework",
            now=NOW,
        )

    def begin(
        self, who: int, now: datetime = NOW, public_id: str = "", given: str = "hw-1"
    ) -> Player:
        found = homework.begin(
            self.session,
            account_id=who,
            homework_id=given,
            lang="en",
            public_id=public_id or f"round-{who}-{now.timestamp()}",
            seed=f"seed of {who}",
            now=now,
        )
        return Player(self.session, who, found)

    def refusal(self, who: int, now: datetime = NOW) -> str:
        with pytest.raises(HomeworkRefusal) as caught:
            self.begin(who, now)
        return caught.value.code

    def answer(self, player: Player, position: int, now: datetime) -> bool:
        return player.submit(position, player.form(position), now).stored

    def state(self, who: int, now: datetime = NOW) -> str:
        return homework.task_for(self.session, account_id=who, homework_id="hw-1", now=now).state


@pytest.fixture
def room(session: Session, article: Article) -> Room:
    made = Room(session)
    made.amal = made.teacher("Amal")
    made.name = made.classroom(made.amal)
    made.huda = made.pupil("Huda", made.amal, made.name)
    return made


def entries(session: Session, player: Player) -> list[tuple[int, tuple[int, ...], str]]:
    connection = session.connection()
    row = play.find_round(connection, player.account_id, player.round_id)
    assert row is not None
    return [
        (entry.version_id, entry.arrangement, entry.entry_lang)
        for entry in play.entries(connection, row.id)
    ]


def test_a_fixed_draw_is_the_same_for_all_and_a_personal_one_is_not(room: Room) -> None:
    rania = room.pupil("Rania", room.amal, room.name)
    room.give()
    assert entries(room.session, room.begin(room.huda)) == entries(room.session, room.begin(rania))
    room.give(replace(TASK, draw="personal"), public_id="hw-2")
    both = [room.begin(who, given="hw-2", public_id=f"p{who}") for who in (room.huda, rania)]
    assert entries(room.session, both[0]) != entries(room.session, both[1])


def test_beginning_again_goes_on_and_attempts_are_counted(room: Room) -> None:
    room.give()
    first = room.begin(room.huda)
    assert room.begin(room.huda, NOW + HOUR).round_id == first.round_id
    for position in (1, 2, 3):
        room.answer(first, position, NOW + HOUR)
    second = room.begin(room.huda, NOW + 2 * HOUR)
    assert second.round_id != first.round_id
    rounds.finish(room.session, account_id=room.huda, round_id=second.round_id, now=NOW + 3 * HOUR)
    assert room.refusal(room.huda, NOW + 4 * HOUR) == "attempts"
    task = homework.task_for(
        room.session, account_id=room.huda, homework_id="hw-1", now=NOW + 4 * HOUR
    )
    assert [(each.number, each.share, each.counts) for each in task.attempts] == [
        (1, 1.0, True),
        (2, 0.0, False),
    ]
    assert (task.left, task.state) == (0, "done")


@pytest.mark.parametrize(("counts", "number"), [("best", 1), ("first", 1), ("last", 2)])
def test_which_attempt_counts(room: Room, counts: str, number: int) -> None:
    room.give(terms=replace(TERMS, counts=counts))  # type: ignore[arg-type]
    first = room.begin(room.huda)
    for position in (1, 2, 3):
        room.answer(first, position, NOW)
    second = room.begin(room.huda, NOW + HOUR)
    rounds.finish(room.session, account_id=room.huda, round_id=second.round_id, now=NOW + HOUR)
    task = homework.task_for(room.session, account_id=room.huda, homework_id="hw-1", now=NOW + HOUR)
    assert task.counting is not None
    assert task.counting.number == number


def test_the_deadline_is_inside_the_answer_and_has_five_seconds(room: Room) -> None:
    room.give()
    due = NOW + 5 * DAY
    player = room.begin(room.huda, due - HOUR)
    assert room.answer(player, 1, due - timedelta(milliseconds=1))
    assert room.answer(player, 2, due + timedelta(seconds=5))
    with pytest.raises(RoundClosed):
        room.answer(player, 3, due + timedelta(seconds=5, milliseconds=1))
    found = rounds.result(
        room.session, account_id=room.huda, round_id=player.round_id, now=due + HOUR
    )
    assert (found.right, found.head.finished_at) == (2, due), "handed in as of when it was due"


def test_it_cannot_be_begun_early_or_late(room: Room) -> None:
    room.give(terms=replace(TERMS, opens_at=NOW + HOUR))
    assert room.refusal(room.huda) == "early"
    assert room.state(room.huda) == "early"
    assert room.refusal(room.huda, NOW + 5 * DAY) == "late"
    assert room.state(room.huda, NOW + 5 * DAY) == "closed"


@pytest.mark.parametrize(("late", "marked"), [("mark", True), ("accept", False)])
def test_late_work_is_taken_where_that_is_the_policy(room: Room, late: str, marked: bool) -> None:
    room.give(terms=replace(TERMS, late=late))  # type: ignore[arg-type]
    after = NOW + 6 * DAY
    assert room.state(room.huda, after) == "overdue"
    player = room.begin(room.huda, after)
    assert room.answer(player, 1, after)
    task = homework.task_for(room.session, account_id=room.huda, homework_id="hw-1", now=after)
    assert [each.late for each in task.attempts] == [marked]


def test_a_time_limit_runs_from_the_start_and_extra_time_stretches_it(room: Room) -> None:
    room.give(terms=replace(TERMS, minutes=10))
    rania = room.pupil("Rania", room.amal, room.name)
    classes.settle(
        room.session,
        account_id=room.amal,
        classroom_id=room.name,
        member_id="account-of-rania",
        nickname="",
        allowance=1.5,
        now=NOW,
    )
    usual, longer = room.begin(room.huda), room.begin(rania)
    at = NOW + timedelta(minutes=11)
    with pytest.raises(RoundClosed):
        room.answer(usual, 1, at)
    assert room.answer(longer, 1, at)
    with pytest.raises(RoundClosed):
        room.answer(longer, 2, NOW + timedelta(minutes=15, seconds=6))
    again = room.begin(room.huda, at)
    assert again.round_id != usual.round_id, "going back begins a new attempt, counted"


def test_extra_time_given_in_the_class_holds_for_an_attempt_that_is_open(room: Room) -> None:
    room.give(terms=replace(TERMS, minutes=10))
    player = room.begin(room.huda)
    classes.settle(
        room.session,
        account_id=room.amal,
        classroom_id=room.name,
        member_id="account-of-huda",
        nickname="",
        allowance=2.0,
        now=NOW,
    )
    assert room.answer(player, 1, NOW + timedelta(minutes=19))


def test_extra_time_of_the_account_holds_for_an_attempt_that_is_open(room: Room) -> None:
    room.give(terms=replace(TERMS, minutes=10))
    player = room.begin(room.huda)
    administration.give_time(room.session, "huda", 2.0, NOW)
    assert room.answer(player, 1, NOW + timedelta(minutes=19))


def test_changed_terms_hold_for_attempts_that_are_open(room: Room) -> None:
    room.give()
    player = room.begin(room.huda)
    asked: dict[str, Any] = {"account_id": room.amal, "homework_id": "hw-1", "now": NOW}
    homework.change_terms(
        room.session, **asked, terms=replace(TERMS, due_at=NOW + timedelta(minutes=1))
    )
    late = NOW + timedelta(minutes=2)
    more: dict[str, Any] = {"factor": None, "due_at": NOW + timedelta(minutes=3), "attempts": 0}
    homework.give_more(room.session, **asked, member_id="account-of-huda", **more)
    assert room.answer(player, 1, late), "a due time of her own"
    more["due_at"] = None
    homework.give_more(room.session, **asked, member_id="account-of-huda", **more)
    with pytest.raises(RoundClosed):
        room.answer(player, 2, late)


def test_an_attempt_more_for_one(room: Room) -> None:
    room.give(terms=replace(TERMS, attempts=1))
    player = room.begin(room.huda)
    rounds.finish(room.session, account_id=room.huda, round_id=player.round_id, now=NOW)
    assert room.refusal(room.huda) == "attempts"
    homework.give_more(
        room.session,
        account_id=room.amal,
        homework_id="hw-1",
        member_id="account-of-huda",
        factor=None,
        due_at=None,
        attempts=1,
        now=NOW,
    )
    assert room.begin(room.huda, NOW + HOUR).round_id


def test_somebody_removed_answers_nothing_more_and_finds_no_homework(room: Room) -> None:
    room.give()
    player = room.begin(room.huda)
    assert room.answer(player, 1, NOW)
    classes.remove(
        room.session,
        account_id=room.amal,
        classroom_id=room.name,
        member_id="account-of-huda",
        now=NOW,
    )
    with pytest.raises(RoundClosed):
        room.answer(player, 2, NOW)
    with pytest.raises(HomeworkNotFound):
        room.begin(room.huda)
    with pytest.raises(HomeworkNotFound):
        room.state(room.huda)
    assert homework.due_for(room.session, account_id=room.huda, now=NOW) == ()


def test_a_stranger_finds_no_homework_and_a_pupil_does_not_manage_it(room: Room) -> None:
    room.give()
    karim = room.teacher("Karim")
    room.classroom(karim, "class-two")
    for who in (karim, room.huda):
        asked: dict[str, Any] = {"account_id": who, "homework_id": "hw-1"}
        with pytest.raises(HomeworkNotFound):
            homework.follow(room.session, **asked, now=NOW)
        with pytest.raises(HomeworkNotFound):
            homework.change_terms(room.session, **asked, terms=TERMS, now=NOW)
        with pytest.raises(HomeworkNotFound):
            homework.withdraw(room.session, **asked, now=NOW)
    for who in (karim, room.amal):
        with pytest.raises(HomeworkNotFound):
            room.begin(who)
    with pytest.raises(MemberNotFound):
        homework.give_more(
            room.session,
            account_id=room.amal,
            homework_id="hw-1",
            member_id="account-of-karim",
            factor=2.0,
            due_at=None,
            attempts=0,
            now=NOW,
        )


def test_an_archived_class_takes_no_answers(room: Room) -> None:
    room.give()
    player = room.begin(room.huda)
    asked: dict[str, Any] = {"account_id": room.amal, "classroom_id": room.name, "now": NOW}
    classes.archive(room.session, **asked, archived=True)
    with pytest.raises(RoundClosed):
        room.answer(player, 1, NOW)
    assert room.refusal(room.huda) == "archived"
    assert homework.due_for(room.session, account_id=room.huda, now=NOW) == ()
    classes.archive(room.session, **asked, archived=False)
    assert room.answer(player, 1, NOW)


def test_withdrawn_homework_is_gone_and_its_rounds_stay(room: Room) -> None:
    room.give()
    player = room.begin(room.huda)
    homework.withdraw(room.session, account_id=room.amal, homework_id="hw-1", now=NOW)
    with pytest.raises(HomeworkNotFound):
        room.begin(room.huda)
    with pytest.raises(RoundClosed):
        room.answer(player, 1, NOW)
    assert [head.public_id for head in rounds.history(room.session, account_id=room.huda)] == [
        player.round_id
    ]


def test_nothing_to_ask_is_said_when_it_is_set(room: Room) -> None:
    with pytest.raises(NothingToAsk):
        room.give(replace(TASK, kinds=("nothing",)))


def test_solutions_of_a_test_wait_until_it_is_due_for_the_last(room: Room) -> None:
    terms = replace(TERMS, due_at=NOW + HOUR, attempts=1)
    room.pupil("Rania", room.amal, room.name)
    classes.settle(
        room.session,
        account_id=room.amal,
        classroom_id=room.name,
        member_id="account-of-rania",
        nickname="",
        allowance=2.0,
        now=NOW,
    )
    room.give(replace(TASK, mode="test"), terms)
    player = room.begin(room.huda)
    for position in (1, 2, 3):
        room.answer(player, position, NOW)
    asked: dict[str, Any] = {"account_id": room.huda, "round_id": player.round_id}
    for now in (NOW, NOW + HOUR, NOW + 2 * HOUR - timedelta(seconds=1), None):
        found = rounds.result(room.session, **asked, now=now)
        assert [row.feedback for row in found.rows] == [None] * 3
        assert found.right == 3
        assert rounds.question(room.session, **asked, position=1, now=now).feedback is None
    with pytest.raises(RoundOpen):
        rounds.start_repeat(room.session, **asked, public_id="again", seed="s", now=NOW + HOUR)
    exported = mine.export_all(room.session, room.huda, NOW)
    assert [entry["response"] for entry in exported["rounds"][0]["entries"]] == [None] * 3
    after = NOW + 2 * HOUR
    assert all(row.feedback for row in rounds.result(room.session, **asked, now=after).rows)
    assert mine.export_all(room.session, room.huda, after)["rounds"][0]["entries"][0]["response"]


def test_fairness_balances_each_item_over_pairs_of_learners(room: Room) -> None:
    room.give(replace(TASK, language="fairness", length=None))
    pupils = [room.huda, *(room.pupil(f"Pupil{n}", room.amal, room.name) for n in range(5))]
    seen = [entries(room.session, room.begin(who)) for who in pupils]
    assert len({tuple(version for version, *_ in each) for each in seen}) == 1
    for at in range(len(seen[0])):
        langs = [each[at][2] for each in seen]
        assert langs.count("ar") == langs.count("en") == 3
        assert all({langs[n], langs[n + 1]} == {"ar", "en"} for n in (0, 2, 4))
    for each in seen:
        assert abs(sum(1 if lang == "ar" else -1 for *_, lang in each)) <= 1
    assert len({tuple(lang for *_, lang in each) for each in seen[::2]}) > 1, "drawn by chance"


def test_a_question_is_asked_judged_and_logged_in_its_own_language(room: Room) -> None:
    room.give(replace(TASK, language="fairness", length=None))
    player = room.begin(room.huda)
    for position, (_, _, lang) in enumerate(entries(room.session, player), start=1):
        view = rounds.question(
            room.session, account_id=room.huda, round_id=player.round_id, position=position, now=NOW
        )
        assert view.presented.lang == lang
        room.answer(player, position, NOW)
    rows = room.session.connection().exec_driver_sql(
        "SELECT r.lang, e.lang, r.score FROM response r JOIN round_entry e"
        " ON e.round_id = r.round_id AND e.position = r.position"
    )
    assert {(lang == own, score) for lang, own, score in rows} == {(True, 1.0)}


def test_the_table_of_points_is_off_until_switched_on_and_names_nobody(room: Room) -> None:
    rania = room.pupil("Rania", room.amal, room.name)
    room.give(terms=replace(TERMS, attempts=1))
    for who, answered in ((room.huda, 1), (rania, 3)):
        player = room.begin(who)
        for position in range(1, answered + 1):
            room.answer(player, position, NOW)
    rounds.finish(
        room.session, account_id=room.huda, round_id=f"round-{room.huda}-{NOW.timestamp()}", now=NOW
    )
    asked: dict[str, Any] = {"account_id": room.huda, "classroom_id": room.name, "now": NOW}
    assert homework.standings(room.session, **asked) == ()
    classes.change_class(
        room.session,
        account_id=room.amal,
        classroom_id=room.name,
        wish=ClassWish("Class one", "UTC", leaderboard=True),
    )
    lines = homework.standings(room.session, **asked)
    assert [(line.place, line.points, line.own) for line in lines] == [
        (1, 3.0, False),
        (2, 1.0, True),
    ]
    assert not {"Huda", "Rania"} & {word for line in lines for word in line.nickname.en.split()}


def test_an_erased_pupil_leaves_nothing_and_an_erased_teacher_hands_on(room: Room) -> None:
    karim = room.teacher("Karim")
    classes.invite_teacher(
        room.session, account_id=room.amal, classroom_id=room.name, login="karim", now=NOW
    )
    classes.answer_invitation(
        room.session, account_id=karim, classroom_id=room.name, accept=True, now=NOW
    )
    room.give()
    room.answer(room.begin(room.huda), 1, NOW)
    calendar.make_feed(room.session, account_id=room.huda, token="secret", now=NOW)
    for name in ("account-of-huda", "account-of-amal"):
        delete_account(room.session, name, now=NOW)
    connection = room.session.connection()
    for table in ("assignment_attempt", "calendar_feed", "round"):
        found = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
        assert found == 0, table
    assert classes.class_taught(room.session, account_id=karim, classroom_id=room.name).owned
    head, followed = homework.follow(room.session, account_id=karim, homework_id="hw-1", now=NOW)
    assert (head.public_id, followed) == ("hw-1", ())


def test_a_goal_of_cards_counts_each_card_once_a_day(room: Room) -> None:
    task = TaskWish(article=SLUG, goal="cards", cards=2, cards_by="day")
    room.give(task)
    done = CardsDone(days=((date(2026, 3, 1), 2), (date(2026, 3, 2), 1)), wanted=2, each_day=True)
    assert (done.total, done.days_met) == (3, 1)
    task_now = homework.task_for(
        room.session, account_id=room.huda, homework_id="hw-1", now=NOW + HOUR
    )
    assert (task_now.state, task_now.cards) == ("open", CardsDone((), 2, True))
    assert room.refusal(room.huda) == "cards"
    student = Student(room.session, room.huda, NOW + HOUR)
    student.start()
    card = student.card()
    student.grade(1, card)
    student.wait(minutes=2)
    student.grade(3, card)
    task_now = homework.task_for(
        room.session, account_id=room.huda, homework_id="hw-1", now=NOW + 2 * HOUR
    )
    assert task_now.cards is not None
    assert (task_now.state, task_now.cards.total) == ("begun", 1)


def test_a_teacher_follows_everybody(room: Room) -> None:
    rania = room.pupil("Rania", room.amal, room.name)
    room.give()
    room.answer(room.begin(rania), 1, NOW)
    head, followed = homework.follow(
        room.session, account_id=room.amal, homework_id="hw-1", now=NOW
    )
    assert head.title.en
    assert [(each.member.name, each.task.state) for each in followed] == [
        ("Huda", "open"),
        ("Rania", "begun"),
    ]
    row = room.session.connection().exec_driver_sql("SELECT id FROM assignment").scalar_one()
    found = homework.attempts(room.session.connection(), row, NOW)
    assert [(each.account_id, each.answered) for each in found] == [(rania, 1)]
