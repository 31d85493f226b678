"""Days of study in a row, and the days off that they forgive."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.cards.streak import MOST_KEPT, streak_of
from quizapp.domain.cards.study_day import StudyCalendar
from tests.domain.cards.decks import UNTIMED, UTC_DAYS

FIRST = date(2026, 2, 28)  # so that "day 1" is 1 March


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


WEEK = (1, 2, 3, 4, 5, 6, 7)


@pytest.mark.parametrize(
    ("studied", "today", "days", "frozen", "kept", "longest"),
    [
        ((), 1, 0, (), 0, 0),
        ((1,), 1, 1, (), 0, 1),
        # Today is not held against anybody before it is over.
        ((1, 2), 3, 2, (), 0, 2),
        ((1, 2), 4, 0, (), 0, 2),
        # Twice on a day is one day.
        ((1, 1, 2, 2, 2), 2, 2, (), 0, 2),
        # Seven days earn a day off.
        (WEEK, 7, 7, (), 1, 7),
        (WEEK, 9, 7, (8,), 0, 7),
        (WEEK, 10, 0, (), 1, 7),
        ((*WEEK, 9, 10), 10, 9, (8,), 0, 9),
        # A gap too long for the days kept uses none of them.
        ((*WEEK, 10), 10, 1, (), 1, 7),
        ((*WEEK, 10, 12), 12, 2, (11,), 0, 7),
        # Two days off at most are kept.
        (tuple(range(1, 29)), 28, 28, (), 2, 28),
        (tuple(range(1, 29)), 31, 28, (29, 30), 0, 28),
        # A clock that ran ahead left days that have not come yet.
        ((1, 2, 400), 2, 2, (), 0, 2),
        ((400,), 2, 0, (), 0, 0),
    ],
)
def test_streaks(
    studied: tuple[int, ...],
    today: int,
    days: int,
    frozen: tuple[int, ...],
    kept: int,
    longest: int,
) -> None:
    found = streak_of([day(n) for n in studied], day(today), UTC_DAYS)
    assert (found.days, found.kept, found.longest) == (days, kept, longest)
    assert found.frozen == tuple(day(n) for n in frozen)
    assert found.studied_today is (today in studied)


def test_the_date_that_apia_skipped_was_not_missed() -> None:
    studied = [date(2011, 12, 29), date(2011, 12, 31)]
    apia, utc = (streak_of(studied, studied[1], StudyCalendar(z)) for z in ("Pacific/Apia", "UTC"))
    assert (apia.days, apia.frozen) == (2, ())
    assert utc.days == 1


@pytest.mark.parametrize(
    ("home", "away", "days"),
    [
        # West over the date line a date is lived twice, and counts once.
        ("Pacific/Auckland", "Pacific/Honolulu", 1),
        # East over it a date is lived through in the air.
        ("Asia/Amman", "Europe/London", 2),
    ],
)
def test_travel_never_doubles_a_day(home: str, away: str, days: int) -> None:
    before = StudyCalendar(home).day(datetime(2026, 3, 2, 6, tzinfo=UTC))
    after = StudyCalendar(away).day(datetime(2026, 3, 3, 6, tzinfo=UTC))
    assert streak_of([before, after], after, StudyCalendar(away)).days == days


STUDIED = st.lists(st.integers(1, 60))


@UNTIMED
@given(STUDIED, st.integers(1, 60))
def test_a_streak_is_never_negative_and_never_more_than_the_days_studied(
    studied: list[int], today: int
) -> None:
    found = streak_of([day(n) for n in studied], day(today), UTC_DAYS)
    past = {n for n in studied if n <= today}
    assert 0 <= found.days <= found.longest <= len(past)
    assert 0 <= found.kept <= MOST_KEPT
    assert not {day(n) for n in past} & set(found.frozen)


@UNTIMED
@given(STUDIED, st.integers(1, 60))
def test_studying_again_on_a_day_changes_nothing(studied: list[int], today: int) -> None:
    once = streak_of([day(n) for n in studied], day(today), UTC_DAYS)
    twice = streak_of([day(n) for n in studied[::-1] + studied], day(today), UTC_DAYS)
    assert once == twice


@UNTIMED
@given(STUDIED, st.integers(1, 60))
def test_studying_today_never_shortens_a_streak(studied: list[int], today: int) -> None:
    before = streak_of([day(n) for n in studied], day(today), UTC_DAYS)
    after = streak_of([day(n) for n in (*studied, today)], day(today), UTC_DAYS)
    assert after.days >= max(before.days, 1)
