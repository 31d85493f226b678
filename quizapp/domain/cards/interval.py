"""How many days a card may be away: the window around the interval that memory asks for.

Cards learnt together should not come back together for ever, so the day is drawn from a
window: 2.5 days or less stay as they are, beyond that the window is one day to either side,
widened by 15 % of the part between 2.5 and 7 days, 10 % of that between 7 and 20 and 5 % of
the rest. Worked example, 10 days: 1 + 0.15 * 4.5 + 0.10 * 3 = 1.975, so 8 to 12.

The windows of Hard, Good and Easy never overlap: between neighbours each keeps its half.
Hard 10 and Good 13 part between 11 and 12. An interval that grows is drawn longer than the
last one. A window cut on its near side is cut on its far side too, down to one day, so that
cards are not late on average: Good 13 is 12 to 14.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

UNFUZZED: Final = 2.5
_WIDENING: Final = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, float("inf"), 0.05))


@dataclass(frozen=True, slots=True)
class Window:
    """The days, counted from the review, on which a card may come back."""

    first: int
    last: int

    def __contains__(self, days: int) -> bool:
        return self.first <= days <= self.last

    def days(self) -> range:
        """Return every day of the window."""
        return range(self.first, self.last + 1)


@lru_cache(maxsize=256)
def _factor(decay: float) -> float:
    factor: float = 0.9 ** (-1 / decay) - 1
    return factor


def recall_after(days: float, stability: float, decay: float) -> float:
    """Return the probability of recall, by the forgetting curve of FSRS-6.

    R(t) = (1 + F t / S) ** -decay, with F chosen such that R(S) = 0.9.
    """
    return float((1 + _factor(decay) * days / stability) ** -decay)


def days_until(stability: float, retention: float, decay: float) -> float:
    """Return after how many days recall falls to `retention`: the curve solved for t."""
    return float(stability / _factor(decay) * (retention ** (-1 / decay) - 1))


def around(days: int, longest: int) -> Window:
    """Return the window around an interval, not beyond the longest allowed."""
    if days < UNFUZZED:
        return Window(days, days)
    delta = 1.0 + sum(part * max(min(days, end) - start, 0.0) for start, end, part in _WIDENING)
    last = min(round(days + delta), longest)
    return Window(min(max(2, round(days - delta)), last), last)


def ascending(wanted: Sequence[int], longest: int) -> tuple[int, ...]:
    """Return intervals that differ by at least a day, as far as the longest allows.

    (1, 1, 1) -> (1, 2, 3)        (4, 4, 9) -> (4, 5, 9)
    """
    found: list[int] = []
    for days in wanted:
        least = found[-1] + 1 if found else 1
        found.append(min(max(days, least), longest))
    return tuple(found)


def window_of(place: int, intervals: Sequence[int], longest: int, last: int = 0) -> Window:
    """Return the window of one of several ascending intervals.

    `place` is its index; `last` is how many days the card was away before, 0 where that
    does not count.
    """
    days = intervals[place]
    free = around(days, longest)
    first, end = free.first, free.last
    if place > 0:
        first = max(first, (intervals[place - 1] + days) // 2 + 1)
    if place + 1 < len(intervals):
        end = min(end, (days + intervals[place + 1]) // 2)
    if days > last:
        first = max(first, last + 1)
    first = min(first, days)
    end = min(end, days + max(1, days - first))
    return Window(first, max(end, days))


def plausible(days: int, unordered: int, longest: int) -> bool:
    """Tell whether a day can have been drawn for an interval before it was set apart.

    Setting apart moves an interval by two days at most: Easy, where all three are equal.
    """
    return around(unordered, longest).first <= days <= around(unordered + 2, longest).last
