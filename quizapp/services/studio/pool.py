"""What every teacher's article shares: the common terms, and the phrases of its questions.

A working copy is stored without them, so that it stays small and the common terms may be
mended. Putting them back is exact for as long as they stay the same:

    stripped(filled(article)) == stripped(article)
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from quizapp.domain.content import Article, Term
from quizapp.formats.content import Common, load_common
from quizapp.formats.content.schema import COMMON_FOLDER
from quizapp.resources import resource


@cache
def _common(folder: Path) -> Common:
    return load_common(folder)


def common() -> Common:
    """Return the common terms and phrases that come with the program."""
    return _common(resource("seeds") / COMMON_FOLDER)


def filled(article: Article) -> Article:
    """Return an article with the common terms and phrases that it lacks."""
    shared = common()
    own = {term.id for term in article.terms}
    return replace(
        article,
        terms=(*article.terms, *(term for term in shared.terms if term.id not in own)),
        phrases={**shared.phrases, **article.phrases},
    )


def stripped(article: Article) -> Article:
    """Return an article without the terms and phrases that are the common ones."""
    shared = common()
    known = {term.id: term for term in shared.terms}
    return replace(
        article,
        terms=tuple(term for term in article.terms if not _same(term, known.get(term.id))),
        phrases={
            name: text for name, text in article.phrases.items() if shared.phrases.get(name) != text
        },
    )


def _same(term: Term, other: Term | None) -> bool:
    return term == other
