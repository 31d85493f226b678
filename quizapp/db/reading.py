"""What somebody answered last to each item of an article, in one statement.

Answers of a test that is still open are left out: what they were judged to be is not to
be given away before its end. Of two answers in the same millisecond the one of the later
round, then of the later position, is the last.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, func, or_, select

from quizapp.db.base import AnyRow, table
from quizapp.db.models import ArticleVersion, Item, ItemVersion
from quizapp.db.play import ASSIGNMENT, ATTEMPT, OF_ATTEMPT, OF_ROUND, ROUND
from quizapp.db.scores import IN_FORCE, REGRADED, REGRADED_LAST, RESPONSE
from quizapp.db.types import EPOCH

_ITEM: Final = table(Item)
_ITEM_TEXT: Final = table(ItemVersion)
_ARTICLE_TEXT: Final = table(ArticleVersion)

_MOMENT: Final = (RESPONSE.c.answered_at, RESPONSE.c.round_id, RESPONSE.c.position)

_answers = (
    select(
        _ITEM.c.name,
        IN_FORCE["outcome"].label("outcome"),
        *_MOMENT,
        func.row_number()
        .over(partition_by=_ITEM.c.id, order_by=[column.desc() for column in _MOMENT])
        .label("age"),
    )
    .join_from(ROUND, _ARTICLE_TEXT, _ARTICLE_TEXT.c.id == ROUND.c.article_version_id)
    .join(RESPONSE, RESPONSE.c.round_id == ROUND.c.id)
    .join(_ITEM_TEXT, _ITEM_TEXT.c.id == RESPONSE.c.version_id)
    .join(_ITEM, _ITEM.c.id == _ITEM_TEXT.c.item_id)
    .outerjoin(REGRADED, REGRADED_LAST)
    .outerjoin(ATTEMPT, OF_ROUND)
    .outerjoin(ASSIGNMENT, OF_ATTEMPT)
    .where(
        ROUND.c.account_id == bindparam("account_id"),
        _ARTICLE_TEXT.c.article_id == bindparam("article_id"),
        or_(ROUND.c.mode == "practice", ROUND.c.finished_at.is_not(None)),
        or_(
            ASSIGNMENT.c.keys_at.is_(None),
            ASSIGNMENT.c.keys_at <= bindparam("now", type_=ASSIGNMENT.c.keys_at.type),
        ),
    )
    .subquery("answers")
)

_LATEST: Final = (
    select(_answers.c.name, _answers.c.outcome)
    .where(_answers.c.age == 1)
    .order_by(_answers.c.answered_at, _answers.c.round_id, _answers.c.position)
)


def latest_answers(
    connection: Connection, account_id: int, article_id: int, now: datetime | None = None
) -> list[AnyRow]:
    """Return name and outcome of every item answered, by its last answer, the latest last.

    Answers of homework whose solutions have to wait for a moment wait with them, and without
    `now` for good.
    """
    parameters = {"account_id": account_id, "article_id": article_id, "now": now or EPOCH}
    return list(connection.execute(_LATEST, parameters))
