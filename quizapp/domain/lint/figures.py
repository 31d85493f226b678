"""Numbers, dates and months in the sentences of facts: both languages mean the same one.

A mark may show its term in another form, and a number in words escapes a comparison of
digits. So whatever stands for a term with a value must be one of its spellings or have
just its digits. Worked example, the term `n4` (4, four, أربع):

    ar {n4|أربع}    en {n4|four}    one number
    ar {n4|أربع}    en {n4|five}    refused: "five" is no spelling of n4
    ar {n4|أربع}    en {n4|7}       refused
"""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.content import Article, Fact, Term
from quizapp.domain.lint.finding import Finding, Severity
from quizapp.domain.lint.parity import numbers
from quizapp.domain.statement import Mark
from quizapp.domain.text import contains

PARITY_RULE = "Q27"


def figure_failures(article: Article) -> tuple[Finding, ...]:
    """Return every marked number, date or month that is not the one its term stands for.

    A finding's item is `article/fact/slot`, its rule Q27, its parameters what the two
    languages show.
    """
    return tuple(
        Finding(
            PARITY_RULE,
            Severity.ERROR,
            f"{article.slug}/{fact.id}/{slot}",
            lang,
            {lang: fact.statement(lang).surface(slot) for lang in LANGS},
        )
        for fact in article.facts
        for slot, lang in _astray(fact, article)
    )


def _astray(fact: Fact, article: Article) -> Iterator[tuple[str, Lang]]:
    answers = {ask.slot: ask.terms for ask in fact.asks}
    shared = set(fact.ar.slots()) & set(fact.en.slots())
    for lang in LANGS:
        for part in fact.statement(lang).parts:
            if isinstance(part, Mark) and part.slot in shared:
                ids = answers.get(part.slot, (part.slot,))
                term = article.term_by_id.get(ids[0]) if len(ids) == 1 else None
                if term and not _stands_for(term, part.surface, lang):
                    yield part.slot, lang


def _stands_for(term: Term, surface: str, lang: Lang) -> bool:
    if term.value is None and term.month is None:
        return True
    digits = set(numbers(surface))
    if digits and term.value is not None and digits != {str(term.value)}:
        return False
    return bool(digits) or any(contains(surface, name, lang) for name in term.accepted(lang))
