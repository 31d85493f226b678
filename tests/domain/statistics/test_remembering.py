"""What a class will have forgotten: against the model itself, member by member."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from quizapp.domain.cards.state import CardState, Phase, Rating
from quizapp.domain.memory import MemorySettings, outcome, recall, retrievability
from quizapp.domain.statistics.remembering import Held, outlook, savings

TODAY = date(2026, 3, 10)
WEEK = timedelta(days=7)
SETTINGS = MemorySettings()


def held(learner: int, card: str, *, stability: float, days_ago: int) -> Held:
    state = CardState(
        card=card,
        phase=Phase.REVIEW,
        stability=stability,
        difficulty=5.0,
        last_day=TODAY - timedelta(days=days_ago),
        reps=3,
    )
    return Held(learner, state, SETTINGS)


CLASS = (
    held(1, "a/city/salt/card-ar", stability=20, days_ago=2),
    held(2, "a/city/salt/card-ar", stability=3, days_ago=9),
    held(2, "a/city/salt/card-en", stability=1, days_ago=9),
    held(3, "a/number/hours/card-en", stability=100, days_ago=1),
)


def chance(card: Held, day: date) -> float:
    return retrievability(card.state, day, SETTINGS)


def test_the_weakest_card_of_each_member_counts_and_the_most_lost_comes_first() -> None:
    city, number = outlook(CLASS, TODAY, TODAY + WEEK)
    assert (city.fact, city.learners) == ("city", 2)
    assert city.now == pytest.approx((chance(CLASS[0], TODAY) + chance(CLASS[2], TODAY)) / 2)
    left = chance(CLASS[0], TODAY + WEEK) + chance(CLASS[2], TODAY + WEEK)
    assert city.then == pytest.approx(left / 2)
    assert city.lost == pytest.approx(2 - left)
    assert (number.fact, number.learners) == ("number", 1)
    assert number.lost < city.lost


def test_what_a_question_saves_is_what_a_review_today_adds_on_the_day() -> None:
    saved = savings(CLASS[3:], TODAY, TODAY + WEEK)
    card = CLASS[3]
    known = chance(card, TODAY)
    later = {
        rating: recall(outcome(card.state, rating, TODAY, SETTINGS).stability, 7, SETTINGS)
        for rating in (Rating.GOOD, Rating.AGAIN)
    }
    wanted = known * later[Rating.GOOD] + (1 - known) * later[Rating.AGAIN]
    assert saved == {"a/number/hours": pytest.approx(wanted - chance(card, TODAY + WEEK))}


def test_both_languages_of_a_member_are_one_memory() -> None:
    alone = savings(CLASS[1:2], TODAY, TODAY + WEEK)["a/city/salt"]
    other = savings(CLASS[2:3], TODAY, TODAY + WEEK)["a/city/salt"]
    both = savings(CLASS[1:3], TODAY, TODAY + WEEK)["a/city/salt"]
    assert both == max(alone, other)
    assert savings(CLASS[:3], TODAY, TODAY + WEEK)["a/city/salt"] > both


def test_the_further_the_day_the_more_is_lost() -> None:
    lost = [
        sum(row.lost for row in outlook(CLASS, TODAY, TODAY + timedelta(days=days)))
        for days in (1, 7, 30, 200)
    ]
    assert lost == sorted(lost)
    assert lost[0] < lost[-1]


def test_a_class_that_learnt_nothing_loses_nothing() -> None:
    assert outlook((), TODAY, TODAY + WEEK) == ()
    assert savings((), TODAY, TODAY + WEEK) == {}
