"""A new term from an answer that somebody marked: what sort of thing it is, as far as it shows.

    12, ١٢            a number, 12
    16 October        a date, its day and month
    October, شباط     a month
    «أهمية خاصة»      a quotation
    anything else     a concept, unless the author says what it is

Arabic grammar is read off the ending (ة, اء, ى are feminine) only where the author is not
asked for it; a gender that does not show stays unknown, and then no wrong answer is offered
whose gender would tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from quizapp.domain.bilingual import UNWRITTEN, Bilingual, Lang
from quizapp.domain.content import Article, Grammar, Term, TermType
from quizapp.domain.text import fold, parse_date, parse_month, parse_number
from quizapp.domain.text.normalise import without_marks

_QUOTED: Final = re.compile(r"[«“„\"].+[»”\"]")
_FEMININE: Final = ("ة", "اء", "ى")
_PROPER: Final = frozenset(
    {
        TermType.PERSON,
        TermType.COUNTRY,
        TermType.CITY,
        TermType.REGION,
        TermType.ORGANISATION,
        TermType.OCCASION,
        TermType.MONTH,
        TermType.DATE,
        TermType.NUMBER,
    }
)
_PLACES: Final = frozenset({TermType.CITY, TermType.COUNTRY})
_MASCULINE: Final = frozenset({TermType.MONTH, TermType.DATE})


@dataclass(frozen=True, slots=True)
class Guess:
    """What a marked answer shows of itself."""

    type: TermType
    value: int | None = None
    month: int | None = None


def guess(answer: Bilingual) -> Guess:
    """Return what sort of thing an answer is, from the first language that shows it."""
    for lang in answer.langs:
        text = answer[lang]
        number = parse_number(text)
        if number is not None and number == int(number):
            return Guess(TermType.NUMBER, int(number))
        if (date := parse_date(text)) and re.search(r"[^\W\d]|/", text):
            return Guess(TermType.DATE, *date)
        if month := parse_month(text):
            return Guess(TermType.MONTH, month=month)
        if _QUOTED.fullmatch(text.strip()):
            return Guess(TermType.QUOTATION)
    return Guess(TermType.CONCEPT)


def grammar_of(name: str, kind: TermType) -> Grammar:
    """Return what the Arabic name of a term shows of its grammar."""
    first = without_marks(name).split()[:1]
    definite = kind in _PROPER or any(word.startswith("ال") for word in first)
    gender: Literal["m", "f"] | None = None
    if kind in _PLACES or (first and first[0].endswith(_FEMININE) and kind is not TermType.PERSON):
        gender = "f"
    elif kind in _MASCULINE:
        gender = "m"
    return Grammar(gender=gender, definite=definite)


def new_term(ident: str, name: Bilingual, kind: TermType | None) -> Term:
    """Return a term of the article's own for a marked answer; `kind` None is guessed."""
    shown = guess(name)
    chosen = kind or shown.type
    fits = chosen is shown.type
    return Term(
        id=ident,
        type=chosen,
        sort=chosen.value,
        name=name,
        gloss=UNWRITTEN,
        grammar=grammar_of(name.ar, chosen),
        value=shown.value if fits else None,
        month=shown.month if fits else None,
    )


def known_term(answer: str, lang: Lang, article: Article) -> Term | None:
    """Return the term that an answer names, in any spelling; the article's own come first."""
    wanted = fold(answer, lang)
    if not wanted:
        return None
    fits = [
        term
        for term in article.terms
        if any(fold(name, lang) == wanted for name in term.accepted(lang))
    ]
    exact = [term for term in fits if answer in term.accepted(lang)]
    return min(exact or fits, key=lambda term: term.common, default=None)
