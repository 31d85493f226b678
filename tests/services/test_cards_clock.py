"""Days of study stay the sum of their reviews, whatever the server's clock did meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from quizapp.domain.content import Article
from quizapp.services.accounts import Viewer
from quizapp.services.doctor import examine
from tests.cards import Student
from tests.databases import SCRIPTS
from tests.play import NOW


@pytest.fixture
def student(session: Session, account: Viewer, article: Article) -> Student:
    made = Student(session, account.account_id)
    made.start("article-en")
    return made


@pytest.mark.parametrize("jumps", [(0, -400, 0), (0, 2, 0, 0), (0, 2, -400, -400, 0), (-400, 0)])
def test_days_are_the_sum_of_their_reviews_after_a_clock_jumped(
    student: Student, jumps: tuple[int, ...]
) -> None:
    known = [student.card()]
    student.grade(3, known[0])
    known.append(student.card())
    for number, days in enumerate(jumps):
        student.now = NOW + timedelta(days=days, minutes=number)
        for card in known:
            student.wait(seconds=10)
            student.grade(3, card)
    assert [c.faults for c in examine(student.session, SCRIPTS).checks if c.check == "days"] == [()]
