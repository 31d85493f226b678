"""Ids for what a teacher writes: short words of the text itself, each used once.

slug("The New Library")  ->  "the-new-library"
slug("مكتبة السلط")      ->  "mktbt-alslt"      letters one by one; it only has to be unique
unused("salt", {"salt"}) ->  "salt-2"
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import count
from typing import Final

from quizapp.domain.bilingual import Bilingual
from quizapp.domain.text.normalise import bare

LONGEST: Final = 60
"""Letters of an id: more than the content format takes, nobody can read."""

_WORDS: Final = 6
_ROOM: Final = 5  # for a number behind
_ARABIC: Final = "ابتجحدرزسصضطظفقكلمنهويأإآٱؤئعةىپڤگکی"
_LATIN: Final = "abtjhdrzssdtzfqklmnhwyaiaawyahapvgky"
_LETTERS: Final = str.maketrans(
    {
        **dict(zip(_ARABIC, _LATIN, strict=True)),
        "ء": "",
        "ث": "th",
        "خ": "kh",
        "ذ": "dh",
        "ش": "sh",
        "غ": "gh",
        "چ": "ch",
        "ژ": "zh",
    }
)


def slug(text: str) -> str:
    """Return the first words of a text as an id; empty where it has no letter or digit."""
    latin = unicodedata.normalize("NFKD", bare(text).replace("'", "").translate(_LETTERS))
    found = re.findall(r"[a-z0-9]+", "".join(c for c in latin if c.isascii() or c.isspace()))
    kept = "-".join(found[:_WORDS])[: LONGEST - _ROOM]
    return kept.strip("-")


def slug_of(text: Bilingual, default: str) -> str:
    """Return the id of a text, from its English where there is one."""
    return slug(text.en) or slug(text.ar) or default


def unused(wanted: str, taken: Collection[str]) -> str:
    """Return the id wanted, or with the first number behind it that nothing has yet."""
    if wanted not in taken:
        return wanted
    return next(name for n in count(2) if (name := f"{wanted}-{n}") not in taken)
