from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.thinning import DAYS, MONTHS, RECENT, WEEKS, superseded

NOW = datetime(2026, 7, 1, 18, tzinfo=UTC)
# Minutes before now: mostly of late, some of long ago, some from the future.
AGES = st.one_of(st.integers(-3_000, 3_000), st.integers(0, 600_000))
STAMPS = st.sets(AGES, max_size=60).map(
    lambda ages: frozenset(NOW - timedelta(minutes=age) for age in ages)
)


@given(STAMPS, st.booleans())
def test_the_newest_never_goes_and_nothing_appears(
    stamps: frozenset[datetime], sparing: bool
) -> None:
    gone = superseded(stamps, NOW, sparing=sparing)
    assert gone <= stamps
    assert not stamps or max(stamps) not in gone


@given(STAMPS, st.booleans())
def test_thinning_twice_is_thinning_once(stamps: frozenset[datetime], sparing: bool) -> None:
    left = stamps - superseded(stamps, NOW, sparing=sparing)
    assert not superseded(left, NOW, sparing=sparing)


@given(STAMPS)
def test_the_last_day_stays_whole_or_one_of_each_hour(stamps: frozenset[datetime]) -> None:
    late = {stamp for stamp in stamps if stamp > NOW - RECENT}
    assert not late & superseded(stamps, NOW)
    left = stamps - superseded(stamps, NOW, sparing=True)
    hours = {(stamp.date(), stamp.hour) for stamp in late}
    assert {(stamp.date(), stamp.hour) for stamp in late & left} == hours
    assert {stamp for stamp in late if stamp > NOW - timedelta(hours=1)} <= left


@given(STAMPS)
def test_each_of_the_newest_days_weeks_and_months_keeps_its_newest(
    stamps: frozenset[datetime],
) -> None:
    left = stamps - superseded(stamps, NOW)
    rest = {stamp for stamp in stamps if stamp <= NOW - RECENT}
    for bucket, most in (
        (lambda stamp: stamp.strftime("%Y-%m-%d"), DAYS),
        (lambda stamp: stamp.strftime("%G-%V"), WEEKS),
        (lambda stamp: stamp.strftime("%Y-%m"), MONTHS),
    ):
        newest = sorted({bucket(stamp) for stamp in rest}, reverse=True)[:most]
        inside = {name: {s for s in rest if bucket(s) == name} for name in newest}
        assert all(max(found) in left for found in inside.values())
        rest -= set().union(*inside.values())
    old = {stamp for stamp in left if stamp <= NOW - RECENT}
    assert len(old) <= DAYS + WEEKS + MONTHS


@pytest.mark.parametrize("hours", [2, 24])
def test_two_years_of_thinning_day_by_day_leave_backups_spread_over_the_past(hours: int) -> None:
    kept: frozenset[datetime] = frozenset()
    moment = NOW
    for _ in range(730 * 24 // hours):
        moment += timedelta(hours=hours)
        kept |= {moment}
        kept -= superseded(kept, moment)
    ages = sorted((moment - stamp).total_seconds() / 86_400 for stamp in kept)
    gaps = [later - sooner for sooner, later in itertools.pairwise(ages)]
    assert ages[0] == 0
    assert len([age for age in ages if age >= 1]) == DAYS + WEEKS + MONTHS
    for age, gap in zip(ages[1:], gaps, strict=True):
        assert gap <= (2 if age <= 12 else 14 if age <= 80 else 62), (age, gap)
    assert ages[-1] > 300


def test_an_example_with_every_noon_of_a_year() -> None:
    noons = [NOW.replace(hour=12) - timedelta(days=day) for day in range(365)]
    left = sorted(set(noons) - superseded(noons, NOW), reverse=True)
    assert [stamp.strftime("%m-%d") for stamp in left] == [
        *("07-01", "06-30", "06-29", "06-28", "06-27", "06-26", "06-25", "06-24"),
        *("06-23", "06-22", "06-21", "06-20", "06-19"),
        *("06-18", "06-14", "06-07", "05-31", "05-24", "05-17", "05-10", "05-03"),
        *("04-26", "04-19"),
        *("04-12", "03-31", "02-28", "01-31", "12-31", "11-30", "10-31", "09-30", "08-31"),
    ]


def test_what_claims_to_be_from_the_future_stays_and_an_only_backup_stays() -> None:
    future = NOW + timedelta(days=400)
    old = NOW - timedelta(days=4_000)
    assert superseded([future, old], NOW) == frozenset()
    assert superseded([old], NOW) == frozenset()
    assert superseded([], NOW) == frozenset()
