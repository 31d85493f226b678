from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.domain.bilingual import BilingualList
from quizapp.domain.content import Article, Term, TermType
from quizapp.domain.lint.figures import figure_failures
from quizapp.domain.lint.finding import Severity
from quizapp.domain.statement import parse_statement
from tests.samples import b, mini_article

FOUR = Term(
    id="n4",
    type=TermType.NUMBER,
    name=b("4", "4"),
    gloss=b("عدد", "A number"),
    aliases=BilingualList(ar=("أربع", "أربعة"), en=("four",)),
    value=4,
)
OCTOBER = Term(
    id="october",
    type=TermType.MONTH,
    name=b("أكتوبر", "October"),
    gloss=b("شهر", "A month"),
    aliases=BilingualList(ar=("تشرين الأول",)),
    month=10,
)


def saying(ar: str, en: str) -> Article:
    """The mini article with one fact whose sentences hold these marks."""
    mini = mini_article()
    terms = {term.id: term for term in (*mini.terms, FOUR, OCTOBER)}
    fact = replace(
        mini.fact_by_id["host"],
        ar=parse_statement(f"في {ar} هنا", lambda slot: terms[slot].name.ar),
        en=parse_statement(f"in {en} here", lambda slot: terms[slot].name.en),
    )
    return replace(mini, terms=tuple(terms.values()), facts=(fact,))


@pytest.mark.parametrize(
    ("ar", "en"),
    [
        ("{n4}", "{n4}"),
        ("{n4|أربع}", "{n4|four}"),
        ("{n4|أربعٌ}", "{n4|Four}"),
        ("{n4|٤}", "{n4|4}"),
        ("{n4|أربع دول}", "{n4|four countries}"),
        ("{october|تشرين الأول}", "{october}"),
        ("{october|شهر أكتوبر}", "{october|October}"),
        ("{salt|المدينة}", "{salt|the town}"),
    ],
)
def test_spellings_of_one_number_agree(ar: str, en: str) -> None:
    assert figure_failures(saying(ar, en)) == ()


@pytest.mark.parametrize(
    ("ar", "en", "lang"),
    [
        ("{n4|أربع}", "{n4|five}", "en"),
        ("{n4|خمس}", "{n4|four}", "ar"),
        ("{n4|أربع}", "{n4|7}", "en"),
        ("{n4|٥}", "{n4|four}", "ar"),
        ("{n4|أربع}", "{n4|4 or 5}", "en"),
        ("{october}", "{october|September}", "en"),
    ],
)
def test_another_number_in_one_language_is_refused(ar: str, en: str, lang: str) -> None:
    article = saying(ar, en)
    (finding,) = figure_failures(article)
    (slot,) = article.facts[0].ar.slots()
    assert (finding.rule, finding.severity, finding.lang) == ("Q27", Severity.ERROR, lang)
    assert finding.item == f"book-fair/host/{slot}"
    surfaces = {"ar": article.facts[0].ar.surface(slot), "en": article.facts[0].en.surface(slot)}
    assert finding.params == surfaces
