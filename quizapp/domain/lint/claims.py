"""Rules about who vouches for what: attribution kept, no fleeting time, no opinion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.content import Article, ClaimKind, Fact
from quizapp.domain.items.base import Item
from quizapp.domain.lint.finding import Hit, Severity, content_rule, item_rule
from quizapp.domain.lint.reading import (
    QUESTION_KINDS,
    STATEMENT_KINDS,
    fact_of,
    folded,
    question_part,
    sides,
    tokens,
    unquoted,
)
from quizapp.domain.lint.vocabulary import (
    EXPECTING,
    FUTURE_AR,
    OPINION,
    PRESENT_OFFICE,
    RELATIVE_TIME,
    SAYING,
)
from quizapp.domain.text import contains, peel

_BEGINNING: Final = 4  # letters: shorter words begin too many others
_ATTRIBUTABLE: Final = frozenset({ClaimKind.STATEMENT, ClaimKind.EXPECTATION})


@content_rule("Q24", Severity.ERROR)
def attribution_kept(item: Item, article: Article) -> Iterator[Hit]:
    """What somebody said, or only expects, is not asked or stated as if it had happened.

    The question (or the statement of a gap and of a true or false item) names the
    speaker, or has a word of saying or expecting. An item on claims asks for just that.
    """
    fact = fact_of(item, article)
    if not fact or fact.claim not in _ATTRIBUTABLE:
        return
    if item.kind in STATEMENT_KINDS:
        asserting = "material"
    elif item.kind in QUESTION_KINDS or item.kind == "evidence":
        asserting = question_part(item)
    else:
        return
    for part, lang, text in sides(item, asserting):
        if not _attributed(text, fact, article, lang):
            yield Hit({"fact": fact.id}, lang=lang, part=part)


def _attributed(text: str, fact: Fact, article: Article, lang: Lang) -> bool:
    """Tell whether a text says whose word it is, or that it is only expected."""
    if _says(text, SAYING, lang) or (fact.claim is ClaimKind.EXPECTATION and _expects(text, lang)):
        return True
    speaker = article.term_by_id.get(fact.said_by or "")
    return speaker is not None and any(contains(text, s, lang) for s in speaker.accepted(lang))


def _expects(text: str, lang: Lang) -> bool:
    future = lang == "ar" and any(FUTURE_AR.fullmatch(t.word) for t in tokens(text, lang))
    return future or _says(text, EXPECTING, lang)


def _says(text: str, listed: Mapping[Lang, frozenset[str]], lang: Lang) -> bool:
    """Tell whether a word of the text is on the list, or begins like a long one there."""
    whole = folded(listed[lang], lang)
    starts = _beginnings(whole)
    forms = {form for t in tokens(text, lang) for form in (t.word, _peeled(t.word, lang))}
    return any(form in whole or form.startswith(starts) for form in forms)


def _peeled(word: str, lang: Lang) -> str:
    return peel(word) if lang == "ar" else word


@lru_cache(maxsize=16)
def _beginnings(whole: frozenset[str]) -> tuple[str, ...]:
    """Return the words of a folded list that are long enough to be beginnings."""
    return tuple(word for word in sorted(whole) if len(word) >= _BEGINNING)


@item_rule("Q25", Severity.ERROR)
def timeless(item: Item) -> Iterator[Hit]:
    """No time counted from today, and no office asked for in the present.

    `This week` was one week once, and a president may be another one tomorrow. The
    sentences of the passage, which an evidence item offers, speak from their own time.
    """
    for part, lang, text in sides(item, "stem", "material", "option", "left", "explanation"):
        if item.kind == "evidence" and part.startswith("option"):
            continue
        bare = unquoted(text)
        found = RELATIVE_TIME[lang].search(bare)
        if not found and part == question_part(item) and not any(c.isdigit() for c in bare):
            found = PRESENT_OFFICE[lang].search(bare)
        if found:
            yield Hit({"phrase": found[0].strip()}, lang=lang, span=found.span(), part=part)


@content_rule("Q26", Severity.WARNING)
def no_opinion(item: Item, article: Article) -> Iterator[Hit]:
    """A question does not judge (best, most important, should) unless it says who does.

    An item on claims shows somebody's words and asks whose they are: that is saying so.
    """
    if item.kind == "claim":
        return
    fact = fact_of(item, article)
    for part, lang, text in sides(item, "stem", "material"):
        found = OPINION[lang].search(unquoted(text))
        if found and not (fact and _attributed(text, fact, article, lang)):
            yield Hit({"phrase": found[0]}, lang=lang, span=found.span(), part=part)
