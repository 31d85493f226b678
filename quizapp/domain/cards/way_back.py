"""The way back after a break: five minutes that save the most memory, the rest in good time.

Nobody is shown a wall of overdue cards. Today gets the cards whose review saves the most
memory per second (`cards.gain`), as many as fit; the others are put on the days that follow,
the most rewarding first, never more cards a day than the cap allows with what is due then
anyway, and never two siblings on one day. Worked example, a cap of 3, 10 seconds a card, 30
seconds today, 7 cards overdue, 1 due tomorrow:

    today 3, tomorrow 2 (and the 1), the day after 2
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from quizapp.domain.cards.gain import USUAL, Pace, Worth, most_saving
from quizapp.domain.cards.holding import Held, load_of
from quizapp.domain.cards.plan import Limits, due_cards, one_of_each
from quizapp.domain.cards.study_day import ONE_DAY
from quizapp.domain.memory import MemorySettings

FIVE_MINUTES: Final = 300.0


@dataclass(frozen=True, slots=True)
class WayBack:
    """The cards to review now, the seconds they take, and the day of every other card."""

    now: tuple[Held, ...]
    seconds: float
    saved: float
    later: Mapping[str, date]


def overdue(held: Iterable[Held], day: date) -> list[Held]:
    """Return the cards that were due on an earlier day and were not reviewed since."""
    return [card for card in due_cards(held, day) if card.is_due(day - ONE_DAY)]


def is_too_much(held: Iterable[Held], day: date, limits: Limits, settings: MemorySettings) -> bool:
    """Tell whether what is overdue is more than a day's cap, or than five minutes hold."""
    late = overdue(held, day)
    if len(late) > limits.cards:
        return True
    seconds = sum(worth.seconds for worth in most_saving(late, day, settings))
    return seconds > FIVE_MINUTES


def five_minute_plan(
    held: Iterable[Held],
    day: date,
    limits: Limits,
    settings: MemorySettings,
    *,
    seconds: float = FIVE_MINUTES,
    pace: Pace = USUAL,
) -> WayBack:
    """Return what to do now, and on which day each other due card comes.

    At least one card comes now where any may; without a cap above 0 nothing is moved.
    """
    cards = tuple(held)
    seen = {card.group for card in cards if card.state.last_day == day}
    room = max(limits.cards - sum(card.state.last_day == day for card in cards), 0)
    due = due_cards(cards, day)
    free = {card.id for card in one_of_each(due, seen, day, settings)}
    ranked = most_saving(due, day, settings, pace)
    now = _fitting([worth for worth in ranked if worth.card.id in free], seconds, room)
    chosen = {worth.card.id for worth in now}
    rest = [worth.card for worth in ranked if worth.card.id not in chosen]
    left = {card.id for card in rest}
    ahead = [card for card in cards if card.id not in left | chosen]
    return WayBack(
        now=tuple(worth.card for worth in now),
        seconds=sum(worth.seconds for worth in now),
        saved=sum(worth.saved for worth in now),
        later=spread(rest, ahead, day, limits.cards),
    )


def _fitting(ranked: Sequence[Worth], seconds: float, room: int) -> list[Worth]:
    chosen: list[Worth] = []
    for worth in ranked[:room]:
        seconds -= worth.seconds
        if seconds < 0 and chosen:
            break
        chosen.append(worth)
    return chosen


def spread(rest: Iterable[Held], ahead: Iterable[Held], today: date, cap: int) -> dict[str, date]:
    """Put cards on the days after today, the first on the earliest day that has room.

    `ahead` are the cards that keep their days; no day gets more cards than the cap, theirs
    included, or two siblings.
    """
    if cap < 1:
        return {}
    keeping = [card for card in ahead if not card.is_new and not card.standing.suspended]
    load = load_of(keeping, today)
    taken: defaultdict[date, set[str]] = defaultdict(set)
    for card in keeping:
        if card.due_day is not None:
            taken[max(card.due_day, today + ONE_DAY)].add(card.group)
    found: dict[str, date] = {}
    earliest = today + ONE_DAY
    for card in rest:
        while load[earliest] >= cap:
            earliest += ONE_DAY
        day = earliest
        while load[day] >= cap or card.group in taken[day]:
            day += ONE_DAY
        found[card.id] = day
        load[day] += 1
        taken[day].add(card.group)
    return found
