"""Flashcards on their way out of here and back: what of a card and of a memory travels.

A card that leaves is known by its id wherever it goes, in a name that says so:

    book-fair/host/salt/card-ar    <->    waraqa:book-fair/host/salt/card-ar

What comes back is what another program knows: notes with named fields, each with cards that
were reviewed there. Of a note of ours only the reviews count; a note of somebody else's may
become questions (`formats.anki.reader`). Those reviews become lines of our log, each once:

    named     by the card and the number that the other program gave the review, so that the
              same file brought again brings nothing
    known     where the card was reviewed here within the same second: it is our own, back
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from quizapp.domain.bilingual import Bilingual
from quizapp.domain.cards.build import Side
from quizapp.domain.cards.state import CardState, Rating, Review
from quizapp.domain.cards.study_day import StudyCalendar
from quizapp.domain.exchange.travel import Note

OWN: Final = "waraqa:"
SAME_MOMENT: Final = timedelta(seconds=1)
_NAMESPACE: Final = UUID("5d0f1a4c-9c1b-5a57-8f0e-3b8f6f6d2a10")


@dataclass(frozen=True, slots=True)
class TravellingCard:
    """A card that leaves, with what its owner remembers of it.

    `deck` names the deck and those around it, the outermost first. `evidence` are sentences
    in the language of the back. `note` is the learner's own. Without a `state` the card
    leaves as one never seen; `due_on` is the day it is put on, where that is not its memory's.
    """

    id: str
    deck: tuple[str, ...]
    front: Side
    back: Side
    statement: Bilingual | None = None
    evidence: tuple[str, ...] = ()
    source: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    state: CardState | None = None
    due_on: date | None = None
    suspended: bool = False
    log: tuple[Review, ...] = ()


@dataclass(frozen=True, slots=True)
class CardPack:
    """Cards that leave together, and how the days of their owner are counted.

    `decay` is the last parameter of the owner's forgetting curve, as FSRS-6 names it.
    """

    cards: tuple[TravellingCard, ...]
    calendar: StudyCalendar
    retention: float = 0.9
    decay: float = 0.1542


@dataclass(frozen=True, slots=True)
class ForeignReview:
    """A review in another program; `number` is its moment in milliseconds since 1970.

    `days` is the interval decided on, None where the card was to come back within the day.
    """

    number: int
    rating: Rating
    days: int | None = None
    duration_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ForeignCard:
    """A card in another program: what it remembers of it, and its reviews in order.

    Stability and difficulty are None where the program keeps none.
    """

    place: int = 0
    suspended: bool = False
    stability: float | None = None
    difficulty: float | None = None
    reviews: tuple[ForeignReview, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignNote:
    """A note of another program. The fields hold its own markup, in its own order."""

    guid: str
    type_name: str
    fields: Mapping[str, str]
    deck: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    cloze: bool = False
    cards: tuple[ForeignCard, ...] = ()

    @property
    def card_id(self) -> str:
        """The id of our card that it is; empty where it is none of ours."""
        return self.guid.removeprefix(OWN) if self.guid.startswith(OWN) else ""


@dataclass(frozen=True, slots=True)
class Brought:
    """Everything in a file of notes that can be used, and what was skipped."""

    notes: tuple[ForeignNote, ...]
    skipped: tuple[Note, ...] = field(default=())


def guid_of(card_id: str) -> str:
    """Return the name under which a card of ours is known elsewhere: always the same."""
    return OWN + card_id


def review_id(card_id: str, number: int) -> str:
    """Return the id that a review made elsewhere has here: always the same."""
    return str(uuid5(_NAMESPACE, f"{card_id} {number}"))


def is_known(moment: datetime, known: Mapping[int, list[datetime]]) -> bool:
    """Tell whether one of the moments known (`by_second`) is this one, give or take a second."""
    second = int(moment.timestamp())
    return any(
        abs(other - moment) < SAME_MOMENT
        for near in (second - 1, second, second + 1)
        for other in known.get(near, ())
    )


def by_second(moments: list[datetime]) -> dict[int, list[datetime]]:
    """Return moments by the second that they are in."""
    found: dict[int, list[datetime]] = {}
    for moment in moments:
        found.setdefault(int(moment.timestamp()), []).append(moment)
    return found
