"""The state of a card from its log; undoing is replaying without the last line.

The log is a set: lines are ordered by moment and then by id, a line that comes twice counts
once, and what was undone does not count at all. So two devices that exchange their logs in
any order, any number of times, come to the same state.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from operator import attrgetter

from quizapp.domain.cards.reviewing import remember
from quizapp.domain.cards.state import CardState, Review
from quizapp.domain.memory import MemorySettings

_ORDER = attrgetter("moment", "id")


def in_order(reviews: Iterable[Review], undone: Collection[str] = ()) -> list[Review]:
    """Return the lines that count, each once, the earliest first."""
    known: dict[str, Review] = {}
    for line in reviews:
        if line.id in undone:
            continue
        twin = known.setdefault(line.id, line)
        # Two lines of one id ought to be equal; if not, which one counts must not depend
        # on which came first.
        if twin is not line and repr(line) < repr(twin):
            known[line.id] = line
    return sorted(known.values(), key=_ORDER)


def replay(
    card: str,
    reviews: Iterable[Review],
    settings: MemorySettings,
    undone: Collection[str] = (),
) -> CardState:
    """Return the state of one card after its reviews; lines of other cards do not count."""
    state = CardState(card)
    for line in in_order((r for r in reviews if r.card == card), undone):
        state = remember(state, line, settings)
    return state


def replay_all(
    reviews: Iterable[Review], settings: MemorySettings, undone: Collection[str] = ()
) -> dict[str, CardState]:
    """Return the state of every card that has a review that counts."""
    logs: defaultdict[str, list[Review]] = defaultdict(list)
    for line in reviews:
        logs[line.card].append(line)
    states = {card: replay(card, log, settings, undone) for card, log in logs.items()}
    return {card: state for card, state in states.items() if state.reps}
