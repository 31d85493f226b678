"""What an examination asks of the database: is it whole, and all that must be gone through.

Only the doctor uses this; it reads everything there is, in batches, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, func, literal, or_, select, text

from quizapp.db.base import AnyRow, table
from quizapp.db.card_rows import STATE, TOTAL
from quizapp.db.card_texts import CARD, CARD_TEXT
from quizapp.db.models import Article, ArticleVersion, Erasure, Item, ItemVersion, Review
from quizapp.db.play import ENTRY, ROUND
from quizapp.db.scores import IN_FORCE, REGRADED, REGRADED_LAST, RESPONSE

_BATCH: Final = 1_000
_ITEM: Final = table(Item)
_ITEM_TEXT: Final = table(ItemVersion)
_KEY_TEXT: Final = _ITEM_TEXT.alias("key_text")
_ARTICLE: Final = table(Article)
_ARTICLE_TEXT: Final = table(ArticleVersion)
_ERASURE: Final = table(Erasure)
_REVIEW: Final = table(Review)

GUARDS: Final = frozenset(
    {
        "accepted_spelling_fixed",
        "accepted_spelling_kept",
        "appeal_decided",
        "appeal_kept",
        "article_version_fixed",
        "article_version_kept",
        "audit_entry_fixed",
        "audit_entry_kept",
        "card_version_fixed",
        "card_version_kept",
        "item_version_fixed",
        "item_version_kept",
        "regrade_fixed",
        "regrade_kept",
        "regraded_response_fixed",
        "regraded_response_kept",
        "response_fixed",
        "response_kept",
        "review_fixed",
        "review_kept",
        "review_undone_fixed",
        "review_undone_kept",
        "revision_fixed",
        "revision_kept",
        "round_entry_fixed",
        "round_entry_kept",
        "round_finished",
        "round_fixed",
        "round_kept",
    }
)
"""The triggers without which the log would not be append-only."""

_TRIGGERS: Final = {
    "sqlite": "SELECT name FROM sqlite_schema WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}

_RESPONSES: Final = (
    select(
        RESPONSE.c.round_id,
        RESPONSE.c.position,
        RESPONSE.c.version_id,
        RESPONSE.c.lang,
        RESPONSE.c.chosen,
        RESPONSE.c.typed,
        RESPONSE.c.skipped,
        RESPONSE.c.outcome,
        RESPONSE.c.score,
        RESPONSE.c.marks,
        RESPONSE.c.spelling,
        RESPONSE.c.shown,
        RESPONSE.c.normaliser,
        ENTRY.c.version_id.label("entry_version_id"),
        ROUND.c.lang.label("round_lang"),
        ROUND.c.public_id,
        _ITEM_TEXT.c.fingerprint.label("item_fingerprint"),
        REGRADED.c.score.label("score_since"),
    )
    .join_from(
        RESPONSE,
        ENTRY,
        and_(RESPONSE.c.round_id == ENTRY.c.round_id, RESPONSE.c.position == ENTRY.c.position),
    )
    .join(ROUND, ROUND.c.id == RESPONSE.c.round_id)
    .join(_ITEM_TEXT, _ITEM_TEXT.c.id == RESPONSE.c.version_id)
    .outerjoin(REGRADED, REGRADED_LAST)
    .order_by(RESPONSE.c.round_id, RESPONSE.c.position)
)

_STEPS: Final = (
    select(
        *REGRADED.c,
        RESPONSE.c.version_id.label("seen_id"),
        RESPONSE.c.lang,
        RESPONSE.c.chosen,
        RESPONSE.c.typed,
        RESPONSE.c.skipped,
        RESPONSE.c.outcome.label("logged_outcome"),
        RESPONSE.c.score.label("logged_score"),
        ROUND.c.public_id,
        _ITEM_TEXT.c.fingerprint.label("seen_fingerprint"),
        _KEY_TEXT.c.fingerprint.label("key_fingerprint"),
    )
    .join_from(
        REGRADED,
        RESPONSE,
        and_(
            RESPONSE.c.round_id == REGRADED.c.round_id,
            RESPONSE.c.position == REGRADED.c.position,
        ),
    )
    .join(ROUND, ROUND.c.id == RESPONSE.c.round_id)
    .join(_ITEM_TEXT, _ITEM_TEXT.c.id == RESPONSE.c.version_id)
    .join(_KEY_TEXT, _KEY_TEXT.c.id == REGRADED.c.version_id)
    .order_by(REGRADED.c.round_id, REGRADED.c.position, REGRADED.c.step)
)

_entries = (
    select(ENTRY.c.round_id, func.count().label("entries"), func.max(ENTRY.c.position).label("top"))
    .group_by(ENTRY.c.round_id)
    .subquery()
)
_answers = (
    select(
        RESPONSE.c.round_id,
        func.count().label("answers"),
        func.max(RESPONSE.c.answered_at).label("latest"),
    )
    .group_by(RESPONSE.c.round_id)
    .subquery()
)
_UNSOUND_ROUNDS: Final = (
    select(ROUND.c.public_id)
    .outerjoin(_entries, _entries.c.round_id == ROUND.c.id)
    .outerjoin(_answers, _answers.c.round_id == ROUND.c.id)
    .where(
        or_(
            func.coalesce(_entries.c.entries, 0) != ROUND.c.total,
            func.coalesce(_entries.c.top, 0) != ROUND.c.total,
            and_(ROUND.c.finished_at.is_(None), _answers.c.answers == ROUND.c.total),
        )
    )
)


def integrity(connection: Connection) -> list[str]:
    """Return what SQLite finds wrong with its file; PostgreSQL has no such question."""
    if connection.dialect.name != "sqlite":
        return []
    found = connection.execute(text("PRAGMA integrity_check(20)")).scalars()
    return [str(line) for line in found if line != "ok"]


def dangling(connection: Connection) -> list[str]:
    """Return rows that point nowhere. PostgreSQL has no way to make one."""
    if connection.dialect.name != "sqlite":
        return []
    rows = connection.execute(text("PRAGMA foreign_key_check"))
    return [f"{row[0]} {row[1]} -> {row[2]}" for row in rows]


def missing_guards(connection: Connection) -> list[str]:
    """Return the triggers that are not there."""
    found = set(connection.execute(text(_TRIGGERS[connection.dialect.name])).scalars())
    return sorted(GUARDS - found)


def item_texts(connection: Connection) -> Iterator[AnyRow]:
    """Yield the fingerprint and record of every item text."""
    yield from _stream(connection, select(_ITEM_TEXT.c.fingerprint, _ITEM_TEXT.c.record))


def article_texts(connection: Connection) -> Iterator[AnyRow]:
    """Yield the fingerprint and record of every article text."""
    yield from _stream(connection, select(_ARTICLE_TEXT.c.fingerprint, _ARTICLE_TEXT.c.record))


def card_texts(connection: Connection) -> Iterator[AnyRow]:
    """Yield the fingerprint and record of every card text."""
    yield from _stream(connection, select(CARD_TEXT.c.fingerprint, CARD_TEXT.c.record))


def states(connection: Connection) -> Iterator[AnyRow]:
    """Yield everybody's memory of every card, with the card's name."""
    columns = (c for c in STATE.c if c.name != "note")
    statement = select(*columns, CARD.c.name).join_from(STATE, CARD, CARD.c.id == STATE.c.card_id)
    yield from _stream(connection, statement)


def days(connection: Connection) -> Iterator[AnyRow]:
    """Yield the totals of everybody's days."""
    yield from _stream(connection, select(TOTAL))


def without_text(connection: Connection) -> list[str]:
    """Return the items, cards and articles whose current text is not stored."""
    cards = select(CARD.c.name).where(
        CARD.c.fingerprint.not_in(
            select(CARD_TEXT.c.fingerprint).where(CARD_TEXT.c.card_id == CARD.c.id)
        )
    )
    items = select(_ITEM.c.name).where(
        _ITEM.c.fingerprint.not_in(
            select(_ITEM_TEXT.c.fingerprint).where(_ITEM_TEXT.c.item_id == _ITEM.c.id)
        )
    )
    articles = select(_ARTICLE.c.slug).where(
        _ARTICLE.c.fingerprint.not_in(
            select(_ARTICLE_TEXT.c.fingerprint).where(_ARTICLE_TEXT.c.article_id == _ARTICLE.c.id)
        )
    )
    return [
        *connection.execute(items).scalars(),
        *connection.execute(cards).scalars(),
        *connection.execute(articles).scalars(),
    ]


def unsound_rounds(connection: Connection) -> list[str]:
    """Return rounds with entries missing, or open although everything is answered."""
    return list(connection.execute(_UNSOUND_ROUNDS).scalars())


def open_permits(connection: Connection) -> list[str]:
    """Return permits to delete that outlived their transaction."""
    return [str(number) for number in connection.execute(select(_ERASURE.c.account_id)).scalars()]


def responses(connection: Connection) -> Iterator[AnyRow]:
    """Yield every response with its round's language and its item text's fingerprint."""
    yield from _stream(connection, _RESPONSES)


def lines_of_logs(connection: Connection) -> int:
    """Return how many answers and reviews there are."""
    counts = (
        select(func.count()).select_from(log).scalar_subquery() for log in (RESPONSE, _REVIEW)
    )
    return int(connection.execute(select(sum(counts, start=literal(0)))).scalar_one())


def regrade_steps(connection: Connection) -> Iterator[AnyRow]:
    """Yield every step of every regraded response, with the answer and both texts."""
    yield from _stream(connection, _STEPS)


def _stream(connection: Connection, statement: Select[*tuple[Any, ...]]) -> Iterator[AnyRow]:
    yield from connection.execute(statement, execution_options={"yield_per": _BATCH})


def score_of_rounds(connection: Connection) -> dict[str, float]:
    """Return the score that each round with responses shows."""
    rows = connection.execute(
        select(ROUND.c.public_id, func.sum(IN_FORCE["score"]))
        .join_from(ROUND, RESPONSE, RESPONSE.c.round_id == ROUND.c.id)
        .outerjoin(REGRADED, REGRADED_LAST)
        .group_by(ROUND.c.public_id)
    )
    return {row[0]: row[1] for row in rows}
