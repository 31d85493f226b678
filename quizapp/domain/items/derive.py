"""From a fact to the fields that its items share, whatever their kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.domain.content import Article, Ask, Fact, FactSet, Term, TermType
from quizapp.domain.ids import WHOLE, item_id
from quizapp.domain.items.base import Item


def of_fact(
    article: Article, fact: Fact, slot: str, kind: str, stem: Bilingual, **fields: Any
) -> Item:
    """Return an item about one fact: explained by its statement, proved by its sentence.

    `fields` are the fields of Item that the kind itself decides. The explanation is left
    empty in a language in which the fact is not proved, so nobody is asked in it.
    """
    return Item(
        id=item_id(article.slug, fact.id, slot, kind),
        kind=kind,
        article=article.slug,
        facts=(fact.id,),
        slot=slot,
        stem=stem,
        explanation=explained(article, fact),
        evidence=(fact.sentence,),
        claim=fact.claim,
        **fields,
    )


def of_set(article: Article, chosen: FactSet, **fields: Any) -> Item:
    """Return an item about a set of facts: explained by their statements, one a line."""
    ids = tuple(dict.fromkeys(member.fact for member in chosen.members))
    facts = [article.fact_by_id[ident] for ident in ids]
    told = [explained(article, fact) for fact in facts]
    return Item(
        id=item_id(article.slug, chosen.id, WHOLE, chosen.kind),
        kind=chosen.kind,
        article=article.slug,
        facts=ids,
        slot=WHOLE,
        stem=chosen.question,
        explanation=Bilingual.build(lambda lang: _lines([text[lang] for text in told])),
        evidence=tuple(dict.fromkeys(fact.sentence for fact in facts)),
        **fields,
    )


def single_asks(article: Article, kind: str) -> Iterator[tuple[Fact, Ask, Term]]:
    """Yield every slot with one answer that may be asked in this kind, with its term."""
    for fact in article.facts:
        for ask in fact.asks if proved_langs(article, fact) else ():
            if len(ask.terms) == 1 and kind not in ask.skip:
                yield fact, ask, article.term_by_id[ask.terms[0]]


def proved_langs(article: Article, fact: Fact) -> tuple[Lang, ...]:
    """Return the languages in which both a fact and the sentence that proves it are written.

    A sentence that is not there does not count against it; the linter does.
    """
    proof = article.sentence_by_id.get(fact.sentence)
    return tuple(lang for lang in fact.langs if proof is None or lang in proof.text.langs)


def explained(article: Article, fact: Fact) -> Bilingual:
    """Return a fact's sentence in the languages in which it is proved, else empty."""
    return kept(fact.plain(), proved_langs(article, fact))


def asked_langs(article: Article, fact: Fact, ask: Ask) -> tuple[Lang, ...]:
    """Return the languages in which a slot's question can be put and answered.

    There the question is written, the fact is proved, and every answer has a name.
    """
    terms = [article.term_by_id[ident] for ident in ask.terms]
    return tuple(
        lang
        for lang in proved_langs(article, fact)
        if lang in ask.question.langs and all(term.name[lang] for term in terms)
    )


def kept(text: Bilingual, langs: Collection[Lang]) -> Bilingual:
    """Return a text in some of its languages only."""
    return Bilingual.build(lambda lang: text[lang] if lang in langs else "")


def _lines(texts: list[str]) -> str:
    return "\n".join(texts) if all(texts) else ""


def asked_whole(fact: Fact, kind: str) -> bool:
    """Tell whether a kind may ask about a fact as a whole: not where every slot skips it."""
    return not fact.asks or any(kind not in ask.skip for ask in fact.asks)


def is_counted(term: Term) -> bool:
    """Tell whether a term's answer is a number or a date, typed as such."""
    return term.type in (TermType.NUMBER, TermType.DATE) and term.value is not None
