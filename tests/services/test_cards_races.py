"""Several grades of one card at the same moment: none is lost, none is counted twice.

As with rounds, every race also runs with the process's write lock taken away.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from quizapp.db.engine import writing
from quizapp.domain.cards import state as memory
from quizapp.domain.content import Article
from quizapp.services import cards
from quizapp.services.accounts import Viewer
from quizapp.services.cards import Goals, Rated, Rating
from quizapp.services.cards.recording import Overtaken, decide, store
from quizapp.services.cards.records import state_of
from quizapp.services.cards.study import own_card
from quizapp.services.doctor_cards import examine_memory
from tests import racing
from tests.cards import Student, new_uuid
from tests.racing import as_between_processes

THREADS = 12
RATINGS: tuple[Rating, ...] = (3, 1, 4, 2)


@pytest.fixture(params=["one process", "many processes"], autouse=True)
def lock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "many processes":
        as_between_processes(monkeypatch)
        # Waiting is all that is left to whoever finds the card moved again and again.
        monkeypatch.setattr("quizapp.services.cards.study._TRIES", 2 * THREADS)


@pytest.fixture
def student(session: Session, account: Viewer, article: Article) -> Student:
    made = Student(session, account.account_id)
    cards.change_goals(session, made.account_id, Goals(new_a_day=50))
    made.start()
    return made


Action = Callable[[Student], object]


def race(engine: Engine, student: Student, actions: list[Action]) -> list[object]:
    """Run the actions at once, each as the same student in a session of its own."""
    student.session.rollback()

    def taking(action: Action) -> Callable[[Session], object]:
        return lambda session: action(Student(session, student.account_id, student.now))

    return racing.race(engine, [taking(action) for action in actions])


def rating(card_id: str, uuid: str, grade: Rating) -> Action:
    def act(student: Student) -> bool:
        return cards.rate(
            student.session,
            account_id=student.account_id,
            card_id=card_id,
            rated=Rated(uuid, grade),
            now=student.now,
        )

    return act


def undoing(student: Student) -> bool:
    return cards.undo(student.session, account_id=student.account_id, now=student.now)


def uuids(student: Student) -> list[str]:
    student.session.rollback()
    found = student.session.execute(text("SELECT uuid FROM review")).scalars().all()
    return sorted(bytes(each).hex() for each in found)


def assert_balanced(student: Student, counting: int) -> None:
    """State and totals follow from the log, and so many reviews count."""
    student.session.rollback()
    connection = student.session.connection()
    _, wrong_states, _, wrong_days = examine_memory(connection)
    assert (wrong_states, wrong_days) == ([], [])
    for query in ("SELECT sum(reps) FROM card_state", "SELECT sum(reviews) FROM day_total"):
        assert connection.execute(text(query)).scalar_one() == counting


def test_one_review_sent_by_many_is_one_review(engine: Engine, student: Student) -> None:
    for number in range(1, 9):
        card, uuid = student.card().card_id, new_uuid()
        sent = [rating(card, uuid, RATINGS[n % 4]) for n in range(THREADS)]
        logged = race(engine, student, sent)
        assert sorted(logged) == [False] * (THREADS - 1) + [True]  # type: ignore[type-var]
        assert_balanced(student, number)
        student.wait(minutes=15)


def test_many_reviews_of_one_card_are_all_kept(engine: Engine, student: Student) -> None:
    card = student.card().card_id
    keys = [new_uuid() for _ in range(THREADS)]
    logged = race(
        engine, student, [rating(card, uuid, RATINGS[n % 4]) for n, uuid in enumerate(keys)]
    )
    assert logged == [True] * THREADS
    assert uuids(student) == sorted(uuid.replace("-", "") for uuid in keys)
    assert_balanced(student, THREADS)
    moments = student.session.execute(text("SELECT count(DISTINCT moment) FROM review"))
    assert moments.scalar_one() == THREADS, "the log has an order"


def test_many_cards_at_once_add_up_to_one_day(engine: Engine, student: Student) -> None:
    found = []
    while (card := student.look().card) is not None:
        found.append(card.card_id)
        student.flag(card, "bury")
    assert len(found) >= 4
    sent = [rating(card, new_uuid(), 3) for card in found * 3]
    assert all(race(engine, student, sent))
    assert_balanced(student, len(sent))
    (row,) = student.session.execute(text("SELECT cards, introduced FROM day_total")).all()
    assert tuple(row) == (len(found), len(found))


def test_undoing_while_grading_leaves_no_trace_of_the_order(
    engine: Engine, student: Student
) -> None:
    for _ in range(6):
        card = student.card().card_id
        before = len(uuids(student))
        sent: list[Action] = [rating(card, new_uuid(), RATINGS[n % 4]) for n in range(4)]
        outcomes = race(engine, student, [*sent, undoing, undoing])
        assert all(outcomes[:4])
        assert len(uuids(student)) == before + 4
        student.session.rollback()
        undone = student.session.execute(text("SELECT count(*) FROM review_undone")).scalar_one()
        assert_balanced(student, before + 4 - undone)
        student.wait(minutes=15)


def test_a_grade_decided_before_another_took_the_place_of_one_taken_back_is_decided_again(
    student: Student,
) -> None:
    """Good and hard leave a card as stable on the day itself, and as often reviewed."""
    card = student.card()
    student.grade(3, card)
    student.wait(minutes=1)
    student.grade(3, card)
    student.wait(minutes=1)
    session = student.session
    row, learner = own_card(session.connection(), student.account_id, card.card_id, student.now)
    given = memory.Rated(id=new_uuid(), rating=memory.Rating.AGAIN, moment=learner.now)
    decided = decide(session.connection(), learner, row, given)
    student.undo()
    student.grade(2, card)
    row, _ = own_card(session.connection(), student.account_id, card.card_id, student.now)
    before, stands = decided.before, state_of(row)
    assert (stands.reps, stands.stability) == (before.reps, before.stability) != (0, 0)
    with pytest.raises(Overtaken), writing(session) as connection:
        store(connection, decided)
    assert_balanced(student, 2)
