"""Two groups compared within strata: the test of Mantel and Haenszel (1959).

In stratum s the reference group has A right and B wrong answers, the focal group C right
and D wrong, n in all:

    odds ratio   alpha = sum(A D / n) / sum(B C / n)
    E = (A + B)(A + C) / n
    Var = (A + B)(C + D)(A + C)(B + D) / (n^2 (n - 1))
    chi^2 = (|sum A - sum E| - 1/2)^2 / sum Var, one degree of freedom

The variance of ln alpha is that of Robins, Breslow and Greenland (1986). Strata where one
group is missing say nothing. Worked example, rabbits and penicillin (R's `mantelhaen.test`):
alpha 7, chi^2 3.93, p 0.047.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from typing import Final

_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Stratum:
    """Right and wrong answers of both groups among learners who are alike."""

    reference_right: float
    reference_wrong: float
    focal_right: float
    focal_wrong: float

    @property
    def total(self) -> float:
        """All answers."""
        return self.reference_right + self.reference_wrong + self.focal_right + self.focal_wrong

    @property
    def tells(self) -> bool:
        """Whether both groups are there."""
        return bool(
            self.reference_right + self.reference_wrong and self.focal_right + self.focal_wrong
        )

    def softened(self) -> Stratum:
        """Return it with half an answer more in every cell (Haldane 1956, Anscombe 1956)."""
        return Stratum(
            self.reference_right + _HALF,
            self.reference_wrong + _HALF,
            self.focal_right + _HALF,
            self.focal_wrong + _HALF,
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """The common odds ratio (above 1: the reference group does better), the variance of its
    logarithm, chi-squared and its p."""

    ratio: float
    variance: float
    chi_squared: float
    p: float


def compare(strata: Sequence[Stratum]) -> Comparison | None:
    """Return how the groups compare; None where no stratum has both.

    Where no ratio can be told because everybody of a kind was right or wrong, every cell
    gets half an answer more - for the ratio, not for the test.
    """
    telling = [stratum for stratum in strata if stratum.tells]
    if not telling:
        return None
    favour, against = _odds(telling)
    soft = telling if favour and against else [stratum.softened() for stratum in telling]
    favour, against = _odds(soft)
    chi_squared = _chi_squared(telling)
    return Comparison(
        ratio=favour / against,
        variance=_log_variance(soft, favour, against),
        chi_squared=chi_squared,
        p=erfc(sqrt(chi_squared / 2)),
    )


def _odds(strata: Sequence[Stratum]) -> tuple[float, float]:
    favour = sum(s.reference_right * s.focal_wrong / s.total for s in strata)
    against = sum(s.reference_wrong * s.focal_right / s.total for s in strata)
    return favour, against


def _chi_squared(strata: Sequence[Stratum]) -> float:
    excess = spread = 0.0
    for s in strata:
        first = s.reference_right + s.reference_wrong
        second = s.focal_right + s.focal_wrong
        right = s.reference_right + s.focal_right
        wrong = s.reference_wrong + s.focal_wrong
        excess += s.reference_right - first * right / s.total
        spread += first * second * right * wrong / (s.total**2 * (s.total - 1))
    return float(max(abs(excess) - _HALF, 0.0) ** 2 / spread) if spread else 0.0


def _log_variance(strata: Sequence[Stratum], favour: float, against: float) -> float:
    agreeing = mixed = opposed = 0.0
    for s in strata:
        along = (s.reference_right + s.focal_wrong) / s.total
        across = (s.reference_wrong + s.focal_right) / s.total
        with_it = s.reference_right * s.focal_wrong / s.total
        against_it = s.reference_wrong * s.focal_right / s.total
        agreeing += along * with_it
        mixed += along * against_it + across * with_it
        opposed += across * against_it
    return agreeing / (2 * favour**2) + mixed / (2 * favour * against) + opposed / (2 * against**2)
