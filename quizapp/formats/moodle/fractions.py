"""The parts of a mark that Moodle knows; any other makes it refuse the whole file.

With n right answers each is worth 100/n, and a wrong one takes as much away, as our own
scoring does:

    3 right   33.33333 and -33.33333
    8 right   12.5
    11 right  9.09… is not on the list: 10, and it is said that weights changed
"""

from __future__ import annotations

from typing import Final

_KNOWN: Final = (
    *("100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30"),
    *("25", "20", "16.66667", "14.28571", "12.5", "11.11111", "10", "5"),
)
_AS_GOOD_AS: Final = 0.01


def share(right: int) -> tuple[str, bool]:
    """Return what one of so many right answers is worth, and whether that is exact."""
    exact = 100 / right
    nearest = min(_KNOWN, key=lambda known: abs(float(known) - exact))
    return nearest, abs(float(nearest) - exact) < _AS_GOOD_AS


def worth(fraction: str) -> float:
    """Return a fraction read from a file, 0 where it is no number."""
    try:
        value = float(fraction[:20])
    except ValueError:
        return 0.0
    return value if -100 <= value <= 100 else 0.0


def is_full(value: float) -> bool:
    """Return whether it is a full mark, roundings of the file allowed for."""
    return value > 99.9
