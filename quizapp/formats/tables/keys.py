"""Which of the answers in a row is right, as people and programs write it.

    "1,3"   "1, 3"   "١، ٣"   "1 3"        the first and the third
    "B"     "ب"                              the second
    "Samarkand"                              the one that reads so
    "Moscow | Samarkand"                     the two that read so

A number that can be a position is one, even where an answer reads like it; a letter only where
none does. What fits no answer
at all is nothing: no answer is guessed to be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from quizapp.domain.text import fold

_BETWEEN: Final = re.compile(r"[\s,;.|/&+\u060c\u061b\u066b\u066c]+")
_TEXTS_BETWEEN: Final = re.compile(r"\s*[|;\n\u061b]\s*")
_LATIN: Final = "abcdefghijklmnop"
_ARABIC: Final = "ابجدهوزحطيكلمنسع"
_LONGEST_LIST: Final = 60
_LONGEST_POSITION: Final = 2


def positions(said: str, options: Mapping[int, str]) -> frozenset[int]:
    """Return the positions of the right answers; empty where what is said fits none."""
    if not said:
        return frozenset()
    counted = _counted(said, options, _number)
    if counted:
        return counted
    single = _by_text(said, options)
    if single:
        return frozenset({single})
    lettered = _counted(said, options, _letter)
    if lettered:
        return lettered
    texts = [_by_text(text, options) for text in _TEXTS_BETWEEN.split(said) if text]
    return frozenset(texts) if texts and all(texts) else frozenset()


def _counted(
    said: str, options: Mapping[int, str], position: Callable[[str], int]
) -> frozenset[int]:
    if len(said) > _LONGEST_LIST:
        return frozenset()
    found = {position(each) for each in _BETWEEN.split(said) if each}
    return frozenset(found) if found <= options.keys() else frozenset()


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) <= _LONGEST_POSITION else 0


def _letter(said: str) -> int:
    letter = fold(said, "ar") if len(said) <= _LONGEST_POSITION else ""
    for letters in (_LATIN, _ARABIC):
        if len(letter) == 1 and letter in letters:
            return letters.index(letter) + 1
    return 0


def _by_text(said: str, options: Mapping[int, str]) -> int:
    """The one answer that reads as said, letter for letter or but for harmless differences."""
    same = [at for at, text in options.items() if text == said]
    if not same:
        plain = fold(said, "ar")
        same = [at for at, text in options.items() if plain and fold(text, "ar") == plain]
    return same[0] if len(same) == 1 else 0
