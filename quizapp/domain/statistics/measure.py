"""A number with its interval - and no number at all where too few answered.

A discrimination from twelve learners is noise that looks like knowledge, so below a
number of answers nothing is shown but how many there are and how many it takes. The
gates follow from simulated classes (in brackets the middle 90 % of what is then seen):

    facility        from 10 answers
    discrimination  from 25 answers    (true 0.38: 0.09 to 0.67)
    distractors     from 30 answers
    reliability     from 15 learners   (true 0.80: 0.27 to 0.86 at 12)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from quizapp.domain.statistics.intervals import Interval

FACILITY_FROM: Final = 10
DISCRIMINATION_FROM: Final = 25
DISTRACTORS_FROM: Final = 30
RELIABILITY_FROM: Final = 15


@dataclass(frozen=True, slots=True)
class Measure:
    """A number from `count` answers, of which it takes `needed`.

    `value` is None where it is hidden, or not defined (what should vary does not);
    `interval` is None where there is no value, or none that can be told.
    """

    count: int
    needed: int
    value: float | None = None
    interval: Interval | None = None

    @property
    def hidden(self) -> bool:
        """Whether too few answered for it to be shown."""
        return self.count < self.needed


def measured(
    count: int, needed: int, value: float | None, interval: Interval | None = None
) -> Measure:
    """Return a number, hidden where it comes from too few answers."""
    if count < needed or value is None:
        return Measure(count, needed)
    return Measure(count, needed, value, interval)
