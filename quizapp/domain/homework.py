"""When homework may be begun, when it closes, and which attempt counts. All times are moments.

Extra time is a factor of working time. Working time is the time limit of an attempt, and the
span from opening to due where that is a sitting, a day at most; a longer span is time to
choose from, and is the same for everybody unless a teacher gives somebody another due time:

    limit 20 minutes, factor 1.5               the attempt closes 30 minutes after its start
    9:00 to 10:00, factor 1.5                  due 10:30
    Monday to Friday, factor 1.5               due Friday, as for the others

What is late is refused (the attempt closes when it is due), marked, or simply taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

SITTING: Final = timedelta(days=1)

Counts = Literal["best", "last", "first"]
Late = Literal["refuse", "mark", "accept"]


@dataclass(frozen=True, slots=True)
class Term:
    """The times of one piece of homework for one learner.

    `factor` is her extra time, at least 1; `own_due` a due time given to her alone.
    """

    opens_at: datetime
    due_at: datetime | None
    minutes: int | None
    late: Late
    factor: float = 1.0
    own_due: datetime | None = None

    @property
    def due(self) -> datetime | None:
        """When it is due for this learner."""
        if self.own_due is not None or self.due_at is None:
            return self.own_due
        span = self.due_at - self.opens_at
        return self.opens_at + span * self.factor if span <= SITTING else self.due_at

    @property
    def working_time(self) -> timedelta | None:
        """How long one attempt may take for this learner, None without a limit."""
        return None if self.minutes is None else timedelta(minutes=self.minutes) * self.factor

    def closes(self, started_at: datetime) -> datetime | None:
        """When an attempt takes no more answers: its limit is over, or it is due and late
        answers are refused.
        """
        ends = []
        if self.working_time is not None:
            ends.append(started_at + self.working_time)
        if self.late == "refuse" and self.due is not None:
            ends.append(self.due)
        return min(ends, default=None)

    def may_begin(self, now: datetime) -> Literal["yes", "early", "late"]:
        """Tell whether an attempt may be begun at a moment."""
        if now < self.opens_at:
            return "early"
        if self.late == "refuse" and self.due is not None and now >= self.due:
            return "late"
        return "yes"

    def is_late(self, moment: datetime) -> bool:
        """Tell whether what was done at a moment was late, and is to be marked so."""
        return self.late == "mark" and self.due is not None and moment > self.due


def extra_time(own: float, in_class: float | None, here: float | None) -> float:
    """Return the factor that holds: for this homework, else for the class, else the account's."""
    return next(factor for factor in (here, in_class, own) if factor is not None)


def counting(scores: Sequence[float], counts: Counts) -> int | None:
    """Return the position of the attempt that counts, None where there is none.

    `scores` are shares of full marks of the finished attempts, in their order; of equally
    good ones the earliest counts.
    """
    if not scores:
        return None
    if counts == "best":
        return max(range(len(scores)), key=lambda at: (scores[at], -at))
    return 0 if counts == "first" else len(scores) - 1
