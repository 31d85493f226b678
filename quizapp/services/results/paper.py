"""A round for paper: drawn from a seed, so that printing it again prints the same sheet.

Of homework with one draw for everybody the sheet has exactly what is asked on the screen.
Nothing is stored: a sheet is no round that anybody plays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.db import catalogue
from quizapp.db.base import AnyRow
from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.domain.content import Article, Sentence
from quizapp.domain.errors import ArticleNotFound
from quizapp.domain.items.base import Item
from quizapp.services import texts
from quizapp.services.results.gathering import classroom_of, homework_in
from quizapp.services.results.views import ClassOfResults
from quizapp.services.rounds import RoundRequest
from quizapp.services.rounds.start import Draft, draw


@dataclass(frozen=True, slots=True)
class PaperWish:
    """What is to be printed: a homework, or else a round of an article.

    `lang` is the language in which no question may give another away.
    """

    lang: Lang
    homework: str | None
    article: str
    length: int | None
    kinds: tuple[str, ...]
    seed: str


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question, its options in the order to be printed, the sentences that prove it."""

    item: Item
    order: tuple[int, ...]
    evidence: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """What goes on paper. `homework` is where it is played, None for an article's round."""

    classroom: ClassOfResults
    homework: str | None
    article: str
    title: Bilingual
    questions: tuple[PaperQuestion, ...]


def paper(
    session: Session, *, account_id: int, classroom_id: str, wish: PaperWish, now: datetime
) -> Paper:
    """Return the questions of a sheet, for a teacher of the class.

    Raises ClassroomNotFound, HomeworkNotFound, ArticleNotFound, and NothingToAsk where no
    question fits.
    """
    connection = session.connection()
    classroom, shown = classroom_of(connection, account_id, classroom_id)
    set_row = None
    if wish.homework is not None:
        set_row = homework_in(connection, account_id, classroom, wish.homework)
    slug = wish.article if set_row is None else set_row.slug
    head = catalogue.article(connection, slug)
    if head is None or head.status != catalogue.PUBLISHED:
        raise ArticleNotFound(slug)
    article = texts.article_of(connection, head.version_id, head.fingerprint)
    drawn = draw(session, _draft(account_id, wish, set_row, now))
    named = {entry["version_id"]: entry["arrangement"] for entry in drawn.entries}
    found = {row.id: row.fingerprint for row in catalogue.item_texts(connection, list(named))}
    items = texts.items_of(connection, {name: number for number, name in found.items()})
    own = set_row.title if set_row is not None else ""
    return Paper(
        classroom=shown,
        homework=wish.homework,
        article=slug,
        title=Bilingual(own, own) if own else article.title,
        questions=tuple(
            PaperQuestion(item, order, proofs_of(item, article))
            for number, order in named.items()
            for item in (items[found[number]],)
        ),
    )


def proofs_of(item: Item, article: Article) -> tuple[Sentence, ...]:
    """Return the sentences that prove an item's key, as far as they still stand in the passage."""
    known = article.sentence_by_id
    return tuple(known[name] for name in item.evidence if name in known)


def _draft(account_id: int, wish: PaperWish, row: AnyRow | None, now: datetime) -> Draft:
    if row is None:
        request = RoundRequest(wish.article, wish.lang, wish.length, wish.kinds, "practice")
        only: tuple[str, ...] = ()
        seed = wish.seed
    else:
        request = RoundRequest(row.slug, wish.lang, row.length, row.kinds, "practice")
        only = row.items
        seed = row.seed if row.draw == "fixed" else wish.seed
    return Draft(account_id, request, only, None, "", seed, now)
