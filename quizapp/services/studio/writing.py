"""Writing a fact or a question: what follows from it at once, and storing it.

Looking at what follows writes nothing: the article is thought of with the fact in it, its
items and cards are built, and the linter looks at those that come from this fact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from quizapp.domain.authoring import written as questions
from quizapp.domain.authoring.facts import FactDraft, draft_from, faults, with_fact
from quizapp.domain.authoring.faults import Fault
from quizapp.domain.authoring.fitness import Fitness, fitness
from quizapp.domain.authoring.likeness import Candidate, Twin, near_duplicates
from quizapp.domain.authoring.translation import Untranslated, confirmed, missing, noted, stale
from quizapp.domain.bilingual import Lang
from quizapp.domain.cards.build import Card, build_cards
from quizapp.domain.content import Article, Fact, FactSet, Unstated
from quizapp.domain.errors import DraftNotFound
from quizapp.domain.items.base import Item
from quizapp.domain.written import WrittenItem
from quizapp.services.studio.drafts import Author, Draft
from quizapp.services.studio.proving import proved
from quizapp.services.studio.saving import edit

R = TypeVar("R", Fact, FactSet, Unstated, WrittenItem)


@dataclass(frozen=True, slots=True)
class FactPreview:
    """A fact with everything that follows from it, before or after it is stored.

    `draft` is what was written, its slots named as the fact has them.
    """

    article: Article
    fact: Fact
    draft: FactDraft
    fitness: Fitness
    cards: tuple[Card, ...]
    untranslated: tuple[Untranslated, ...]
    stale: tuple[Untranslated, ...]
    twins: tuple[Twin, ...]
    faults: tuple[Fault, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """The questions that ask about it."""
        return self.fitness.items


@dataclass(frozen=True, slots=True)
class QuestionPreview:
    """A question written by hand: what is missing, or the item with what the linter says."""

    article: Article
    written: WrittenItem
    faults: tuple[Fault, ...]
    item: Item | None
    fitness: Fitness | None
    untranslated: tuple[Untranslated, ...]
    stale: tuple[Untranslated, ...]
    twins: tuple[Twin, ...]


def preview_fact(article: Article, draft: FactDraft) -> FactPreview:
    """Return what follows from a fact, its sentence found where none is named.

    Raises MarksBroken.
    """
    draft = proved(draft, article)
    imagined = with_fact(article, draft)
    fact = imagined.fact_by_id[draft.id]
    return FactPreview(
        article=imagined,
        fact=fact,
        draft=draft_from(fact, imagined),
        fitness=fitness(imagined, fact),
        # Without the other facts the same cards, only quicker: they are looked at, not played.
        cards=tuple(c for c in build_cards(replace(imagined, facts=(fact,))) if c.fact),
        untranslated=_about(missing(imagined), "fact", fact.id),
        stale=_about(stale(imagined), "fact", fact.id),
        twins=near_duplicates([Candidate(fact.id, fact.plain())], imagined),
        faults=faults(draft, imagined),
    )


def preview_question(article: Article, written: WrittenItem) -> QuestionPreview:
    """Return what a question written by hand becomes, or what it lacks. Raises nothing."""
    imagined = with_question(article, written)
    lacking = questions.faults(written, imagined)
    text = written.stem if written.stem.ar or written.stem.en else written.material
    return QuestionPreview(
        article=imagined,
        written=written,
        faults=lacking,
        item=None if lacking else questions.item_from(written, imagined),
        fitness=None if lacking else fitness(imagined, written),
        untranslated=_about(missing(imagined), "written", written.id),
        stale=_about(stale(imagined), "written", written.id),
        twins=near_duplicates([Candidate(written.id, text)], imagined),
    )


def _about(found: tuple[Untranslated, ...], place: str, ident: str) -> tuple[Untranslated, ...]:
    return tuple(each for each in found if (each.place, each.id) == (place, ident))


def with_question(article: Article, written: WrittenItem) -> Article:
    """Return the article with a question: in place of the one of the same id, or at the end."""
    known = {item.id: item for item in article.written}
    written = noted(written, known.get(written.id))
    others = [item for item in article.written if item.id != written.id]
    if len(others) == len(article.written):
        return replace(article, written=(*others, written))
    kept = tuple(written if item.id == written.id else item for item in article.written)
    return replace(article, written=kept)


def save_fact(
    session: Session, *, author: Author, public_id: str, draft: FactDraft, seen: str, now: datetime
) -> Draft:
    """Store a fact. Raises DraftNotFound, MarksBroken, EditedElsewhere."""
    return _save(
        session,
        author,
        public_id,
        f"fact:{draft.id}",
        seen,
        lambda article: with_fact(article, proved(draft, article)),
        now,
    )


def save_question(
    session: Session,
    *,
    author: Author,
    public_id: str,
    written: WrittenItem,
    seen: str,
    now: datetime,
) -> Draft:
    """Store a question, finished or not. Raises DraftNotFound, EditedElsewhere."""
    return _save(
        session,
        author,
        public_id,
        f"question:{written.id}",
        seen,
        lambda article: with_question(article, written),
        now,
    )


def confirm_side(
    session: Session,
    *,
    author: Author,
    public_id: str,
    part: str,
    lang: Lang,
    seen: str,
    now: datetime,
) -> Draft:
    """Say that one side of a fact or question is right although the other changed since.

    Raises DraftNotFound, EditedElsewhere.
    """
    sort, _, ident = part.partition(":")

    def change(article: Article) -> Article:
        facts = tuple(
            confirmed(f, lang) if sort == "fact" and f.id == ident else f for f in article.facts
        )
        written = tuple(
            confirmed(w, lang) if sort == "question" and w.id == ident else w
            for w in article.written
        )
        return replace(article, facts=facts, written=written)

    return _save(session, author, public_id, part, seen, change, now)


def remove(
    session: Session, *, author: Author, public_id: str, part: str, seen: str, now: datetime
) -> Draft:
    """Take a part out of a draft; its history stays. Raises DraftNotFound, EditedElsewhere."""
    return _save(session, author, public_id, part, seen, lambda a: without(a, part), now)


def without(article: Article, part: str) -> Article:
    """Return the article without a fact, question, set or unstated statement.

    A fact goes out of the sets that ask it too, and a set of less than two goes with it.
    """
    sort, _, ident = part.partition(":")
    match sort:
        case "question":
            return replace(article, written=_but(article.written, ident))
        case "set":
            return replace(article, sets=_but(article.sets, ident))
        case "unstated":
            return replace(article, unstated=_but(article.unstated, ident))
        case "fact":
            return _without_fact(article, ident)
    raise DraftNotFound(part)


def _but(rows: tuple[R, ...], ident: str) -> tuple[R, ...]:
    return tuple(row for row in rows if row.id != ident)


def _without_fact(article: Article, ident: str) -> Article:
    sets = (
        replace(each, members=tuple(m for m in each.members if m.fact != ident))
        for each in article.sets
    )
    return replace(
        article,
        facts=_but(article.facts, ident),
        sets=tuple(each for each in sets if len(each.members) > 1),
    )


def _save(
    session: Session,
    author: Author,
    public_id: str,
    part: str,
    seen: str,
    change: Callable[[Article], Article],
    now: datetime,
) -> Draft:
    return edit(
        session,
        author=author,
        public_id=public_id,
        part=part,
        seen=seen,
        change=change,
        now=now,
    )
