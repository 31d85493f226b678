"""A right answer typed in a quiz is recall of its card; one that was chosen never is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from quizapp.domain.content import Article
from quizapp.services import cards
from quizapp.services.accounts import Viewer
from quizapp.services.cards import Goals
from quizapp.services.doctor import examine
from quizapp.services.rounds import AnswerReceipt, Certainty
from tests.answers import right_fields, wrong_fields
from tests.cards import Student
from tests.databases import SCRIPTS, statements
from tests.play import Player, request, submission


@pytest.fixture
def student(session: Session, account: Viewer, article: Article) -> Student:
    """Somebody whose cards in English are all due."""
    made = Student(session, account.account_id)
    made.start("article-en")
    made.study(4)
    made.wait(days=60)
    return made


def typing(student: Student, kind: str = "gap", **more: object) -> Player:
    player = Player(student.session, student.account_id)
    player.start(request(kinds=(kind,), length=1, **more), public_id=f"{kind}-{student.now}")  # type: ignore[arg-type]
    return player


def answered(student: Student, player: Player, certainty: Certainty | None = None) -> AnswerReceipt:
    form = player.form(1, right_fields)
    return player.submit(1, submission(form, key="one key", certainty=certainty), student.now)


def quiz_reviews(session: Session) -> list[tuple[str, int]]:
    rows = session.execute(
        text(
            "SELECT name, rating FROM review JOIN card ON card.id = card_id"
            " WHERE source = 'quiz' ORDER BY moment"
        )
    )
    return [(row.name, row.rating) for row in rows]


def slot_of(receipt: AnswerReceipt) -> str:
    assert receipt.view.feedback is not None
    return receipt.view.feedback.item.id.rpartition("/")[0]


@pytest.mark.parametrize("kind", ["gap", "number"])
def test_what_was_typed_rightly_is_a_review_of_its_card(student: Student, kind: str) -> None:
    before = student.look()
    receipt = answered(student, typing(student, kind))
    assert quiz_reviews(student.session) == [(f"{slot_of(receipt)}/card-en", 3)]
    after = student.look()
    assert after.left_due == before.left_due - 1
    assert after.done_today == before.done_today + 1
    assert not after.can_undo, "it was not given on a card"
    assert examine(student.session, SCRIPTS).sound
    typed = student.session.execute(text("SELECT typed FROM review WHERE source = 'quiz'"))
    assert typed.scalar_one()


@pytest.mark.parametrize(("certainty", "rating"), [("sure", 3), ("fairly", 3), ("guess", 2)])
def test_a_guess_counts_as_hard(student: Student, certainty: Certainty, rating: int) -> None:
    answered(student, typing(student, certainty=True), certainty)
    ((_, found),) = quiz_reviews(student.session)
    assert found == rating


def test_the_same_answer_sent_again_is_one_review(student: Student) -> None:
    player = typing(student)
    assert answered(student, player).stored
    assert not answered(student, player).stored
    assert len(quiz_reviews(student.session)) == 1


def test_the_same_question_in_another_round_is_no_second_recall(student: Student) -> None:
    for _ in range(8):
        player = typing(student)
        answered(student, player)
        student.wait(minutes=1)
    names = [name for name, _ in quiz_reviews(student.session)]
    assert len(names) == len(set(names)) >= 1


def not_due(student: Student) -> None:
    student.wait(days=-59)


def suspended(student: Student) -> None:
    student.session.execute(text("UPDATE card_state SET suspended = true"))
    student.session.commit()


def buried(student: Student) -> None:
    while (card := student.look().card) is not None:
        student.flag(card, "bury")


def full_day(student: Student) -> None:
    cards.change_goals(student.session, student.account_id, Goals(cap_a_day=1))
    student.grade(3)


def never_seen(student: Student) -> None:
    student.session.execute(text("UPDATE card_state SET reps = 0"))
    student.session.commit()


@pytest.mark.parametrize("arranged", [not_due, suspended, buried, never_seen])
def test_a_card_that_is_not_to_be_shown_today_is_left_alone(
    student: Student, arranged: Callable[[Student], None]
) -> None:
    arranged(student)
    assert answered(student, typing(student)).stored
    assert quiz_reviews(student.session) == []


def test_a_day_that_is_full_takes_no_more(student: Student) -> None:
    full_day(student)
    for _ in range(6):
        answered(student, typing(student))
        student.wait(minutes=1)
    assert quiz_reviews(student.session) == []
    most = student.session.execute(text("SELECT max(cards) FROM day_total WHERE introduced = 0"))
    assert most.scalar_one() == 1


def test_a_sibling_seen_today_keeps_the_recall_out(student: Student) -> None:
    student.start("article-ar")
    player = typing(student)
    student.session.execute(
        text(
            "INSERT INTO card_state (account_id, card_id, phase, stability, difficulty, step,"
            " reps, lapses, suspended, note, last_day) SELECT state.account_id, sibling.id,"
            " 'review', 9, 5, 0, 1, 0, false, '', :today FROM card_state state JOIN card"
            " ON card.id = state.card_id JOIN card sibling"
            " ON sibling.sibling_group = card.sibling_group AND sibling.id <> card.id"
        ),
        {"today": student.now.date().toordinal() - 719163},
    )
    student.session.commit()
    assert answered(student, player).stored
    assert quiz_reviews(student.session) == []


def test_what_was_chosen_is_never_recall(student: Student) -> None:
    before = student.session.execute(text("SELECT count(*) FROM review")).scalar_one()
    for kind in ("choice", "true_false", "evidence", "claim"):
        player = typing(student, kind)
        answered(student, player)
    after = student.session.execute(text("SELECT count(*) FROM review")).scalar_one()
    assert before == after


def test_a_wrong_one_is_no_review(student: Student) -> None:
    player = typing(student)
    player.submit(1, player.form(1, wrong_fields), student.now)
    assert quiz_reviews(student.session) == []


def test_a_test_logs_no_recall(student: Student) -> None:
    player = typing(student, mode="test")
    answered(student, player)
    assert player.question(1).head.finished_at is not None
    assert quiz_reviews(student.session) == []


def test_a_typed_answer_without_a_due_card_costs_one_look(engine: Engine, player: Player) -> None:
    player.start(request(kinds=("gap",), length=2))
    form = player.form(1)
    player.session.rollback()
    with statements(engine) as found:
        player.submit(1, form)
    assert len(found) <= 5
