"""Memory parameters of one's own: proposed by the optimiser, taken on only by the learner.

Off by default. A proposal says how well the past was foretold (log loss, less is better) by
the parameters in force and by the new ones; and, as anybody can foretell what they have
seen, the same for the newest fifth with parameters fitted to the rest alone. Only where that
is better too is the proposal worth taking on. Worked example:

    2,591 reviews    before 0.317, after 0.305;  newest fifth 0.334 -> 0.318    worth it

Taking parameters on replays the whole log with them, so a card's state stays what its log
comes to, with the parameters that the account has. A card that was put on another day (by a
quiz, by a plan) stays on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import personal as tables
from quizapp.db import reviews
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.cards.fitting import (
    LEAST_REVIEWS,
    Fitter,
    Forecasts,
    boundary,
    by_card,
    forecasts,
    history_of,
)
from quizapp.domain.cards.replay import replay
from quizapp.domain.cards.state import Review
from quizapp.domain.errors import AccountNotFound, OptimiserMissing, ReviewsTooFew, StorageBusy
from quizapp.domain.memory import MemorySettings
from quizapp.services.cards.learner import learner_of
from quizapp.services.cards.records import line_of, memory_values, settings_with

MOST_FORETOLD: Final = 20_000
"""Of a longer log every n-th card is foretold, which says as much in less time."""
OLDER: Final = 0.8
_TRIES: Final = 5

Parameters = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class MemoryView:
    """How somebody's memory is reckoned: reviews that count for fitting, own parameters or not.

    `needed` is how many reviews fitting takes.
    """

    reviews: int
    needed: int
    parameters: Parameters | None

    @property
    def enough(self) -> bool:
        """Whether there are reviews enough to fit parameters."""
        return self.reviews >= self.needed


@dataclass(frozen=True, slots=True)
class Proposal:
    """Parameters proposed, with the log loss before and after.

    `before` and `after` are over `reviews`; `unseen_before` and `unseen_after` over the
    newest fifth, the latter by parameters fitted without it.
    """

    parameters: Parameters
    reviews: int
    before: float
    after: float
    unseen_before: float
    unseen_after: float

    @property
    def worth_it(self) -> bool:
        """Whether the proposal foretells better what it has seen, and what it has not."""
        return self.after < self.before and self.unseen_after < self.unseen_before


def memory_of(session: Session, *, account_id: int, now: datetime) -> MemoryView:
    """Return how somebody's memory is reckoned. Raises AccountNotFound."""
    connection = session.connection()
    learner = learner_of(connection, account_id, now)
    return MemoryView(tables.tested(connection, account_id), LEAST_REVIEWS, learner.parameters)


def propose(session: Session, *, account_id: int, now: datetime, fitter: Fitter | None) -> Proposal:
    """Return parameters fitted to somebody's log. Writes nothing.

    Raises ReviewsTooFew below `LEAST_REVIEWS`, OptimiserMissing without a fitter,
    AccountNotFound, ValueError for parameters that no memory can have.
    """
    view = memory_of(session, account_id=account_id, now=now)
    if not view.enough:
        raise ReviewsTooFew(view.reviews, view.needed)
    if fitter is None:
        raise OptimiserMissing
    rows = reviews.lines(session.connection(), account_id)
    session.rollback()  # Fitting takes its time; nobody is to wait for this transaction.
    logs = list(by_card(map(line_of, rows)).values())
    since = boundary(logs, OLDER)
    if since is None:
        raise ReviewsTooFew(0, view.needed)
    older = [[line for line in log if line.moment < since] for log in logs]
    found, trial = _fitted(fitter, logs), _fitted(fitter, older)
    now_in_force = settings_with(view.parameters)
    sample = logs[:: -(-sum(map(len, logs)) // MOST_FORETOLD)]
    before, after = forecasts(sample, now_in_force), forecasts(sample, found)
    unseen: tuple[Forecasts, Forecasts] = (
        forecasts(sample, now_in_force, since),
        forecasts(sample, trial, since),
    )
    return Proposal(
        parameters=found.parameters,
        reviews=before.count,
        before=before.log_loss,
        after=after.log_loss,
        unseen_before=unseen[0].log_loss,
        unseen_after=unseen[1].log_loss,
    )


def _fitted(fitter: Fitter, logs: Iterable[Sequence[Review]]) -> MemorySettings:
    histories = [history_of(log) for log in logs if log]
    return settings_with(tuple(fitter(histories)))


def take_on(
    session: Session, *, account_id: int, parameters: Parameters | None, now: datetime
) -> None:
    """Make parameters somebody's own, None the usual ones again, and replay the whole log.

    Idempotent. Raises AccountNotFound, ValueError for parameters that no memory can have.
    """
    settings = settings_with(parameters)
    for _ in range(_TRIES):
        connection = session.connection()
        learner_of(connection, account_id, now)
        mark = tables.mark(connection, account_id)
        rows = reviews.lines(connection, account_id)
        memories = replayed(rows, settings)
        session.rollback()
        with writing(session, of=account_id) as connection:
            if tables.mark(connection, account_id) != mark:
                continue  # A review came in between.
            if not tables.set_parameters(connection, account_id, parameters):
                raise AccountNotFound(str(account_id))
            _put(connection, account_id, memories)
            return
    raise StorageBusy


def replayed(rows: Iterable[AnyRow], settings: MemorySettings) -> dict[int, dict[str, Any]]:
    """Return the memory of every card that log lines are of, by its number."""
    logs: defaultdict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        logs[row.card_id].append(row)
    return {
        card: memory_values(replay(log[0].name, map(line_of, log), settings))
        for card, log in logs.items()
    }


def _put(
    connection: Connection, account_id: int, memories: Mapping[int, Mapping[str, Any]]
) -> None:
    rows = {}
    for state in tables.states(connection, account_id):
        memory = memories.get(state.card_id)
        if memory is not None:
            due_on: date | None = memory["due_day"]
            if state.due_on != state.due_day:
                due_on = state.due_on
            rows[state.card_id] = {**memory, "due_on": due_on, "version_id": state.version_id}
    reviews.set_memory(connection, account_id, rows)
