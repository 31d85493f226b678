"""Facts, sets of facts and statements that the article does not settle.

A slot stands for the term of its own name unless `ask` lists other terms for it. Both
languages of a fact mark the same slots, or one of them could not be asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast

from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.domain.content import (
    Ask,
    ClaimKind,
    Fact,
    FactSet,
    SetMember,
    Strictness,
    Term,
    Unstated,
)
from quizapp.domain.errors import MarkupError
from quizapp.domain.items.registry import KINDS
from quizapp.domain.statement import Statement, parse_statement
from quizapp.domain.written import quote_id
from quizapp.formats.content import schema
from quizapp.formats.content.problems import Code
from quizapp.formats.content.record import MISSING_SIDE, Record, once

_EMPTY: Final = Bilingual(ar="", en="")
_CLAIMS: Final = tuple(claim.value for claim in ClaimKind if claim is not ClaimKind.UNSTATED)
_MAX_TOLERANCE: Final = 10**6


@dataclass(frozen=True, slots=True)
class Known:
    """What facts may refer to; None where the file that says so could not be read."""

    terms: Mapping[str, Term] | None
    sentences: Collection[str] | None
    paragraphs: int | None


def read_facts(root: Record, known: Known, seen: dict[str, str]) -> tuple[Fact, ...]:
    """Return the facts of a file; `seen` collects their ids."""
    facts = []
    for record in root.records("facts"):
        fact = _read_fact(record, known)
        if once(record, fact.id, seen):
            facts.append(fact)
    return tuple(facts)


def _read_fact(record: Record, known: Known) -> Fact:
    record.fits(schema.FACT)
    asks = tuple(_read_asks(record, known))
    statements = _read_statements(record, asks, known)
    claim = ClaimKind(record.choice("claim", _CLAIMS, ClaimKind.EVENT.value))
    _check_speaker(record, claim)
    quote = record.pair("quote", verbatim=True)
    sentence = quote_id(record.text("id")) if quote else record.text("passage")
    if not sentence:
        record.report(Code.MISSING_FIELD, field="passage")
    if sentence and not quote and known.sentences is not None and sentence not in known.sentences:
        record.report(Code.DANGLING_SENTENCE, record.line_of("passage"), sentence=sentence)
    most = known.paragraphs if known.paragraphs is not None else schema.MAX_PARAGRAPHS
    source = record.integers("source", 1, most)
    return Fact(
        id=record.ident(),
        claim=claim,
        source=source,
        sentence=sentence,
        ar=statements["ar"],
        en=statements["en"],
        asks=asks,
        said_by=next(iter(_term_ids(record, "said_by", (record.text("said_by"),), known)), None),
        said=record.pair("said"),
        relation=record.optional("relation"),
        quote=quote,
        translated=read_note(record),
    )


def read_note(record: Record) -> Bilingual | None:
    """Return what the sides of a record were written against, None where that is not known."""
    note = record.inner("translated")
    if note is None:
        return None
    note.fits(schema.LISTS)
    return Bilingual.build(note.text)


def _check_speaker(record: Record, claim: ClaimKind) -> None:
    if claim is ClaimKind.STATEMENT:
        if not record.has("said_by"):
            record.report(Code.NO_SPEAKER, field="said_by")
        return
    for field in ("said_by", "said"):
        if record.has(field):
            record.report(Code.STATEMENTS_ONLY, record.line_of(field), field=field)


def _term_ids(record: Record, field: str, ids: tuple[str, ...], known: Known) -> tuple[str, ...]:
    present = tuple(ident for ident in ids if ident)
    for ident in present:
        if known.terms is not None and ident not in known.terms:
            label = record.label(field)
            record.report(Code.DANGLING_TERM, record.line_of(field), term=ident, field=label)
    return present


def _read_asks(record: Record, known: Known) -> Iterator[Ask]:
    asks = record.inner("ask")
    if asks is None:
        return
    for slot in asks.table.entries:
        if ask := asks.inner(slot, required=True):
            yield _read_ask(ask, slot, known)


def _read_ask(ask: Record, slot: str, known: Known) -> Ask:
    ask.fits(schema.ASK)
    if not schema.KEBAB.fullmatch(slot):
        ask.report(Code.BAD_ID, id=slot)
    terms = _term_ids(ask, "terms", ask.texts("terms") or (slot,), known)
    never = _term_ids(ask, "never", ask.texts("never"), known)
    pool = _term_ids(ask, "pool", ask.texts("pool"), known)
    for ident in pool:
        if ident in terms or ident in never:
            ask.report(Code.POOL_NOT_WRONG, ask.line_of("pool"), term=ident, field=ask.path)
    return Ask(
        slot=slot,
        terms=terms,
        question=ask.sides(),
        never=never,
        pool=pool,
        skip=ask.choices("skip", KINDS),
        strictness=ask.member("strictness", Strictness, Strictness.NORMAL),
        tolerance=ask.integer("tolerance", 0, _MAX_TOLERANCE) or 0,
    )


def _read_statements(record: Record, asks: tuple[Ask, ...], known: Known) -> dict[Lang, Statement]:
    answers = {ask.slot: ask.terms for ask in asks}
    statements = {lang: _read_statement(record, lang, answers, known) for lang in LANGS}
    slots = {lang: set(statement.slots()) for lang, statement in statements.items()}
    told = [statement for statement in statements.values() if statement.parts]
    differing = sorted(slots["ar"] ^ slots["en"])
    if not told:
        return statements
    if differing and len(told) == len(LANGS):
        record.report(Code.SLOTS_DIFFER, slots=", ".join(differing))
    for ask in asks:
        if len(ask.terms) == 1 and ask.slot not in slots["ar"] | slots["en"]:
            record.report(Code.SLOT_NOT_MARKED, slot=ask.slot)
    return statements


def _read_statement(
    record: Record, lang: Lang, answers: Mapping[str, tuple[str, ...]], known: Known
) -> Statement:
    if not record.has(lang):
        if lang not in record.choices(schema.LACKS, LANGS):
            record.report(MISSING_SIDE[lang], field=lang)
        return Statement(())
    line = record.line_of(lang)

    def name_of(slot: str) -> str:
        ids = answers.get(slot, (slot,))
        if len(ids) > 1:
            record.report(Code.MARK_WITHOUT_TEXT, line, slot=slot, field=lang)
        term = known.terms.get(ids[0]) if known.terms else None
        return term.name[lang] if term else slot

    try:
        statement = parse_statement(record.text(lang), name_of)
    except MarkupError:
        record.report(Code.BAD_MARKUP, line, field=lang)
        return Statement(())
    for slot in statement.slots():
        if known.terms is not None and slot not in answers and slot not in known.terms:
            record.report(Code.MARK_WITHOUT_TERM, line, slot=slot, field=lang)
        elif not statement.surface(slot):
            record.report(Code.MARK_WITHOUT_TEXT, line, slot=slot, field=lang)
    return statement


def read_sets(
    root: Record, facts: Collection[str] | None, seen: dict[str, str]
) -> tuple[FactSet, ...]:
    """Return the sets of a file; `facts` are the ids that members may name."""
    sets = []
    for record in root.records("sets"):
        record.fits(schema.SET)
        kind = record.choice("kind", tuple(schema.MEMBER), "match")
        fact_set = FactSet(
            id=record.ident(),
            kind=cast(Literal["match", "order"], kind),
            question=record.sides(),
            members=tuple(_read_member(m, kind, facts) for m in record.records("members")),
        )
        if once(record, fact_set.id, seen):
            sets.append(fact_set)
    return tuple(sets)


def _read_member(record: Record, kind: str, facts: Collection[str] | None) -> SetMember:
    record.fits(schema.MEMBER[kind])
    fact = record.text("fact")
    if fact and facts is not None and fact not in facts:
        record.report(Code.DANGLING_FACT, record.line_of("fact"), fact=fact)
    return SetMember(fact=fact, left=record.pair("left") or _EMPTY, right=record.pair("right"))


def read_unstated(root: Record, seen: dict[str, str]) -> tuple[Unstated, ...]:
    """Return the statements of a file that cannot be known from the article."""
    read = []
    for record in root.records("unstated"):
        record.fits(schema.UNSTATED)
        unstated = Unstated(
            id=record.ident(), statement=record.sides(), why=record.pair("why") or _EMPTY
        )
        if once(record, unstated.id, seen):
            read.append(unstated)
    return tuple(read)
