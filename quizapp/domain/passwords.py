"""Which passwords are refused, and why. Any characters of any script, 8 to 128 of them.

A password is normalised (NFC), so that the same letters typed on two machines are the same
password; nothing is cut off or trimmed. For comparing only, it is stripped of case, of vowel
marks, of digit systems, and of what people add to a word that they were told not to use:

    problem("Password2024!", common={"password"}) == "common"
    problem("huda-1234", own=("huda",))           == "own"
    problem("abcdabcd")                           == "pattern"

There is no rule about kinds of characters: length does more (NIST SP 800-63B, 3.1.1.2).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Final, Literal, TypeAlias

from quizapp.domain.errors import QuizappError
from quizapp.domain.logins import folded

Problem: TypeAlias = Literal["short", "long", "common", "own", "pattern"]

SHORTEST: Final = 8
LONGEST: Final = 128
APP_WORDS: Final = ("waraqa", "ورقة", "quizapp")
_SHORTEST_WORD: Final = 3
_AROUND: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_BETWEEN: Final = re.compile(r"[\W_]+")
_FEW: Final = 4
_ROWS: Final = (
    "0123456789" * 2,
    "abcdefghijklmnopqrstuvwxyz" * 2,
    "qwertyuiopasdfghjklzxcvbnm",
    "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرلايهوزظ",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ",
)


class PasswordRejected(QuizappError):
    """A password that cannot be used; `code` is a `Problem`."""

    def __init__(self, code: Problem) -> None:
        super().__init__(code)
        self.code: Problem = code


def normalised(password: str) -> str:
    """Return a password as it is hashed."""
    return unicodedata.normalize("NFC", password)


def problem(
    password: str, *, common: Collection[str] = (), own: Iterable[str] = ()
) -> Problem | None:
    """Return why a password is refused, None for one that may be used.

    `common` holds comparable forms; `own` are words that whoever knows the person knows: her
    login and name, her class.
    """
    length = len(normalised(password))
    if length < SHORTEST:
        return "short"
    if length > LONGEST:
        return "long"
    plain = comparable(password)
    word = _AROUND.sub("", plain)
    forms = {plain, word, _BETWEEN.sub("", word)}
    if any(each in common for each in forms):
        return "common"
    if forms & _words((*APP_WORDS, *own)):
        return "own"
    return "pattern" if is_pattern(plain) else None


def comparable(text: str) -> str:
    """Return the form in which passwords and common words are compared."""
    return folded(text)


def is_pattern(plain: str) -> bool:
    """Tell whether a text repeats a few characters or walks along keys or an alphabet."""
    if len(set(plain)) < _FEW:
        return True
    for size in range(1, len(plain) // 2 + 1):
        if (plain[:size] * (len(plain) // size + 1))[: len(plain)] == plain:
            return True
    return any(plain in row or plain in row[::-1] for row in _ROWS)


def _words(texts: Iterable[str]) -> set[str]:
    """Each text whole and in its words, without what stands between them."""
    found: set[str] = set()
    for text in texts:
        parts = text.split()
        for each in (text, *parts):
            plain = _BETWEEN.sub("", comparable(each))
            found |= {plain, comparable(each), _AROUND.sub("", plain)}
    return {each for each in found if len(each) >= _SHORTEST_WORD}
