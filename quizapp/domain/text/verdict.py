"""What judging a typed answer can come to.

`exact` is the key letter for letter; `folded` differs by what must never cost a mark;
`close` is an ordinary slip, accepted, and the right spelling is shown; `wrong` is the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MAX_LENGTH: Final = 200
"""Longer answers are wrong unread: nobody's answer is, and judging stays quick."""


class Verdict(StrEnum):
    """The four verdicts, from best to worst."""

    EXACT = "exact"
    FOLDED = "folded"
    CLOSE = "close"
    WRONG = "wrong"


class Strictness(StrEnum):
    """How forgiving the judging of a typed answer is.

    `strict` tests spelling: only vowel marks, tatweel, digits, spaces, case and the
    like are free. `normal` also forgives Arabic letter variants and ordinary slips;
    `lenient` allows one slip more in long answers.
    """

    STRICT = "strict"
    NORMAL = "normal"
    LENIENT = "lenient"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and the accepted spelling to show beside it."""

    verdict: Verdict
    shown: str
