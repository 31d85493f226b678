"""Moments against published examples and an exact second implementation."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.statistics.moments import (
    correlation,
    covariance,
    kurtosis,
    mean,
    skewness,
    variance,
)
from tests.domain.statistics import reference

# The example of the documentation of SKEW and KURT in spreadsheets, with its results.
PUBLISHED = (3, 4, 5, 2, 3, 4, 5, 6, 4, 7)
QUARTERS = st.lists(st.integers(0, 4), min_size=4, max_size=30).map(
    lambda marks: [mark / 4 for mark in marks]
)


def test_skewness_and_kurtosis_equal_the_published_ones() -> None:
    assert skewness(PUBLISHED) == pytest.approx(0.359543071, abs=1e-9)
    assert kurtosis(PUBLISHED) == pytest.approx(-0.151799637, abs=1e-9)


@given(QUARTERS)
@settings(deadline=None)
def test_every_moment_equals_the_exact_one(marks: list[float]) -> None:
    exact = [Fraction(mark) for mark in marks]
    assert mean(marks) == pytest.approx(float(sum(exact) / len(exact)), abs=1e-9)
    assert variance(marks) == pytest.approx(float(reference.cov(exact, exact)), abs=1e-9)
    if len(set(marks)) > 1:
        assert skewness(marks) == pytest.approx(float(reference.skewness(exact)), abs=1e-9)
        assert kurtosis(marks) == pytest.approx(float(reference.kurtosis(exact)), abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=2, max_size=20))
def test_covariance_equals_the_exact_one_whichever_side_comes_first(
    pairs: list[tuple[int, int]],
) -> None:
    left, right = ([float(pair[side]) for pair in pairs] for side in (0, 1))
    exact = reference.cov([Fraction(a) for a, _ in pairs], [Fraction(b) for _, b in pairs])
    assert covariance(left, right) == pytest.approx(float(exact), abs=1e-9)
    assert covariance(right, left) == pytest.approx(float(exact), abs=1e-9)


@given(st.floats(0, 1), st.integers(4, 20))
def test_what_does_not_vary_has_no_correlation_and_no_shape(value: float, size: int) -> None:
    same = [value] * size
    assert variance(same) == 0
    assert correlation(same, list(range(size))) is None
    assert skewness(same) is None
    assert kurtosis(same) is None


def test_a_perfect_line_correlates_fully_either_way() -> None:
    assert correlation([1, 2, 3], [10, 20, 30]) == pytest.approx(1, abs=1e-12)
    assert correlation([1, 2, 3], [3, 2, 1]) == pytest.approx(-1, abs=1e-12)
    assert correlation([1], [1]) is None
