"""Which day of study a moment belongs to, in places where clocks do strange things."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.cards.study_day import ONE_DAY, StudyCalendar, UnknownZone
from tests.domain.cards.decks import UNTIMED

ZONES = st.sampled_from(sorted(available_timezones()))
FIRST = datetime(1975, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 60 * 24 * 365 * 115).map(lambda m: FIRST + timedelta(minutes=m))


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        # An evening past midnight belongs to the day before.
        ("UTC", "2026-03-02T23:59", "2026-03-02"),
        ("UTC", "2026-03-03T03:59", "2026-03-02"),
        ("UTC", "2026-03-03T04:00", "2026-03-03"),
        # Quarters of an hour: 5:45 ahead.
        ("Asia/Kathmandu", "2026-03-02T22:14", "2026-03-02"),
        ("Asia/Kathmandu", "2026-03-02T22:15", "2026-03-03"),
        # Clocks forward at midnight (2022), then summer time for good.
        ("Asia/Amman", "2022-02-25T00:59", "2022-02-24"),
        ("Asia/Amman", "2022-02-25T01:00", "2022-02-25"),
        ("Asia/Amman", "2022-12-01T00:59", "2022-11-30"),
        ("Asia/Amman", "2022-12-01T01:00", "2022-12-01"),
        # Clocks forward and back in the night, before the day turns.
        ("Europe/London", "2026-03-29T02:59", "2026-03-28"),
        ("Europe/London", "2026-03-29T03:00", "2026-03-29"),
        ("Europe/London", "2026-10-25T03:59", "2026-10-24"),
        ("Europe/London", "2026-10-25T04:00", "2026-10-25"),
        # Apia crossed the date line: after the 29th of December 2011 came the 31st.
        ("Pacific/Apia", "2011-12-30T09:59", "2011-12-29"),
        ("Pacific/Apia", "2011-12-30T13:59", "2011-12-29"),
        ("Pacific/Apia", "2011-12-30T14:00", "2011-12-31"),
        # Casey set its clocks from 04:00 back to 01:00: the new day does not end again.
        ("Antarctica/Casey", "2018-03-10T16:59", "2018-03-10"),
        ("Antarctica/Casey", "2018-03-10T17:00", "2018-03-10"),
        ("Antarctica/Casey", "2018-03-10T20:00", "2018-03-11"),
        # One moment is another day elsewhere.
        ("Asia/Tokyo", "2026-03-02T20:00", "2026-03-03"),
        ("America/Los_Angeles", "2026-03-02T20:00", "2026-03-02"),
        ("Pacific/Kiritimati", "2026-03-02T14:00", "2026-03-03"),
        ("Pacific/Pago_Pago", "2026-03-02T14:00", "2026-03-01"),
    ],
)
def test_the_day_turns_at_four_by_the_learners_clock(zone: str, moment: str, day: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert StudyCalendar(zone).day(at) == date.fromisoformat(day)


def test_the_moment_may_be_told_in_any_zone() -> None:
    utc = datetime(2026, 3, 3, 0, 30, tzinfo=UTC)
    amman = StudyCalendar("Asia/Amman")
    assert amman.day(utc) == amman.day(utc.astimezone()) == date(2026, 3, 2)


def test_the_hour_of_turning_can_be_chosen() -> None:
    moment = datetime(2026, 3, 3, 0, 30, tzinfo=UTC)
    assert StudyCalendar("UTC", rollover=0).day(moment) == date(2026, 3, 3)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="2026"):
        StudyCalendar("UTC").day(datetime(2026, 3, 3))  # noqa: DTZ001


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../etc/passwd", "/etc/passwd", "a\0b", "Europe"]
)
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone):
        StudyCalendar(name)


def test_the_date_that_apia_skipped_has_no_length() -> None:
    days = [date(2011, 12, 29), date(2011, 12, 30), date(2011, 12, 31)]
    assert [StudyCalendar("Pacific/Apia").exists(day) for day in days] == [True, False, True]


@UNTIMED
@given(ZONES, MOMENTS)
def test_a_moment_lies_between_the_start_of_its_day_and_of_the_next(
    zone: str, moment: datetime
) -> None:
    calendar = StudyCalendar(zone)
    day = calendar.day(moment)
    assert calendar.starts(day) <= moment < calendar.starts(day + ONE_DAY)
    assert calendar.exists(day)


@UNTIMED
@given(ZONES, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=3)))
def test_days_never_run_backwards(zone: str, moment: datetime, later: timedelta) -> None:
    calendar = StudyCalendar(zone)
    assert calendar.day(moment) <= calendar.day(moment + later)
