"""Reading values that somebody sends: each reader returns a value or raises ValueError.

A file that was exported here passes; anything else is refused before it reaches a table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from quizapp.db.types import from_millis
from quizapp.domain.errors import ImportRejected

MOST_ROWS: Final = 1_000_000
LONGEST_TEXT: Final = 4_000
LATEST: Final = 253_402_300_799_000  # the end of the year 9999
_BIGGEST: Final = 2**53
_LONGEST_WORD: Final = 16
# JSON can name halves of letters, which no database and no page can hold.
_UNHELD: Final = re.compile("[\x00\ud800-\udfff]")


def listed(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return a list of records; empty where there is none."""
    found = data.get(name, [])
    if not isinstance(found, list) or len(found) > MOST_ROWS:
        raise ImportRejected("too_large" if isinstance(found, list) else "shape", name)
    if not all(isinstance(row, dict) for row in found):
        raise ImportRejected("shape", name)
    return found


def text(value: Any, longest: int = LONGEST_TEXT) -> str:
    """Return a text of a bearable length."""
    if not isinstance(value, str) or len(value) > longest or _UNHELD.search(value):
        raise ValueError("text")
    return value


def optional_text(value: Any, longest: int = LONGEST_TEXT) -> str | None:
    """Return a text or None."""
    return None if value is None else text(value, longest)


def word(value: Any) -> Any:
    """Return a setting; whether there is such a one, the database says."""
    return text(value, _LONGEST_WORD) if isinstance(value, str) else value


def one_of(value: Any, allowed: Sequence[Any]) -> Any:
    """Return a value out of a list."""
    if value not in allowed:
        raise ValueError(f"not one of {allowed}")
    return value


def whole(value: Any, least: int = -_BIGGEST, most: int = _BIGGEST) -> int:
    """Return a whole number in a range."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError("number")
    return value


def optional_whole(value: Any) -> int | None:
    """Return a whole number, not below 0, or None."""
    return None if value is None else whole(value, 0)


def number(value: Any, least: float, most: float) -> float:
    """Return a number in a range."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError("number")
    return float(value)


def truth(value: Any) -> bool:
    """Return a truth value."""
    if not isinstance(value, bool):
        raise ValueError("truth")
    return value


def moment(value: Any) -> datetime:
    """Return a moment from milliseconds since 1970."""
    return from_millis(whole(value, 0, LATEST))


def optional_moment(value: Any) -> datetime | None:
    """Return a moment or None."""
    return None if value is None else moment(value)


def day(value: Any) -> date:
    """Return a day from its ISO form."""
    return date.fromisoformat(text(value, 10))


def optional_day(value: Any) -> date | None:
    """Return a day or None."""
    return None if value is None else day(value)


def uuid_bytes(value: Any) -> bytes:
    """Return the bytes of a UUID."""
    return UUID(text(value, 36)).bytes


def indices(value: Any) -> tuple[int, ...]:
    """Return a short tuple of small numbers."""
    if not isinstance(value, list) or len(value) > 1_000:
        raise ValueError("indices")
    return tuple(whole(each, -1, 10_000) for each in value)


def names(value: Any) -> tuple[str, ...]:
    """Return a short tuple of names."""
    if not isinstance(value, list) or len(value) > 100:
        raise ValueError("names")
    return tuple(text(each, 40) for each in value)
