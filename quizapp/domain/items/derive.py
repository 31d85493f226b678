"""From a fact to the fields that its items share, whatever their kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quizapp.domain.bilingual import Bilingual
from quizapp.domain.content import Article, Ask, Fact, FactSet, Term, TermType
from quizapp.domain.ids import WHOLE, item_id
from quizapp.domain.items.base import Item


def of_fact(
    article: Article, fact: Fact, slot: str, kind: str, stem: Bilingual, **fields: Any
) -> Item:
    """Return an item about one fact: explained by its statement, proved by its sentence.

    `fields` are the fields of Item that the kind itself decides.
    """
    return Item(
        id=item_id(article.slug, fact.id, slot, kind),
        kind=kind,
        article=article.slug,
        facts=(fact.id,),
        slot=slot,
        stem=stem,
        explanation=fact.plain(),
        evidence=(fact.sentence,),
        claim=fact.claim,
        **fields,
    )


def of_set(article: Article, chosen: FactSet, **fields: Any) -> Item:
    """Return an item about a set of facts: explained by their statements, one a line."""
    ids = tuple(dict.fromkeys(member.fact for member in chosen.members))
    facts = [article.fact_by_id[ident] for ident in ids]
    return Item(
        id=item_id(article.slug, chosen.id, WHOLE, chosen.kind),
        kind=chosen.kind,
        article=article.slug,
        facts=ids,
        slot=WHOLE,
        stem=chosen.question,
        explanation=Bilingual.build(lambda lang: "\n".join(f.plain()[lang] for f in facts)),
        evidence=tuple(dict.fromkeys(fact.sentence for fact in facts)),
        **fields,
    )


def single_asks(article: Article, kind: str) -> Iterator[tuple[Fact, Ask, Term]]:
    """Yield every slot with one answer that may be asked in this kind, with its term."""
    for fact in article.facts:
        for ask in fact.asks:
            if len(ask.terms) == 1 and kind not in ask.skip:
                yield fact, ask, article.term_by_id[ask.terms[0]]


def asked_whole(fact: Fact, kind: str) -> bool:
    """Tell whether a kind may ask about a fact as a whole: not where every slot skips it."""
    return not fact.asks or any(kind not in ask.skip for ask in fact.asks)


def is_counted(term: Term) -> bool:
    """Tell whether a term's answer is a number or a date, typed as such."""
    return term.type in (TermType.NUMBER, TermType.DATE) and term.value is not None
