"""Rules about the options: how many keys, how many options, and of what sort."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Final

from rapidfuzz.distance import Indel

from quizapp.domain.bilingual import LANGS, NONE_LISTED, Bilingual, Lang
from quizapp.domain.content import Article, ClaimKind
from quizapp.domain.items.base import Item, Option
from quizapp.domain.lint.finding import Hit, Severity, content_rule, item_rule
from quizapp.domain.lint.reading import keys, option_term, option_terms, sides, wrong_options
from quizapp.domain.lint.vocabulary import ALL_OF_THE_ABOVE
from quizapp.domain.text import fold

_SINGLE: Final = frozenset({"choice", "true_false", "claim", "evidence"})
_TYPED: Final = frozenset({"gap", "number"})
_TOO_ALIKE: Final = 0.92
_LONG_ENOUGH: Final = 5  # under this many letters one letter is the whole difference
_COUNTS: Final = {
    "choice": (3, 5),
    "claim": (3, 5),
    "multiple_choice": (4, 8),
    "match": (3, 8),
    "order": (3, 8),
    "evidence": (3, 5),
}


@content_rule("Q01", Severity.ERROR)
def one_key(item: Item, article: Article) -> Iterator[Hit]:
    """Count the right answers: just as many as the kind of item can have.

    One for a choice, at least one wrong option beside the keys of a multiple choice,
    one partner for every left side of a match, every step of an order once, and an
    accepted spelling in every language written where the answer is typed. A wrong option that
    is another spelling of the key counts as a second key.
    """
    found, least, most = _key_count(item, article)
    if not least <= found <= most:
        wanted = str(least) if least == most else f"{least}–{most}"
        yield Hit({"found": str(found), "wanted": wanted})


def _key_count(item: Item, article: Article) -> tuple[int, int, int]:
    """Return the number of keys and the least and most that fit the kind."""
    if item.kind in _TYPED:
        written = replace(item, typed=None).langs
        accepted = item.typed.accepted if item.typed else NONE_LISTED
        return int(bool(written) and all(accepted[lang] for lang in written)), 1, 1
    sound = len(set(keys(item))) if len(keys(item)) == len(item.key) else 0
    if item.kind in _SINGLE:
        return sound + len(_aliases_among_wrong(item, article)), 1, 1
    if item.kind == "multiple_choice":
        doubled = sound + len(_aliases_among_wrong(item, article))
        return doubled, 2, max(2, len(item.options) - 1)
    if item.kind == "match":  # rows may share a right side
        return len(keys(item)), len(item.lefts), len(item.lefts)
    return sound, len(item.options), len(item.options)


def _aliases_among_wrong(item: Item, article: Article) -> list[Option]:
    """Return the wrong options that spell the key in another way."""
    terms = option_terms(item, article)
    right = [term for term in (terms[i] for i in keys(item)) if term]
    accepted = {
        (lang, fold(name, lang)) for t in right for lang in LANGS for name in t.aliases[lang]
    }
    return [
        item.options[i]
        for i in wrong_options(item)
        if any((lang, fold(item.options[i].text[lang], lang)) in accepted for lang in LANGS)
    ]


@item_rule("Q02", Severity.ERROR)
def no_duplicates(item: Item) -> Iterator[Hit]:
    """Two options, or two left sides, must not say the same.

    The same term, the same text after folding, or texts without digits that are alike
    by 0.92 and more. Numbers differ by one digit and mean another thing.
    """
    for (_, one), (j, two) in combinations(enumerate(item.options, start=1), 2):
        lang = _same_in(one.text, two.text)
        if lang:
            yield Hit({"first": one.text[lang], "second": two.text[lang]}, lang, part=f"option:{j}")
        elif one.id == two.id:
            yield Hit({"first": one.id, "second": two.id}, part=f"option:{j}")
    for (_, left), (j, other) in combinations(enumerate(item.lefts, start=1), 2):
        if lang := _same_in(left, other):
            yield Hit({"first": left[lang], "second": other[lang]}, lang=lang, part=f"left:{j}")


def _same_in(one: Bilingual, two: Bilingual) -> Lang | None:
    """Return the first language in which two texts say the same."""
    return next((lang for lang in LANGS if _same(one[lang], two[lang], lang)), None)


def _same(one: str, two: str, lang: Lang) -> bool:
    first, second = fold(one, lang), fold(two, lang)
    if not first or not second:
        return False
    if first == second:
        return True
    if any(c.isdigit() for c in first + second) or min(len(first), len(second)) < _LONG_ENOUGH:
        return False
    return Indel.normalized_similarity(first, second) >= _TOO_ALIKE


@content_rule("Q05", Severity.ERROR)
def one_sort(item: Item, article: Article) -> Iterator[Hit]:
    """All options answer the same sort of question: cities, or months, or speakers.

    A learner strikes out a country where a city is asked without knowing the fact.
    """
    if item.kind not in {"choice", "multiple_choice", "claim", "evidence"}:
        return
    loose = item.kind == "claim"  # a speaker is a speaker: an envoy or a president
    sorts = [_sort(option, article, loose=loose) for option in item.options]
    for number, (option, sort) in enumerate(zip(item.options, sorts, strict=True), start=1):
        if sort != sorts[0]:
            yield Hit(
                {"option": option.id, "sort": sort, "others": sorts[0]},
                part=f"option:{number}",
            )
            return


def _sort(option: Option, article: Article, *, loose: bool) -> str:
    """Return what sort of thing an option stands for."""
    if term := option_term(option, article):
        return term.type if loose else term.sort or term.type
    if option.id in article.sentence_by_id:
        return "sentence"
    return "claim" if option.id in set(ClaimKind) else "text"


@item_rule("Q06", Severity.WARNING)
def no_all_of_the_above(item: Item) -> Iterator[Hit]:
    """An option must not speak of the other options: all, none or both of them."""
    for part, lang, text in sides(item, "option"):
        if found := ALL_OF_THE_ABOVE[lang].search(text):
            yield Hit({"phrase": found[0].strip()}, lang=lang, span=found.span(), part=part)


@item_rule("Q21", Severity.WARNING)
def enough_options(item: Item) -> Iterator[Hit]:
    """Three to five options; true or false has two by nature.

    Sets need room for their several keys and stop at eight, which is what a phone can
    show. Rows of a match may share a right side, so there the left sides count.
    """
    if item.kind not in _COUNTS:
        return
    least, most = _COUNTS[item.kind]
    count = len(item.lefts) if item.kind == "match" else len(item.options)
    if not least <= count <= most:
        yield Hit({"count": str(count), "wanted": f"{least}–{most}"})
