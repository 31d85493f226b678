"""An article to be read: its passage with terms marked, and what the reader knows of it.

Cutting the passage into runs is done once per text of an article and remembered under its
fingerprint, which is right for ever; a reader's answers are asked for anew each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from quizapp.db import catalogue
from quizapp.db import reading as answers
from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.domain.content import Article, Term
from quizapp.domain.errors import ArticleNotFound
from quizapp.domain.items.base import Outcome
from quizapp.domain.knowledge import Knowledge, facts_by_sentence, knowledge_of, known_facts
from quizapp.domain.reading import AnnotatedParagraph, Runs, TermRun, annotated_passage
from quizapp.services import texts

_LIMIT: Final = 200
_PASSAGES: Final[dict[str, tuple[AnnotatedParagraph, ...]]] = {}


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence in both languages as runs.

    `knowledge` counts the facts that it proves; None for a stranger and for a sentence
    that proves none.
    """

    id: str
    ar: Runs
    en: Runs
    knowledge: Knowledge | None

    def __getitem__(self, lang: Lang) -> Runs:
        return self.ar if lang == "ar" else self.en


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """A paragraph of aligned sentences."""

    id: str
    sentences: tuple[ReadSentence, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as its reader sees it.

    `terms` are those marked in the passage, in the order in which they first stand there.
    `knowledge` is over all facts of the article, None for a stranger.
    """

    slug: str
    title: Bilingual
    summary: Bilingual
    source_note: Bilingual
    paragraphs: tuple[ReadParagraph, ...]
    terms: tuple[Term, ...]
    knowledge: Knowledge | None


def read(
    session: Session, *, account_id: int | None, slug: str, now: datetime | None = None
) -> Reading:
    """Return an article to be read; `account_id` None stands for somebody unknown.

    Without `now`, what was answered in tests whose solutions have to wait is not looked at.

    Raises ArticleNotFound.
    """
    connection = session.connection()
    row = catalogue.article(connection, slug)
    if row is None:
        raise ArticleNotFound(slug)
    article = texts.article_of(connection, row.version_id, row.fingerprint)
    known = None
    if account_id is not None:
        latest = answers.latest_answers(connection, account_id, row.id, now)
        known = known_facts(article, ((each.name, Outcome(each.outcome)) for each in latest))
    passage = _passage(article, row.fingerprint)
    return Reading(
        slug=article.slug,
        title=article.title,
        summary=article.summary,
        source_note=article.source_note,
        paragraphs=_paragraphs(article, passage, known),
        terms=_marked(article, passage),
        knowledge=None if known is None else knowledge_of(article.fact_by_id, known),
    )


def _passage(article: Article, fingerprint: str) -> tuple[AnnotatedParagraph, ...]:
    passage = _PASSAGES.get(fingerprint)
    if passage is None:
        if len(_PASSAGES) >= _LIMIT:
            _PASSAGES.clear()
        passage = _PASSAGES[fingerprint] = annotated_passage(article)
    return passage


def _paragraphs(
    article: Article, passage: tuple[AnnotatedParagraph, ...], known: dict[str, bool] | None
) -> tuple[ReadParagraph, ...]:
    proved = facts_by_sentence(article)

    def knowledge(sentence: str) -> Knowledge | None:
        if known is None or sentence not in proved:
            return None
        return knowledge_of(proved[sentence], known)

    return tuple(
        ReadParagraph(
            paragraph.id,
            tuple(ReadSentence(s.id, s.ar, s.en, knowledge(s.id)) for s in paragraph.sentences),
        )
        for paragraph in passage
    )


def _marked(article: Article, passage: tuple[AnnotatedParagraph, ...]) -> tuple[Term, ...]:
    marked = dict.fromkeys(
        run.term
        for paragraph in passage
        for sentence in paragraph.sentences
        for lang in LANGS
        for run in sentence[lang]
        if isinstance(run, TermRun)
    )
    return tuple(article.term_by_id[ident] for ident in marked)
