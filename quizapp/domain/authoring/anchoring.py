"""An article whose passage was edited: ids that stay, and evidence that was lost.

A sentence that was found again keeps its old id, whatever the new passage calls it, so facts
and written questions still point to their proof. An id whose sentence was lost is given to
no other sentence: what pointed to it points nowhere, and the evidence lock says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from quizapp.domain.authoring.retrieval import Lost, Quotes, reanchor
from quizapp.domain.bilingual import NONE_LISTED, BilingualList
from quizapp.domain.content import Article, Fact, Paragraph, Sentence
from quizapp.domain.items.written import written_items
from quizapp.domain.text import contains

__all__ = [
    "Edited",
    "Lost",
    "Quotes",
    "answers_by_sentence",
    "pointed_to",
    "reanchor",
    "sentence_with",
    "with_passage",
]


@dataclass(frozen=True, slots=True)
class Edited:
    """An article with another passage, and the sentences that were lost, by their old id.

    Only sentences are told that something pointed to.
    """

    article: Article
    lost: Mapping[str, Lost]


def with_passage(article: Article, passage: Sequence[Paragraph]) -> Edited:
    """Return the article with another passage: sentences found again have their old ids."""
    old_ids = [s.id for paragraph in article.passage for s in paragraph.sentences]
    found = reanchor(article.passage, passage, old_ids, answers_by_sentence(article))
    old_of = {new: old for old, new in found.items() if isinstance(new, str)}
    names = _names(passage, old_of, {*old_ids})
    renamed = tuple(
        replace(p, sentences=tuple(Sentence(names[s.id], s.text) for s in p.sentences))
        for p in passage
    )
    pointed = pointed_to(article)
    lost = {
        old: Lost(gone.before, names.get(gone.nearest or ""))
        for old, gone in found.items()
        if isinstance(gone, Lost) and old in pointed
    }
    count = max(article.paragraphs_of_source, len(renamed))
    return Edited(replace(article, passage=renamed, paragraphs_of_source=count), lost)


def _names(
    passage: Sequence[Paragraph], old_of: dict[str, str], old_ids: set[str]
) -> dict[str, str]:
    """The final id of every sentence of the new passage."""
    names = dict(old_of)
    taken = old_ids | {s.id for paragraph in passage for s in paragraph.sentences}
    for number, paragraph in enumerate(passage, start=1):
        for sentence in paragraph.sentences:
            if sentence.id in names:
                continue
            ident = sentence.id
            if ident in old_ids:
                count = 1
                while (ident := f"p{number}s{count}") in taken:
                    count += 1
                taken.add(ident)
            names[sentence.id] = ident
    return names


def pointed_to(article: Article) -> frozenset[str]:
    """Return the sentences that prove a fact or a written question, or stand in an item."""
    facts = {fact.sentence for fact in article.facts}
    written = {ident for w in article.written for ident in w.sentences}
    options = {option.sentence for w in article.written for option in w.options}
    return frozenset((facts | written | options) - {""})


def answers_by_sentence(article: Article) -> dict[str, tuple[BilingualList, ...]]:
    """Return what each sentence proves: for every answer the spellings that name it."""
    found: dict[str, list[BilingualList]] = defaultdict(list)
    for fact in article.facts:
        found[fact.sentence] += _answers(fact, article)
    for item in written_items(article):
        if item.typed is not None and len(item.evidence) == 1:
            found[item.evidence[0]].append(item.typed.accepted)
    return {ident: tuple(quotes) for ident, quotes in found.items()}


def _answers(fact: Fact, article: Article) -> Iterator[BilingualList]:
    """The same answers that the evidence lock looks for, the speaker among them."""
    slots = {ask.slot: ask.terms for ask in fact.asks}
    if fact.said_by:
        slots["said_by"] = (fact.said_by,)
    for slot, idents in slots.items():
        terms = [article.term_by_id[ident] for ident in idents if ident in article.term_by_id]
        for term in terms:
            shown = _surface(fact, slot) if len(terms) == 1 else NONE_LISTED
            yield BilingualList(
                ar=(*term.accepted("ar"), *shown.ar), en=(*term.accepted("en"), *shown.en)
            )


def _surface(fact: Fact, slot: str) -> BilingualList:
    return BilingualList(
        ar=(fact.ar.surface(slot),) if slot in fact.ar.slots() else (),
        en=(fact.en.surface(slot),) if slot in fact.en.slots() else (),
    )


def sentence_with(quote: str, article: Article) -> str | None:
    """Return the one sentence of the passage that a quotation is from, None if not just one.

    The words of the quotation must stand in it in either language, blind to marks and
    punctuation; a few words must do, one is too little.
    """
    if len(quote.split()) < 2:
        return None
    hits = [
        sentence.id
        for paragraph in article.passage
        for sentence in paragraph.sentences
        if contains(sentence.text.ar, quote, "ar") or contains(sentence.text.en, quote, "en")
    ]
    return hits[0] if len(hits) == 1 else None
