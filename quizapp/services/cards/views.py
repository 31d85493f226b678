"""What cards look like from outside: decks, a card with two sides, a sitting, a plan.

A sitting is what the review screen shows at any moment: the card to answer now, what each
grade would lead to, and how much is left. It is asked for anew after every review, so
stopping at any point loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.domain.content import Sentence
from quizapp.domain.items.base import TypedKey

Deck = Literal["article-ar", "article-en", "terms"]
Rating = Literal[1, 2, 3, 4]
Flag = Literal["suspend", "unsuspend", "bury", "unbury"]

DECKS: Final[tuple[Deck, ...]] = ("article-ar", "article-en", "terms")
LONGEST_NOTE: Final = 1_000
MOST_NEW_A_DAY: Final = 200
MOST_CARDS_A_DAY: Final = 1_000


@dataclass(frozen=True, slots=True)
class Goals:
    """How somebody wants to learn: what share to recall, how much a day, where the day is.

    `zone` is an IANA name; a study day turns at 04:00 there.
    """

    retention: float = 0.9
    new_a_day: int = 10
    cap_a_day: int = 100
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class DeckHead:
    """A deck at a glance.

    `new` cards were never reviewed, `due` ones are to be reviewed today, `known` ones are
    remembered now with the learner's desired retention. `total` counts the cards that the
    deck has now, suspended ones too.
    """

    article: str
    deck: Deck
    title: Bilingual
    total: int
    new: int
    due: int
    known: int
    started: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a card. `hint` is empty where there is none."""

    lang: Lang
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class CardView:
    """A card as its owner sees it.

    `card_id` names the card for this account only and cannot be guessed. `statement` is
    the fact's whole sentence, None on a term's card. `updated` has the old and the new
    text of card whose content changed since its last review. `leech` says that the card
    was forgotten so often that it may be a bad card. `typed` is what counts as a right
    typed answer, None where typing would be a matter of luck. `introduction` is True for
    a card that was never reviewed.
    """

    card_id: str
    article: str
    deck: Deck
    front: Side
    back: Side
    statement: Bilingual | None
    evidence: tuple[Sentence, ...]
    lang: Lang
    updated: tuple[str, str] | None
    leech: bool
    note: str
    typed: TypedKey | None
    introduction: bool
    suspended: bool


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the review screen shows.

    `card` is None when nothing is left for now; `next_due` then tells when to come back
    (None when nothing is scheduled at all). `intervals` are what again, hard, good and
    easy lead to, empty without a card. `left_due` and `left_new` count what is left today
    within the daily cap, the card shown included; `done_today` counts reviews.
    """

    card: CardView | None
    intervals: tuple[timedelta, ...]
    left_new: int
    left_due: int
    done_today: int
    can_undo: bool
    next_due: datetime | None


@dataclass(frozen=True, slots=True)
class Rated:
    """A grade given to a card: 1 again, 2 hard, 3 good, 4 easy.

    `uuid` makes the review idempotent, `shown_at` is when the front was shown.
    """

    uuid: str
    rating: Rating
    shown_at: datetime | None = None
    typed: str | None = None
    source: Literal["card"] = "card"


@dataclass(frozen=True, slots=True)
class Aside:
    """The cards to think about: those suspended, and those in study that are often forgotten."""

    suspended: tuple[CardView, ...]
    leeches: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class StudyEnd:
    """What a study day brought: reviews, cards first seen, recalled, forgotten; what is next.

    `recalled` counts reviews other than "again" of cards seen on an earlier day,
    `forgotten` those graded "again". `next_due` is when to come back.
    """

    reviews: int
    introduced: int
    recalled: int
    forgotten: int
    left_today: int
    due_tomorrow: int
    next_due: datetime | None


@dataclass(frozen=True, slots=True)
class PlanView:
    """A way back after a break: `now` cards today, the others over the days that follow.

    `minutes` is how long today's cards should take. `days` has the date and number of
    cards of each following day that the plan uses, never more than the daily cap.
    """

    overdue: int
    now: int
    minutes: float
    days: tuple[tuple[date, int], ...]
