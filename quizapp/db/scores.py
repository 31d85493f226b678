"""What a response counts for: as it was logged, or as its last regrade says.

The one place that knows. The log keeps what was judged at the time; a regrade adds a step
beside it. Whoever reads outcomes or scores joins `REGRADED` where `REGRADED_LAST` holds and
takes its columns from `IN_FORCE`, never from the log:

    select(func.sum(IN_FORCE["score"]))
    .select_from(RESPONSE).outerjoin(REGRADED, REGRADED_LAST)

    logged wrong 0, no step                          wrong 0
    logged wrong 0, step 1 right 1                   right 1
    logged wrong 0, step 1 right 1, step 2 wrong 0   wrong 0
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, literal_column, select

from quizapp.db.base import table
from quizapp.db.models import RegradedResponse, Response

RESPONSE: Final = table(Response)
REGRADED: Final = table(RegradedResponse)
_LATER: Final = REGRADED.alias("later")

JUDGEMENT: Final = ("outcome", "score", "marks", "spelling", "shown")
"""The columns that say how an answer was judged."""

REGRADED_LAST: Final = and_(
    REGRADED.c.round_id == RESPONSE.c.round_id,
    REGRADED.c.position == RESPONSE.c.position,
    ~select(literal_column("1"))
    .select_from(_LATER)
    .where(
        _LATER.c.round_id == REGRADED.c.round_id,
        _LATER.c.position == REGRADED.c.position,
        _LATER.c.step > REGRADED.c.step,
    )
    .correlate(REGRADED)
    .exists(),
)

# A skipped answer stays skipped and a typed one typed, so NULL never replaces a spelling.
IN_FORCE: Final[Mapping[str, ColumnElement[Any]]] = {
    name: func.coalesce(REGRADED.c[name], RESPONSE.c[name]) for name in JUDGEMENT
}

GRADED: Final = RESPONSE.outerjoin(REGRADED, REGRADED_LAST)
"""Responses with what they count for, to select from."""
