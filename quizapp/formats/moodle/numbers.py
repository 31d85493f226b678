"""Numbers in files: whole ones to our kind `number`, any other to text that is typed.

16, tolerance 2         number 16, 2 either way
٩٫٨, tolerance 0.1      no whole number: a gap that accepts "9.8"
1 to 4                  the middle is no whole number: a gap that accepts 1, 2, 3 and 4
16, tolerance 0.5       number 16, exactly: no other whole number is as near
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Final

from quizapp.domain.exchange.question import Question
from quizapp.domain.text.numbers import parse_number

Say = Callable[..., None]

_LARGEST: Final = 10**15
_MOST_SPELLED: Final = 50
_MOST_PLACES: Final = 30
_POWER: Final = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{0,30})?[eE][+-]?[0-9]{1,2}")
_LOOSE: Final = re.compile(r"([+-]?)\.([0-9]{1,30})|([+-]?[0-9]{1,30})\.")


def decimal_of(text: str) -> Decimal | None:
    """Return the number that a text is, in any of three digit systems; None if it is none."""
    text = text.strip()
    if _POWER.fullmatch(text):
        value = Decimal(text)
        return value if abs(value.adjusted()) <= _MOST_PLACES else None
    loose = _LOOSE.fullmatch(text)
    if loose:
        text = f"{loose[1]}0.{loose[2]}" if loose[2] else loose[3]
    value_or_none = parse_number(text)
    if value_or_none is None or abs(value_or_none.adjusted()) > _MOST_PLACES:
        return None
    return value_or_none


def numeric(base: Question, value: Decimal, tolerance: Decimal, say: Say) -> Question:
    """Return the question with that number as its key; `say` hears what is lost."""
    if _is_whole(value):
        room = int(tolerance) if 0 <= tolerance < _LARGEST else 0
        if room != tolerance:
            say("dropped", field="tolerance")
        return replace(base, kind="number", value=int(value), tolerance=room)
    say("number_as_text")
    if tolerance:
        whole = _whole_within(value - tolerance, value + tolerance)
        if whole:
            return _typed(base, whole)
        say("dropped", field="tolerance")
    return _typed(base, (written(value),))


def written(value: Decimal) -> str:
    """Return a number in ASCII digits, without a power of ten and without idle zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _is_whole(value: Decimal) -> bool:
    return abs(value) < _LARGEST and value == int(value)


def _whole_within(least: Decimal, most: Decimal) -> tuple[str, ...]:
    if not (_is_whole(least) and _is_whole(most)) or most - least >= _MOST_SPELLED:
        return ()
    return tuple(str(each) for each in range(int(least), int(most) + 1))


def _typed(base: Question, accepted: tuple[str, ...]) -> Question:
    return replace(base, kind="gap", accepted=accepted)
