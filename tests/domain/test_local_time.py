"""Typed days and times: the moments they name, and the hours that name none or two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.local_time import LocalTimeRejected, local_texts, moment_of

ZONES = ("UTC", "Asia/Amman", "Europe/Berlin", "Africa/Cairo", "America/New_York", "Asia/Kolkata")

NAMED = [
    ("30/11/2026", "14:30", "Europe/Berlin", "2026-11-30T13:30+00:00"),
    ("2026-11-30", "14:30", "Europe/Berlin", "2026-11-30T13:30+00:00"),
    ("30.11.2026", "14.30", "Europe/Berlin", "2026-11-30T13:30+00:00"),
    (" 30 / 11 / 2026 ", " 14 : 30 ", "Europe/Berlin", "2026-11-30T13:30+00:00"),
    ("٣٠/١١/٢٠٢٦", "١٤:٣٠", "Europe/Berlin", "2026-11-30T13:30+00:00"),
    ("30/11/2026\u200f", "14:30\u200e", "Europe/Berlin", "2026-11-30T13:30+00:00"),
    ("01/07/2026", "09:00", "Europe/Berlin", "2026-07-01T07:00+00:00"),
    ("01/07/2026", "09:00", "Asia/Kolkata", "2026-07-01T03:30+00:00"),
    # The hours beside the changes of clocks are plain.
    ("29/03/2026", "01:59", "Europe/Berlin", "2026-03-29T00:59+00:00"),
    ("29/03/2026", "03:00", "Europe/Berlin", "2026-03-29T01:00+00:00"),
    ("25/10/2026", "01:59", "Europe/Berlin", "2026-10-24T23:59+00:00"),
    ("25/10/2026", "03:00", "Europe/Berlin", "2026-10-25T02:00+00:00"),
    ("01/11/2026", "02:00", "America/New_York", "2026-11-01T07:00+00:00"),
]


@pytest.mark.parametrize(("day", "clock", "zone", "moment"), NAMED)
def test_a_day_and_a_time_name_a_moment(day: str, clock: str, zone: str, moment: str) -> None:
    assert moment_of(day, clock, zone) == datetime.fromisoformat(moment)


REFUSED = [
    ("29/03/2026", "02:30", "Europe/Berlin", "skipped"),
    ("08/03/2026", "02:00", "America/New_York", "skipped"),
    ("25/10/2026", "02:00", "Europe/Berlin", "twice"),
    ("25/10/2026", "02:59", "Europe/Berlin", "twice"),
    ("01/11/2026", "01:30", "America/New_York", "twice"),
    ("31/02/2026", "10:00", "UTC", "date"),
    ("2026/31/12", "10:00", "UTC", "date"),
    ("1/1/26", "10:00", "UTC", "date"),
    ("01/01/1999", "10:00", "UTC", "date"),
    ("tomorrow", "10:00", "UTC", "date"),
    ("01/01/2027", "24:00", "UTC", "time"),
    ("01/01/2027", "10:60", "UTC", "time"),
    ("01/01/2027", "10", "UTC", "time"),
    ("01/01/2027", "", "UTC", "time"),
]


@pytest.mark.parametrize(("day", "clock", "zone", "code"), REFUSED)
def test_what_names_no_single_moment_is_refused(day: str, clock: str, zone: str, code: str) -> None:
    with pytest.raises(LocalTimeRejected) as caught:
        moment_of(day, clock, zone)
    assert caught.value.code == code


def outcome(day: str, clock: str, zone: str) -> datetime | str:
    """The moment, or why there is none."""
    try:
        return moment_of(day, clock, zone)
    except LocalTimeRejected as rejection:
        return rejection.code


@settings(deadline=None)
@given(
    st.integers(0, 60 * 24 * 365 * 5),
    st.sampled_from(ZONES),
)
def test_what_is_shown_names_the_same_moment_again(minutes: int, zone: str) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    # The hour that clocks show twice is the only one that a shown time can be unclear in.
    assert outcome(*local_texts(moment, zone), zone) in (moment, "twice")


@settings(deadline=None)
@given(st.text(max_size=20), st.text(max_size=20))
def test_anything_typed_is_a_moment_or_refused(day: str, clock: str) -> None:
    found = outcome(day, clock, "Asia/Amman")
    assert isinstance(found, datetime) or found in {"date", "time", "skipped", "twice"}
