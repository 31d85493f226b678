from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.domain.content import Article
from quizapp.domain.errors import (
    AccountNotFound,
    ArticleNotFound,
    CardNotFound,
    DeckNotFound,
)
from quizapp.domain.text import Verdict
from quizapp.services import cards
from quizapp.services.accounts import Viewer
from quizapp.services.cards import Goals, Rated
from quizapp.services.cards.views import LONGEST_NOTE
from quizapp.services.doctor import Check, examine
from tests.cards import Student, new_uuid
from tests.databases import SCRIPTS
from tests.play import NOW, SLUG


@pytest.fixture
def student(session: Session, account: Viewer, article: Article) -> Student:
    return Student(session, account.account_id)


def count(session: Session, table: str) -> int:
    return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def heads(student: Student) -> dict[str, cards.DeckHead]:
    found = cards.decks(student.session, account_id=student.account_id, now=student.now)
    return {head.deck: head for head in found}


def assert_sound(session: Session) -> None:
    report = examine(session, SCRIPTS)
    assert not [(found.check, found.faults) for found in report.checks if found.faults]


def test_a_deck_is_taken_up_once(student: Student) -> None:
    assert {name: head.started for name, head in heads(student).items()} == {
        "article-ar": False,
        "article-en": False,
        "terms": False,
    }
    assert student.look().card is None
    student.start("article-en")
    student.start("article-en")
    assert count(student.session, "deck_start") == 1
    head = heads(student)["article-en"]
    assert head.started
    assert (head.total, head.new, head.due, head.known) == (4, 4, 0, 0)
    assert student.card().lang == "en"


@pytest.mark.parametrize(
    ("slug", "deck", "error"),
    [("nowhere", "terms", ArticleNotFound), (SLUG, "poems", DeckNotFound)],
)
def test_a_deck_that_is_not_there(
    student: Student, slug: str, deck: Any, error: type[Exception]
) -> None:
    with pytest.raises(error):
        student.start(deck, article=slug)


def test_somebody_unknown_sees_decks_that_nobody_took_up(
    session: Session, article: Article
) -> None:
    found = cards.decks(session, account_id=0, now=NOW)
    assert [head.deck for head in found] == ["article-ar", "article-en", "terms"]
    assert not any(head.started or head.due for head in found)
    with pytest.raises(AccountNotFound):
        cards.next_card(session, account_id=0, now=NOW)


def test_a_card_says_what_each_grade_leads_to_and_keeps_its_word(student: Student) -> None:
    student.start("article-en")
    sitting = student.look()
    assert sitting.card is not None
    assert sitting.intervals[:3] == tuple(timedelta(seconds=s) for s in (60, 330, 600))
    assert list(sitting.intervals) == sorted(sitting.intervals)
    days = sitting.intervals[3].days
    student.grade(4, sitting.card)
    due = student.session.execute(text("SELECT due_on - last_day FROM card_state")).scalar_one()
    assert due == days


def test_a_day_of_study_ends_and_says_when_to_come_back(student: Student) -> None:
    student.start("article-en")
    assert student.study() == 8, "four cards, each in two steps"
    sitting = student.look()
    assert (sitting.card, sitting.left_due, sitting.left_new) == (None, 0, 0)
    assert sitting.next_due is not None
    assert sitting.next_due > student.now
    assert sitting.next_due.hour == 4
    end = cards.study_end(student.session, account_id=student.account_id, now=student.now)
    assert (end.reviews, end.introduced, end.forgotten, end.left_today) == (8, 4, 0, 0)
    assert end.next_due == sitting.next_due
    assert_sound(student.session)


def test_no_two_siblings_come_on_one_day(student: Student) -> None:
    student.start()
    for _ in range(40):
        student.study()
        student.wait(days=1)
    rows = student.session.execute(
        text(
            "SELECT DISTINCT review.day, sibling_group, name FROM review JOIN card"
            " ON card.id = card_id"
        )
    )
    seen = [(row.day, row.sibling_group) for row in rows]
    assert len(seen) == len(set(seen)) > 30
    assert_sound(student.session)


def test_the_other_language_waits_until_the_first_is_firm(student: Student) -> None:
    student.start()
    for _ in range(60):
        while (card := student.look().card) is not None:
            if card.introduction and card.deck != "terms":
                known = firm_siblings(student)
                group = name_of(student, card.card_id).rpartition("/")[0]
                assert group not in known or known[group] >= 7.0
            student.grade(3, card)
            student.wait(seconds=20)
        student.wait(days=1)
    assert heads(student)["article-en"].new == heads(student)["article-ar"].new == 0


def name_of(student: Student, card_id: str) -> str:
    number = int(card_id.partition("-")[0], 16)
    return str(
        student.session.execute(
            text("SELECT name FROM card WHERE id = :id"), {"id": number}
        ).scalar_one()
    )


def firm_siblings(student: Student) -> dict[str, float]:
    rows = student.session.execute(
        text(
            "SELECT sibling_group, min(stability) AS least FROM card_state JOIN card"
            " ON card.id = card_id WHERE reps > 0 GROUP BY sibling_group"
        )
    )
    return {row.sibling_group: row.least for row in rows}


def test_new_cards_and_the_cap_are_kept_each_day(student: Student) -> None:
    cards.change_goals(student.session, student.account_id, Goals(new_a_day=3, cap_a_day=5))
    student.start()
    for _ in range(15):
        student.study()
        student.wait(days=1)
    rows = student.session.execute(text("SELECT cards, introduced FROM day_total")).all()
    assert len(rows) > 10
    assert max(row.cards for row in rows) <= 5
    assert max(row.introduced for row in rows) == 3


@pytest.mark.parametrize(
    "goals",
    [
        Goals(retention=0.69),
        Goals(retention=0.98),
        Goals(new_a_day=-1),
        Goals(cap_a_day=0),
    ],
)
def test_goals_out_of_range_are_refused(student: Student, goals: Goals) -> None:
    with pytest.raises(ValueError, match=r"retention|a_day"):
        cards.change_goals(student.session, student.account_id, goals)
    assert cards.goals_of(student.session, student.account_id) == Goals()


def test_a_day_turns_at_four_in_the_learners_zone(student: Student) -> None:
    cards.change_goals(student.session, student.account_id, Goals(zone="Asia/Amman"))
    student.start("article-en")
    student.now = datetime(2026, 3, 2, 0, 58, tzinfo=UTC)  # 03:58 in Amman
    student.grade(4)
    student.wait(minutes=5)
    assert student.look().done_today == 0
    days = student.session.execute(text("SELECT day FROM review")).scalars().all()
    assert days == [(date(2026, 3, 1) - date(1970, 1, 1)).days]


def test_the_same_review_sent_again_changes_nothing(student: Student) -> None:
    student.start("article-en")
    card, uuid = student.card(), new_uuid()
    first = student.grade(3, card, uuid)
    for rating in (3, 1):
        assert student.grade(rating, card, uuid) == first  # type: ignore[arg-type]
    assert count(student.session, "review") == 1
    assert first.done_today == 1


def test_a_grade_of_a_front_shown_before_the_last_review_is_not_logged(student: Student) -> None:
    student.start("article-en")
    card, opened = student.card(), student.now
    student.wait(minutes=1)
    student.grade(3, card)
    cards.rate(
        student.session,
        account_id=student.account_id,
        card_id=card.card_id,
        rated=Rated(new_uuid(), 1, shown_at=opened),
        now=student.now + timedelta(minutes=1),
    )
    assert count(student.session, "review") == 1


def test_a_stranger_finds_no_card(student: Student, stranger: Viewer) -> None:
    student.start("article-en")
    card = student.card()
    other = Student(student.session, stranger.account_id)
    other.start("article-en")
    assert other.card().card_id != card.card_id
    for attempt in (lambda: other.grade(3, card), lambda: other.flag(card, "suspend")):
        with pytest.raises(CardNotFound):
            attempt()
    assert count(student.session, "review") == 0


@pytest.mark.parametrize("card_id", ["", "zz", "1", "1-", "-1-x", "1-aaaa", "ffffffffffffffffff-a"])
def test_an_id_that_was_made_up_finds_no_card(student: Student, card_id: str) -> None:
    student.start("article-en")
    with pytest.raises(CardNotFound):
        cards.rate(
            student.session,
            account_id=student.account_id,
            card_id=card_id,
            rated=Rated(new_uuid(), 3),
            now=NOW,
        )


def test_undoing_gives_back_every_earlier_sitting(student: Student) -> None:
    student.start()
    before = []
    for rating in (3, 1, 4, 2, 3, 3):
        before.append((student.look(), state(student.session)))
        student.grade(rating)  # type: ignore[arg-type]
        student.wait(seconds=1)
    for sitting, rows in reversed(before):
        again = student.undo()
        assert (again.left_due + again.left_new, again.done_today, again.can_undo) == (
            sitting.left_due + sitting.left_new,
            sitting.done_today,
            sitting.can_undo,
        )
        assert [row for row in state(student.session) if row["reps"]] == rows
        assert_sound(student.session)
    assert student.undo().done_today == 0
    assert count(student.session, "review") == count(student.session, "review_undone") == 6
    student.grade(3)
    assert_sound(student.session)


def state(session: Session) -> list[dict[str, Any]]:
    rows = session.execute(text("SELECT * FROM card_state ORDER BY card_id")).mappings()
    return [
        {name: value for name, value in row.items() if name != "due_on"}
        for row in rows
        if row["reps"]
    ]


def test_yesterdays_reviews_are_not_undone(student: Student) -> None:
    student.start("article-en")
    student.grade(4)
    student.wait(days=1)
    assert not student.look().can_undo
    student.undo()
    assert count(student.session, "review_undone") == 0


@pytest.mark.parametrize(
    ("flag", "back", "later"), [("suspend", "unsuspend", False), ("bury", "unbury", True)]
)
def test_a_card_put_away_stays_away(
    student: Student, flag: cards.Flag, back: cards.Flag, later: bool
) -> None:
    student.start("article-en")
    card = student.card()
    student.flag(card, flag)
    student.flag(card, flag)
    assert student.card().card_id != card.card_id
    student.flag(card, back)
    assert student.card().card_id == card.card_id
    student.flag(card, flag)
    student.wait(days=1)
    assert (student.card().card_id == card.card_id) is later


def test_a_note_is_kept_and_cut(student: Student) -> None:
    student.start("article-en")
    card = student.card()
    cards.edit_note(
        student.session,
        account_id=student.account_id,
        card_id=card.card_id,
        note="  " + "كلمة " * 500,
        now=NOW,
    )
    note = student.card().note
    assert note.startswith("كلمة")
    assert len(note) <= LONGEST_NOTE


def test_a_card_forgotten_often_says_that_it_may_be_a_bad_card(student: Student) -> None:
    cards.change_goals(student.session, student.account_id, Goals(new_a_day=1))
    student.start("article-en")
    leech = False
    for _ in range(40):
        while (card := student.look().card) is not None:
            leech = leech or card.leech
            known = student.session.execute(
                text("SELECT phase FROM card_state WHERE card_id = :id"),
                {"id": int(card.card_id.partition("-")[0], 16)},
            ).scalar_one_or_none()
            student.grade(1 if known == "review" else 3, card)
            student.wait(minutes=15)
        student.wait(days=1)
    assert leech
    assert_sound(student.session)


def test_what_is_typed_suggests_a_grade(student: Student) -> None:
    student.start("article-en")
    card = student.card()
    assert card.typed is not None
    right = card.back.text
    assert cards.judge_recall(card, right)[1] == 3
    assert cards.judge_recall(card, "something else")[0].verdict is Verdict.WRONG
    assert cards.judge_recall(card, "something else")[1] == 1


def test_the_doctor_finds_a_memory_that_the_log_does_not_bear_out(student: Student) -> None:
    student.start("article-en")
    student.grade(4)
    assert_sound(student.session)
    for statement, check in (
        ("UPDATE card_state SET stability = stability + 1", Check.MEMORY),
        ("UPDATE card_state SET due_day = due_day + 1", Check.MEMORY),
        ("UPDATE day_total SET introduced = 2", Check.DAYS),
        ("DELETE FROM day_total", Check.DAYS),
        ("DELETE FROM card_state", Check.MEMORY),
    ):
        student.session.execute(text(statement))
        found = {each.check for each in examine(student.session, SCRIPTS).checks if each.faults}
        student.session.rollback()
        assert found == {check}, statement
