"""The parts of an article that are written one at a time, and how each is named.

    about                 title, summary, source note
    passage               the text
    fact:f-k3j9           a fact
    question:q-x2p7       a question written by hand
    set:who-said-what     facts asked together
    unstated:year         what cannot be known from the article

Two people may write different parts at once. Whoever saves a part names the state of it
that she had seen; if it is another by now, somebody was quicker.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from quizapp.domain.content import Article
from quizapp.domain.ids import fingerprint
from quizapp.domain.records import encode

ABOUT: Final = "about"
PASSAGE: Final = "passage"
TERM: Final = "term"


def parts(article: Article) -> Iterator[tuple[str, Any]]:
    """Yield every part of an article under its name."""
    yield ABOUT, (article.title, article.summary, article.source_note)
    yield PASSAGE, article.passage
    yield from ((f"fact:{fact.id}", fact) for fact in article.facts)
    yield from ((f"question:{item.id}", item) for item in article.written)
    yield from ((f"set:{each.id}", each) for each in article.sets)
    yield from ((f"unstated:{each.id}", each) for each in article.unstated)
    yield from ((f"{TERM}:{term.id}", term) for term in article.terms if not term.common)


def state_of(article: Article, part: str) -> str:
    """Return the fingerprint of a part as it is; empty where there is no such part."""
    return next((fingerprint(encode(value)) for name, value in parts(article) if name == part), "")


def changed(old: Article, new: Article) -> tuple[str, ...]:
    """Return the names of the parts that were added, changed or taken away."""
    before = {name: encode(value) for name, value in parts(old)}
    after = {name: encode(value) for name, value in parts(new)}
    return tuple(
        name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name)
    )


def used_terms(article: Article) -> set[str]:
    """Return the ids of the terms that the facts of an article mark, name or offer."""
    named = {ident for fact in article.facts for ident in fact.terms()}
    for fact in article.facts:
        for ask in fact.asks:
            named.update(ask.never, ask.pool)
    return named | {term.within for term in article.terms if term.id in named and term.within}


def swept(old: Article, new: Article) -> Article:
    """Return the new article without the terms of its own that only the old one used."""
    idle = used_terms(old) - used_terms(new)
    kept = tuple(term for term in new.terms if term.common or term.id not in idle)
    return new if len(kept) == len(new.terms) else replace(new, terms=kept)
