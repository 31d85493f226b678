"""Where the marks of charts stand, in both reading directions."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.bilingual import Direction
from quizapp.web.progress.charts import (
    LEVELS,
    Box,
    bar,
    columns,
    curve,
    heatmap,
    level_of,
    round_top,
)

WAYS: tuple[Direction, Direction] = ("ltr", "rtl")
NEARLY = 0.05


def mirrored(box: Box) -> float:
    return 100 - box.x - box.width


@given(st.lists(st.integers(0, 500), min_size=1, max_size=40))
def test_one_direction_is_the_mirror_of_the_other(values: list[int]) -> None:
    left, right = (columns(values, way) for way in WAYS)
    assert left.top == right.top >= max(values)
    for one, other in zip(left.boxes, right.boxes, strict=True):
        assert abs(mirrored(one) - other.x) < NEARLY
        assert (one.y, one.height) == (other.y, other.height)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=40), st.sampled_from(WAYS))
def test_bars_stay_in_the_frame_apart_and_in_proportion(values: list[int], way: Direction) -> None:
    drawn = columns(values, way)
    boxes = drawn.boxes if way == "ltr" else drawn.boxes[::-1]
    for box, after in pairwise(boxes):
        assert box.x + box.width < after.x + NEARLY
    for box, value in zip(drawn.boxes, values, strict=True):
        assert -NEARLY < box.x < 100 + NEARLY
        assert abs(box.height - 100 * value / drawn.top) < NEARLY
        assert abs(box.y + box.height - 100) < NEARLY


@pytest.mark.parametrize(
    ("largest", "top"), [(0, 2), (1, 2), (3, 4), (4, 4), (5, 10), (11, 20), (99, 100), (101, 200)]
)
def test_the_top_of_a_scale_is_round_and_its_half_whole(largest: int, top: int) -> None:
    assert round_top(largest) == top
    assert top % 2 == 0


def test_the_newest_week_stands_at_the_end_of_reading() -> None:
    first = date(2026, 9, 7)  # a Monday
    days = [(first + timedelta(days=n), n) for n in range(21)]
    for way, ends in zip(WAYS, ((0, 2), (2, 0)), strict=True):
        cells = heatmap(days, 0, way)
        weeks = sorted({cell.box.x for cell in cells})
        assert (weeks.index(cells[0].box.x), weeks.index(cells[-1].box.x)) == ends
        assert [cell.box.y for cell in cells[:7]] == sorted(cell.box.y for cell in cells[:7])
        assert cells[0].level == 0
        assert cells[-1].level == LEVELS


def test_a_week_may_begin_on_another_day() -> None:
    monday = date(2026, 9, 7)
    (cell,) = heatmap([(monday, 1)], 5, "ltr")  # a week from Saturday
    assert 2 * 100 / 7 < cell.box.y < 3 * 100 / 7
    assert heatmap([], 0, "ltr") == ()


@given(st.integers(0, 300), st.integers(1, 300))
def test_levels_rise_with_the_count(count: int, most: int) -> None:
    level = level_of(min(count, most), most)
    assert 0 <= level <= LEVELS
    assert (level == 0) is (count == 0)
    assert level_of(most, most) == (LEVELS if most >= LEVELS else level_of(most, most))


def test_a_curve_rises_with_its_values_and_follows_the_reading() -> None:
    shares = (0.0, 0.5, 1.0)
    for way, order in zip(WAYS, (1, -1), strict=True):
        dots = curve(shares, way)
        assert [dot.y for dot in dots] == [100, 50, 0]
        assert [dot.x for dot in dots][::order] == sorted(dot.x for dot in dots)
    assert curve((1.0,), "rtl")[0].x == 50


def test_lying_bars_begin_where_reading_begins() -> None:
    assert (bar(0.25, "ltr").x, bar(0.25, "rtl").x) == (0, 75)
    assert (bar(0.25, "ltr", 0.5).x, bar(0.25, "rtl", 0.5).x) == (50, 25)
