"""A sheet of questions of one article, for its author or any teacher, without a class.

Drawn as any round is, from a seed, so that the same wish prints the same sheet. A published
article's sheet is the very round that a learner gets who starts it from the same seed.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.domain.errors import NothingToAsk
from quizapp.domain.generation.bank import Bank
from quizapp.domain.generation.rounds import RoundSpec, assemble
from quizapp.domain.ids import seeded
from quizapp.services import content
from quizapp.services.results.paper import PaperQuestion, proofs_of
from quizapp.services.studio.drafts import Author, open_draft, record_of
from quizapp.services.studio.judging import items_of


@dataclass(frozen=True, slots=True)
class SheetWish:
    """What is to be printed. `lang` is the language in which no question gives another away."""

    lang: Lang
    length: int | None
    kinds: tuple[str, ...]
    seed: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What goes on paper. `slug` is empty where learners do not have the article."""

    title: Bilingual
    slug: str
    questions: tuple[PaperQuestion, ...]


def draft_sheet(session: Session, *, author: Author, public_id: str, wish: SheetWish) -> Sheet:
    """Return a sheet of a draft as it is now. Raises DraftNotFound, NothingToAsk."""
    draft = open_draft(session, author, public_id)
    bank = Bank(draft.article, items_of(record_of(draft.article)))
    return Sheet(draft.article.title, "", _drawn(bank, wish))


def article_sheet(session: Session, *, slug: str, wish: SheetWish) -> Sheet:
    """Return a sheet of a published article. Raises ArticleNotFound, NothingToAsk."""
    bank = content.bank_of(session, slug)
    return Sheet(bank.article.title, slug, _drawn(bank, wish))


def _drawn(bank: Bank, wish: SheetWish) -> tuple[PaperQuestion, ...]:
    spec = RoundSpec(lang=wish.lang, length=wish.length, kinds=wish.kinds)
    entries = assemble(bank, spec, seeded(wish.seed))
    if not entries:
        raise NothingToAsk(bank.article.slug)
    return tuple(
        PaperQuestion(item, entry.order, proofs_of(item, bank.article))
        for entry in entries
        for item in (bank.by_id[entry.item],)
    )
