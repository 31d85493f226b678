"""Numbers as people type them: ٣, ۳, 3, 1,200, ١٬٢٠٠, 3.5, ٣٫٥.

A comma is a thousands separator where three digits follow each one, else a decimal
mark: 1,200 is twelve hundred, 3,5 is three and a half. Numbers are never approximated
beyond the tolerance their author gave.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from quizapp.domain.text.normalise import clean
from quizapp.domain.text.verdict import MAX_LENGTH, Judgement, Verdict

_ARABIC_DECIMAL: Final = "\u066b"
_ARABIC_THOUSANDS: Final = "\u066c"
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:([ ,'])\d{3})(?:\1\d{3})*(?:\.\d+)?")
_PLAIN: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def parse_number(typed: str) -> Decimal | None:
    """Return the number typed, or None where the text is anything else than one number."""
    if len(typed) > MAX_LENGTH:
        return None
    text = clean(typed.replace(_ARABIC_DECIMAL, ".").replace(_ARABIC_THOUSANDS, ","))
    if _GROUPED.fullmatch(text):
        return Decimal(re.sub(r"[ ,']", "", text))
    if _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", "."))
    return None


def judge_number(typed: str, value: int, *, tolerance: int = 0) -> Judgement:
    """Judge a typed number: exact or folded where equal, close within the tolerance."""
    shown = str(value)
    number = parse_number(typed)
    if number is None or abs(number - value) > tolerance:
        return Judgement(Verdict.WRONG, shown)
    if number != value:
        return Judgement(Verdict.CLOSE, shown)
    return Judgement(Verdict.EXACT if typed.strip() == shown else Verdict.FOLDED, shown)
