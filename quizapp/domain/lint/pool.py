"""The author's wrong answers: what `pool` offers must be wrong, and each of them once.

The generator passes over an unsuitable term of a pool in silence, and another wrong
answer takes its place. Its author should hear of it before that. Worked example, for the
question which city hosted the summit (Samarkand):

    pool: [samarqand-city]    the same name: a second key                    Q01
    pool: [kyiv, kiev]        one city twice: a duplicate option             Q02
    pool: [tashkent]          another fact with the same `relation` has it   Q03
    pool: [uzbekistan]        it contains the key                            Q03
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from quizapp.domain.content import Article, Ask, Fact
from quizapp.domain.generation.likeness import Folds
from quizapp.domain.lint.finding import Finding, Severity
from quizapp.domain.lint.reading import lies_in, related

_Reason = tuple[str, Mapping[str, str]]


def pool_failures(article: Article) -> tuple[Finding, ...]:
    """Return every term of a pool that is right as well, and every two that are one.

    A finding's item is `article/fact/slot`; its rule is Q01, Q02 or Q03, whose sentence
    fits. Terms that do not exist are passed over: the reader of the content refuses them.
    """
    folds = Folds()
    return tuple(
        Finding(rule, Severity.ERROR, f"{article.slug}/{fact.id}/{ask.slot}", None, params)
        for fact in article.facts
        for ask in fact.asks
        for rule, params in _reasons(fact, ask, article, folds)
    )


def _reasons(fact: Fact, ask: Ask, article: Article, folds: Folds) -> Iterator[_Reason]:
    known = article.term_by_id
    keys = [known[ident] for ident in ask.terms if ident in known]
    pool = [known[ident] for ident in ask.pool if ident in known]
    for term in pool:
        for key in keys:
            if folds.same(term, key):
                yield "Q01", {"found": str(len(keys) + 1), "wanted": str(len(keys))}
            elif lies_in(term, key, article) or lies_in(key, term, article):
                yield "Q03", {"option": term.id, "where": key.id}
        for other in related(fact, article):
            if any(term.id in a.terms for a in other.asks):
                yield "Q03", {"option": term.id, "where": other.id}
    for one, two in combinations(pool, 2):
        if folds.same(one, two):
            yield "Q02", {"first": one.name.en, "second": two.name.en}
