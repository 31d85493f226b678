"""How many statements studying sends: counted, so that nobody adds one unnoticed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quizapp.domain.content import Article
from quizapp.services import cards
from quizapp.services.accounts import Viewer, viewer_of
from quizapp.services.cards import Rated
from tests.cards import Student, new_uuid
from tests.databases import statements

TOKEN = "token-of-huda"
LOOKING, GRADING, UNDOING = 6, 7, 10


@pytest.fixture
def student(session: Session, account: Viewer, article: Article) -> Student:
    """Somebody with cards to review, a card forgotten today, and new ones."""
    made = Student(session, account.account_id)
    made.start("article-en")
    made.study(4)
    made.wait(days=30)
    made.start()
    return made


def sent(engine: Engine, student: Student, action: Callable[[Student], object]) -> list[str]:
    """Collect the statements of one request: who is it, then the action."""
    student.session.rollback()
    with Session(engine, expire_on_commit=False) as session:
        with statements(engine) as found:
            assert viewer_of(session, TOKEN, student.now) is not None
            action(Student(session, student.account_id, student.now))
        return found


def rating(card_id: str, grade: cards.Rating) -> Callable[[Student], object]:
    def act(student: Student) -> bool:
        return cards.rate(
            student.session,
            account_id=student.account_id,
            card_id=card_id,
            rated=Rated(new_uuid(), grade),
            now=student.now,
        )

    return act


def looking(student: Student) -> object:
    return student.look()


def test_looking_and_grading_cost_the_same_whatever_is_left(
    engine: Engine, student: Student
) -> None:
    kinds = set()
    for grade in (3, 1, 3, 3, 3, 3, 4, 3, 3, 3, 3, 3):
        card = student.look().card
        looked = sent(engine, student, looking)
        assert len(looked) <= LOOKING
        assert all(statement.lstrip().startswith("SELECT") for statement in looked)
        if card is None:
            kinds.add("nothing")
            break
        kinds.add("new" if card.introduction else "seen")
        graded = sent(engine, student, rating(card.card_id, grade))  # type: ignore[arg-type]
        assert len(graded) <= GRADING
        written = [s for s in graded if not s.lstrip().startswith("SELECT")]
        assert len(written) == 3, "the log, the card, the day"
        student.wait(minutes=11)
    assert kinds >= {"new", "seen"}


def test_grading_does_not_look_for_the_next_card(engine: Engine, student: Student) -> None:
    card = student.card()
    found = sent(engine, student, rating(card.card_id, 3))
    assert not [statement for statement in found if "taken_back" in statement]


def test_a_grade_that_came_before_costs_little(engine: Engine, student: Student) -> None:
    card, uuid = student.card(), new_uuid()
    student.grade(3, card, uuid)

    def again(other: Student) -> object:
        return cards.rate(
            other.session,
            account_id=other.account_id,
            card_id=card.card_id,
            rated=Rated(uuid, 3),
            now=other.now,
        )

    found = sent(engine, student, again)
    assert len([s for s in found if not s.lstrip().startswith("SELECT")]) == 1
    assert len(found) <= GRADING - 2


def test_looking_costs_the_same_however_long_the_day_is(engine: Engine, student: Student) -> None:
    costs = set()
    for _ in range(3):
        costs.add(len(sent(engine, student, looking)))
        student.grade(3)
        student.wait(seconds=20)
    assert len(costs) == 1


def test_after_an_undo_looking_costs_no_more(engine: Engine, student: Student) -> None:
    student.grade(3)
    taken_back = sent(
        engine,
        student,
        lambda s: cards.undo(s.session, account_id=s.account_id, now=s.now),
    )
    assert len(taken_back) <= UNDOING
    assert len(sent(engine, student, looking)) <= LOOKING
