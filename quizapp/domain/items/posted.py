"""Reading what a form posted: positions as shown, typed text, the wish to skip.

Positions count from 1 and may be written in any of the three digit systems:

    position("3", 4) == position("٣", 4) == position("۳", 4) == 2    (the index)
"""

from __future__ import annotations

import unicodedata
from typing import Final

from quizapp.domain.errors import AnswerRejected
from quizapp.domain.items.base import MAX_TYPED, Answer, Fields

SKIPPED: Final = Answer(skipped=True)

_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_LONGEST_POSITION: Final = 3


def wants_skip(fields: Fields) -> bool:
    """Tell whether the learner pressed "skip", whatever else the form holds."""
    return "1" in fields.get("skip", ())


def values(fields: Fields, name: str) -> tuple[str, ...]:
    """Return the values of a field that hold anything at all."""
    return tuple(value.strip() for value in fields.get(name, ()) if value.strip())


def position(value: str, shown: int) -> int:
    """Return the index (from 0) that a posted position (from 1) means among `shown`.

    Raises AnswerRejected("out_of_range") for anything else than a number from 1 to `shown`.
    """
    digits = value.translate(_DIGITS)
    plain = digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_POSITION
    if not plain or not 1 <= int(digits) <= shown:
        raise AnswerRejected("out_of_range")
    return int(digits) - 1


def numbered(fields: Fields, prefix: str, count: int, shown: int) -> tuple[int, ...]:
    """Read the fields `prefix-1` to `prefix-<count>`, one position each.

    Raises AnswerRejected: "empty" where none is filled in, "incomplete" where some are
    not, "out_of_range" where a field holds no position among `shown`, or several.
    """
    posted = [values(fields, f"{prefix}-{number}") for number in range(1, count + 1)]
    if not any(posted):
        raise AnswerRejected("empty")
    if not all(posted):
        raise AnswerRejected("incomplete")
    if any(len(found) > 1 for found in posted):
        raise AnswerRejected("out_of_range")
    return tuple(position(found[0], shown) for found in posted)


def typed_text(fields: Fields) -> str:
    """Return the typed answer without control characters and outer spaces.

    Raises AnswerRejected: "empty" where nothing visible is left, "too_long" beyond
    MAX_TYPED characters as posted.
    """
    raw = next(iter(fields.get("text", ())), "")
    if len(raw) > MAX_TYPED:
        raise AnswerRejected("too_long")
    text = " ".join(
        "".join(
            " " if ch.isspace() else "" if unicodedata.category(ch) in ("Cc", "Cf") else ch
            for ch in raw
        ).split()
    )
    if not text:
        raise AnswerRejected("empty")
    return text
