"""Accepting a spelling that was judged wrong: what it joins, and when it must not.

An accepted spelling becomes one more right spelling of an item, and with it come the
rivals that it could be confused with, so that a slip near it opens no door to another
answer. It is refused where it would be one: it names another answer of the same kind, or
is a slip away from one and no nearer to the right one. Worked example, the key Iran:

    Persia      accepted; far from every other country
    Irak        refused: one letter from Iraq, and no nearer to Iran
    ايران       nothing to accept, it counts as right already
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from rapidfuzz.distance import OSA

from quizapp.domain.bilingual import LANGS, BilingualList, Lang
from quizapp.domain.content import Article, Term
from quizapp.domain.generation.rivals import rival_spellings
from quizapp.domain.ids import fingerprint
from quizapp.domain.items.base import MAX_TYPED, Answer, Item, Outcome
from quizapp.domain.items.registry import kind_of
from quizapp.domain.items.typed import distinct
from quizapp.domain.text import Verdict, fold, judge
from quizapp.domain.text.normalise import clean

RefusalCode = Literal["not_typed", "empty", "too_long", "counts", "number", "rival"]
_RIGHT: Final = (Outcome.RIGHT, Outcome.CLOSE)
_NAMED: Final = (Verdict.EXACT, Verdict.FOLDED)
_LONG: Final = 9


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a spelling cannot be accepted; `rival` is the answer it would be taken for."""

    code: RefusalCode
    rival: str = ""


@dataclass(frozen=True, slots=True)
class Spelled:
    """One way of writing an answer: as most people wrote it, and how many did."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Group:
    """Answers that fold to the same letters, the most frequent spelling first."""

    lang: Lang
    folded: str
    spellings: tuple[Spelled, ...]

    @property
    def text(self) -> str:
        """The spelling to be accepted for all of them."""
        return self.spellings[0].text

    @property
    def count(self) -> int:
        """How many answers were written so."""
        return sum(spelled.count for spelled in self.spellings)


def grouped(typed: Iterable[tuple[Lang, str]]) -> tuple[Group, ...]:
    """Return typed answers in groups of one folded spelling, the most frequent first."""
    counts: defaultdict[tuple[Lang, str], dict[str, int]] = defaultdict(dict)
    for lang, text in typed:
        spellings = counts[lang, fold(text, lang) or text]
        spellings[text] = spellings.get(text, 0) + 1
    groups = (
        Group(lang, folded, tuple(Spelled(*pair) for pair in _most_first(spellings)))
        for (lang, folded), spellings in counts.items()
    )
    return tuple(sorted(groups, key=lambda group: (-group.count, group.lang, group.folded)))


def _most_first(spellings: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(spellings.items(), key=lambda pair: (-pair[1], pair[0]))


def with_spellings(item: Item, spellings: BilingualList, article: Article) -> Item:
    """Return an item that accepts these spellings too; the spelling shown stays the first."""
    if item.typed is None or spellings == BilingualList():
        return item
    accepted = _joined(item.typed.accepted, spellings)
    if accepted == item.typed.accepted:
        return item
    rivals = item.typed.rivals
    term = _term_asked(item, article)
    if term is not None and item.kind == "gap":
        rivals = _joined(rivals, rival_spellings(term, accepted, article.terms))
    return replace(item, typed=replace(item.typed, accepted=accepted, rivals=rivals))


def answer_fingerprint(item: Item, article: Article) -> str:
    """Return 32 hex digits of what an item's answer is, however it is spelt.

    A spelling was accepted for one answer. Where the item comes to ask for another one, the
    spelling is not for it.
    """
    typed = item.typed
    if typed is None:
        return fingerprint(None)
    term = _term_asked(item, article)
    named = [fold(typed.accepted[lang][0], lang) for lang in LANGS if typed.accepted[lang]]
    return fingerprint([term.id if term else named, typed.value, typed.month])


def refusal(item: Item, article: Article, lang: Lang, text: str) -> Refusal | None:
    """Return why a spelling must not be accepted for an item, None where it may be."""
    spelling = clean(text)
    if item.typed is None or not item.typed.accepted[lang]:
        return Refusal("not_typed")
    if not fold(spelling, lang):
        return Refusal("empty")
    if len(spelling) > MAX_TYPED:
        return Refusal("too_long")
    if _counts(item, spelling, lang):
        return Refusal("counts")
    if item.typed.value is not None and any(character.isdigit() for character in spelling):
        return Refusal("number")
    rival = _rival(item, article, lang, spelling)
    return None if rival is None else Refusal("rival", rival)


def _rival(item: Item, article: Article, lang: Lang, spelling: str) -> str | None:
    """Return another answer that a spelling names, nearly names, or would let in."""
    assert item.typed is not None
    others = _other_answers(item, article, lang)
    own = min(_apart(spelling, right, lang) for right in item.typed.accepted[lang])
    for other in others:
        if judge(spelling, (other,), lang=lang).verdict in _NAMED:
            return other
        apart = _apart(spelling, other, lang)
        if apart <= _near(other, lang) and apart <= own:
            return other
    extra = BilingualList(ar=(spelling,)) if lang == "ar" else BilingualList(en=(spelling,))
    opened = with_spellings(item, extra, article)
    return next(
        (o for o in others if _counts(opened, o, lang) and not _counts(item, o, lang)), None
    )


def _other_answers(item: Item, article: Article, lang: Lang) -> tuple[str, ...]:
    """Every spelling of other answers of the same kind, and the rivals known already."""
    assert item.typed is not None
    term = _term_asked(item, article)
    alike = [t for t in article.terms if term and t.type is term.type and t.id != term.id]
    own = {fold(right, lang) for right in item.typed.accepted[lang]}
    named = (spelling for t in alike for spelling in t.accepted(lang))
    return tuple(
        other
        for other in distinct((*item.typed.rivals[lang], *named))
        if other and fold(other, lang) not in own
    )


def _term_asked(item: Item, article: Article) -> Term | None:
    """The term behind the slot that an item asks for; None for one written directly."""
    asks = (
        ask
        for ident in item.facts
        if ident in article.fact_by_id
        for ask in article.fact_by_id[ident].asks
        if ask.slot == item.slot and len(ask.terms) == 1
    )
    ask = next(asks, None)
    return article.term_by_id.get(ask.terms[0]) if ask else None


def _counts(item: Item, text: str, lang: Lang) -> bool:
    return kind_of(item.kind).grade(item, Answer(text=text), lang).outcome in _RIGHT


def _apart(one: str, other: str, lang: Lang) -> int:
    return int(OSA.distance(_letters(one, lang), _letters(other, lang)))


def _near(rival: str, lang: Lang) -> int:
    """Return how many slips away from an answer still are that answer, short ones included."""
    return 1 if len(_letters(rival, lang)) < _LONG else 2


def _letters(text: str, lang: Lang) -> str:
    return fold(text, lang).replace(" ", "")


def _joined(one: BilingualList, other: BilingualList) -> BilingualList:
    return BilingualList(
        ar=distinct((*one.ar, *other.ar)),
        en=distinct((*one.en, *other.en)),
    )


@dataclass(frozen=True, slots=True)
class Nearness:
    """How a spelling stands to the right ones: the nearest, how many letters off, a rival near."""

    close: bool
    nearest: str
    letters: int
    rival: str


def nearness(item: Item, article: Article, lang: Lang, text: str) -> Nearness:
    """Return what judging sees in a spelling of a typed item that is asked in this language."""
    assert item.typed is not None
    accepted = item.typed.accepted[lang]
    nearest = min(accepted, key=lambda right: _apart(text, right, lang))
    others = _other_answers(item, article, lang)
    near = [other for other in others if _apart(text, other, lang) <= _near(other, lang)]
    return Nearness(
        close=_counts(item, text, lang),
        nearest=nearest,
        letters=_apart(text, nearest, lang),
        rival=min(near, key=lambda other: _apart(text, other, lang), default=""),
    )
