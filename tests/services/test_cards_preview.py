"""What each desired retention would cost, from what somebody has."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quizapp.domain.cards.holding import Held
from quizapp.domain.cards.plan import Limits
from quizapp.domain.cards.replay import replay
from quizapp.domain.cards.workload import workloads
from quizapp.domain.content import Article
from quizapp.domain.memory import MemorySettings
from quizapp.services import cards
from quizapp.services.accounts import Viewer
from quizapp.services.cards import Goals, WorkloadPreview
from quizapp.services.cards.preview import RETENTIONS
from quizapp.services.cards.records import REPLAYING
from tests.cards import Student
from tests.databases import statements
from tests.domain.cards.decks import new_card
from tests.logs import lines_in
from tests.play import NOW


@pytest.fixture
def student(session: Session, account: Viewer, article: Article) -> Student:
    return Student(session, account.account_id)


def preview(student: Student) -> WorkloadPreview:
    return cards.workload_preview(student.session, account_id=student.account_id, now=student.now)


@pytest.mark.parametrize("account_id", [None, 4_711])
def test_somebody_unknown_sees_what_a_beginner_has_before_them(
    session: Session, article: Article, account_id: int | None
) -> None:
    found = cards.workload_preview(session, account_id=account_id, now=NOW)
    assert (found.imagined, found.known, found.new, found.own) == (True, 0, 300, 0.9)
    fresh = [new_card(f"x{n}", place=n) for n in range(300)]
    assert found.rows == workloads(
        fresh, NOW.date(), Limits(10, 100), MemorySettings(), retentions=RETENTIONS, days=30
    )


def test_what_was_taken_up_counts_as_new_until_it_is_reviewed(student: Student) -> None:
    student.start("article-en")
    before = preview(student)
    assert (before.imagined, before.known, before.new) == (False, 0, 4)
    student.grade(4)
    after = preview(student)
    assert (after.known, after.new) == (1, 3)
    assert [row.retention for row in after.rows] == list(RETENTIONS)


def test_the_forecast_is_made_from_the_learners_own_memory(student: Student) -> None:
    """One card and no new ones: every row follows from the state that its log comes to."""
    student.start("article-en")
    student.grade(4)
    goals = Goals(new_a_day=0, cap_a_day=1)
    cards.change_goals(student.session, student.account_id, goals)
    (line,) = lines_in(student.session)
    held = Held(replay(line.card, [line], REPLAYING), "en")
    assert held.state.stability == pytest.approx(8.2956, abs=1e-4)
    found = preview(student)
    assert found.rows == workloads(
        [held], NOW.date(), Limits(0, 1), MemorySettings(), retentions=RETENTIONS, days=30
    )
    costs = {row.retention: row.reviews for row in found.rows}
    assert costs[0.70] * 30 == 1, "due on its day, then only after weeks"
    assert costs[0.97] > costs[0.70]


def test_the_learners_own_retention_has_a_row(student: Student) -> None:
    cards.change_goals(student.session, student.account_id, Goals(retention=0.87))
    found = preview(student)
    assert found.own == 0.87
    assert [row.retention for row in found.rows] == sorted({*RETENTIONS, 0.87})


def test_the_preview_writes_nothing_and_asks_little(engine: Engine, student: Student) -> None:
    student.start()
    student.grade(3)
    with statements(engine) as sent:
        preview(student)
    assert len(sent) <= 4
    assert all(each.lstrip().startswith("SELECT") for each in sent)
