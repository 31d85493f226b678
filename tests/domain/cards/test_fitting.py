"""How well a log was foretold: log loss against numbers worked out by hand."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.cards.fitting import (
    Forecasts,
    boundary,
    by_card,
    forecasts,
    history_of,
    surprise,
)
from quizapp.domain.cards.state import Rating, Review
from quizapp.domain.memory import MemorySettings
from tests.domain.cards.decks import EVENING, MONDAY

SETTINGS = MemorySettings()
AGAIN, HARD, GOOD, EASY = Rating

# First grade, days until asked, recalled or not; then, with factor 0.9^(-1 / 0.1542) - 1 =
# 0.980346 and the stability S that FSRS-6 gives to the first grade, the forecast
# p = (1 + 0.980346 * days / S)^-0.1542, and -ln(p) or -ln(1 - p).
BY_HAND = [
    (GOOD, 2, GOOD, 0.909493, 0.094868),  # S = 2.3065
    (GOOD, 10, AGAIN, 0.774367, 1.488845),
    (AGAIN, 1, HARD, 0.766196, 0.266318),  # S = 0.212
    (HARD, 1, AGAIN, 0.916670, 2.484943),  # S = 1.2931
    (EASY, 8, EASY, 0.902473, 0.102616),  # S = 8.2956
    (EASY, 30, GOOD, 0.791779, 0.233473),
]


def line(card: str, days: int, rating: Rating, *, minutes: int = 0, ident: str = "") -> Review:
    moment = EVENING + timedelta(days=days, minutes=minutes)
    day = MONDAY + timedelta(days=days)
    return Review(ident or f"{card}-{days}-{minutes}", card, moment, day, rating, 0.9)


def pair(at: int) -> list[Review]:
    first, days, second, _, _ = BY_HAND[at]
    return [line(f"c{at}", 0, first), line(f"c{at}", days, second)]


@pytest.mark.parametrize("at", range(len(BY_HAND)))
def test_one_forecast_is_what_the_formula_says(at: int) -> None:
    _, _, rating, probability, loss = BY_HAND[at]
    found = forecasts([pair(at)], SETTINGS)
    assert found.count == 1
    assert found.log_loss == pytest.approx(loss, abs=2e-6)
    assert surprise(probability, rating is not AGAIN) == pytest.approx(loss, abs=1e-5)


def test_the_log_loss_is_the_mean_over_all_cards() -> None:
    found = forecasts([pair(at) for at in range(len(BY_HAND))], SETTINGS)
    assert found.count == 6
    assert found.log_loss == pytest.approx(0.778511, abs=2e-6)


def test_reviews_within_a_day_are_not_foretold_but_move_memory() -> None:
    lapse = [line("a", 0, GOOD), line("a", 0, AGAIN, minutes=9), line("a", 2, GOOD)]
    plain = [line("a", 0, GOOD), line("a", 2, GOOD)]
    found = forecasts([lapse], SETTINGS)
    assert found.count == 1
    assert found.log_loss > forecasts([plain], SETTINGS).log_loss, "after a lapse it was surer"


def test_a_first_review_and_a_clock_set_back_are_no_forecasts() -> None:
    assert forecasts([[line("a", 5, AGAIN)]], SETTINGS) == Forecasts(0, 0.0)
    back = [line("a", 5, GOOD), line("a", 4, AGAIN, minutes=3_000)]
    assert forecasts([back], SETTINGS).count == 0
    assert forecasts([], SETTINGS) == Forecasts(0, 0.0)


def test_counting_from_a_moment_on_leaves_the_memory_whole() -> None:
    log = [line("a", 0, GOOD), line("a", 2, GOOD), line("a", 12, GOOD)]
    whole, first = forecasts([log], SETTINGS), forecasts([log[:2]], SETTINGS)
    late = forecasts([log], SETTINGS, since=log[2].moment)
    assert (whole.count, first.count, late.count) == (2, 1, 1)
    assert late.log_loss == pytest.approx(2 * whole.log_loss - first.log_loss)


def test_no_surprise_is_endless() -> None:
    assert surprise(1.0, recalled=False) == pytest.approx(surprise(0.0, recalled=True))
    assert surprise(1.0, recalled=False) == pytest.approx(-math.log(1e-4))


@given(st.floats(0.001, 0.999))
def test_the_loss_of_the_truth_is_least(truth: float) -> None:
    """Whoever says the true probability is surprised least on average (a proper score)."""

    def expected(said: float) -> float:
        return truth * surprise(said, True) + (1 - truth) * surprise(said, False)

    assert all(expected(truth) <= expected(said) + 1e-9 for said in (0.01, 0.3, 0.5, 0.8, 0.99))


def test_logs_come_by_card_in_order_each_line_once() -> None:
    first, second = pair(0)
    other = line("z", 1, GOOD)
    assert by_card([second, other, first, second]) == {"c0": [first, second], "z": [other]}


def test_a_history_has_ratings_and_days_between() -> None:
    log = [
        line("a", 0, GOOD),
        line("a", 0, AGAIN, minutes=9),
        line("a", 2, HARD),
        line("a", 1, EASY),
    ]
    assert history_of(log) == ((3, 0), (1, 0), (2, 2), (4, 0))
    assert history_of([]) == ()


def test_the_boundary_parts_the_later_day_reviews() -> None:
    logs = [[line(f"c{n}", n, GOOD), line(f"c{n}", n + 3, GOOD)] for n in range(10)]
    moment = boundary(logs, 0.8)
    assert moment is not None
    later = [log[1] for log in logs if log[1].moment >= moment]
    assert len(later) == 2
    assert boundary([[line("a", 0, GOOD)]], 0.8) is None
