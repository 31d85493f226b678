"""Terms and the shared pools they come from.

An article's term with the id of a shared one extends it: what it leaves out is taken
from the shared record, what it says wins. A number must say which number it is, a
month and a date which month: the options of an item are compared by these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, cast

from quizapp.domain.bilingual import LANGS, Bilingual, BilingualList, Lang
from quizapp.domain.content import Grammar, Term, TermType
from quizapp.formats.content import schema
from quizapp.formats.content.problems import Code
from quizapp.formats.content.record import MISSING_SIDE, Record, once
from quizapp.formats.content.tree import Node, Table

_MAX_VALUE: Final = 10**12
_MUST_HAVE: Final[dict[TermType, tuple[str, ...]]] = {
    TermType.NUMBER: ("value",),
    TermType.MONTH: ("month",),
    TermType.DATE: ("value", "month"),
}


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term as read, with the record it was read from."""

    term: Term
    record: Record


@dataclass(frozen=True, slots=True)
class Common:
    """What all articles share: terms for distractors, and phrases by key."""

    entries: dict[str, TermEntry] = field(default_factory=dict)
    phrases: dict[str, Bilingual] = field(default_factory=dict)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The shared terms in reading order."""
        return tuple(entry.term for entry in self.entries.values())


def read_terms(
    records: Iterable[Record],
    shared: Mapping[str, TermEntry],
    seen: dict[str, str],
    *,
    common: bool,
) -> dict[str, TermEntry]:
    """Return the terms of one file by id; `shared` holds those that they may extend."""
    entries: dict[str, TermEntry] = {}
    for record in records:
        base = shared.get(record.text("id"))
        whole = record if base is None else _extended(base.record, record)
        term = _read_term(whole, common=common)
        if once(record, term.id, seen):
            entries[term.id] = TermEntry(term, whole)
    return entries


def _extended(base: Record, top: Record) -> Record:
    entries: dict[str, Node] = {**base.table.entries, **top.table.entries}
    for lang in LANGS:
        below, above = base.table.entries.get(lang), top.table.entries.get(lang)
        if isinstance(below, Table) and isinstance(above, Table):
            entries[lang] = Table({**below.entries, **above.entries}, above.line)
    return Record(Table(entries, top.table.line), top.problems, top.file, top.where, top.path)


def _read_term(record: Record, *, common: bool) -> Term:
    record.fits(schema.TERM)
    kind = record.member("type", TermType, TermType.CONCEPT)
    sides = {lang: _read_side(record, lang) for lang in LANGS}
    most = schema.DAYS_IN_A_MONTH if kind is TermType.DATE else _MAX_VALUE
    least = 1 if kind is TermType.DATE else -_MAX_VALUE
    for needed in _MUST_HAVE.get(kind, ()):
        if not record.has(needed):
            record.report(Code.NO_VALUE, field=needed, type=kind.value)
    return Term(
        id=record.ident(),
        type=kind,
        sort=record.text("sort") or kind.value,
        name=Bilingual.build(lambda lang: sides[lang].prose("name")),
        gloss=Bilingual.build(lambda lang: sides[lang].prose("gloss")),
        aliases=BilingualList(ar=sides["ar"].texts("aliases"), en=sides["en"].texts("aliases")),
        grammar=_read_grammar(record),
        value=record.integer("value", least, most),
        month=record.integer("month", 1, schema.MONTHS_IN_A_YEAR),
        within=record.optional("within"),
        common=common,
    )


def _read_side(record: Record, lang: Lang) -> Record:
    side = record.inner(lang)
    lacking = record.choices(schema.LACKS, schema.TERM_LACKS)
    if side is None:
        if not record.has(lang) and lang not in lacking:
            record.report(MISSING_SIDE[lang], field=record.label(lang))
        empty = Table({}, record.table.line)
        return Record(empty, record.problems, record.file, record.where, lang)
    for key in side.table.entries:
        if key not in schema.TERM_SIDE.keys:
            side.report(Code.UNKNOWN_KEY, side.line_of(key), key=side.label(key))
    for key in schema.TERM_SIDE.keys:
        given = side.has(key) or f"{lang}.{key}" in lacking
        if key in schema.TERM_SIDE.required and not given:
            side.report(MISSING_SIDE[lang], field=side.label(key))
    return side


def _read_grammar(record: Record) -> Grammar:
    gender = record.choice("gender", ("m", "f"), "")
    number = record.choice("number", ("singular", "dual", "plural"), "singular")
    return Grammar(
        gender=cast(Literal["m", "f"], gender) if gender else None,
        number=cast(Literal["singular", "dual", "plural"], number),
        definite=record.flag("definite", default=True),
    )


def check_within(entries: Mapping[str, TermEntry]) -> None:
    """Report containing terms that do not exist, and terms that contain themselves."""
    for entry in entries.values():
        within = entry.term.within
        if within is None:
            continue
        line = entry.record.line_of("within")
        if within not in entries:
            entry.record.report(Code.DANGLING_TERM, line, term=within, field="within")
        elif _contains_itself(entry.term, entries):
            entry.record.report(Code.WITHIN_ITSELF, line, term=entry.term.id)


def _contains_itself(term: Term, entries: Mapping[str, TermEntry]) -> bool:
    seen: set[str] = set()
    at = term.within
    while at is not None and at in entries and at not in seen:
        if at == term.id:
            return True
        seen.add(at)
        at = entries[at].term.within
    return False
