"""What a day of study holds: which cards, in which order, within which limits.

    steps   cards in their first steps, or being learnt again, by the moment they are due
    due     cards to review, those most likely forgotten first
    new     cards never seen, in the order of the content

Each card counts once a day against the cap, however often its steps bring it back. Of
siblings only one comes on a day; the others wait, and a sibling of a card seen today waits
too. Where more is due than the cap allows, the cards stay that gain the most per second
(`cards.gain`); of a backlog of more than 400 cards those due longest are compared. A new
card waits while its sibling is not firmly known (stability of 7 days), and of two unseen
siblings the one that a quiz asked for comes first, else the one answered in the learner's
own language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.cards.gain import most_saving
from quizapp.domain.cards.holding import Held
from quizapp.domain.memory import MemorySettings, retrievability

FIRM: Final = 7.0
CONSIDERED: Final = 400
_AT_ONCE: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many new cards, and how many cards in all, a day may have; ValueError below 0."""

    new: int = 10
    cards: int = 100

    def __post_init__(self) -> None:
        if self.new < 0 or self.cards < 0:
            raise ValueError(self)


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What is left of a day, by card id; see the module for the order.

    `again` is the one of these whose review was just taken back; it comes before all others.
    `waiting` counts cards that are due but wait for a sibling, `beyond` those that the cap
    leaves for later, `done` the cards seen on this day.
    """

    steps: tuple[Held, ...] = ()
    due: tuple[Held, ...] = ()
    new: tuple[Held, ...] = ()
    again: Held | None = None
    waiting: int = 0
    beyond: int = 0
    done: int = 0

    def next(self, now: datetime) -> Held | None:
        """Return the card to show: a step whose time has come, else what is due, else new.

        Where nothing else is left, a step comes before its time. None: nothing is left. A
        card whose review was just taken back comes before all others.
        """
        if self.again is not None:
            return self.again
        ready = next((card for card in self.steps if _at(card) <= now), None)
        waiting = self.steps[0] if self.steps else None
        return ready or next(iter((*self.due, *self.new)), waiting)


def _at(card: Held) -> datetime:
    # A step that was moved to a day has no moment of its own any more.
    due_at = card.state.due_at
    return due_at if due_at is not None else _AT_ONCE


def plan_day(
    held: Iterable[Held],
    day: date,
    limits: Limits,
    settings: MemorySettings,
    first: Lang,
    taken_back: str | None = None,
) -> DayPlan:
    """Return what is left of a day of study.

    `first` is the language learnt in first, `taken_back` the card whose review was just
    taken back: it comes next where it is left today at all.
    """
    cards = tuple(held)
    seen = [card for card in cards if card.state.last_day == day]
    used = {card.group for card in seen}
    steps = sorted((c for c in seen if c.is_due(day)), key=lambda card: (_at(card), card.id))
    room = max(limits.cards - len(seen), 0)

    waiting = due_cards(cards, day)
    free = one_of_each(longest_due(waiting), used, day, settings)
    due = within(free, room, day, settings)
    used |= {card.group for card in free}

    left = min(limits.new - sum(c.state.first_day == day for c in seen), room - len(due))
    new = [card for card in openings(cards, day, first, taken_back) if card.group not in used]
    new = sorted(new, key=lambda card: card.id != taken_back)[: max(left, 0)]
    again = (card for card in (*steps, *due, *new) if card.id == taken_back)
    return DayPlan(
        steps=tuple(steps),
        due=tuple(due),
        new=tuple(new),
        again=next(again, None),
        waiting=len(waiting) - len(free),
        beyond=len(free) - len(due),
        done=len(seen),
    )


def due_cards(held: Iterable[Held], day: date) -> list[Held]:
    """Return the cards to review on a day that were not seen on it yet."""
    return [card for card in held if card.state.last_day != day and card.is_due(day)]


def longest_due(due: list[Held]) -> list[Held]:
    """Return the cards that are compared at all: of a long backlog those due longest."""
    if len(due) <= CONSIDERED:
        return due
    return sorted(due, key=lambda card: (card.due_day or date.min, card.id))[:CONSIDERED]


def one_of_each(
    due: Iterable[Held], used: Collection[str], day: date, settings: MemorySettings
) -> list[Held]:
    """Return of each group of siblings the card most likely forgotten, that card first.

    Groups in `used` were seen on this day and are left out.
    """
    likely = ((retrievability(card.state, day, settings), card.id, card) for card in due)
    found: dict[str, Held] = {}
    for _, _, card in sorted(likely, key=lambda entry: entry[:2]):
        if card.group not in used:
            found.setdefault(card.group, card)
    return list(found.values())


def within(due: list[Held], room: int, day: date, settings: MemorySettings) -> list[Held]:
    """Return the cards that a day has room for, those that gain most, in the order given."""
    if len(due) <= room:
        return due
    kept = {worth.card.id for worth in most_saving(due, day, settings)[:room]}
    return [card for card in due if card.id in kept]


def openings(
    held: Iterable[Held], day: date, first: Lang, taken_back: str | None = None
) -> list[Held]:
    """Return the new cards that may be seen next, one of each group of siblings.

    Those that a quiz asked for come first, then by their place. Of siblings the one whose review
    was just taken back is not given up for another, whatever a quiz asked for meanwhile.
    """
    groups: defaultdict[str, list[Held]] = defaultdict(list)
    for card in held:
        if not card.standing.suspended:
            groups[card.group].append(card)
    chosen = (_opening(siblings, day, first, taken_back) for siblings in groups.values())
    return sorted(
        (card for card in chosen if card is not None and not card.is_hidden(day)),
        key=lambda card: (not _is_called(card, day), card.place, card.id),
    )


def _opening(
    siblings: Sequence[Held], day: date, first: Lang, taken_back: str | None
) -> Held | None:
    new = [card for card in siblings if card.is_new]
    if not all(card.is_new or card.state.stability >= FIRM for card in siblings):
        return None

    def rank(card: Held) -> tuple[bool, bool, bool, int, str]:
        undone = card.id == taken_back
        return not undone, not _is_called(card, day), card.lang != first, card.place, card.id

    return min(new, key=rank, default=None)


def _is_called(card: Held, day: date) -> bool:
    """Whether a new card was asked for: by a quiz, or by taking its first review back."""
    return card.due_day is not None and card.due_day <= day
