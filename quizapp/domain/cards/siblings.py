"""Cards that give each other away, and how they are kept apart.

Siblings ask for the same thing: one slot of a fact in either language, or one term in
either direction. Seeing one refreshes the other, so they never meet on one day. When a
card may come back on any day of a window, the day is chosen by rank:

    1. a day on which no sibling is due
    2. far from the nearest sibling, up to a tenth of the interval
    3. few cards due for its distance: one more than its cards, times its days, because
       days further off are emptier by nature, and cards would all come late
    4. near to the day drawn by lot

Worked example, window 9 to 12, lot 10, a sibling due on day 10, nothing else due. Day 10 is
the sibling's. Days 9 and 12 are far enough from it (1 and 1.2 days are asked), day 11 is not
(1.1). Of the two, both empty, day 9 is nearer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from quizapp.domain.cards.interval import Window

_APART: Final = 0.1


def group_of(ident: str) -> str:
    """Return what siblings share: the id of a card or item without its last part.

    An item `article/fact/slot/choice` has the group of the cards of that slot.
    """
    return ident.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What else is planned: the days on which siblings are due, and the cards a day."""

    siblings: Collection[date] = ()
    load: Mapping[date, int] = field(default_factory=dict)


ALONE: Final = Neighbours()


def choose_days(today: date, window: Window, lot: int, neighbours: Neighbours = ALONE) -> int:
    """Return after how many days a card comes back: one of the window's days.

    `lot` is the day drawn by lot, which decides where nothing else does.
    """
    if not neighbours.siblings and not neighbours.load:
        return lot
    siblings = [(day - today).days for day in neighbours.siblings]

    def rank(days: int) -> tuple[bool, float, int, int, int]:
        distance = min((abs(days - sibling) for sibling in siblings), default=days)
        enough = max(1.0, _APART * days)
        load = (neighbours.load.get(today + timedelta(days=days), 0) + 1) * days
        return distance == 0, -min(distance, enough) / enough, load, abs(days - lot), days

    return min(window.days(), key=rank)
