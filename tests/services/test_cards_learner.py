"""The promises of the schedule, kept through the services by a learner whom FSRS describes.

The domain's own simulation follows her in memory alone; here every card is asked for and
graded as the review screen does it, and the database is asked what came of it.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db import reviews
from quizapp.domain.cards.simulation import graded
from quizapp.domain.cards.state import Phase
from quizapp.domain.generation.bank import build_items
from quizapp.domain.ids import seeded
from quizapp.domain.memory import MemorySettings, retrievability
from quizapp.services import cards
from quizapp.services.accounts import Viewer
from quizapp.services.cards import Goals, Rating
from quizapp.services.cards.records import state_of
from quizapp.services.content_store import Texts, store_article
from quizapp.services.doctor import examine
from tests.cards import Student, new_uuid
from tests.databases import SCRIPTS
from tests.play import NOW
from tests.samples import mini_article

RATINGS: dict[int, Rating] = {1: 1, 2: 2, 3: 3, 4: 4}


class Diligent:
    """She studies every evening what there is, and recalls as her memory says."""

    def __init__(
        self, session: Session, account_id: int, retention: float, *, articles: int, cap: int
    ) -> None:
        self.cap = cap
        self.student = Student(session, account_id)
        self.settings = MemorySettings(retention=retention)
        self.rng: random.Random = seeded("diligent", retention)
        self.expected = 0.0
        goals = Goals(retention=retention, new_a_day=5, cap_a_day=cap)
        cards.change_goals(session, account_id, goals)
        for number in range(articles):
            article = replace(mini_article(), slug=f"fair-{number}")
            store_article(session, Texts.of(article, build_items(article)), NOW)
            self.student.start(article=article.slug)

    def study(self, days: int) -> None:
        evening = datetime.combine(NOW.date(), time(18), NOW.tzinfo)
        for day in range(days):
            self.student.now = evening + timedelta(days=day)
            while (card := self.student.look().card) is not None:
                self.answer(card)

    def answer(self, card: cards.CardView) -> None:
        student = self.student
        number = int(card.card_id.partition("-")[0], 16)
        row = reviews.find(student.session.connection(), student.account_id, number)
        assert row is not None
        state, today = state_of(row), student.now.date()
        if state.phase is Phase.REVIEW:
            self.expected += retrievability(state, today, self.settings)
        rating = graded(state, today, self.settings, self.rng)
        cards.rate(
            student.session,
            account_id=student.account_id,
            card_id=card.card_id,
            rated=cards.Rated(new_uuid(), RATINGS[rating]),
            now=student.now,
        )
        student.wait(seconds=15)


def assert_promises_kept(learner: Diligent, retention: float, least: int) -> int:
    """Return how many cards the fullest day had."""
    session = learner.student.session
    tested, recalled, most, new = session.execute(
        text("SELECT sum(tested), sum(recalled), max(cards), max(introduced) FROM day_total")
    ).one()
    assert tested >= least
    assert recalled / tested == pytest.approx(retention, abs=0.02)
    assert learner.expected / tested == pytest.approx(retention, abs=0.02)
    assert most <= learner.cap
    assert new == 5
    met = session.execute(
        text(
            "SELECT day, sibling_group FROM review JOIN card ON card.id = card_id"
            " GROUP BY day, sibling_group HAVING count(DISTINCT card_id) > 1"
        )
    ).all()
    assert met == []
    return int(most)


def test_eleven_weeks_of_study_keep_every_promise(session: Session, account: Viewer) -> None:
    # At 0.90 so short a time says less: cards that are days old are weaker than a day is long.
    learner = Diligent(session, account.account_id, 0.85, articles=30, cap=22)
    learner.study(77)
    assert assert_promises_kept(learner, 0.85, least=700) == learner.cap, "the cap was needed"


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.parametrize("retention", [0.80, 0.90, 0.95])
def test_half_a_year_of_study_keeps_every_promise(
    session: Session, account: Viewer, retention: float
) -> None:
    learner = Diligent(session, account.account_id, retention, articles=60, cap=60)
    learner.study(180)
    assert_promises_kept(learner, retention, least=1_500)
    assert examine(session, SCRIPTS).sound
