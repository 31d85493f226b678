"""The terms behind the answers of a draft: known ones, changed ones, new ones.

    {{Salt}}      a known term             stays as it is
    {{Slat}}      mended to {{Salt}}       the article's own term of that slot is renamed
    {{Madaba}}    instead of {{Salt}}      another term in the same slot: the key changes

What the draft says of a term (its type, other spellings, value, grammar) is taken over; a
shared term that is changed so becomes one of the article's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from rapidfuzz.distance import OSA

from quizapp.domain.authoring.draft import FactDraft, SlotDraft
from quizapp.domain.authoring.naming import slug_of, unused
from quizapp.domain.authoring.slots import Found, Slots
from quizapp.domain.authoring.terms import guess, known_term, new_term
from quizapp.domain.bilingual import LANGS, UNWRITTEN, Bilingual, BilingualList
from quizapp.domain.content import Article, Ask, ClaimKind, Term, TermType
from quizapp.domain.text import fold

_SPEAKER: Final = "speaker"
_SLIPS: Final = 2
_LONG_ENOUGH: Final = 4


class Answers:
    """The answers of one draft."""

    def __init__(self, draft: FactDraft, slots: Slots, article: Article) -> None:
        self.draft = draft
        self.article = article
        self._found = slots.found
        self._drafts = {slot.name: slot for slot in draft.slots if slot.name}
        self._changed: dict[str, Term] = {}
        self._terms = {name: self._answering(found) for name, found in slots.found.items()}

    def terms(self) -> tuple[Term, ...]:
        """Return the terms that are new or changed."""
        return tuple(self._changed.values())

    def mark(self, slot: str) -> str:
        """Return the name under which a slot is marked: unasked, it is its term's."""
        return slot if self._is_asked(slot) else self._terms[slot][0]

    def asks(self) -> Iterator[Ask]:
        """Yield what may be asked: first what the draft lists, then what was newly marked."""
        listed = [
            slot.name for slot in self.draft.slots if slot.name in self._found or _is_set(slot)
        ]
        for name in dict.fromkeys((*listed, *self._found)):
            if self._is_asked(name):
                yield self._ask(name)

    def speaker(self) -> str | None:
        """Return the term of the speaker, a new person where no term has that name."""
        said_by = self.draft.said_by.strip()
        if not said_by or self.draft.claim is not ClaimKind.STATEMENT:
            return None
        if said_by in self.article.term_by_id or said_by in self._changed:
            return said_by
        known = next((t for lang in LANGS if (t := known_term(said_by, lang, self.article))), None)
        if known is not None:
            return known.id
        arabic = any("\u0600" <= letter <= "\u06ff" for letter in said_by)
        name = Bilingual(ar=said_by if arabic else "", en="" if arabic else said_by)
        return self._made(name, TermType.PERSON, slug_of(name, _SPEAKER)).id

    def _is_asked(self, slot: str) -> bool:
        draft = self._drafts.get(slot)
        return draft is None or draft.asked

    def _ask(self, name: str) -> Ask:
        draft = self._drafts.get(name)
        terms = self._terms.get(name) or (draft.terms if draft else ())
        if draft is None:
            return Ask(slot=name, terms=terms, question=UNWRITTEN)
        return Ask(
            slot=name,
            terms=terms,
            question=draft.question,
            never=draft.never,
            pool=tuple(ident for ident in draft.pool if ident not in terms),
            skip=draft.skip,
            strictness=draft.strictness,
            tolerance=draft.tolerance,
        )

    def _answering(self, found: Found) -> tuple[str, ...]:
        draft = self._drafts.get(found.name)
        if draft is not None and _is_set(draft):
            return draft.terms
        held = self._held(found, draft)
        if found.new and held is not None and not self._is_same(held, found):
            if found.term is None and not self._is_slip(held, found):
                return (self._replaced(found, draft, held).id,)
            if found.term is not None:
                return (self._told(self.article.term_by_id[found.term], found, None).id,)
            held = replace(held, name=_renamed(held.name, found.answer))
        if held is None:
            kind = found.type or (draft.type if draft else None)
            held = self._made(found.answer, kind, found.name)
        return (self._told(held, found, draft).id,)

    def _held(self, found: Found, draft: SlotDraft | None) -> Term | None:
        """The term of the slot before this draft, or the one that a new mark names."""
        ids = self.article.term_by_id
        if draft is not None and draft.terms:
            return ids.get(draft.terms[0])
        return ids.get(found.term or ("" if found.new else found.name))

    def _is_same(self, term: Term, found: Found) -> bool:
        """Tell whether new words still name the term, or are its first in a language."""
        return all(
            not term.name[lang]
            or fold(found.answer[lang], lang) in {fold(n, lang) for n in term.accepted(lang)}
            for lang in found.answer.langs
        )

    def _is_slip(self, term: Term, found: Found) -> bool:
        """Tell whether an own term's name was only mended."""
        return (
            not term.common
            and all(
                len(found.answer[lang]) >= _LONG_ENOUGH
                and OSA.distance(term.name[lang], found.answer[lang]) <= _SLIPS
                for lang in found.answer.langs
                if fold(found.answer[lang], lang) != fold(term.name[lang], lang)
            )
            and not any(ch.isdigit() for ch in found.ar + found.en)
        )

    def _replaced(self, found: Found, draft: SlotDraft | None, held: Term) -> Term:
        """A new term in an old slot; other spellings of the old one are not its own."""
        shown = guess(found.answer).type
        kind = found.type or (shown if shown is not TermType.CONCEPT else held.type)
        term = self._made(found.answer, kind, slug_of(found.answer, found.name))
        if draft is None:
            return term
        aliases = BilingualList(
            ar=tuple(a for a in draft.aliases.ar if a not in held.aliases.ar),
            en=tuple(a for a in draft.aliases.en if a not in held.aliases.en),
        )
        return self._kept(replace(term, aliases=aliases, sort=held.sort or term.sort))

    def _made(self, name: Bilingual, kind: TermType | None, wanted: str) -> Term:
        ident = unused(wanted, {*self.article.term_by_id, *self._changed})
        return self._kept(new_term(ident, name, kind))

    def _kept(self, term: Term) -> Term:
        if term != self.article.term_by_id.get(term.id):
            self._changed[term.id] = replace(term, common=False)
        return term

    def _told(self, term: Term, found: Found, draft: SlotDraft | None) -> Term:
        """The term with what marks and draft say of it."""
        name = Bilingual.build(lambda lang: term.name[lang] or found.answer[lang])
        told = replace(self._changed.get(term.id, term), name=name)
        if found.type and found.type is not told.type:
            told = _retyped(told, found.type)
        if draft is not None and draft.type is None:
            told = replace(told, aliases=_joined(told.aliases, draft.aliases))
        elif draft is not None and draft.type is not None:
            told = _described(told, draft, draft.type)
        return self._kept(told)


def _is_set(slot: SlotDraft) -> bool:
    return len(slot.terms) > 1


def _renamed(name: Bilingual, answer: Bilingual) -> Bilingual:
    return Bilingual.build(lambda lang: answer[lang] or name[lang])


def _retyped(term: Term, kind: TermType) -> Term:
    shown = guess(term.name)
    fits = shown.type is kind
    value, month = (shown.value, shown.month) if fits else (None, None)
    return replace(term, type=kind, sort=kind.value, value=value, month=month)


def _described(term: Term, draft: SlotDraft, kind: TermType) -> Term:
    if kind is not term.type:
        term = _retyped(term, kind)
    return replace(
        term,
        aliases=draft.aliases,
        value=term.value if draft.value is None else draft.value,
        month=term.month if draft.month is None else draft.month,
        grammar=draft.grammar or term.grammar,
    )


def _joined(one: BilingualList, two: BilingualList) -> BilingualList:
    return BilingualList(
        ar=tuple(dict.fromkeys((*one.ar, *two.ar))), en=tuple(dict.fromkeys((*one.en, *two.en)))
    )
