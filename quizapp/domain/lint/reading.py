"""How the rules read an item: its texts by part, its options as terms, its words.

Rules compare words, not strings. A content word is a folded word that carries
meaning, cut down to a light stem, so that inflected forms meet:

    content("استضافت المدينة القمة", "ar") == {"استضاف", "مدين", "قم"}
    content("The town hosted the summits", "en") == {"town", "host", "summit"}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from quizapp.domain.bilingual import LANGS, Bilingual, BilingualList, Lang
from quizapp.domain.content import Article, Ask, Fact, Term
from quizapp.domain.items.base import Item, Option
from quizapp.domain.lint.vocabulary import STOP_WORDS
from quizapp.domain.text import fold, peel, words

QUESTION_KINDS: Final = frozenset({"choice", "multiple_choice", "number"})
"""Kinds whose stem is a question that somebody wrote for one slot."""

STATEMENT_KINDS: Final = frozenset({"true_false", "gap"})
"""Kinds whose material is the sentence of a fact."""

_MARKS: Final = "\u064b-\u065f\u0670"
_TOKEN: Final = re.compile(rf"[^\W_](?:[\w{_MARKS}]|['’](?=\w))*")
_QUOTED: Final = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_EN_SUFFIXES: Final = ("ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "s", "ly", "e")
_AR_SUFFIXES: Final = (
    "يات",
    "يين",
    "يون",
    "ات",
    "ون",
    "ين",
    "ان",
    "يه",
    "وا",
    "ها",
    "هم",
    "ه",
    "ي",
    "ت",
    "ا",
)
_WEAK: Final = frozenset("اويءئؤ")
_NONE: Final = BilingualList()


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: folded, as written, and where it stands."""

    word: str
    raw: str
    start: int
    end: int


def parts(item: Item) -> Iterator[tuple[str, Bilingual]]:
    """Yield every text of an item with the name of its part."""
    yield "stem", item.stem
    if item.material:
        yield "material", item.material
    for number, option in enumerate(item.options, start=1):
        yield f"option:{number}", option.text
        if option.reason is not None:
            yield f"reason:{number}", option.reason
    for number, left in enumerate(item.lefts, start=1):
        yield f"left:{number}", left
    yield "explanation", item.explanation


def sides(item: Item, *names: str) -> Iterator[tuple[str, Lang, str]]:
    """Yield (part, language, text) for the parts named; an option goes by `option`."""
    for part, text in parts(item):
        if part.partition(":")[0] in names:
            for lang in LANGS:
                yield part, lang, text[lang]


def question_part(item: Item) -> str:
    """Return the part that asks: an evidence item shows its question as material."""
    return "material" if item.kind == "evidence" and item.material else "stem"


@lru_cache(maxsize=8192)
def tokens(text: str, lang: Lang) -> tuple[Token, ...]:
    """Return the words of a text with their places."""
    found = ((m[0], m.start(), m.end()) for m in _TOKEN.finditer(text))
    return tuple(Token(fold(raw, lang), raw, start, end) for raw, start, end in found)


def unquoted(text: str) -> str:
    """Return the text with quotations blanked out, every other character in its place.

    Whoever is quoted chose those words; the author of the question did not. A single
    word in quotation marks stays: that is emphasis.
    """
    return _QUOTED.sub(lambda m: " " * len(m[0]) if " " in m[0].strip() else m[0], text)


def between_quotations(text: str) -> tuple[str, ...]:
    """Return the runs of a text that its author worded: all but the quotations."""
    return tuple(_QUOTED.split(text))


def stem_en(word: str) -> str:
    """Return a folded English word without its commonest endings: a key, not a lemma."""
    for suffix in _EN_SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


def stem_ar(word: str) -> str:
    """Return a folded Arabic word without proclitics and its commonest endings."""
    core = peel(word)
    for suffix in _AR_SUFFIXES:
        if core.endswith(suffix) and len(core) - len(suffix) >= 3:
            return core[: -len(suffix)]
    return core


def skeleton(stem: str) -> str:
    """Return the strong consonants of an Arabic stem, or nothing where under three.

    Words of one root mostly share them (عقوبه and عقوبات: عقب); two consonants alone
    would join strangers.
    """
    bones = "".join(letter for letter in stem if letter not in _WEAK)
    return bones if len(bones) >= 3 else ""


@lru_cache(maxsize=8192)
def content(text: str, lang: Lang) -> frozenset[str]:
    """Return the stems of a text's content words."""
    cut = stem_ar if lang == "ar" else stem_en
    kept = (w for w in words(text, lang) if not is_stop_word(w, lang) and not w.isdigit())
    return frozenset(stem for stem in map(cut, kept) if len(stem) > 1)


@lru_cache(maxsize=8192)
def is_stop_word(word: str, lang: Lang) -> bool:
    """Tell whether a folded word carries no content of its own."""
    stop = folded(STOP_WORDS[lang], lang)
    return word in stop or (lang == "ar" and peel(word) in stop)


@lru_cache(maxsize=64)
def folded(listed: frozenset[str], lang: Lang) -> frozenset[str]:
    """Return a word list as the words of `tokens` are: folded."""
    return frozenset(fold(word, lang) for word in listed)


def shared(one: frozenset[str], others: frozenset[str], lang: Lang) -> frozenset[str]:
    """Return the stems of `one` that `others` has too; in Arabic by skeleton as well."""
    if lang == "en":
        return one & others
    bones = {skeleton(stem) for stem in others} - {""}
    return frozenset(stem for stem in one if stem in others or skeleton(stem) in bones)


def fact_of(item: Item, article: Article) -> Fact | None:
    """Return the fact that an item asks about: the first where there are several."""
    return article.fact_by_id.get(item.facts[0]) if item.facts else None


def ask_of(item: Item, article: Article) -> Ask | None:
    """Return the ask behind an item's slot, or nothing for an item over a whole fact."""
    fact = fact_of(item, article)
    asks = fact.asks if fact else ()
    return next((ask for ask in asks if ask.slot == item.slot), None)


def wrong_options(item: Item) -> tuple[int, ...]:
    """Return the indices of the options that are not the key."""
    return tuple(i for i in range(len(item.options)) if i not in item.key)


def keys(item: Item) -> tuple[int, ...]:
    """Return the key's indices that point to an option."""
    return tuple(i for i in item.key if 0 <= i < len(item.options))


def option_terms(item: Item, article: Article) -> tuple[Term | None, ...]:
    """Return the terms that the options stand for, None where one stands for none."""
    return tuple(option_term(option, article) for option in item.options)


def option_term(option: Option, article: Article) -> Term | None:
    """Return an option's term; a made-up neighbour (`n12:14`) is its term at that value."""
    origin, _, value = option.id.partition(":")
    term = article.term_by_id.get(option.id) or article.term_by_id.get(origin)
    if term and value.isdecimal() and option.id not in article.term_by_id:
        return replace(term, id=option.id, name=option.text, value=int(value), aliases=_NONE)
    return term if not value or option.id in article.term_by_id else None


def related(fact: Fact, article: Article) -> Iterator[Fact]:
    """Yield the other facts whose answers are right for this one's questions too."""
    if fact.relation is not None:
        yield from (f for f in article.facts if f.relation == fact.relation and f.id != fact.id)


def lies_in(inner: Term, outer: Term, article: Article) -> bool:
    """Tell whether a term lies in another, however deep: a city in a country."""
    seen: set[str] = set()
    at = inner.within
    while at is not None and at not in seen:
        if at == outer.id:
            return True
        seen.add(at)
        term = article.term_by_id.get(at)
        at = term.within if term else None
    return False
