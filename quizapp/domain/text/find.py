"""Finding a phrase in a sentence, for the evidence lock and for highlighting.

A phrase is found as whole words, blind to marks, letter variants, case and the
article. In Arabic the first word may carry particles: للصين holds الصين, وبكين holds
بكين. The span returned always covers whole words of the original text.

    find("سافر إلى بكين، وبكين بعيدة", "بكين", "ar") == (10, 14)
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.text.normalise import ARABIC_MARKS, words
from quizapp.domain.text.peel import readings, without_article

_UNSEEN: Final = "\u0640\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"

# A word as written: letters and digits with the marks, joiners and tatweel on them.
_WRITTEN: Final = re.compile(
    f"[^\\W_][^\\W_{ARABIC_MARKS}]*(?:[{ARABIC_MARKS}{_UNSEEN}\u0300-\u036f]+[^\\W_]*)*"
)


@lru_cache(maxsize=4096)
def _tokens(text: str, lang: Lang) -> tuple[tuple[str, int, int], ...]:
    """Folded words with the span of each in the original text."""
    found = []
    for match in _WRITTEN.finditer(text):
        for word in words(match[0], lang):
            found.append((word, match.start(), match.end()))
    return tuple(found)


def find(text: str, phrase: str, lang: Lang) -> tuple[int, int] | None:
    """Return the span of the first place where `phrase` stands in `text`, or None.

    The span is in characters of `text` as given. An empty phrase is nowhere.
    """
    # Cut like the text, or the apostrophe of Côte d'Ivoire would keep it from being found.
    wanted = tuple(word for word, _, _ in _tokens(phrase, lang))
    if not wanted:
        return None
    tokens = _tokens(text, lang)
    for start in range(len(tokens) - len(wanted) + 1):
        run = tokens[start : start + len(wanted)]
        if _same(run[0][0], wanted[0], lang, leading=True) and all(
            _same(token[0], word, lang) for token, word in zip(run[1:], wanted[1:], strict=True)
        ):
            return run[0][1], run[-1][2]
    return None


def contains(text: str, phrase: str, lang: Lang) -> bool:
    """Tell whether `phrase` stands in `text` as whole words (see `find`)."""
    return find(text, phrase, lang) is not None


def _same(token: str, word: str, lang: Lang, *, leading: bool = False) -> bool:
    if token == word:
        return True
    if lang == "en":
        return False
    stem = without_article(word)
    forms = readings(token) if leading else (token,)
    return any(form == word or without_article(form) == stem for form in forms)
