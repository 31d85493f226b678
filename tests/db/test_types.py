from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, create_engine, insert, select

from quizapp.db.types import Indices, UtcMillis, Words, from_millis, to_millis

MOMENTS = st.datetimes(timezones=st.timezones()).filter(lambda moment: 2 < moment.year < 9998)


@given(MOMENTS)
def test_a_moment_comes_back_as_the_same_moment_in_utc(moment: datetime) -> None:
    back = from_millis(to_millis(moment))
    assert back.tzinfo is UTC
    assert timedelta(0) <= moment - back < timedelta(milliseconds=1)


def test_milliseconds_count_from_1970_wherever_one_is() -> None:
    there = timezone(timedelta(hours=3))
    assert to_millis(datetime(1970, 1, 1, 3, 0, 1, 500_900, tzinfo=there)) == 1500


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        to_millis(datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        (UtcMillis(), datetime(2026, 1, 1, tzinfo=UTC), 1767225600000),
        (UtcMillis(), None, None),
        (Indices(), (2, 0, 11), "2,0,11"),
        (Indices(), (), ""),
        (Indices(), None, None),
        (Words(), ("choice", "gap"), "choice gap"),
        (Words(), (), ""),
        (Words(), None, None),
    ],
)
def test_values_are_stored_in_short_and_come_back(
    kind: UtcMillis | Indices | Words, value: object, stored: object
) -> None:
    engine = create_engine("sqlite://")
    table = Table("t", MetaData(), Column("value", kind))
    table.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(table).values(value=value))
        assert connection.exec_driver_sql("SELECT value FROM t").scalar_one() == stored
        assert connection.execute(select(table)).scalar_one() == value
    engine.dispose()
