"""A name that folds to another one's in one language is not that one, if the other says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.domain.authoring.facts import FactDraft, fact_from
from quizapp.domain.content import Article, Term, TermType
from tests.samples import b, mini_article

OMAN = Term("oman", TermType.COUNTRY, b("عُمان", "Oman"), b("بلد", "A country"), common=True)
UZBEKISTAN = Term(
    "uzbekistan", TermType.COUNTRY, b("أوزبكستان", "Uzbekistan"), b("بلد", "A country"), common=True
)


def article() -> Article:
    return replace(mini_article(), terms=(*mini_article().terms, OMAN, UZBEKISTAN))


@pytest.mark.parametrize(
    ("ar", "en", "term"),
    [
        ("{{عمّان}}", "{{Amman}}", "amman"),
        ("{{عمان}}", "{{Amman}}", "amman"),
        ("{{عُمان}}", "{{Oman}}", "oman"),
        ("{{عمان}}", "{{Oman}}", "oman"),
        ("{{عُمان}}", "", "oman"),
        ("{{أوزبكستان}}", "{{Uzbek}} land", "uzbekistan"),
    ],
)
def test_both_languages_must_mean_the_same_term(ar: str, en: str, term: str) -> None:
    fact, _ = fact_from(FactDraft(id="f", ar=ar, en=en, sentence="p1s1"), article())
    assert [ask.terms for ask in fact.asks] == [(term,)]
