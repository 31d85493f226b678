"""A draft to a fact with its terms, and back: nothing is lost on either way.

    fact_from(draft_from(fact, article), article) == (fact, ())

An answer that names a known term, in any spelling, stands for it; another one becomes a term
of the article's own. No question is ever made up: where nobody wrote one, only those kinds
are asked that need none (gaps, statements, kinds of claim, the sentence that proves it).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from quizapp.domain.authoring.answers import Answers
from quizapp.domain.authoring.draft import FactDraft, SlotDraft
from quizapp.domain.authoring.faults import Fault
from quizapp.domain.authoring.marks import Marked, MarksBroken, Span, joined, parse, runs, write
from quizapp.domain.authoring.naming import slug_of, unused
from quizapp.domain.authoring.slots import find_slots
from quizapp.domain.authoring.translation import noted
from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.domain.content import Article, ClaimKind, Fact, Term
from quizapp.domain.statement import Mark, Statement
from quizapp.domain.written import quote_id

__all__ = ["FactDraft", "SlotDraft", "draft_from", "fact_from", "faults", "with_fact"]

_FACT: Final = "fact"


def fact_from(draft: FactDraft, article: Article) -> tuple[Fact, tuple[Term, ...]]:
    """Return the fact of a draft, and the terms that are new or changed by it.

    A draft without an id gets one from its words. Raises marks.MarksBroken.
    """
    marked: dict[Lang, Marked] = {lang: parse(draft.text(lang).strip()) for lang in LANGS}
    slots = find_slots(draft, marked, article)
    answers = Answers(draft, slots, article)
    statements = {lang: _statement(marked[lang], slots.marks[lang], answers) for lang in LANGS}
    ident = draft.id or _new_id(marked, article)
    speaker = answers.speaker()
    fact = Fact(
        id=ident,
        claim=draft.claim,
        source=draft.source,
        sentence=quote_id(ident) if draft.quote else draft.sentence,
        ar=statements["ar"],
        en=statements["en"],
        asks=tuple(answers.asks()),
        said_by=speaker,
        said=draft.said if draft.said and draft.said.langs else None,
        relation=draft.relation or None,
        quote=draft.quote,
        translated=draft.translated,
    )
    return fact, answers.terms()


def _new_id(marked: Mapping[Lang, Marked], article: Article) -> str:
    plain = Bilingual.build(lambda lang: marked[lang].plain)
    return unused(slug_of(plain, _FACT), used_ids(article))


def used_ids(article: Article) -> frozenset[str]:
    """Return the ids that facts, sets, unstated and written questions of an article have."""
    return frozenset(
        {fact.id for fact in article.facts}
        | {chosen.id for chosen in article.sets}
        | {unstated.id for unstated in article.unstated}
        | {written.id for written in article.written}
    )


def _statement(marked: Marked, names: tuple[str, ...], answers: Answers) -> Statement:
    slots = iter(names)
    return Statement(
        tuple(
            run if isinstance(run, str) else Mark(answers.mark(next(slots)), run.text)
            for run in runs(marked)
        )
    )


def draft_from(fact: Fact, article: Article) -> FactDraft:
    """Return the draft from which `fact_from` makes the same fact, and no new term.

    Marks that could mean two slots name theirs after a bar.
    """
    slots = tuple(_slot_drafts(fact, article))
    texts = {lang: _text(fact.statement(lang), slots, lang) for lang in LANGS}
    return FactDraft(
        id=fact.id,
        claim=fact.claim,
        ar=texts["ar"],
        en=texts["en"],
        slots=slots,
        sentence="" if fact.quote else fact.sentence,
        quote=fact.quote,
        said_by=fact.said_by or "",
        said=fact.said,
        source=fact.source,
        relation=fact.relation or "",
        translated=fact.translated,
    )


def _slot_drafts(fact: Fact, article: Article) -> list[SlotDraft]:
    drafts = [
        replace(
            _described(ask.slot, ask.terms, fact, article),
            question=ask.question,
            strictness=ask.strictness,
            tolerance=ask.tolerance,
            never=ask.never,
            pool=ask.pool,
            skip=ask.skip,
        )
        for ask in fact.asks
    ]
    asked = {draft.name for draft in drafts}
    marked = dict.fromkeys((*fact.ar.slots(), *fact.en.slots()))
    return [
        *drafts,
        *(
            replace(_described(slot, (slot,), fact, article), asked=False)
            for slot in marked
            if slot not in asked
        ),
    ]


def _described(slot: str, terms: tuple[str, ...], fact: Fact, article: Article) -> SlotDraft:
    """What a draft holds of a slot: the answers as shown, and the term as it is."""
    shown = {
        lang: fact.statement(lang).surface(slot) if slot in fact.statement(lang).slots() else ""
        for lang in LANGS
    }
    draft = SlotDraft(slot, shown["ar"], shown["en"], terms)
    term = article.term_by_id.get(terms[0]) if len(terms) == 1 else None
    if term is None:
        return draft
    return replace(
        draft,
        type=term.type,
        aliases=term.aliases,
        value=term.value,
        month=term.month,
        grammar=term.grammar,
    )


def _text(statement: Statement, slots: tuple[SlotDraft, ...], lang: Lang) -> str:
    held: dict[str, set[str]] = {}
    for slot in slots:
        held.setdefault(slot.answer(lang), set()).add(slot.name)

    def span(mark: Mark) -> Span:
        plain = held.get(mark.surface) == {mark.slot}
        return Span(0, 0, mark.surface, "" if plain else mark.slot)

    return write(joined(p if isinstance(p, str) else span(p) for p in statement.parts))


def with_fact(article: Article, draft: FactDraft) -> Article:
    """Return the article with the draft's fact and terms in it.

    The fact takes the place of the one with its id, or comes last; so do the terms. What
    each changed side was written against is noted (`translation.noted`). A fact without
    paragraph numbers is given that of its sentence. Raises marks.MarksBroken.
    """
    fact, terms = fact_from(draft, article)
    if not fact.source:
        fact = replace(fact, source=(_paragraph(fact, article),))
    fact = noted(fact, article.fact_by_id.get(fact.id))
    facts = {**article.fact_by_id, fact.id: fact}
    known = {**article.term_by_id, **{term.id: term for term in terms}}
    return replace(
        article,
        facts=tuple(facts.values()),
        terms=tuple(known.values()),
        paragraphs_of_source=max(article.paragraphs_of_source, *fact.source),
    )


def _paragraph(fact: Fact, article: Article) -> int:
    for number, paragraph in enumerate(article.passage, start=1):
        if any(sentence.id == fact.sentence for sentence in paragraph.sentences):
            return number
    return 1


def faults(draft: FactDraft, article: Article) -> tuple[Fault, ...]:
    """Return everything for which a draft is no whole fact yet; empty where it is.

    Codes: `no_text`, the codes of MarksBroken, `no_answer`, `slots_differ`, `no_evidence`,
    `no_speaker`. A language that is not written at all is no fault.
    """
    broken = []
    for lang in LANGS:
        try:
            parse(draft.text(lang))
        except MarksBroken as error:
            broken.append(Fault(error.code, "statement", lang, error.position))
    if broken:
        return tuple(broken)
    fact, _ = fact_from(draft, article)
    found = []
    if not fact.langs:
        found.append(Fault("no_text", "statement"))
    elif not any(fact.statement(lang).slots() for lang in fact.langs):
        found.append(Fault("no_answer", "statement"))
    if len(fact.langs) == len(LANGS):
        for slot in sorted({*fact.ar.slots()} ^ {*fact.en.slots()}):
            lacking: Lang = "en" if slot in fact.ar.slots() else "ar"
            found.append(Fault("slots_differ", f"slot:{slot}", lacking))
    found += _proof_faults(fact, draft, article)
    return tuple(found)


def _proof_faults(fact: Fact, draft: FactDraft, article: Article) -> list[Fault]:
    found = []
    quoted = draft.quote is not None and bool(draft.quote.langs)
    if not quoted and fact.sentence not in article.sentence_by_id:
        found.append(Fault("no_evidence", "evidence"))
    if fact.claim is ClaimKind.STATEMENT and not fact.said_by:
        found.append(Fault("no_speaker", "said_by"))
    return found
