"""Intervals: Wilson's published values, and how often the bootstrap holds the truth."""

from __future__ import annotations

import random
from math import sqrt

import pytest

from quizapp.domain.statistics.intervals import Interval, bootstrap, wilson
from quizapp.domain.statistics.moments import mean


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    # Newcombe (1998), table I: the score method without continuity correction.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(right: int, of: int, low: float, high: float) -> None:
    found = wilson(right / of, of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.37, 1.0])
def test_wilson_solves_the_equation_of_the_score(share: float) -> None:
    found = wilson(share, 12)
    inner = [edge for edge in (found.low, found.high) if 1e-9 < edge < 1 - 1e-9]
    assert inner
    for edge in inner:
        error = sqrt(edge * (1 - edge) / 12)
        assert abs(share - edge) / error == pytest.approx(1.959963984540054, abs=1e-9)


def test_the_bootstrap_of_a_mean_holds_the_true_one_about_as_often_as_it_says() -> None:
    rng = random.Random(11)
    held = 0
    for _ in range(200):
        values = [rng.gauss(5, 2) for _ in range(30)]
        (span,) = bootstrap(values, lambda drawn: (mean(drawn),), rng)
        assert span is not None
        held += span.low <= 5 <= span.high
    assert 0.89 <= held / 200 <= 0.99


def test_what_is_mostly_not_defined_has_no_interval() -> None:
    rng = random.Random(1)
    spans = bootstrap([1, 2, 3], lambda drawn: (None, float(sum(drawn))), rng)
    assert spans[0] is None
    assert isinstance(spans[1], Interval)


def test_a_stretched_interval_is_stretched_at_both_ends() -> None:
    assert Interval(0.25, 0.75).scaled(2, -0.5) == Interval(0.0, 1.0)
