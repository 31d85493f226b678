"""Codes that people type: eight letters and digits that cannot be taken for one another.

There is no I, O, 0 or 1. What was typed is forgiven its case, its spaces and hyphens, Arabic
digits, and full-width letters; nothing else is guessed at:

    tidied(" abcd-ef2٣ ") == "ABCDEF23"        written("ABCDEF23") == "ABCD-EF23"

32 letters give 40 bits: ten thousand tries at a million live codes hit one with 1 %.

Codes that change with the clock are six digits, forgiven in the same way:

    six_digits("٤٩٢ ٠٣٩") == "492039"
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH: Final = 8
DIGITS: Final = 6
_SHOWN: Final = 4


def draw(choose: Callable[[Sequence[str]], str]) -> str:
    """Return a new code; `choose` picks one of the letters and must be unpredictable."""
    return "".join(choose(LETTERS) for _ in range(LENGTH))


def tidied(typed: str) -> str | None:
    """Return the code that was typed, or None for what cannot be one."""
    letters = [_letter(each) for each in unicodedata.normalize("NFKC", typed) if _counts(each)]
    code = "".join(letters).upper()
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else None


def six_digits(typed: str) -> str | None:
    """Return the six digits that were typed, of any script, or None for what cannot be them."""
    digits = "".join(_letter(each) for each in typed if _counts(each))
    return digits if len(digits) == DIGITS and digits.isascii() and digits.isdecimal() else None


def written(code: str) -> str:
    """Return a code as it is shown: in two groups."""
    return f"{code[:_SHOWN]}-{code[_SHOWN:]}"


def _counts(character: str) -> bool:
    """Spaces, hyphens of all kinds and invisible marks do not."""
    return unicodedata.category(character) not in {"Zs", "Cc", "Cf", "Pd"}


def _letter(character: str) -> str:
    digit = unicodedata.digit(character, None)
    return character if digit is None else str(digit)
