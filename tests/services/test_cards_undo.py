"""What comes after an undo: the very card whose review was taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.domain.content import Article
from quizapp.domain.generation.bank import build_items
from quizapp.services import cards
from quizapp.services.accounts import Viewer
from quizapp.services.cards import Goals
from quizapp.services.content_store import Texts, store_article
from tests.cards import Student
from tests.play import NOW, SLUG
from tests.samples import mini_article


@pytest.fixture
def student(session: Session, account: Viewer, article: Article) -> Student:
    """Somebody with many cards: some to review, some new, a few forgotten today."""
    made = Student(session, account.account_id)
    for number in range(5):
        other = replace(mini_article(), slug=f"fair-{number}")
        store_article(session, Texts.of(other, build_items(other)), NOW)
        made.start("article-en", article=other.slug)
    cards.change_goals(session, made.account_id, Goals(new_a_day=12))
    made.study(4)
    made.wait(days=40)
    made.start("terms")
    return made


def next_id(student: Student) -> str:
    return student.card().card_id


def test_the_card_undone_comes_next(student: Student) -> None:
    seen = set()
    for rating in (3, 1, 3, 4, 1, 2, 3, 1) * 3:
        card = student.card()
        seen.add((card.introduction, rating))
        student.grade(rating, card)  # type: ignore[arg-type]
        student.wait(minutes=2)
        student.undo()
        assert next_id(student) == card.card_id
        student.wait(minutes=2)
        assert next_id(student) == card.card_id, "and it waits for an answer"
        student.grade(rating, card)  # type: ignore[arg-type]
        student.wait(seconds=20)
    assert {new for new, _ in seen} == {True, False}


def test_undoing_goes_back_and_what_follows_comes_in_its_old_order(student: Student) -> None:
    order = []
    for rating in (3, 1, 4, 3, 1):
        order.append(next_id(student))
        student.grade(rating)  # type: ignore[arg-type]
        student.wait(seconds=20)
    for card in reversed(order):
        student.undo()
        assert next_id(student) == card
    for card in order:
        assert next_id(student) == card
        student.grade(3)
        student.wait(seconds=20)
    assert next_id(student) not in order


def test_a_step_undone_comes_next_though_others_are_waiting(student: Student) -> None:
    forgotten = student.card()
    student.grade(1, forgotten)
    student.wait(seconds=10)
    student.grade(1)
    student.wait(minutes=11)
    assert next_id(student) == forgotten.card_id
    student.grade(2, forgotten)
    student.wait(seconds=10)
    student.undo()
    assert next_id(student) == forgotten.card_id
    reps = student.session.execute(
        text("SELECT reps FROM card_state WHERE card_id = :id"),
        {"id": int(forgotten.card_id.partition("-")[0], 16)},
    ).scalar_one()
    assert reps == 2, "one before today, one of today that still counts"


@pytest.mark.parametrize("flag", ["suspend", "bury"])
def test_a_card_undone_and_put_away_does_not_come(student: Student, flag: cards.Flag) -> None:
    card = student.card()
    student.grade(3, card)
    student.wait(seconds=10)
    student.undo()
    student.flag(card, flag)
    assert next_id(student) != card.card_id


def test_a_card_undone_does_not_come_in_another_deck(student: Student) -> None:
    card = student.card()
    assert card.deck == "article-en"
    student.grade(3, card)
    student.undo()
    other = student.look((SLUG, "terms")).card
    assert other is not None
    assert other.deck == "terms"
    again = student.look((card.article, card.deck)).card
    assert again is not None
    assert again.card_id == card.card_id


def test_what_was_undone_yesterday_is_forgotten_about(student: Student) -> None:
    before = next_id(student)
    student.grade(3)
    student.undo()
    student.wait(days=1)
    first = next_id(student)
    student.grade(4)
    assert next_id(student) != first
    assert before in student.shown


def test_a_sibling_seen_meanwhile_keeps_the_card_undone_away(student: Student) -> None:
    card = student.card()
    student.grade(3, card)
    student.undo()
    number = int(card.card_id.partition("-")[0], 16)
    student.session.execute(
        text(
            "INSERT INTO card_state (account_id, card_id, phase, stability, difficulty, step,"
            " reps, lapses, suspended, note, last_day) SELECT state.account_id, sibling.id,"
            " 'review', 9, 5, 0, 1, 0, false, '', :today FROM card_state state JOIN card"
            " ON card.id = state.card_id JOIN card sibling"
            " ON sibling.sibling_group = card.sibling_group AND sibling.id <> card.id"
            " WHERE card.id = :id"
        ),
        {"id": number, "today": student.now.date().toordinal() - 719163},
    )
    student.session.commit()
    assert next_id(student) != card.card_id
