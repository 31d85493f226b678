"""The statistics again, another way: exact fractions, sums instead of deviations, brute force.

Roots are taken of exact fractions with forty digits. The best pairing for discriminative
efficiency is looked for among all pairings.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import permutations

Exact = Sequence[Fraction]


def root(value: Fraction) -> Fraction:
    with localcontext() as context:
        context.prec = 40
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())


def cov(left: Exact, right: Exact) -> Fraction:
    size = len(left)
    products = sum((a * b for a, b in zip(left, right, strict=True)), Fraction(0))
    return (products - sum(left) * sum(right) / size) / (size - 1)


def discrimination(marks: Exact, rests: Exact) -> Fraction:
    return 100 * cov(marks, rests) / root(cov(marks, marks) * cov(rests, rests))


def efficiency(marks: Exact, rests: Exact) -> Fraction:
    best = max(cov(marks, order) for order in permutations(rests))
    return 100 * cov(marks, rests) / best


def weights(rows: Sequence[Exact]) -> list[Fraction | None]:
    totals = [sum(row, Fraction(0)) for row in rows]
    shared = [cov(column, totals) for column in zip(*rows, strict=True)]
    whole = sum((root(value) for value in shared if value > 0), Fraction(0))
    return [None if value < 0 else 100 * root(value) / whole for value in shared]


def consistency(rows: Sequence[Exact]) -> Fraction:
    """By the covariances between items (Cronbach's other formula), not by their variances."""
    columns = list(zip(*rows, strict=True))
    count = len(columns)
    everything = sum((cov(a, b) for a in columns for b in columns), Fraction(0))
    between = everything - sum((cov(a, a) for a in columns), Fraction(0))
    return 100 * Fraction(count, count - 1) * between / everything


def skewness(values: Exact) -> Fraction:
    """By the formula of spreadsheets (SKEW)."""
    size = len(values)
    middle = sum(values, Fraction(0)) / size
    cubes = sum(((v - middle) ** 3 for v in values), Fraction(0)) / root(cov(values, values) ** 3)
    return Fraction(size, (size - 1) * (size - 2)) * cubes


def kurtosis(values: Exact) -> Fraction:
    """By the formula of spreadsheets (KURT)."""
    n = len(values)
    middle = sum(values, Fraction(0)) / n
    square = cov(values, values)
    fourth = sum(((v - middle) ** 4 for v in values), Fraction(0)) / square**2
    return Fraction(n * (n + 1), (n - 1) * (n - 2) * (n - 3)) * fourth - Fraction(
        3 * (n - 1) ** 2, (n - 2) * (n - 3)
    )
