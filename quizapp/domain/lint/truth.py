"""Rules about what is true: wrong options that are right, and false statements.

A false statement is the fact's sentence with one slot swapped. Worked example:

    fact      The city of {samarkand} hosted the summit.
    material  The city of Bukhara hosted the summit.
    swapped   "Bukhara"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.domain.content import Article, Fact, Term
from quizapp.domain.ids import WHOLE
from quizapp.domain.items.base import Item
from quizapp.domain.lint.finding import Hit, Severity, content_rule
from quizapp.domain.lint.reading import (
    ask_of,
    fact_of,
    keys,
    lies_in,
    option_terms,
    related,
    wrong_options,
)
from quizapp.domain.statement import Statement
from quizapp.domain.text import contains, fold

_NEVER: Final = "never"


@content_rule("Q03", Severity.ERROR)
def wrong_is_wrong(item: Item, article: Article) -> Iterator[Hit]:
    """What is offered as wrong must be wrong, as far as the content can tell.

    It must not be another answer of the same ask or of a fact with the same relation,
    stand on the ask's `never` list, contain the key or lie within it, have said the
    same, or be evidence of a fact with the same relation; and a false statement must
    not be another fact.
    """
    fact = fact_of(item, article)
    if not fact:
        return
    for part, term in _offered_as_wrong(item, article, fact):
        if where := _right_by(term, item, fact, article):
            yield Hit({"option": term.id, "where": where}, part=part)
    if item.kind == "evidence":
        yield from _other_evidence(item, fact, article)
    if item.kind == "true_false" and item.slot != WHOLE and item.material:
        lang: Lang = "en" if item.material.en else "ar"
        statement = fold(item.material[lang], lang)
        for other in article.facts:
            if fold(other.statement(lang).plain(), lang) == statement:
                yield Hit({"option": item.slot, "where": other.id}, part="material")


def _offered_as_wrong(item: Item, article: Article, fact: Fact) -> Iterator[tuple[str, Term]]:
    """Yield the terms that the item says are wrong, and in which part."""
    if item.kind == "true_false":
        swapped = swap(item, fact)
        if swapped and (term := _named(swapped, item, article)):
            yield "material", term
        return
    terms = option_terms(item, article)
    for i in wrong_options(item) if keys(item) else ():  # without a key nothing is wrong
        if term := terms[i]:
            yield f"option:{i + 1}", term


def _right_by(term: Term, item: Item, fact: Fact, article: Article) -> str | None:
    """Return what makes a wrong term right: a fact's or term's id, or the never list."""
    if item.kind == "claim":
        return _said_by_too(term, fact, article)
    ask = ask_of(item, article)
    if not ask:
        return None
    if term.id in ask.never:
        return _NEVER
    if term.id in ask.terms and item.kind != "true_false":
        return fact.id
    right = [article.term_by_id[t] for t in ask.terms if t in article.term_by_id]
    for other in related(fact, article):
        if any(term.id in a.terms and _same_sort(term, right) for a in other.asks):
            return other.id
    return next(
        (k.id for k in right if lies_in(term, k, article) or lies_in(k, term, article)), None
    )


def _same_sort(term: Term, others: list[Term]) -> bool:
    return any((t.type, t.sort) == (term.type, term.sort) for t in others)


def _said_by_too(term: Term, fact: Fact, article: Article) -> str | None:
    """Return another fact by which a term said the same thing."""
    if not fact.said:
        return None
    lang: Lang = "en" if fact.said.en else "ar"
    said = fold(fact.said[lang], lang)
    others = (f for f in article.facts if f.said_by == term.id and f.said)
    return next((f.id for f in others if f.said and fold(f.said[lang], lang) == said), None)


def _other_evidence(item: Item, fact: Fact, article: Article) -> Iterator[Hit]:
    proof = {other.sentence: other.id for other in related(fact, article)}
    for i in wrong_options(item):
        option = item.options[i]
        if option.id in proof and option.id not in item.evidence:
            yield Hit({"option": option.id, "where": proof[option.id]}, part=f"option:{i + 1}")


def swap(item: Item, fact: Fact) -> Bilingual | None:
    """Return the text that a false statement has in its slot, or None where it is no swap."""
    if item.material is None:
        return None
    material = item.material
    found = {
        lang: _swapped_in(fact.statement(lang), item.slot, material[lang])
        for lang in material.langs
    }
    if not found or not all(found.values()):
        return None
    return Bilingual.build(lambda lang: found.get(lang) or "")


def _swapped_in(statement: Statement, slot: str, text: str) -> str | None:
    """Match a text against a statement whose marks of one slot may read otherwise."""
    if slot not in statement.slots():
        return None
    pattern, group = "", r"(?P<swap>.+?)"
    for part in statement.parts:
        if isinstance(part, str) or part.slot != slot:
            pattern += re.escape(part if isinstance(part, str) else part.surface)
        else:
            pattern += group
            group = r".+?"
    found = re.fullmatch(pattern, text, re.IGNORECASE)
    return found["swap"] if found and found["swap"] != statement.surface(slot) else None


def _named(text: Bilingual, item: Item, article: Article) -> Term | None:
    """Return the term of the slot's type that a text names in every language, or None.

    The longest name wins: in `New York City` the city, not the state.
    """
    ask = ask_of(item, article)
    asked = [article.term_by_id[t] for t in ask.terms if t in article.term_by_id] if ask else []
    types = {term.type for term in asked}
    fits = [
        term
        for term in article.terms
        if term.type in types and all(_names(text[lang], term, lang) for lang in text.langs)
    ]
    return max(fits, key=lambda term: len(term.name.en), default=None)


def _names(text: str, term: Term, lang: Lang) -> bool:
    return any(contains(text, name, lang) for name in term.accepted(lang) if name)


@content_rule("Q30", Severity.WARNING)
def one_slot_swapped(item: Item, article: Article) -> Iterator[Hit]:
    """A true statement is the fact's sentence; a false one differs in one slot only.

    Both languages swap in the same thing, and the key says true and false accordingly.
    """
    fact = fact_of(item, article)
    if item.kind != "true_false" or not fact or not item.material:
        return
    told = [item.options[i].id for i in keys(item)]
    if item.slot == WHOLE:
        if told != ["true"] or item.material != fact.plain():
            yield Hit({"fact": fact.id}, part="material")
        return
    swapped = swap(item, fact)
    if told != ["false"] or not swapped or not _same_thing(swapped, item, article):
        yield Hit({"fact": fact.id}, part="material")


def _same_thing(text: Bilingual, item: Item, article: Article) -> bool:
    """Tell whether both sides name one term, or show the same digits."""
    digits = [re.findall(r"\d+", fold(text[lang], lang)) for lang in text.langs]
    return _named(text, item, article) is not None or (digits[0] == digits[-1] != [])
