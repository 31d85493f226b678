"""The log of reviews as tests read it: raw, without any of the program's statements."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db.types import from_millis
from quizapp.domain.cards.state import Phase, Rating, Review

EPOCH_DAY = date(1970, 1, 1)


def lines_in(session: Session, account_id: int = 1) -> list[Review]:
    """Every review of an account that was not undone."""
    rows = session.execute(
        text(
            "SELECT review.*, card.name FROM review JOIN card ON card.id = review.card_id"
            " WHERE account_id = :id AND uuid NOT IN"
            " (SELECT uuid FROM review_undone WHERE account_id = :id)"
        ),
        {"id": account_id},
    )
    return [
        Review(
            id=str(UUID(bytes=row.uuid)),
            card=row.name,
            moment=from_millis(row.moment),
            study_day=EPOCH_DAY + timedelta(days=row.day),
            rating=Rating(row.rating),
            retention=row.retention,
            due_day=None if row.due_day is None else EPOCH_DAY + timedelta(days=row.due_day),
            duration_ms=row.latency,
            phase=Phase(row.phase),
            stability=row.stability,
            difficulty=row.difficulty,
        )
        for row in rows
    ]
