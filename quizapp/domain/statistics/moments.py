"""Means, variances, covariances and k-statistics of short rows of numbers.

Sample variances and covariances divide by S - 1. The k-statistics are the unbiased
estimates of the cumulants (Fisher, 1929); skewness is k3 / k2^1.5 and kurtosis k4 / k2^2,
0 for a normal distribution. Worked example, (3, 4, 5, 2, 3, 4, 5, 6, 4, 7):

    skewness 0.3595, kurtosis -0.1518
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from operator import mul
from typing import Final

# Variances of marks that are all equal come out as rounding errors of this size.
NOTHING: Final = 1e-12

Numbers = Sequence[float]


def mean(values: Numbers) -> float:
    """Return the arithmetic mean. Raises ZeroDivisionError for no values."""
    return float(sum(values) / len(values))


def covariance(left: Numbers, right: Numbers) -> float:
    """Return the sample covariance of two rows of equal length, at least two long."""
    size = len(left)
    # Only one side need be centred; the other's mean then falls out.
    middle = sum(right) / size
    return float(sum(map(mul, left, [value - middle for value in right])) / (size - 1))


def variance(values: Numbers) -> float:
    """Return the sample variance; exactly 0 for values that are all equal."""
    found = covariance(values, values)
    return found if found > NOTHING else 0.0


def correlation(left: Numbers, right: Numbers) -> float | None:
    """Return Pearson's correlation; None where one side does not vary, or under two pairs."""
    if len(left) < 2:
        return None
    spread = variance(left) * variance(right)
    return covariance(left, right) / sqrt(spread) if spread else None


def skewness(values: Numbers) -> float | None:
    """Return k3 / k2^1.5; None under three values or where they do not vary."""
    size = len(values)
    if size < 3 or not variance(values):
        return None
    third = _central(values, 3) * size * size / ((size - 1) * (size - 2))
    return float(third / variance(values) ** 1.5)


def kurtosis(values: Numbers) -> float | None:
    """Return k4 / k2^2; None under four values or where they do not vary."""
    size = len(values)
    if size < 4 or not variance(values):
        return None
    spread = (size + 1) * _central(values, 4) - 3 * (size - 1) * _central(values, 2) ** 2
    fourth = spread * size * size / ((size - 1) * (size - 2) * (size - 3))
    return float(fourth / variance(values) ** 2)


def _central(values: Numbers, power: int) -> float:
    middle = mean(values)
    return float(sum((value - middle) ** power for value in values) / len(values))
