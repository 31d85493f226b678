"""The evidence lock: what is asked must stand in the passage, in both languages.

    fact      The city of {samarkand} hosted the summit.   passage: p1s1
    p1s1      ar "... مدينة سمرقند ..."   en "... the city of Samarkand ..."
    holds     the name or an alias of the term stands in the sentence on both sides

Without that no item is published; with it, the learner can be shown the proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.content import Article, ClaimKind, Fact, Sentence, Term
from quizapp.domain.ids import WHOLE
from quizapp.domain.items.base import Item
from quizapp.domain.items.derive import proved_langs
from quizapp.domain.lint.finding import Finding, Hit, Severity, content_rule
from quizapp.domain.lint.reading import QUESTION_KINDS, ask_of, fact_of, keys, option_terms
from quizapp.domain.text import contains

EVIDENCE_RULE: Final = "EV1"
SAID_BY: Final = "said_by"


@content_rule(EVIDENCE_RULE, Severity.ERROR)
def proved_by_the_passage(item: Item, article: Article) -> Iterator[Hit]:
    """The passage proves the key: the sentence exists and has the answer, both languages.

    Where a slot is asked, the name or an alias of every term that answers it stands in
    the sentence; for an item over a whole fact, a set or a claim the sentence exists.
    What cannot be known from the article has no proof, and must have none. Only the
    languages count in which the item can be asked. Of a question written directly, a typed
    answer must stand there; one to choose, which may say the same in other words, is a
    warning.
    """
    if item.claim is ClaimKind.UNSTATED:
        return
    proof = [article.sentence_by_id[i] for i in item.evidence if i in article.sentence_by_id]
    if not proof or len(proof) < len(item.evidence):
        yield Hit({"answer": "–", "sentence": ", ".join(item.evidence) or "–"})
        return
    langs = item.langs or LANGS
    place = fact_of(item, article), item.slot
    yield from _missing(_asked_terms(item, article), proof, place, langs)
    if item.id.split("/")[1:2] in [[written.id] for written in article.written]:
        yield from _unproved(item, proof, langs)


def evidence_failures(article: Article) -> tuple[Finding, ...]:
    """Return every slot of every fact whose answer its passage sentence does not hold.

    The same lock as the rule, over the facts themselves: a slot that no item asks is
    checked as well. A finding's item is `article/fact/slot`.
    """
    return tuple(
        Finding(
            EVIDENCE_RULE,
            Severity.ERROR,
            f"{article.slug}/{fact.id}/{slot}",
            hit.lang,
            hit.params,
        )
        for fact in article.facts
        for slot, hit in _fact_failures(fact, article)
    )


def _fact_failures(fact: Fact, article: Article) -> Iterator[tuple[str, Hit]]:
    sentence = article.sentence_by_id.get(fact.sentence)
    langs = proved_langs(article, fact)
    if sentence is None or not langs:
        yield WHOLE, Hit({"answer": "–", "sentence": fact.sentence or "–"})
        return
    slots = {ask.slot: ask.terms for ask in fact.asks}
    if fact.said_by:
        slots[SAID_BY] = (fact.said_by,)
    for slot, idents in slots.items():
        terms = [article.term_by_id[i] for i in idents if i in article.term_by_id]
        for hit in _missing(terms, [sentence], (fact, slot), langs):
            yield slot, hit


def _asked_terms(item: Item, article: Article) -> list[Term]:
    """Return the terms that answer an item; none for an item over a whole fact."""
    if item.kind == "claim":
        terms = option_terms(item, article)
        return [term for term in (terms[i] for i in keys(item)) if term]
    ask = ask_of(item, article)
    ids = ask.terms if ask and item.kind != "true_false" else ()
    return [article.term_by_id[ident] for ident in ids if ident in article.term_by_id]


def _missing(
    terms: Sequence[Term],
    proof: Sequence[Sentence],
    place: tuple[Fact | None, str],
    langs: Sequence[Lang],
) -> Iterator[Hit]:
    """Yield the terms, and the languages in which no sentence of the proof names them.

    One answer may also stand there in the form that the fact's own sentence shows.
    """
    where = ", ".join(sentence.id for sentence in proof)
    for term, lang in product(terms, langs):
        shown = _surface(*place, lang) if len(terms) == 1 else ()
        spellings = (*term.accepted(lang), *shown)
        if spellings and not _stands(spellings, proof, lang):
            yield Hit({"answer": term.name[lang] or spellings[0], "sentence": where}, lang=lang)


def _unproved(item: Item, proof: Sequence[Sentence], langs: Sequence[Lang]) -> Iterator[Hit]:
    """Yield the languages in which no sentence of the proof has a written question's answer."""
    where = ", ".join(sentence.id for sentence in proof)
    for lang in langs:
        if item.typed:
            accepted = item.typed.accepted[lang]
            if accepted and not _stands(accepted, proof, lang):
                yield Hit({"answer": accepted[0], "sentence": where}, lang=lang)
        elif item.kind in QUESTION_KINDS:
            for i in keys(item):
                text = item.options[i].text[lang]
                if not _stands((text,), proof, lang):
                    params = {"answer": text, "sentence": where}
                    yield Hit(params, lang=lang, part=f"option:{i + 1}", severity=Severity.WARNING)


def _stands(spellings: Sequence[str], proof: Sequence[Sentence], lang: Lang) -> bool:
    return any(contains(s.text[lang], name, lang) for s in proof for name in spellings)


def _surface(fact: Fact | None, slot: str, lang: Lang) -> tuple[str, ...]:
    """Return the form of the answer that the fact's own sentence marks, if it does."""
    if not fact or slot not in fact.statement(lang).slots():
        return ()
    return (fact.statement(lang).surface(slot),)
