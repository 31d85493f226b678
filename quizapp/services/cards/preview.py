"""What each desired retention would cost somebody, before they choose it.

The forecast (`domain.cards.workload`) follows the cards that somebody reviewed and what is
still new in the decks they took up; for somebody who has neither, new cards without end at
their pace. Nothing is stored.

    30 cards reviewed, 200 new in two decks    these, 10 new ones a day, for 30 days
    nothing yet                                300 new cards, 10 a day
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import card_texts
from quizapp.db import decks as tables
from quizapp.db.base import AnyRow
from quizapp.domain.cards.holding import Held
from quizapp.domain.cards.state import CardState
from quizapp.domain.cards.workload import Workload, workloads
from quizapp.services.cards.learner import Learner, learner_or_stranger
from quizapp.services.cards.records import held_of

RETENTIONS: Final = (0.70, 0.80, 0.85, 0.90, 0.95, 0.97)
DAYS: Final = 30
STRANGER: Final = 0
"""No account has this number."""


@dataclass(frozen=True, slots=True)
class WorkloadPreview:
    """The work of each retention, the learner's own among them, over the coming `DAYS`.

    `own` is the retention desired now. `known` and `new` are how many cards the forecast is
    made from; `imagined` tells that they are nobody's, as nothing was learnt yet.
    """

    rows: tuple[Workload, ...]
    own: float
    known: int
    new: int
    imagined: bool


def workload_preview(session: Session, *, account_id: int | None, now: datetime) -> WorkloadPreview:
    """Return the forecast for an account; for None, or one that is not there, a beginner's.

    Writes nothing.
    """
    connection = session.connection()
    learner = learner_or_stranger(connection, account_id or STRANGER, now)
    rows = tables.states(connection, learner.account_id)
    known = [held_of(row, row.lang, row.position) for row in rows if row.reps]
    new = _new(connection, learner, rows)
    imagined = not known and not new
    if imagined:
        new = learner.goals.new_a_day * DAYS
    unseen = (Held(CardState(f"new/{n:06}"), learner.first, n) for n in range(new))
    own = learner.goals.retention
    return WorkloadPreview(
        rows=workloads(
            (*known, *unseen),
            learner.today,
            learner.limits,
            learner.settings,
            retentions=sorted({*RETENTIONS, own}),
            days=DAYS,
        ),
        own=own,
        known=len(known),
        new=new,
        imagined=imagined,
    )


def _new(connection: Connection, learner: Learner, rows: list[AnyRow]) -> int:
    """How many cards of the decks taken up were never reviewed."""
    started = tables.starts(connection, learner.account_id)
    if not started:
        return 0
    seen = Counter((row.article_id, row.deck) for row in rows if row.reps)
    return sum(
        row.cards - seen[row.article_id, row.deck]
        for row in card_texts.deck_sizes(connection)
        if (row.article_id, row.deck) in started
    )
