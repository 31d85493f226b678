"""Rules about grammar that fits the key alone, in English and in Arabic.

Arabic goes by the features that terms store (gender, number, definiteness), never by
guessing from endings. A stem agrees with the answer only where it asks `من`: after
`أي مدينة` the verb agrees with the noun, whatever the answer is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from quizapp.domain.content import Article, Grammar, TermType
from quizapp.domain.items.base import BLANK, Item
from quizapp.domain.lint.finding import Hit, Severity, content_rule
from quizapp.domain.lint.reading import keys, option_terms, tokens, wrong_options

_ARTICLE_AT_END: Final = re.compile(rf"\b(a|an)\s*(?:{BLANK}|[?:]|$)", re.IGNORECASE)
_VERB_EN: Final = re.compile(
    r"^(?:who|what|which(?:\s+\w+){0,3}?)\s+(is|was|has|are|were|have)\b", re.IGNORECASE
)
_VOWEL_SOUND: Final = re.compile(r"(?!uni|use|eu|one\b)[aeiou]|hour|honest|heir", re.IGNORECASE)
_PLURAL_EN: Final = re.compile(r"\band\b|(?:[^sui]s|ies|children|people|men|women)$", re.IGNORECASE)
_COUNTABLE: Final = frozenset({TermType.ROLE, TermType.CONCEPT})
_RELATIVES: Final = {
    "الذي": ("m", "singular"),
    "التي": ("f", "singular"),
    "اللذان": ("m", "dual"),
    "اللتان": ("f", "dual"),
    "الذين": ("m", "plural"),
    "اللواتي": ("f", "plural"),
    "هو": ("m", "singular"),
    "هي": ("f", "singular"),
}


@content_rule("Q11", Severity.WARNING)
def no_english_grammar_cue(item: Item, article: Article) -> Iterator[Hit]:
    """A closing a or an, or a verb's number, must not fit the key alone."""
    if item.kind != "choice" or len(keys(item)) != 1:
        return
    key, wrong = item.options[keys(item)[0]], [item.options[i] for i in wrong_options(item)]
    blanked = item.material if item.material and BLANK in item.material.en else None
    part, asked = ("material", blanked.en) if blanked else ("stem", item.stem.en)
    if found := _ARTICLE_AT_END.search(asked):
        an = found[1].lower() == "an"
        fits = [bool(_VOWEL_SOUND.match(o.text.en)) is an for o in (key, *wrong)]
        if fits[0] and not all(fits):
            yield Hit({"word": found[1]}, "en", found.span(1), part)
    term = option_terms(item, article)[keys(item)[0]]
    if (found := _VERB_EN.search(item.stem.en)) and (term is None or term.type in _COUNTABLE):
        several = found[1].lower() in {"are", "were", "have"}
        fits = [bool(_PLURAL_EN.search(o.text.en)) is several for o in (key, *wrong)]
        if fits[0] and not any(fits[1:]):
            yield Hit({"word": found[1]}, "en", found.span(1), "stem")


@content_rule("Q12", Severity.WARNING)
def no_arabic_grammar_cue(item: Item, article: Article) -> Iterator[Hit]:
    """An Arabic question must not agree with the key alone, nor the key alone be definite.

    `من التي` leaves one woman among men; one name with ال among names without shows too.
    """
    if item.kind not in {"choice", "claim"} or len(keys(item)) != 1:
        return
    terms = option_terms(item, article)
    known = [term.grammar for term in terms if term]
    if len(known) != len(item.options):
        return
    key, wrong = known[keys(item)[0]], [known[i] for i in wrong_options(item)]
    if wrong and all(g.definite != key.definite for g in wrong):
        yield Hit(
            {"word": item.options[keys(item)[0]].text.ar}, "ar", part=f"option:{keys(item)[0] + 1}"
        )
    cue = _agreement(item.stem.ar)
    if cue and _fits(key, cue[1]) and wrong and not any(_fits(g, cue[1]) for g in wrong):
        yield Hit({"word": cue[0]}, "ar", part="stem")


def _agreement(stem: str) -> tuple[str, tuple[str, str]] | None:
    """Return the word after an opening `من` that agrees with the answer, and its features."""
    said = tokens(stem, "ar")
    if len(said) < 2 or said[0].word != "من":
        return None
    word = said[1]
    if word.raw in _RELATIVES:
        return word.raw, _RELATIVES[word.raw]
    feminine = word.word.endswith("ت") and len(word.word) > 3  # قالت, استقبلت
    return (word.raw, ("f", "singular")) if feminine else None


def _fits(grammar: Grammar, features: tuple[str, str]) -> bool:
    gender, number = features
    return (grammar.gender or gender) == gender and grammar.number == number
