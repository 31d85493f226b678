"""When does a sentence still read right with another term in a slot's place?

A false statement is a true one with one term exchanged, so it must not be betrayed by
its grammar. The swap is safe when the sentence shows the term's bare name in both
languages and nothing around it depends on that name:

    The city of {samarkand} hosted ...   Bukhara       safe
    The {kremlin} said ...               White House   safe, both take "the"
    The {kremlin} said ...               NATO          not safe: "The NATO said"
    شاركت {n12} مكتبة                    9             not safe: 9 مكتبات
    شكرًا ل{turkey}                       الصين         not safe: للصين

Whether a name takes "the" is no field of a term; it follows from the kind of name.
"""

from __future__ import annotations

import re
from typing import Final

from babel import Locale

from quizapp.domain.bilingual import LANGS, Bilingual
from quizapp.domain.content import Fact, Term, TermType
from quizapp.domain.statement import Mark, Statement

_VOWELS: Final = "aeiou"
_TAKES_THE: Final = re.compile(
    r"""^(united\s(?!russia)|philippines|netherlands|maldives|pentagon|kremlin|bundestag
        |kuomintang|caucasus|balkans|arctic|west$|east$|g\d+$)
    |\b(states|kingdom|emirates|republic|federation|organi[sz]ation|union|league|nations|bank
        |fund|council|party|press|agency|house|palace|congress|duma|parliament|ministry
        |department|commission|committee|court|association|forum|office|embassy|army
        |government|commonwealth|middle\seast|gulf|sea|peninsula|ocean)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_WITH_OR_WITHOUT: Final = (TermType.COUNTRY, TermType.REGION, TermType.ORGANISATION)


def swapped(fact: Fact, slot: str, key: Term, swap: Term) -> Bilingual | None:
    """Return the fact's sentence with `swap` in the slot, None where that would read wrong."""
    bare = all(
        slot in fact.statement(lang).slots()
        and fact.statement(lang).surface(slot) == key.name[lang]
        and swap.name[lang]
        for lang in fact.langs
    )
    if not bare or not _same_plural(key, swap):
        return None
    if not (_reads_in_arabic(fact.ar, slot, swap) and _reads_in_english(fact.en, slot, key, swap)):
        return None
    return Bilingual.build(lambda lang: fact.statement(lang).replaced(slot, swap.name[lang]))


def takes_the(term: Term) -> bool:
    """Tell whether an English sentence puts "the" before a country, region or organisation."""
    return bool(_TAKES_THE.search(term.name.en))


def _same_plural(key: Term, swap: Term) -> bool:
    """A counted noun agrees with its number, in six ways in Arabic."""
    if key.type is not TermType.NUMBER or key.value is None or swap.value is None:
        return True
    return all(
        Locale.parse(lang).plural_form(key.value) == Locale.parse(lang).plural_form(swap.value)
        for lang in LANGS
    )


def _reads_in_arabic(statement: Statement, slot: str, swap: Term) -> bool:
    """After an attached ل the article of the name would have to melt into it (للصين)."""
    attached = any(before.endswith("ل") for before in _before(statement, slot))
    return not (attached and swap.name.ar.startswith("ال"))


def _reads_in_english(statement: Statement, slot: str, key: Term, swap: Term) -> bool:
    if key.type in _WITH_OR_WITHOUT and takes_the(key) != takes_the(swap):
        return False
    after_article = any(
        before.lower().split(" ")[-2:-1] in (["a"], ["an"]) for before in _before(statement, slot)
    )
    return not after_article or _vowel_first(key) == _vowel_first(swap)


def _before(statement: Statement, slot: str) -> list[str]:
    """What stands directly before each mark of a slot."""
    runs = ["", *statement.parts]
    return [
        before if isinstance(before, str) else before.surface
        for before, part in zip(runs, statement.parts, strict=False)
        if isinstance(part, Mark) and part.slot == slot
    ]


def _vowel_first(term: Term) -> bool:
    return term.name.en[:1].lower() in _VOWELS
