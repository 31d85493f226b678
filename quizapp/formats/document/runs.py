"""A text as pieces that run one way each, because word processors want to be told.

Letters decide for themselves. A number goes with a Latin letter before it; what is between
two letters of one direction goes with them; all else goes with the paragraph. Worked example,
in an Arabic paragraph:

    "قمة G20 في 2025"  ->  ("قمة ", rtl) ("G20", ltr) (" في 2025", rtl)
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final
from unicodedata import bidirectional

from quizapp.domain.bilingual import Lang

Piece = tuple[str, bool]
"""A text, and whether it runs from right to left."""

# What XML cannot hold, and what turns a line around unseen.
_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_STRONG: Final = {"L": False, "R": True, "AL": True}


def pieces(text: str, lang: Lang) -> tuple[Piece, ...]:
    """Return a text of a language in pieces of one direction, without what XML cannot hold."""
    kept = _UNWANTED.sub("", text)
    turned = zip(kept, _directions(kept, lang == "ar"), strict=True)
    return tuple(
        ("".join(letter for letter, _ in group), rtl)
        for rtl, group in groupby(turned, key=lambda pair: pair[1])
    )


def _directions(text: str, base: bool) -> list[bool]:
    """Return for each character whether it runs from right to left."""
    found: list[bool] = []
    waiting = 0
    before = base
    for letter in text:
        sort = bidirectional(letter)
        if sort not in _STRONG and (sort != "EN" or before):
            waiting += 1
            continue
        here = _STRONG.get(sort, False)
        found += [here if here == before else base] * waiting
        found.append(here)
        waiting, before = 0, here
    return found + [base] * waiting
