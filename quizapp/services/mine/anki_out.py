"""Taking one's cards to Anki: those of the decks taken up, with what is remembered or without.

With progress go the memory of each card, the day it is due, whether it is put aside, and
every review that counts. What Anki decides from then on is its own; reviews made there come
back by `anki_in`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import reviews, travelling
from quizapp.db.base import AnyRow
from quizapp.domain.bilingual import Lang, other
from quizapp.domain.cards.build import Card
from quizapp.domain.cards.state import Review
from quizapp.domain.content import Article
from quizapp.domain.exchange.cards import CardPack, TravellingCard
from quizapp.formats.anki.text import write_text
from quizapp.formats.anki.writer import write
from quizapp.services import texts
from quizapp.services.card_store import cards_of
from quizapp.services.cards.learner import learner_of
from quizapp.services.cards.records import line_of, state_of

ROOT: Final = "Waraqa"


@dataclass(frozen=True, slots=True)
class Naming:
    """How decks are called over there: the language, and a word for each of our three."""

    lang: Lang
    decks: Mapping[str, str]


def cards_held(session: Session, *, account_id: int) -> int:
    """Return how many cards somebody could take along."""
    return travelling.count(session.connection(), account_id)


def anki_package(
    session: Session,
    *,
    account_id: int,
    naming: Naming,
    now: datetime,
    progress: bool = True,
    font: bytes | None = None,
) -> bytes:
    """Return somebody's cards as a package for Anki. Raises AccountNotFound."""
    pack = cards_to_take(session.connection(), account_id, naming, now, progress=progress)
    session.rollback()  # Packing takes its time; nobody is to wait for this transaction.
    return write(pack, now, font)


def anki_text(session: Session, *, account_id: int, naming: Naming, now: datetime) -> bytes:
    """Return somebody's cards as a text file for Anki. Raises AccountNotFound."""
    pack = cards_to_take(session.connection(), account_id, naming, now, progress=False)
    session.rollback()
    return write_text(pack)


def cards_to_take(
    connection: Connection, account_id: int, naming: Naming, now: datetime, *, progress: bool
) -> CardPack:
    """Return the cards that travel, by article, deck and place. Raises AccountNotFound."""
    learner = learner_of(connection, account_id, now)
    rows = travelling.own(connection, account_id)
    cards = cards_of(connection, {row.text_fingerprint: row.text_id for row in rows})
    articles = texts.articles_of(
        connection, {row.article_fingerprint: row.article_version_id for row in rows}
    )
    logs = _logs(connection, account_id) if progress else {}
    return CardPack(
        tuple(
            _travelling(
                row,
                cards[row.text_fingerprint],
                articles[row.article_fingerprint],
                naming,
                tuple(logs.get(row.id, ())) if progress else None,
            )
            for row in rows
        ),
        learner.calendar,
        learner.goals.retention,
        learner.settings.parameters[20],
    )


def _logs(connection: Connection, account_id: int) -> Mapping[int, list[Review]]:
    found: defaultdict[int, list[Review]] = defaultdict(list)
    for row in reviews.lines(connection, account_id):
        found[row.card_id].append(line_of(row))
    return found


def _travelling(
    row: AnyRow, card: Card, article: Article, naming: Naming, log: tuple[Review, ...] | None
) -> TravellingCard:
    title = article.title[naming.lang] or article.title[other(naming.lang)]
    known = log is not None and row.phase is not None
    state = state_of(row) if known else None
    sentences = article.sentence_by_id
    return TravellingCard(
        id=row.name,
        deck=(ROOT, title, naming.decks[row.deck]),
        front=card.front,
        back=card.back,
        statement=card.statement,
        evidence=tuple(
            sentences[name].text[card.back.lang] for name in card.evidence if name in sentences
        ),
        source=article.title[card.back.lang] or title,
        note=row.note or "",
        tags=(f"waraqa::{row.slug}",),
        state=state,
        due_on=row.due_on if state and row.due_on != state.due_day else None,
        suspended=bool(known and row.suspended),
        log=log or (),
    )
