"""Windows of days around an interval."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.cards.interval import (
    Window,
    around,
    ascending,
    days_until,
    plausible,
    recall_after,
    window_of,
)
from tests.domain.cards.decks import UNTIMED

LONGEST = 365
DECAY = 0.1542


@pytest.mark.parametrize(
    ("days", "first", "last"),
    [(1, 1, 1), (2, 2, 2), (3, 2, 4), (7, 5, 9), (10, 8, 12), (20, 17, 23), (100, 93, 107)],
)
def test_the_window_widens_with_the_interval(days: int, first: int, last: int) -> None:
    assert around(days, LONGEST) == Window(first, last)


def test_no_window_reaches_beyond_the_longest_interval() -> None:
    assert around(LONGEST, LONGEST).last == LONGEST
    assert around(4, 4) == Window(3, 4)


@pytest.mark.parametrize(
    ("wanted", "apart"),
    [
        ((1, 1, 1), (1, 2, 3)),
        ((4, 4, 9), (4, 5, 9)),
        ((4, 6, 6), (4, 6, 7)),
        ((365, 365, 365), (365, 365, 365)),
    ],
)
def test_intervals_differ_by_a_day_at_least(
    wanted: tuple[int, ...], apart: tuple[int, ...]
) -> None:
    assert ascending(wanted, LONGEST) == apart


@pytest.mark.parametrize(
    ("place", "intervals", "last", "window"),
    [
        (0, (10, 13, 20), 0, Window(8, 11)),
        (1, (10, 13, 20), 0, Window(12, 14)),
        (2, (10, 13, 20), 0, Window(17, 23)),
        (1, (3, 10, 20), 0, Window(8, 12)),
        (1, (3, 10, 20), 8, Window(9, 11)),
        (1, (3, 10, 20), 10, Window(8, 12)),
        (0, (1, 2, 3), 0, Window(1, 1)),
    ],
)
def test_a_window_leaves_its_neighbours_theirs(
    place: int, intervals: tuple[int, ...], last: int, window: Window
) -> None:
    assert window_of(place, intervals, LONGEST, last) == window


RAW = st.tuples(*[st.integers(1, LONGEST)] * 3).map(sorted)


@UNTIMED
@given(RAW, st.integers(0, LONGEST))
def test_windows_are_apart_and_every_day_of_them_is_plausible(raw: list[int], last: int) -> None:
    intervals = ascending(raw, LONGEST)
    windows = [window_of(place, intervals, LONGEST, last) for place in range(3)]
    for before, after in pairwise(windows):
        assert before.last < after.first or after.last == LONGEST
    for unordered, days, window in zip(raw, intervals, windows, strict=True):
        assert days in window
        assert all(plausible(day, unordered, LONGEST) for day in window.days())


@UNTIMED
@given(st.floats(0.01, 3650), st.floats(0.7, 0.97))
def test_recall_has_fallen_to_the_retention_when_the_days_are_over(
    stability: float, retention: float
) -> None:
    days = days_until(stability, retention, DECAY)
    assert recall_after(days, stability, DECAY) == pytest.approx(retention)


def test_stability_is_the_days_to_nine_in_ten() -> None:
    assert recall_after(42.0, 42.0, DECAY) == pytest.approx(0.9)
