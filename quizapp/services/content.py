"""Content in the database: loading it from seeds, and what articles there are.

Loading compares fingerprints. What is the same is not written; a changed text becomes a
new version beside the old one; what is gone is retired and kept. Worked example, the
fact `host` reworded and the fact `year` removed:

    book-fair/host/salt/choice    new version; entries of open rounds keep theirs, flagged
    book-fair/year/-/claim        retired; whoever was asked it still finds it in the result
    all the others                no row written
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from quizapp.db import catalogue
from quizapp.db.base import AnyRow
from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.domain.content import Article
from quizapp.domain.errors import ArticleNotFound, ContentError
from quizapp.domain.generation.bank import Bank
from quizapp.domain.items.registry import KINDS
from quizapp.formats.content import ContentRejected, Problem, article_folders, read_article
from quizapp.formats.content.schema import COMMON_FOLDER
from quizapp.services import texts
from quizapp.services.content_check import ArticleReport, check_bank
from quizapp.services.content_store import ArticleLoad, Texts, is_stored, store_article


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading did to each article."""

    articles: tuple[ArticleLoad, ...]

    @property
    def rows_written(self) -> int:
        """The rows written in all: 0 when nothing was new."""
        return sum(article.rows_written for article in self.articles)


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """An article as a list shows it. `kinds` counts its items by kind, in the kinds' order.

    `langs` are the languages in which there is anything to read or to ask.
    """

    slug: str
    title: Bilingual
    summary: Bilingual
    items: int
    facts: int
    kinds: Mapping[str, int]
    langs: tuple[Lang, ...] = LANGS

    def lang_for(self, preferred: Lang) -> Lang:
        """Return the preferred language where the article has it, else the one it has."""
        return preferred if preferred in self.langs else self.langs[0]


class ContentUnfit(ContentError):
    """Articles that could be read but must not be published; `reports` say why."""

    def __init__(self, reports: tuple[ArticleReport, ...]) -> None:
        super().__init__(", ".join(report.slug for report in reports))
        self.reports = reports


def load_seeds(session: Session, seeds: Path, now: datetime) -> LoadReport:
    """Load every article of a seeds folder. Loading the same again writes nothing.

    Everything is read and checked before anything is written; each article is then one
    transaction. Raises ContentRejected for files that cannot be read as content,
    ContentUnfit for items that the linter refuses.
    """
    banks = [Bank.of(article) for article in _read_all(seeds)]
    prepared = [Texts.of(bank.article, bank.items) for bank in banks]
    reports = [
        check_bank(bank)
        for bank, text in zip(banks, prepared, strict=True)
        if not is_stored(session, text)
    ]
    unfit = tuple(report for report in reports if report.refused or not report.equal_ids)
    if unfit:
        raise ContentUnfit(unfit)
    return LoadReport(tuple(store_article(session, text, now) for text in prepared))


def _read_all(seeds: Path) -> list[Article]:
    articles: list[Article] = []
    problems: list[Problem] = []
    for folder in article_folders(seeds):
        try:
            articles.append(read_article(folder, seeds / COMMON_FOLDER))
        except ContentRejected as rejected:
            problems += [problem for problem in rejected.problems if problem not in problems]
    if problems:
        raise ContentRejected(tuple(problems))
    return articles


def list_articles(session: Session) -> tuple[ArticleHead, ...]:
    """Return all articles by slug."""
    connection = session.connection()
    rows = catalogue.articles(connection)
    stored = texts.articles_of(connection, {row.fingerprint: row.version_id for row in rows})
    counts = _counts_by_article(catalogue.kind_counts(connection))
    return tuple(_head(stored[row.fingerprint], counts[row.id]) for row in rows)


def article_head(session: Session, slug: str) -> ArticleHead:
    """Return one article as a list shows it. Raises ArticleNotFound."""
    connection = session.connection()
    row = _row(session, slug)
    counts = _counts_by_article(catalogue.kind_counts(connection, row.id))
    return _head(texts.article_of(connection, row.version_id, row.fingerprint), counts[row.id])


def article_of(session: Session, slug: str) -> Article:
    """Return an article as it is now. Raises ArticleNotFound."""
    row = _row(session, slug)
    return texts.article_of(session.connection(), row.version_id, row.fingerprint)


def bank_of(session: Session, slug: str) -> Bank:
    """Return all items of an article as they are now. Raises ArticleNotFound."""
    return texts.bank_of(session.connection(), _row(session, slug)).bank


def _row(session: Session, slug: str) -> AnyRow:
    row = catalogue.article(session.connection(), slug)
    if row is None or row.status != catalogue.PUBLISHED:
        raise ArticleNotFound(slug)
    return row


def _counts_by_article(rows: list[AnyRow]) -> defaultdict[int, dict[str, int]]:
    counts: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for row in rows:
        counts[row.article_id][row.kind] = row.items
    return counts


def _head(article: Article, counts: Mapping[str, int]) -> ArticleHead:
    return ArticleHead(
        slug=article.slug,
        title=article.title,
        summary=article.summary,
        items=sum(counts.values()),
        facts=len(article.facts),
        kinds={kind: counts[kind] for kind in KINDS if kind in counts},
        langs=tuple(lang for lang in LANGS if _is_in(article, lang)) or LANGS,
    )


def _is_in(article: Article, lang: Lang) -> bool:
    sentences = article.sentence_by_id.values()
    return any(s.text[lang] for s in sentences) or any(lang in f.langs for f in article.facts)
