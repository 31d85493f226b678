"""Decks: which there are, how somebody stands with each, taking one up.

Taking up a deck stores nothing but that; its cards become states when they are first
reviewed, so a card that is added to the content later is in the deck at once.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.db import card_texts, catalogue
from quizapp.db import decks as tables
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.cards.interval import days_until
from quizapp.domain.errors import ArticleNotFound, DeckNotFound
from quizapp.services import texts
from quizapp.services.cards.learner import Learner, learner_or_stranger
from quizapp.services.cards.views import DECKS, Deck, DeckHead

Place = tuple[int, str]


def decks(session: Session, *, account_id: int, now: datetime) -> tuple[DeckHead, ...]:
    """Return every deck of every article, by article, as its owner stands with it.

    For an account that is not there every deck is as nobody took it up yet.
    """
    connection = session.connection()
    learner = learner_or_stranger(connection, account_id, now)
    rows = catalogue.articles(connection)
    articles = texts.articles_of(connection, {row.fingerprint: row.version_id for row in rows})
    sizes = {(row.article_id, row.deck): row.cards for row in card_texts.deck_sizes(connection)}
    started = tables.starts(connection, account_id)
    seen, due, known = _standing(tables.states(connection, account_id), learner)
    return tuple(
        DeckHead(
            article=row.slug,
            deck=deck,
            title=articles[row.fingerprint].title,
            total=sizes[row.id, deck],
            new=sizes[row.id, deck] - seen[row.id, deck],
            due=due[row.id, deck],
            known=known[row.id, deck],
            started=(row.id, deck) in started,
        )
        for row in rows
        for deck in DECKS
        if (row.id, deck) in sizes
    )


def _standing(
    rows: list[AnyRow], learner: Learner
) -> tuple[Counter[Place], Counter[Place], Counter[Place]]:
    """Count by deck the cards that were reviewed, that are due, that are remembered."""
    seen: Counter[Place] = Counter()
    due: Counter[Place] = Counter()
    known: Counter[Place] = Counter()
    for row in rows:
        place = (row.article_id, row.deck)
        hidden = row.suspended or row.buried_on == learner.today
        if row.due_on is not None and row.due_on <= learner.today and not hidden:
            due[place] += 1
        if row.reps:
            seen[place] += 1
            known[place] += is_known(row, learner)
    return seen, due, known


def is_known(row: AnyRow, learner: Learner) -> bool:
    """Tell whether a card reviewed is remembered today with the desired retention.

    The same as asking for its recall, without a power for each card: recall falls to the
    retention after a time in proportion to stability.
    """
    if row.last_day is None or row.phase == "learning":
        return False
    lasts = days_until(row.stability, learner.goals.retention, learner.settings.parameters[20])
    return bool((learner.today - row.last_day).days <= lasts)


def start_deck(
    session: Session, *, account_id: int, article: str, deck: Deck, now: datetime
) -> None:
    """Take up a deck; idempotent. Raises ArticleNotFound, DeckNotFound."""
    connection = session.connection()
    row = catalogue.article(connection, article)
    if row is None:
        raise ArticleNotFound(article)
    if deck not in DECKS or not tables.has_deck(connection, row.id, deck):
        raise DeckNotFound(f"{article}/{deck}")
    values = {
        "account_id": account_id,
        "article_id": row.id,
        "deck": deck,
        "started_at": now,
    }
    with writing(session, of=account_id) as connection:
        tables.start(connection, values)
