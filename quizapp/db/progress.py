"""What the progress page asks of the database: roll-ups, finished rounds, certainty."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BindParameter, Connection, and_, bindparam, case, func, or_, select

from quizapp.db.base import AnyRow, table
from quizapp.db.card_rows import TOTAL
from quizapp.db.models import ArticleVersion
from quizapp.db.play import ROUND
from quizapp.db.scores import GRADED, IN_FORCE, REGRADED, REGRADED_LAST, RESPONSE

_ARTICLE_TEXT: Final = table(ArticleVersion)
_account: Final[BindParameter[int]] = bindparam("account_id")

_DAYS: Final = select(TOTAL).where(TOTAL.c.account_id == _account).order_by(TOTAL.c.day)

_score = (
    select(func.coalesce(func.sum(IN_FORCE["score"]), 0.0))
    .select_from(GRADED)
    .where(RESPONSE.c.round_id == ROUND.c.id)
    .scalar_subquery()
)
_ROUNDS: Final = (
    select(
        ROUND.c.public_id,
        ROUND.c.lang,
        ROUND.c.total,
        ROUND.c.finished_at,
        ROUND.c.article_version_id,
        _ARTICLE_TEXT.c.fingerprint.label("article_fingerprint"),
        _score.label("score"),
    )
    .join_from(ROUND, _ARTICLE_TEXT, _ARTICLE_TEXT.c.id == ROUND.c.article_version_id)
    .where(ROUND.c.account_id == _account, ROUND.c.finished_at.is_not(None))
    .order_by(ROUND.c.started_at.desc(), ROUND.c.id.desc())
    .limit(bindparam("most"))
)

_CERTAINTY: Final = (
    select(
        RESPONSE.c.lang,
        RESPONSE.c.certainty,
        func.count().label("answers"),
        func.sum(case((IN_FORCE["score"] == 1, 1), else_=0)).label("right"),
    )
    .join_from(ROUND, RESPONSE, RESPONSE.c.round_id == ROUND.c.id)
    .outerjoin(REGRADED, REGRADED_LAST)
    .where(
        and_(
            ROUND.c.account_id == _account,
            RESPONSE.c.certainty.is_not(None),
            or_(ROUND.c.mode == "practice", ROUND.c.finished_at.is_not(None)),
        )
    )
    .group_by(RESPONSE.c.lang, RESPONSE.c.certainty)
)


def days(connection: Connection, account_id: int) -> list[AnyRow]:
    """Return the totals of every day with a review, the earliest first."""
    return list(connection.execute(_DAYS, {"account_id": account_id}))


def finished_rounds(connection: Connection, account_id: int, most: int) -> list[AnyRow]:
    """Return somebody's latest finished rounds with their scores, the newest first."""
    return list(connection.execute(_ROUNDS, {"account_id": account_id, "most": most}))


def certainty(connection: Connection, account_id: int) -> list[AnyRow]:
    """Count answers by language and certainty, and those of them with full marks.

    Answers of an open test are left out: how they were judged is not to be given away.
    """
    return list(connection.execute(_CERTAINTY, {"account_id": account_id}))
