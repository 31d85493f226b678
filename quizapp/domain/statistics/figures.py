"""The statistics of items and of a whole test, by the formulas of Moodle's quiz report.

x is the mark on an item, T a learner's total, o = T - x the rest, S learners, p items:

    facility                   mean(x) / max(x)
    discrimination index       100 cov(x, o) / sqrt(var x * var o)
    discriminative efficiency  100 cov(x, o) / cov_max, both sides sorted: the best pairing
    effective weight           100 sqrt(cov(x, T)) / sum over items of sqrt(cov(x_j, T))
    coefficient of internal
      consistency              100 p / (p - 1) * (1 - sum var(x_j) / var(T))
    error ratio                100 sqrt(1 - CIC / 100)
    standard error             error ratio * SD / 100

Where learners were asked different questions, o is what they got in the rest of theirs,
stretched to p - 1 questions, and the last four are not defined. Totals are in percent of
what could be had. Worked example, two items, four learners (1,1) (1,1) (1,0) (0,0):

    facility 0.75 and 0.5, discrimination index 57.7 for both, CIC 72.7
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from operator import sub

from quizapp.domain.statistics.moments import (
    NOTHING,
    covariance,
    kurtosis,
    mean,
    skewness,
    variance,
)

Row = Sequence[float | None]
"""The marks of a learner, one an item; None for a question that was not asked."""


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """The statistics of an item; None where they are not defined.

    `negative` says that the effective weight is not defined because good learners do
    worse on the item: its covariance with the total is below 0.
    """

    answers: int
    facility: float | None
    deviation: float | None
    discrimination: float | None
    efficiency: float | None
    weight: float | None
    negative: bool


@dataclass(frozen=True, slots=True)
class TestFigures:
    """The statistics of a whole test; mean, deviation and standard error in percent."""

    learners: int
    mean: float | None
    deviation: float | None
    skewness: float | None
    kurtosis: float | None
    consistency: float | None
    error_ratio: float | None
    standard_error: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All statistics of a test, the items in the order of the marks."""

    items: tuple[ItemFigures, ...]
    test: TestFigures

    def flat(self) -> tuple[float | None, ...]:
        """Return every number but the facilities in one row: what the bootstrap repeats."""
        return (
            *(value for item in self.items for value in of_item(item)),
            *of_test(self.test),
        )


def of_item(item: ItemFigures) -> tuple[float | None, ...]:
    """Return the numbers of an item that have a bootstrapped interval, in a fixed order."""
    return (item.deviation, item.discrimination, item.efficiency, item.weight)


def of_test(test: TestFigures) -> tuple[float | None, ...]:
    """Return the numbers of a test, in a fixed order."""
    return (
        test.mean,
        test.deviation,
        test.skewness,
        test.kurtosis,
        test.consistency,
        test.error_ratio,
        test.standard_error,
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """An item's marks, and the rests and totals of the same learners."""

    marks: list[float]
    paired: list[float]  # the marks of those who were asked something else too
    rests: list[float]


def figures(rows: Sequence[Row], maxima: Sequence[float]) -> Figures:
    """Return the statistics of the marks of some learners, `maxima` being the full marks."""
    complete = not any(None in row for row in rows)
    columns = _columns(rows) if complete else _sparse_columns(rows)
    columns = columns or [_Asked([], [], []) for _ in maxima]
    totals = [sum(mark for mark in row if mark is not None) for row in rows]
    shared = [
        _or_nothing(covariance(column.marks, totals)) if complete and len(rows) > 1 else None
        for column in columns
    ]
    roots = sum(sqrt(value) for value in shared if value is not None and value > 0)
    items = tuple(
        _item(column, maximum, value, roots)
        for column, maximum, value in zip(columns, maxima, shared, strict=True)
    )
    return Figures(items, _test(rows, maxima, [c.marks for c in columns], totals, complete))


def _or_nothing(value: float) -> float:
    return value if abs(value) > NOTHING else 0.0


def _columns(rows: Sequence[Row]) -> list[_Asked]:
    totals = [sum(row) for row in rows]  # type: ignore[arg-type]
    found = []
    for column in zip(*rows, strict=True):
        marks = list(column)
        found.append(_Asked(marks, marks, list(map(sub, totals, marks))))
    return found


def _sparse_columns(rows: Sequence[Row]) -> list[_Asked]:
    asked = [sum(mark is not None for mark in row) for row in rows]
    totals = [sum(mark for mark in row if mark is not None) for row in rows]
    found = []
    for column in zip(*rows, strict=True):
        known = [(m, t, n) for m, t, n in zip(column, totals, asked, strict=True) if m is not None]
        others = [(m, (t - m) * (len(rows[0]) - 1) / (n - 1)) for m, t, n in known if n > 1]
        found.append(
            _Asked([m for m, _, _ in known], [m for m, _ in others], [o for _, o in others])
        )
    return found


def _item(column: _Asked, maximum: float, shared: float | None, roots: float) -> ItemFigures:
    marks, paired, rests = column.marks, column.paired, column.rests
    discrimination = efficiency = None
    if len(paired) > 1:
        common = covariance(paired, rests)
        spread = variance(paired) * variance(rests)
        best = covariance(sorted(paired), sorted(rests))
        if spread:
            discrimination = 100 * common / sqrt(spread)
            efficiency = 100 * common / best
    weight = None
    if shared is not None and shared >= 0 and roots:
        weight = 100 * sqrt(shared) / roots
    return ItemFigures(
        answers=len(marks),
        facility=mean(marks) / maximum if marks else None,
        deviation=sqrt(variance(marks)) if len(marks) > 1 else None,
        discrimination=discrimination,
        efficiency=efficiency,
        weight=weight,
        negative=shared is not None and shared < 0,
    )


def _test(
    rows: Sequence[Row],
    maxima: Sequence[float],
    columns: Sequence[Sequence[float]],
    totals: Sequence[float],
    complete: bool,
) -> TestFigures:
    grades = _grades(rows, maxima, totals)
    deviation = sqrt(variance(grades)) if len(grades) > 1 else None
    consistency = _consistency(columns, totals) if complete and len(rows) > 1 else None
    ratio = None if consistency is None else 100 * sqrt(max(1 - consistency / 100, 0.0))
    return TestFigures(
        learners=len(rows),
        mean=mean(grades) if grades else None,
        deviation=deviation,
        skewness=skewness(grades),
        kurtosis=kurtosis(grades),
        consistency=consistency,
        error_ratio=ratio,
        standard_error=None if ratio is None or deviation is None else ratio * deviation / 100,
    )


def _grades(rows: Sequence[Row], maxima: Sequence[float], totals: Sequence[float]) -> list[float]:
    """Everybody's total in percent of what they could have had."""
    found = []
    for row, total in zip(rows, totals, strict=True):
        most = sum(m for mark, m in zip(row, maxima, strict=True) if mark is not None)
        if most:
            found.append(100 * total / most)
    return found


def _consistency(columns: Sequence[Sequence[float]], totals: Sequence[float]) -> float | None:
    """Cronbach's alpha (1951) in percent; None for one item or totals that do not vary."""
    count, spread = len(columns), variance(totals)
    if count < 2 or not spread:
        return None
    return 100 * count / (count - 1) * (1 - sum(map(variance, columns)) / spread)
