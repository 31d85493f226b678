"""Login names and the names that others see: what may stand in them, when two are the same.

A login name is for typing, so it is forgiven letter case, vowel marks, the digits of any
script, and the Arabic letters that keyboards and hands exchange (أ إ آ ا, ى ي ی, ة ه, ك ک):

    folded("Hudá_٧") == folded("HUDÁ_7")      folded("أحمد") == folded("احمد")

Two accounts never share a folded login. A name is for reading and is only tidied. Neither may
hold anything that cannot be seen, which could make one name look like another.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from quizapp.domain.errors import QuizappError
from quizapp.domain.text.normalise import fold_letters, without_marks

SHORTEST_LOGIN: Final = 2
LONGEST_LOGIN: Final = 40
LONGEST_NAME: Final = 60
_JOINING: Final = "._-"
_TATWEEL: Final = "\u0640"


class LoginRejected(QuizappError):
    """A login name that cannot be used. `code`: `short`, `long`, `characters`, `taken`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NameRejected(QuizappError):
    """A name that cannot be used. `code`: `empty`, `long`, `characters`, `roster`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def tidy_login(typed: str) -> str:
    """Return a login name as it is kept. Raises LoginRejected."""
    login = unicodedata.normalize("NFC", typed).strip()
    if len(folded(login)) < SHORTEST_LOGIN:
        raise LoginRejected("short")
    if len(login) > LONGEST_LOGIN:
        raise LoginRejected("long")
    if not all(each in _JOINING or unicodedata.category(each)[0] in "LMN" for each in login):
        raise LoginRejected("characters")
    return login


def folded(login: str) -> str:
    """Return the form in which login names are compared. Idempotent; any text has one."""
    text = unicodedata.normalize("NFKC", login)
    text = without_marks(text.replace(_TATWEEL, "")).casefold()
    letters = fold_letters(unicodedata.normalize("NFKC", text))
    kept = (_digit(each) for each in letters if unicodedata.category(each)[0] not in "CZ")
    return unicodedata.normalize("NFC", "".join(kept))


def tidy_name(typed: str) -> str:
    """Return a name as it is kept: normalised, single spaces. Raises NameRejected."""
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not name:
        raise NameRejected("empty")
    if len(name) > LONGEST_NAME:
        raise NameRejected("long")
    if any(unicodedata.category(each)[0] == "C" for each in name):
        raise NameRejected("characters")
    return name


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
