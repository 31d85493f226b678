"""Where the marks of a chart stand, in percent of its frame.

Time runs with the reading direction: the first day of a chart for an Arabic page is at
the right. Percentages let a frame stretch to any width while the words around it, which
are HTML, keep their size. Worked example, two days on a page of each direction:

    columns((2, 4), "ltr").boxes[0].x == 21.5         columns((2, 4), "rtl").boxes[0].x == 71.5
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from quizapp.domain.bilingual import Direction

LEVELS: Final = 4
DAYS_OF_WEEK: Final = 7
# The share of its place that a mark fills; the rest is the gap around it.
FILLED: Final = 0.8
# A few upright bars stay slim, or they look like a wall.
WIDEST: Final = 7.0
_STEPS: Final = (2, 4, 10)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in percent of the frame; y grows downwards."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Columns:
    """Upright bars, one for each value, and the value at the top of the frame."""

    boxes: tuple[Box, ...]
    top: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the heatmap: which of the values, where, and how much (0 to `LEVELS`)."""

    at: int
    box: Box
    level: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a curve, in percent of the frame."""

    x: float
    y: float


def across(x: float, width: float, way: Direction) -> float:
    """Return where a mark of this width begins that stands x after the start of reading."""
    return round(x if way == "ltr" else 100 - x - width, 2)


def round_top(largest: float) -> int:
    """Return the least of 2, 4, 10, 20, 40, 100 … not below the largest value; half is whole."""
    power = 1
    while True:
        for step in _STEPS:
            if largest <= step * power:
                return step * power
        power *= 10


def columns(values: Sequence[float], way: Direction, top: int | None = None) -> Columns:
    """Return a bar for each value, in the order of reading."""
    highest = top or round_top(max(values, default=0))
    place = 100 / (len(values) or 1)
    width = round(min(WIDEST, place * FILLED), 2)
    gap = (place - width) / 2
    boxes = []
    for at, value in enumerate(values):
        height = round(min(100.0, 100 * value / highest), 2)
        boxes.append(Box(across(at * place + gap, width, way), 100 - height, width, height))
    return Columns(tuple(boxes), highest)


def heatmap(days: Sequence[tuple[date, int]], first: int, way: Direction) -> tuple[Cell, ...]:
    """Return a cell for each day: weeks in the order of reading, days of a week downwards.

    `first` is the weekday on top, counted from Monday as 0.
    """
    if not days:
        return ()
    lead = (days[0][0].weekday() - first) % DAYS_OF_WEEK
    weeks = -(-(lead + len(days)) // DAYS_OF_WEEK)
    most = max(count for _, count in days)
    wide, high = 100 / weeks, 100 / DAYS_OF_WEEK
    cells = []
    for at, (_, count) in enumerate(days):
        week, row = divmod(lead + at, DAYS_OF_WEEK)
        width = round(wide * FILLED, 2)
        box = Box(
            across(week * wide + wide * (1 - FILLED) / 2, width, way),
            round(row * high + high * (1 - FILLED) / 2, 2),
            width,
            round(high * FILLED, 2),
        )
        cells.append(Cell(at, box, level_of(count, most)))
    return tuple(cells)


def level_of(count: int, most: int) -> int:
    """Return 0 for nothing, else which quarter of the largest count this is, from 1."""
    return 0 if count <= 0 else min(LEVELS, 1 + (count - 1) * LEVELS // most)


def curve(shares: Sequence[float], way: Direction) -> tuple[Dot, ...]:
    """Return a dot for each share of one, evenly spaced; one alone stands in the middle."""
    place = 100 / (len(shares) or 1)
    return tuple(
        Dot(across((at + 0.5) * place, 0, way), round(100 - 100 * share, 2))
        for at, share in enumerate(shares)
    )


def bar(share: float, way: Direction, start: float = 0.0) -> Box:
    """Return a lying bar over a share of the frame, after `start` of it."""
    width = round(100 * share, 2)
    return Box(across(100 * start, width, way), 0, width, 100)
