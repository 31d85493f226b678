"""Rules about cues: what lets a test-wise learner find the key without the fact."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.content import Article, ClaimKind
from quizapp.domain.items.base import Item
from quizapp.domain.lint.finding import Hit, Severity, content_rule, item_rule
from quizapp.domain.lint.reading import (
    ask_of,
    content,
    folded,
    keys,
    option_terms,
    shared,
    sides,
    tokens,
    wrong_options,
)
from quizapp.domain.lint.vocabulary import ABSOLUTE
from quizapp.domain.text import contains, find

_CHOSEN: Final = frozenset({"choice", "multiple_choice"})
_OVER_LONGEST: Final = 1.35
_OVER_MEAN: Final = 1.5
_NOTICEABLE: Final = 8  # letters: between short names a ratio says nothing to the eye


@item_rule("Q09", Severity.WARNING)
def no_length_cue(item: Item) -> Iterator[Hit]:
    """The key must not stand out by its length.

    That is more than 1.35 times the longest wrong option, or more than 1.5 times their
    mean, in letters without vowel marks, and by eight letters at least. Of several keys
    the shortest counts.
    """
    if item.kind not in _CHOSEN or not keys(item) or not wrong_options(item):
        return
    for lang in LANGS:
        key = min(letters(item.options[i].text[lang]) for i in keys(item))
        others = [letters(item.options[i].text[lang]) for i in wrong_options(item)]
        mean = sum(others) / len(others)
        cue = key > _OVER_LONGEST * max(others) or key > _OVER_MEAN * mean
        if cue and key - mean >= _NOTICEABLE and key > max(others):
            yield Hit({"length": str(key), "longest": str(max(others))}, lang=lang)


def letters(text: str) -> int:
    """Return how long a text looks: its characters without combining marks."""
    return sum(not unicodedata.combining(c) for c in unicodedata.normalize("NFC", text))


@item_rule("Q10", Severity.WARNING)
def no_clang(item: Item) -> Iterator[Hit]:
    """No content word of the question comes back in the key and in no other option.

    Words meet by their light stems, in Arabic by their strong consonants too. Where a
    wrong option echoes the question as well, the echo leads nowhere and is no cue. The
    labels of claims are the same in every item and are left out.
    """
    labelled = item.options and item.options[0].id in set(ClaimKind)
    if item.kind not in {"choice", "claim"} or len(keys(item)) != 1 or labelled:
        return
    for lang in LANGS:
        asked = content(_asked(item, lang), lang)
        key = item.options[keys(item)[0]].text[lang]
        if contains(_asked(item, lang), key, lang):
            continue  # the whole answer is there: another rule's finding
        echo = shared(content(key, lang), asked, lang)
        wrong = [content(item.options[i].text[lang], lang) for i in wrong_options(item)]
        if echo and not any(shared(option, asked, lang) for option in wrong):
            yield Hit(
                {"word": _spelt(key, echo, lang)}, lang=lang, part=f"option:{keys(item)[0] + 1}"
            )


def _asked(item: Item, lang: Lang) -> str:
    """Return what an item says before its options."""
    return f"{item.stem[lang]} {item.material[lang] if item.material else ''}"


def _spelt(text: str, stems: frozenset[str], lang: Lang) -> str:
    """Return the word of a text that one of the stems was cut from."""
    fits = (t.raw for t in tokens(text, lang) if content(t.raw, lang) & stems)
    return next(fits, min(stems))


@item_rule("Q13", Severity.WARNING)
def no_absolutes_in_wrong_options(item: Item) -> Iterator[Hit]:
    """Words like always and never must not stand in wrong options only.

    Learners know that such options are rarely right.
    """
    if item.kind not in _CHOSEN:
        return
    for lang in LANGS:
        extreme = folded(ABSOLUTE[lang], lang)
        if any(_spoken(item, i, lang) & extreme for i in keys(item)):
            continue
        for i in wrong_options(item):
            if found := _spoken(item, i, lang) & extreme:
                yield Hit({"word": min(found)}, lang=lang, part=f"option:{i + 1}")


def _spoken(item: Item, index: int, lang: Lang) -> frozenset[str]:
    return frozenset(token.word for token in tokens(item.options[index].text[lang], lang))


@item_rule("Q15", Severity.WARNING)
def no_convergence(item: Item) -> Iterator[Hit]:
    """The key must not be the option that has most in common with the others.

    Wrong options made by varying the key point back to it: each content word scores
    one for every other option that has it, and the key must not lead alone while it
    shares words with two options or more.
    """
    if item.kind != "choice" or len(keys(item)) != 1 or len(item.options) < 3:
        return
    key = keys(item)[0]
    for lang in LANGS:
        bags = [content(option.text[lang], lang) for option in item.options]
        scores = [
            sum(len(bag & other) for j, other in enumerate(bags) if j != i)
            for i, bag in enumerate(bags)
        ]
        met = sum(bool(bags[key] & bags[i]) for i in wrong_options(item))
        if met >= 2 and scores[key] > max(scores[i] for i in wrong_options(item)):
            yield Hit({"option": item.options[key].text[lang]}, lang=lang, part=f"option:{key + 1}")


@content_rule("Q18", Severity.ERROR)
def not_self_revealing(item: Item, article: Article) -> Iterator[Hit]:
    """An item must not show its own answer, by any accepted spelling, before it is given.

    Here that is an error: such an item tests nothing. That one item shows another's
    answer depends on the round, which keeps them apart (`generation.reveals`).
    """
    for part, lang, text in sides(item, "stem", "material"):
        for spelling in _tell_tale(item, article, lang):
            if contains(text, spelling, lang):
                yield Hit(
                    {"answer": spelling}, lang=lang, span=find(text, spelling, lang), part=part
                )
                break


def _tell_tale(item: Item, article: Article, lang: Lang) -> tuple[str, ...]:
    """Return the spellings that would give an item's answer away."""
    if item.typed:
        return item.typed.accepted[lang]
    if item.kind in _CHOSEN:
        ask = ask_of(item, article)
        named = [article.term_by_id[t] for t in ask.terms if t in article.term_by_id] if ask else []
        shown = [item.options[i].text[lang] for i in keys(item)]
        return tuple(dict.fromkeys([*shown, *(s for term in named for s in term.accepted(lang))]))
    if item.kind == "claim":
        terms = option_terms(item, article)
        return tuple(s for i in keys(item) if (term := terms[i]) for s in term.accepted(lang))
    return ()
