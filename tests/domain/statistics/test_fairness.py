"""The comparison of the languages: published tables, an exact twin, and the gates."""

from __future__ import annotations

import random
from fractions import Fraction
from math import log, sqrt

import pytest

from quizapp.domain.statistics.fairness import (
    LABELS_FROM,
    SECOND_LOOK_FROM,
    Label,
    Seen,
    answers_needed,
    judge,
    power,
    strata_of,
)
from quizapp.domain.statistics.mantel import Stratum, compare
from tests.domain.statistics.simulated import simulate

# Rabbits by level of penicillin: cured or died, treated at once or late. The documentation
# of R's `mantelhaen.test` gives chi-squared 3.9286, p 0.04747, ratio 7 (1.026713, 47.725133).
RABBITS = tuple(
    Stratum(*cell)
    for cell in ((0, 6, 0, 5), (3, 3, 0, 6), (6, 0, 2, 4), (5, 1, 6, 0), (2, 0, 5, 0))
)
# Eight clinics trying a cream (Agresti, Categorical Data Analysis, table 6.9): ratio 2.135.
CLINICS = tuple(
    Stratum(*cell)
    for cell in (
        *((11, 25, 10, 27), (16, 4, 22, 10), (14, 5, 7, 12), (2, 14, 1, 16)),
        *((6, 11, 0, 12), (1, 10, 0, 10), (1, 4, 1, 8), (4, 2, 6, 1)),
    )
)


def test_the_rabbits_come_out_as_published() -> None:
    found = compare(RABBITS)
    assert found is not None
    assert found.ratio == pytest.approx(7, abs=1e-9)
    assert found.chi_squared == pytest.approx(3.9286, abs=5e-5)
    assert found.p == pytest.approx(0.04747, abs=5e-6)


def test_the_clinics_come_out_as_published() -> None:
    found = compare(CLINICS)
    assert found is not None
    assert found.ratio == pytest.approx(2.135, abs=5e-4)
    # The book's statistic has no correction for continuity: 6.38.
    excess, spread = exact_score(CLINICS)
    assert float(excess**2 / spread) == pytest.approx(6.38, abs=5e-3)


def exact_score(strata: tuple[Stratum, ...]) -> tuple[Fraction, Fraction]:
    """Excess and variance of A, the latter as that of a hypergeometric count, summed."""
    excess = spread = Fraction(0)
    for s in strata:
        a, b, c, d = (
            Fraction(int(n))
            for n in (s.reference_right, s.reference_wrong, s.focal_right, s.focal_wrong)
        )
        n = a + b + c + d
        share = (a + c) / n
        excess += a - (a + b) * share
        spread += (a + b) * share * (1 - share) * (n - (a + b)) / (n - 1)
    return excess, spread


@pytest.mark.parametrize("strata", [RABBITS[1:4], CLINICS])
def test_ratio_and_test_equal_those_of_the_exact_twin(strata: tuple[Stratum, ...]) -> None:
    found = compare(strata)
    assert found is not None
    along = sum(Fraction(s.reference_right * s.focal_wrong) / Fraction(s.total) for s in strata)
    across = sum(Fraction(s.reference_wrong * s.focal_right) / Fraction(s.total) for s in strata)
    assert found.ratio == pytest.approx(float(along / across), abs=1e-9)
    excess, spread = exact_score(strata)
    exact = (abs(excess) - Fraction(1, 2)) ** 2 / spread
    assert found.chi_squared == pytest.approx(float(exact), abs=1e-9)


def test_for_one_stratum_the_variance_is_that_of_woolf() -> None:
    """Where there is one table, it is 1/A + 1/B + 1/C + 1/D."""
    found = compare([Stratum(40, 10, 25, 20)])
    assert found is not None
    assert found.variance == pytest.approx(1 / 40 + 1 / 10 + 1 / 25 + 1 / 20, abs=1e-9)


def test_the_interval_of_the_rabbits_is_the_published_one() -> None:
    found = compare(RABBITS)
    assert found is not None
    half = 1.959963984540054 * sqrt(found.variance)
    assert log(found.ratio) - half == pytest.approx(log(1.026713), abs=1e-5)
    assert log(found.ratio) + half == pytest.approx(log(47.725133), abs=1e-5)


def test_one_language_alone_compares_with_nothing() -> None:
    assert compare([Stratum(5, 3, 0, 0), Stratum(0, 0, 2, 2)]) is None


def test_where_everybody_is_right_in_one_language_there_is_still_a_finite_ratio() -> None:
    found = compare([Stratum(30, 0, 20, 10)])
    assert found is not None
    assert found.ratio == pytest.approx((30.5 * 10.5) / (0.5 * 20.5), abs=1e-9)


def test_quarters_keep_learners_with_the_same_rest_together() -> None:
    answers = [Seen("en", 1.0, rest / 10) for rest in (1, 2, 2, 2, 2, 2, 3, 9)]
    totals = [stratum.total for stratum in strata_of(answers)]
    assert totals == [6, 2]


def test_part_of_a_mark_counts_as_wrong() -> None:
    (stratum,) = strata_of([Seen("ar", 0.5, 0.5), Seen("ar", 1.0, 0.5), Seen("en", 1.0, 0.5)])
    assert stratum == Stratum(1, 0, 1, 1)


@pytest.mark.parametrize(
    ("learners", "labels"),
    [
        (SECOND_LOOK_FROM - 1, {Label.TOO_FEW}),
        (SECOND_LOOK_FROM, {Label.LOOK, Label.UNSEEN}),
        (LABELS_FROM - 1, {Label.LOOK, Label.UNSEEN}),
        (LABELS_FROM, {Label.A, Label.B, Label.C}),
    ],
)
def test_what_may_be_said_depends_on_the_number_of_answers(
    learners: int, labels: set[Label]
) -> None:
    verdicts = judge(simulate(3, learners, harder_in_arabic={5: 2.0}).seen())
    assert {verdict.label for verdict in verdicts} <= labels
    few = learners < SECOND_LOOK_FROM
    assert all((verdict.delta is None) == few for verdict in verdicts)
    assert all(verdict.answers == learners for verdict in verdicts)


def test_deltas_are_centred_and_only_ever_shrunk() -> None:
    verdicts = judge(simulate(4, 200, harder_in_arabic={5: 2.0}, weak_in_arabic=0.7).seen())
    raws = [verdict.raw for verdict in verdicts if verdict.raw is not None]
    assert sum(raws) == pytest.approx(0, abs=1e-9)
    for verdict in verdicts:
        assert verdict.raw is not None
        assert verdict.delta is not None
        assert abs(verdict.delta) <= abs(verdict.raw)
        assert verdict.delta * verdict.raw >= 0


@pytest.mark.parametrize(
    ("answers", "alpha", "spread", "simulated"),
    # The spread and power that simulated classes of these sizes had, at 1 logit, 20 questions.
    [(60, 0.20, 1.5, 0.52), (120, 0.20, 0.95, 0.80), (200, 0.05, 0.79, 0.84), (400, 0.05, 0.51, 1)],
)
def test_power_is_about_that_of_simulated_classes(
    answers: int, alpha: float, spread: float, simulated: float
) -> None:
    assert power(spread, alpha) == pytest.approx(simulated, abs=0.1)
    needed = answers_needed(spread, answers, alpha)
    assert (needed > answers) == (power(spread, alpha) < 0.8)


def test_the_same_answers_in_another_order_give_the_same_verdicts() -> None:
    questions = simulate(6, 80).seen()
    rng = random.Random(1)
    shuffled = [rng.sample(answers, len(answers)) for answers in questions]
    for one, other in zip(judge(questions), judge(shuffled), strict=True):
        assert one.label == other.label
        assert one.raw == pytest.approx(other.raw, abs=1e-9)
