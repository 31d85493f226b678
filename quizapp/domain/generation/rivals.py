"""Which other answers a slip in a typed answer could reach.

Judging refuses a misspelling that is as near to another answer of the same kind as to the
right one. Only spellings within reach of two slips can ever be that other answer, so only
they are stored with an item; a new shared term then changes only the items that it could
be confused with. Worked example, the key Iran among countries:

    Iraq       a rival: one letter apart
    Pakistan   none: nobody gets there by slips
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from quizapp.domain.bilingual import BilingualList, Lang
from quizapp.domain.content import Term, TermType
from quizapp.domain.text import fold


def rival_spellings(key: Term, accepted: BilingualList, terms: Iterable[Term]) -> BilingualList:
    """Return the spellings of other terms of the key's type that a slip could reach.

    A plural is no rival of its singular, nor one idea of another of a different sort.
    """
    others = [term for term in terms if _rivalled(key, term)]

    def near(lang: Lang) -> tuple[str, ...]:
        own = [_letters(spelling, lang) for spelling in accepted[lang]]
        found = (
            spelling
            for term in others
            for spelling in term.accepted(lang)
            if _reaches(_letters(spelling, lang), own)
        )
        return tuple(dict.fromkeys(found))

    return BilingualList(ar=near("ar"), en=near("en"))


def _rivalled(key: Term, term: Term) -> bool:
    return (
        term.id != key.id
        and term.type is key.type
        and term.grammar.number == key.grammar.number
        and (key.type is not TermType.CONCEPT or term.sort == key.sort)
    )


def _letters(text: str, lang: Lang) -> str:
    return fold(text, lang).replace(" ", "")


def _reaches(rival: str, accepted: Sequence[str]) -> bool:
    return any(OSA.distance(rival, own) <= _reach(own) for own in accepted)


def _reach(word: str) -> int:
    """How far a rival of a word of this length can be and still matter.

    A typed word may be some slips from the answer and as many from a rival, so twice the
    slips that judging forgives, with room for an article left out.
    """
    return 1 if len(word) < 5 else 4 if len(word) < 9 else 6
