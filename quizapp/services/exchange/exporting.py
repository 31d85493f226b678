"""An article's questions as a file, in one format and one language, and what it leaves out.

A draft leaves for its owner alone, a published article for any teacher; whoever calls sees
to that, because files hold the keys. Nothing is kept: the same article gives the same file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from quizapp.domain.bilingual import Lang, other
from quizapp.domain.content import Article
from quizapp.domain.errors import NotFound
from quizapp.domain.exchange.leaving import questions_of
from quizapp.domain.exchange.travel import Note, Pack
from quizapp.domain.items.base import Item
from quizapp.formats.registry import FORMATS, Format
from quizapp.services import content
from quizapp.services.studio.drafts import Author, open_draft, record_of
from quizapp.services.studio.judging import items_of


class FormatNotFound(NotFound):
    """No format has this name, or it does not go this way."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """A finished file with its name, and what it could not carry.

    `count` is how many questions the article has in this language.
    """

    format: Format
    lang: Lang
    filename: str
    data: bytes
    count: int
    notes: tuple[Note, ...]


def writable() -> tuple[Format, ...]:
    """Return the formats in which questions can leave."""
    return tuple(f for f in FORMATS.values() if f.writes)


def readable() -> tuple[Format, ...]:
    """Return the formats from which questions can be taken."""
    return tuple(f for f in FORMATS.values() if f.reads)


def leaving(items: Sequence[Item], article: Article, name: str, lang: Lang) -> Leaving:
    """Return items of an article as a file. Raises FormatNotFound."""
    known = {each.name: each for each in writable()}
    if name not in known:
        raise FormatNotFound(name)
    questions = questions_of(items, article, lang)
    title = article.title[lang] or article.title[other(lang)]
    written = known[name].writer()(Pack(article.slug, title, lang, questions))
    return Leaving(
        format=known[name],
        lang=lang,
        filename=f"{article.slug}-{lang}.{known[name].extension}",
        data=written.data,
        count=len(questions),
        notes=written.notes,
    )


def from_draft(
    session: Session, *, author: Author, public_id: str, name: str, lang: Lang
) -> Leaving:
    """Return the questions of a draft as a file. Raises DraftNotFound, FormatNotFound."""
    article = open_draft(session, author, public_id).article
    return leaving(items_of(record_of(article)), article, name, lang)


def from_published(session: Session, *, slug: str, name: str, lang: Lang) -> Leaving:
    """Return the questions that learners get as a file. Raises ArticleNotFound, FormatNotFound."""
    bank = content.bank_of(session, slug)
    return leaving(bank.items, bank.article, name, lang)
