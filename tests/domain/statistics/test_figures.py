"""The statistics of items and tests: a golden table, an exact twin, and what must hold."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.statistics.analysis import Question, analyse
from quizapp.domain.statistics.figures import Figures, figures
from quizapp.domain.statistics.measure import (
    DISCRIMINATION_FROM,
    FACILITY_FROM,
    RELIABILITY_FROM,
)
from tests.domain.statistics import reference

SMALL = ((1, 1), (1, 1), (1, 0), (0, 0))
# Seven learners, four questions, the last of two marks; brute force can try all pairings.
ROWS = (
    (1.0, 1.0, 0.5, 2.0),
    (1.0, 0.0, 1.0, 1.5),
    (0.0, 1.0, 0.25, 0.5),
    (1.0, 0.0, 0.75, 2.0),
    (0.0, 0.0, 0.0, 0.5),
    (1.0, 1.0, 0.5, 1.0),
    (0.0, 1.0, 0.0, 0.0),
)
MAXIMA = (1.0, 1.0, 1.0, 2.0)


def near(exact: Fraction) -> object:
    return pytest.approx(float(exact), abs=1e-9)


def check(found: Figures, rows: list[list[Fraction]], maxima: list[Fraction]) -> None:
    totals = [sum(row, Fraction(0)) for row in rows]
    weights = reference.weights(rows)
    for at, item in enumerate(found.items):
        marks = [row[at] for row in rows]
        rests = [total - mark for total, mark in zip(totals, marks, strict=True)]
        assert item.facility == near(sum(marks) / len(marks) / maxima[at])
        assert item.deviation == near(reference.root(reference.cov(marks, marks)))
        if reference.cov(marks, marks) and reference.cov(rests, rests):
            assert item.discrimination == near(reference.discrimination(marks, rests))
            assert item.efficiency == near(reference.efficiency(marks, rests))
        else:
            assert item.discrimination is None
            assert item.efficiency is None
        exact = weights[at]
        assert item.negative == (exact is None)
        assert item.weight is None if exact is None else item.weight == near(exact)
    percents = [100 * total / sum(maxima) for total in totals]
    assert found.test.mean == near(sum(percents) / len(percents))
    spread = reference.root(reference.cov(percents, percents))
    assert found.test.deviation == near(spread)
    assert found.test.skewness == near(reference.skewness(percents))
    assert found.test.kurtosis == near(reference.kurtosis(percents))
    inner = reference.consistency(rows)
    assert found.test.consistency == near(inner)
    ratio = 100 * reference.root(1 - inner / 100)
    assert found.test.error_ratio == near(ratio)
    assert found.test.standard_error == near(ratio * spread / 100)


def test_the_golden_table_of_four_learners() -> None:
    """By hand: var x = 1/4 and 1/3, cov = 1/6, var T = 11/12."""
    found = figures(SMALL, (1, 1))
    assert [item.facility for item in found.items] == [0.75, 0.5]
    for item in found.items:
        assert item.discrimination == pytest.approx(100 / 3**0.5, abs=1e-9)
        assert item.efficiency == pytest.approx(100, abs=1e-9)
    first, second = (5 / 12) ** 0.5, 0.5**0.5
    assert found.items[0].weight == pytest.approx(100 * first / (first + second), abs=1e-9)
    assert found.test.consistency == pytest.approx(800 / 11, abs=1e-9)
    assert found.test.error_ratio == pytest.approx(100 * (3 / 11) ** 0.5, abs=1e-9)
    assert found.test.mean == 62.5


def test_every_number_equals_that_of_the_exact_twin() -> None:
    rows = [[Fraction(mark) for mark in row] for row in ROWS]
    check(figures(ROWS, MAXIMA), rows, [Fraction(maximum) for maximum in MAXIMA])


@given(
    st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=4, max_size=6).filter(
        lambda rows: len({sum(row) for row in rows}) > 1
    )
)
@settings(deadline=None, max_examples=40)
def test_any_marks_give_the_numbers_of_the_exact_twin(rows: list[list[int]]) -> None:
    exact = [[Fraction(mark, 4) for mark in row] for row in rows]
    marks = [[mark / 4 for mark in row] for row in rows]
    check(figures(marks, (1, 1, 1)), exact, [Fraction(1)] * 3)


def test_where_questions_differ_the_rest_is_stretched_and_the_whole_has_no_reliability() -> None:
    rows: list[list[float | None]] = [[1, 1, None], [0, None, 1], [1, 0, 0], [None, 1, 1], [1] * 3]
    found = figures(rows, (1, 1, 1))
    rests = [2.0, 2.0, 0.0, 2.0]  # of learners 1, 2, 3, 5: two of two, twice one of one
    marks = [Fraction(m) for m in (1, 0, 1, 1)]
    assert found.items[0].discrimination == near(
        reference.discrimination(marks, [Fraction(r) for r in rests])
    )
    assert found.items[0].answers == 4
    assert found.items[0].weight is None
    assert found.test.consistency is None
    assert found.test.mean == pytest.approx(100 * (1 + 0.5 + 1 / 3 + 1 + 1) / 5, abs=1e-9)


def test_nobody_and_one_learner_have_no_statistics_but_do_no_harm() -> None:
    assert figures((), (1, 1)).items[1].facility is None
    alone = figures(((1, 0),), (1, 1))
    assert alone.items[0].facility == 1
    assert alone.items[0].deviation is None
    assert alone.test.consistency is None


def marks(learners: int, items: int, seed: int = 3) -> list[list[float]]:
    rng = random.Random(seed)
    return [
        [float(rng.random() < (0.2 + 0.6 * learner / learners)) for _ in range(items)]
        for learner in range(learners)
    ]


@pytest.mark.parametrize(
    ("learners", "shown"),
    [
        (FACILITY_FROM - 1, ()),
        (FACILITY_FROM, ("facility",)),
        (RELIABILITY_FROM, ("facility", "consistency")),
        (DISCRIMINATION_FROM - 1, ("facility", "consistency")),
        (DISCRIMINATION_FROM, ("facility", "consistency", "discrimination", "weight")),
    ],
)
def test_numbers_are_hidden_below_the_answers_they_take(
    learners: int, shown: tuple[str, ...]
) -> None:
    found = analyse(marks(learners, 5), [Question(guess=0.25)] * 5, random.Random(1))
    item, test = found.items[0], found.test
    stands = {
        "facility": item.facility,
        "consistency": test.consistency,
        "discrimination": item.discrimination,
        "weight": item.weight,
    }
    for name, measure in stands.items():
        assert measure.hidden == (name not in shown), name
        assert (measure.value is None) == measure.hidden, name
        assert (measure.interval is None) == measure.hidden, name
    assert item.corrected is not None
    assert item.corrected.hidden == ("facility" not in shown)


def test_intervals_hold_their_number_and_follow_the_seed() -> None:
    rows = marks(40, 8)
    questions = [Question(guess=0.25)] * 8
    found = analyse(rows, questions, random.Random(7))
    assert found == analyse(rows, questions, random.Random(7))
    assert found != analyse(rows, questions, random.Random(8))
    for item in found.items:
        for measure in (item.facility, item.discrimination, item.deviation):
            assert measure.value is not None
            assert measure.interval is not None
            assert measure.interval.low <= measure.value <= measure.interval.high
        assert item.corrected is not None
        assert item.facility.value is not None
        assert item.corrected.value == pytest.approx((item.facility.value - 0.25) / 0.75, abs=1e-9)
    assert sum(item.intended for item in found.items) == pytest.approx(100)


def test_what_only_the_weak_know_is_warned_of() -> None:
    rows = [[float(at >= 20), float(at >= 15), float(at >= 10), float(at < 15)] for at in range(30)]
    found = analyse(rows, [Question()] * 4, random.Random(1))
    assert [item.negative for item in found.items] == [False, False, False, True]
    assert found.items[3].weight.value is None
    assert not found.items[3].weight.hidden
