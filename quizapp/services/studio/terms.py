"""The names and terms of an article: what stands behind its answers, and wrong answers.

A term that a fact marked was made with its words alone. Here its author says what it is:
its kind (answers are offered beside others of their kind), its gloss, other spellings,
and the Arabic grammar that options of one question must share.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.domain.content import Article, Term, TermType
from quizapp.domain.errors import DraftNotFound
from quizapp.services.studio.drafts import Author, Draft
from quizapp.services.studio.parts import TERM, used_terms
from quizapp.services.studio.pool import common
from quizapp.services.studio.saving import edit


def own_terms(article: Article) -> tuple[Term, ...]:
    """Return the terms that belong to this article alone."""
    shared = {term.id for term in common().terms}
    return tuple(term for term in article.terms if not term.common and term.id not in shared)


def term_of(article: Article, term_id: str) -> Term:
    """Return a term of the article's own. Raises DraftNotFound."""
    for term in own_terms(article):
        if term.id == term_id:
            return term
    raise DraftNotFound(term_id)


def lacks(term: Term) -> tuple[str, ...]:
    """Return what a term still needs: `name`, `value`, `month`; nothing where it is whole."""
    needs = {
        "name": not term.name.langs,
        "value": term.type in (TermType.NUMBER, TermType.DATE) and term.value is None,
        "month": term.type in (TermType.MONTH, TermType.DATE) and term.month is None,
    }
    return tuple(name for name, lacking in needs.items() if lacking)


def save_term(
    session: Session, *, author: Author, public_id: str, term: Term, seen: str, now: datetime
) -> Draft:
    """Store a term, in place of the one of its id or as a new one.

    Raises DraftNotFound, also for the id of a shared term, and EditedElsewhere.
    """

    def change(article: Article) -> Article:
        known = {each.id: each for each in article.terms}
        if term.id in known and term.id not in {own.id for own in own_terms(article)}:
            raise DraftNotFound(term.id)
        return replace(article, terms=tuple({**known, term.id: term}.values()))

    return edit(
        session,
        author=author,
        public_id=public_id,
        part=f"{TERM}:{term.id}",
        seen=seen,
        change=change,
        now=now,
    )


def remove_term(
    session: Session, *, author: Author, public_id: str, term_id: str, seen: str, now: datetime
) -> Draft:
    """Take a term out that nothing marks or names. Raises DraftNotFound, EditedElsewhere."""

    def change(article: Article) -> Article:
        if term_id in used_terms(article) or term_id not in {t.id for t in own_terms(article)}:
            raise DraftNotFound(term_id)
        return replace(article, terms=tuple(t for t in article.terms if t.id != term_id))

    return edit(
        session,
        author=author,
        public_id=public_id,
        part=f"{TERM}:{term_id}",
        seen=seen,
        change=change,
        now=now,
    )
