"""Reading what the review screen sends: which deck, whether to type, which grade.

The screen keeps nothing between two requests but its address. A sitting over one deck,
with typed recall, in Arabic, stands at

    /ar/review?slug=samarkand-summit&deck=terms&typing=1

and every form of it posts to an address with the same query. No form class: grading is
the hot path.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from werkzeug.datastructures import MultiDict

from quizapp.domain.items.base import MAX_TYPED
from quizapp.services.cards import DECKS, Deck, Rated, Rating
from quizapp.web import ambient

Posted = MultiDict[str, str]
RATINGS: Final[dict[str, Rating]] = {"1": 1, "2": 2, "3": 3, "4": 4}
# A review cannot have taken longer than a day; such a claim says nothing.
LONGEST_LOOK: Final = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Sight:
    """What the address asks to see: cards of one deck or of all, with or without typing.

    `all` is for those who passed the plan for after a break by: it is not offered again.
    """

    slug: str = ""
    deck: Deck | None = None
    typing: bool = False
    all: bool = False

    @property
    def chosen(self) -> tuple[str, Deck] | None:
        """The deck for the service; None stands for all that were taken up."""
        return (self.slug, self.deck) if self.deck else None

    @property
    def query(self) -> dict[str, str]:
        """What an address needs to be seen the same way."""
        kept = {
            "slug": self.slug,
            "deck": self.deck or "",
            "typing": "1" if self.typing else "",
            "all": "1" if self.all else "",
        }
        return {name: value for name, value in kept.items() if value}

    def with_typing(self, typing: bool) -> dict[str, str]:
        """What the address with typed recall, or without it, needs."""
        return replace(self, typing=typing).query


def sight_of(query: Posted) -> Sight:
    """Return what an address asks for; an unknown deck counts as none."""
    slug = query.get("slug", "")
    deck = deck_named(query.get("deck", "")) if slug else None
    return Sight(slug if deck else "", deck, query.get("typing") == "1", query.get("all") == "1")


def deck_named(name: str) -> Deck | None:
    """Return the deck of this name, None where there is none."""
    return next((deck for deck in DECKS if deck == name), None)


def shown_at(text: str) -> datetime | None:
    """Read when the front was shown: the client's claim, dropped where it cannot be."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    seconds = (ambient.now() - moment).total_seconds()
    return moment if 0 <= seconds <= LONGEST_LOOK else None


def read_rated(posted: Posted) -> Rated | None:
    """Return a posted grade; None where no grade, or one that does not exist, was sent."""
    rating = RATINGS.get(posted.get("rating", ""))
    if rating is None:
        return None
    return Rated(
        uuid=_review_id(posted.get("review", "")),
        rating=rating,
        shown_at=shown_at(posted.get("at", "")),
        typed=posted.get("typed", "")[:MAX_TYPED] or None,
    )


def _review_id(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ambient.review_id()
