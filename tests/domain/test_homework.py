"""Deadlines as a table: extra time, sittings, limits, late policies; which attempt counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.homework import Counts, Term, counting, extra_time
from quizapp.domain.local_time import moment_of

NINE = datetime(2026, 11, 30, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def term(due: timedelta | None = HOUR, **given: Any) -> Term:
    values = {"minutes": None, "late": "refuse"} | given
    return Term(NINE, None if due is None else NINE + due, **values)


DUE = [
    ("as for everybody", term(), HOUR),
    ("a sitting is stretched", term(factor=1.5), 1.5 * HOUR),
    ("a day is a sitting", term(DAY, factor=1.5), 1.5 * DAY),
    ("longer is time to choose from", term(DAY + HOUR, factor=1.5), DAY + HOUR),
    ("her own goes before all", term(factor=1.5, own_due=NINE + 9 * HOUR), 9 * HOUR),
    ("her own where there is none", term(None, own_due=NINE + HOUR), HOUR),
    ("never", term(None, factor=2.0), None),
]


@pytest.mark.parametrize(("name", "found", "due"), DUE, ids=[row[0] for row in DUE])
def test_when_it_is_due(name: str, found: Term, due: timedelta | None) -> None:
    assert found.due == (None if due is None else NINE + due)


CLOSES = [
    ("when due", term(), timedelta(), HOUR),
    ("by the limit", term(minutes=20), timedelta(), HOUR / 3),
    ("by the limit from its start", term(minutes=20), HOUR / 2, HOUR / 2 + HOUR / 3),
    ("never after it is due", term(minutes=20), HOUR * 0.9, HOUR),
    ("later with extra time", term(minutes=20, factor=1.5), HOUR, HOUR * 1.5),
    (
        "late is taken, the limit holds",
        term(minutes=20, late="mark"),
        2 * HOUR,
        2 * HOUR + HOUR / 3,
    ),
    ("late is taken, no limit", term(late="accept"), timedelta(), None),
    ("no due time, no limit", term(None), timedelta(), None),
]


@pytest.mark.parametrize(("name", "found", "start", "closes"), CLOSES, ids=[r[0] for r in CLOSES])
def test_when_an_attempt_closes(
    name: str, found: Term, start: timedelta, closes: timedelta | None
) -> None:
    assert found.closes(NINE + start) == (None if closes is None else NINE + closes)


def test_when_it_may_be_begun() -> None:
    before = NINE - timedelta(milliseconds=1)
    assert term().may_begin(before) == "early"
    assert term().may_begin(NINE) == "yes"
    assert term().may_begin(NINE + HOUR) == "late"
    assert term(late="mark").may_begin(NINE + DAY) == "yes"
    assert term(None).may_begin(NINE + 1000 * DAY) == "yes"


def test_late_is_marked_only_where_that_is_the_policy() -> None:
    assert [term(late=late).is_late(NINE + 2 * HOUR) for late in ("mark", "accept")] == [
        True,
        False,
    ]
    assert not term(late="mark").is_late(NINE + HOUR)


def test_a_span_over_a_change_of_clocks_is_as_long_as_it_is() -> None:
    """Local 00:30 to 04:30 is three hours in March and five in October."""
    zone = "Europe/Berlin"
    for day, hours in (("29/03/2026", 3), ("25/10/2026", 5)):
        opens, due = moment_of(day, "00:30", zone), moment_of(day, "04:30", zone)
        found = Term(opens, due, None, "refuse", factor=2.0)
        assert due - opens == hours * HOUR
        assert found.due == opens + 2 * hours * HOUR


def test_which_extra_time_holds() -> None:
    assert extra_time(1.2, None, None) == 1.2
    assert extra_time(1.2, 1.5, None) == 1.5
    assert extra_time(1.2, 1.5, 1.0) == 1.0


SCORES = ((), (0.5,), (0.2, 0.9, 0.9, 0.1))
COUNTED: dict[Counts, tuple[int | None, ...]] = {
    "best": (None, 0, 1),
    "last": (None, 0, 3),
    "first": (None, 0, 0),
}


@pytest.mark.parametrize("counts", COUNTED)
def test_which_attempt_counts(counts: Counts) -> None:
    assert tuple(counting(scores, counts) for scores in SCORES) == COUNTED[counts]


@settings(deadline=None)
@given(
    st.floats(1, 3),
    st.integers(1, 600) | st.none(),
    st.sampled_from(["refuse", "mark", "accept"]),
    st.integers(0, 100_000),
)
def test_more_time_never_closes_earlier(
    factor: float, minutes: int | None, late: Any, start: int
) -> None:
    started = NINE + timedelta(seconds=start)
    usual = term(minutes=minutes, late=late).closes(started)
    longer = term(minutes=minutes, late=late, factor=factor).closes(started)
    assert (usual is None) == (longer is None)
    assert usual is None or longer is None or longer >= usual
