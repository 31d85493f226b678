"""Which marks of the two languages are one slot.

A mark that names a slot or term is it. So is one whose words the draft already holds for a
slot in that language. The others are new or rewritten answers: they are paired across the
languages by the term that they name, then by their order. A pair of new answers takes the
place of a slot whose own marks are gone, so that changing an answer changes a key and not
the identity of the question. Worked example, the slot `salt` held السلط / Salt:

    ar  {{مادبا}} ...      en  {{Madaba}} ...      ->  slot `salt`, answered by Madaba
    ar  {{السلط}} ...      en  {{Salt town}} ...   ->  slot `salt`, shown as "Salt town"
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from quizapp.domain.authoring.draft import FactDraft, SlotDraft
from quizapp.domain.authoring.marks import Marked, Span
from quizapp.domain.authoring.naming import slug, slug_of, unused
from quizapp.domain.authoring.terms import known_term
from quizapp.domain.bilingual import LANGS, Bilingual, Lang, other
from quizapp.domain.content import Article, TermType
from quizapp.domain.text import words

_TYPES: Final = frozenset(kind.value for kind in TermType)
_ANSWER: Final = "answer"
_BEGINNING: Final = 4


@dataclass(frozen=True, slots=True)
class Found:
    """A slot as the marks show it.

    `ar` and `en` are the answers marked, `term` the known term that a new answer names,
    `type` what a mark says it is. `new` tells that the answer is not the draft's own.
    """

    name: str
    ar: str = ""
    en: str = ""
    term: str | None = None
    type: TermType | None = None
    new: bool = False

    @property
    def answer(self) -> Bilingual:
        """The answer as marked, in both languages."""
        return Bilingual(ar=self.ar, en=self.en)


@dataclass(frozen=True, slots=True)
class Slots:
    """The slots in the order in which they come up, and the slot of each mark by language."""

    found: Mapping[str, Found]
    marks: Mapping[Lang, tuple[str, ...]]


def find_slots(draft: FactDraft, marked: Mapping[Lang, Marked], article: Article) -> Slots:
    """Return the slots of a draft and which mark belongs to which."""
    finder = _Finder(draft, article)
    keys = {lang: [finder.key(span, lang) for span in marked[lang].spans] for lang in LANGS}
    finder.pair(keys)
    names = finder.named(_in_turn(keys))
    found: dict[str, Found] = {}
    for lang in LANGS:
        for key, span in zip(keys[lang], marked[lang].spans, strict=True):
            name = names[finder.joined.get(key, key)]
            slot = found.get(name) or finder.described(name)
            if not slot.answer[lang]:
                slot = replace(slot, ar=span.text) if lang == "ar" else replace(slot, en=span.text)
            found[name] = slot
    marks = {lang: tuple(names[finder.joined.get(k, k)] for k in keys[lang]) for lang in LANGS}
    return Slots(found, marks)


@dataclass(frozen=True, slots=True)
class _Known:
    """A slot that is known by name."""

    name: str


@dataclass(frozen=True, slots=True)
class _New:
    """An answer that belongs to no slot yet."""

    lang: Lang
    text: str
    term: str | None


_Key = _Known | _New


class _Finder:
    """Pairs marks; `joined` maps a key to the one that stands for both languages."""

    def __init__(self, draft: FactDraft, article: Article) -> None:
        self.draft = draft
        self.article = article
        self.by_name = {slot.name: slot for slot in draft.slots if slot.name}
        self.joined: dict[_Key, _Key] = {}
        self.taken: dict[str, _New] = {}
        self.types: dict[_New, TermType] = {}

    def key(self, span: Span, lang: Lang) -> _Key:
        """Return the slot that a mark names, or that it is a new answer."""
        if span.ref in self.by_name or span.ref in self.article.term_by_id:
            return _Known(span.ref)
        kind = TermType(span.ref) if span.ref in _TYPES else None
        if kind is None and (name := slug(span.ref)):
            return _Known(name)
        held = [s.name for s in self.by_name.values() if s.answer(lang) == span.text]
        if held:
            return _Known(held[0])
        term = known_term(span.text, lang, self.article)
        answered = [s.name for s in self.by_name.values() if term and s.terms == (term.id,)]
        if answered:
            return _Known(answered[0])
        new = _New(lang, span.text, term.id if term else None)
        if kind is not None:
            self.types[new] = kind
        return new

    def pair(self, keys: Mapping[Lang, Sequence[_Key]]) -> None:
        """Join new answers of one language to slots or new answers of the other."""
        named = {key for lang in LANGS for key in keys[lang] if isinstance(key, _Known)}
        fresh = {
            lang: dict.fromkeys(k for k in keys[lang] if isinstance(k, _New)) for lang in LANGS
        }
        for key in (*fresh["en"], *fresh["ar"]):
            if key.term and _Known(key.term) in named and key.term not in self.by_name:
                self.joined[key] = _Known(key.term)
        english, arabic = (
            [k for k in fresh[lang] if k not in self.joined] for lang in ("en", "ar")
        )
        for one in english:
            twin = next((two for two in arabic if one.term and two.term == one.term), None)
            if twin is not None and twin not in self.joined.values():
                self.joined[one] = twin
        left = {lang: self._alone(keys, lang) for lang in LANGS}
        for ar, en in zip(left["ar"], left["en"], strict=False):
            if isinstance(en, _New) and _agree(ar, en):
                self.joined[en] = ar
            elif isinstance(ar, _New) and isinstance(en, _Known):
                self.joined[ar] = en

    def _alone(self, keys: Mapping[Lang, Sequence[_Key]], lang: Lang) -> list[_Key]:
        """The marks of a language that have no counterpart in the other, in order."""
        there = {*keys[other(lang)]}
        met = {*self.joined, *self.joined.values()}
        return [key for key in dict.fromkeys(keys[lang]) if key not in there and key not in met]

    def named(self, keys: Sequence[_Key]) -> dict[_Key, str]:
        """Return the names of slots; new answers take those whose marks are gone, in order."""
        whole = list(dict.fromkeys(self.joined.get(key, key) for key in keys))
        shown = {key.name for key in whole if isinstance(key, _Known)}
        gone = [slot.name for slot in self.draft.slots if _is_gone(slot, shown)]
        names: dict[_Key, str] = {key: key.name for key in whole if isinstance(key, _Known)}
        used = {*shown, *self.by_name}
        for key in whole:
            if isinstance(key, _New):
                names[key] = gone.pop(0) if gone else unused(self._fresh(key), used)
                used.add(names[key])
                self.taken[names[key]] = key
        return names

    def _fresh(self, key: _New) -> str:
        """The id of the term that is named, or one made of the words."""
        term = self._term(key)
        if term is not None:
            return term
        ids = self.article.term_by_id
        return unused(slug_of(self._texts(key), _ANSWER), ids)

    def _both(self, key: _Key) -> list[_New]:
        twins = [one for one, whole in self.joined.items() if whole == key]
        return [k for k in (key, *twins) if isinstance(k, _New)]

    def _texts(self, key: _New) -> Bilingual:
        texts = {part.lang: part.text for part in self._both(key)}
        return Bilingual.build(lambda lang: texts.get(lang, ""))

    def _term(self, key: _New) -> str | None:
        parts = self._both(key)
        return next((p.term for p in parts if p.term and self._fits(p.term, parts)), None)

    def _fits(self, term_id: str, parts: Sequence[_New]) -> bool:
        """Tell whether a term that one language names can be meant by the other one's words.

        An inflected form can (Uzbek, Uzbekistan); عمّان beside "Amman" is not عُمان, Oman.
        """
        term = self.article.term_by_id[term_id]
        return any(p.text in term.accepted(p.lang) for p in parts if p.term) or all(
            p.term or not term.name[p.lang] or _akin(p.text, term.accepted(p.lang), p.lang)
            for p in parts
        )

    def described(self, name: str) -> Found:
        """Return what is known of a slot before its answers are put in."""
        new = self.taken.get(name)
        if new is None:
            return Found(name)
        kinds = (self.types[part] for part in self._both(new) if part in self.types)
        return Found(name, term=self._term(new), type=next(kinds, None), new=True)


def _agree(one: _Key, two: _New) -> bool:
    """Two new answers may be one, unless they name different terms."""
    return isinstance(one, _Known) or not (one.term and two.term and one.term != two.term)


def _akin(text: str, names: Iterable[str], lang: Lang) -> bool:
    """Whether a word of the text begins like a word of one of the names."""
    beginnings = {word[:_BEGINNING] for name in names for word in words(name, lang)}
    return any(word[:_BEGINNING] in beginnings for word in words(text, lang))


def _is_gone(slot: SlotDraft, shown: Iterable[str]) -> bool:
    return bool(slot.name) and slot.name not in shown and len(slot.terms) <= 1


def _in_turn(keys: Mapping[Lang, Sequence[_Key]]) -> list[_Key]:
    """English first: its words make the names."""
    return [*keys["en"], *keys["ar"]]
