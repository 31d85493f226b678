"""Column types shared by all models: moments, short sequences, keys.

A moment is stored as whole milliseconds since 1970 in UTC, so that it sorts, compares
and subtracts in SQL on every database, and no driver can guess a time zone:

    to_millis(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)) == 1000
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Final

from sqlalchemy import BigInteger, Dialect, Integer, String, Text
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_FIRST_DAY: Final = EPOCH.toordinal()


def to_millis(moment: datetime) -> int:
    """Return whole milliseconds since 1970 in UTC; ValueError without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return (moment - EPOCH) // _MILLISECOND


def from_millis(millis: int) -> datetime:
    """Return the UTC moment that `to_millis` made the number from."""
    return EPOCH + timedelta(milliseconds=millis)


class UtcMillis(TypeDecorator[datetime]):
    """An aware moment, stored as milliseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Turn a moment into milliseconds."""
        return None if value is None else to_millis(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn milliseconds into a moment."""
        return None if value is None else from_millis(value)


class Day(TypeDecorator[date]):
    """A day of study, stored as days since 1 January 1970."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Turn a day into its number."""
        return None if value is None else value.toordinal() - _FIRST_DAY

    def process_result_value(self, value: int | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        """Turn a number into its day."""
        return None if value is None else date.fromordinal(value + _FIRST_DAY)


class Indices(TypeDecorator[tuple[int, ...]]):
    """A short tuple of option indices, stored as `2,0,1`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[int, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Join the numbers with commas."""
        return None if value is None else ",".join(map(str, value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[int, ...] | None:  # noqa: ARG002
        """Split the text at its commas."""
        if value is None:
            return None
        return tuple(map(int, value.split(","))) if value else ()


class Words(TypeDecorator[tuple[str, ...]]):
    """A short tuple of identifiers, stored with spaces between them."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Join the words with spaces."""
        return None if value is None else " ".join(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:  # noqa: ARG002
        """Split the text at its spaces."""
        return None if value is None else tuple(value.split())


class Numbers(TypeDecorator[tuple[float, ...]]):
    """A short tuple of numbers, stored exactly, with spaces between them."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[float, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Join the shortest texts that name these numbers."""
        return None if value is None else " ".join(map(repr, value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[float, ...] | None:  # noqa: ARG002
        """Split the text at its spaces."""
        return None if value is None else tuple(map(float, value.split()))


# SQLite gives an alias of the rowid to INTEGER alone, so BIGINT is for the others.
KeyNumber: Final = BigInteger().with_variant(Integer(), "sqlite")

Key = Annotated[int, mapped_column(KeyNumber, primary_key=True)]
Moment = Annotated[datetime, mapped_column(UtcMillis)]
Fingerprint = Annotated[str, mapped_column(String(32))]
