"""What Arabic writes onto a word: the particles و ف ب ك ل and the article ال.

    peel("وبالمدرسه") == "مدرسه";  "للصين" may be read as "الصين"

All functions take folded words (`normalise.words`). A reading is offered only where
at least three letters remain, so that short words never dissolve.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_LEAST: Final = 3
_JOINING: Final = ("و", "ف")
_PREPOSITIONS: Final = ("ب", "ك", "ل")


def without_article(word: str) -> str:
    """Return a folded word without ال where enough of it remains.

    Callers that know the spelling must see to it that the alef is bare: ألمانيا has
    no article.
    """
    rest = word.removeprefix("ال")
    return rest if len(rest) >= _LEAST else word


@lru_cache(maxsize=8192)
def readings(word: str) -> frozenset[str]:
    """Return the folded word and what it may be without its leading particles."""
    found = {word}
    for joining in ("", *_JOINING):
        if not word.startswith(joining):
            continue
        rest = word[len(joining) :]
        found.add(rest)
        if rest.startswith("لل"):
            found.update({"ال" + rest[2:], rest[1:]})
        found.update(rest[1:] for particle in _PREPOSITIONS if rest.startswith(particle))
    return frozenset(r for r in found if r == word or len(r) >= _LEAST)


@lru_cache(maxsize=8192)
def peel(word: str) -> str:
    """Return the shortest reading of a folded word, without particles and article.

    It may cut a letter that belongs to the root: good for comparing cues, not for
    judging answers.
    """
    return min((without_article(r) for r in readings(word)), key=lambda r: (len(r), r))
