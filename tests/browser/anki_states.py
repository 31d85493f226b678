"""Taking cards to Anki and bringing reviews back: the page, what a file holds, what came in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

from quizapp.domain.cards.build import build_cards
from quizapp.domain.cards.reviewing import review
from quizapp.domain.cards.state import CardState, Rated, Rating
from quizapp.domain.cards.study_day import StudyCalendar
from quizapp.domain.exchange.cards import CardPack, TravellingCard
from quizapp.domain.memory import MemorySettings
from quizapp.formats.anki.writer import write
from quizapp.services.mine.anki_in import packed
from tests.browser.state import Reach, State
from tests.browser.visits import Visit
from tests.exchange import seed_article

PATH: Final = "mine/anki"
OTHERS: Final = (
    "#separator:tab\nCapital of Peru?\tLima\nما عاصمة العراق؟\tبغداد\n<b>2 + 2</b>\t4\n"
).encode()

NOT_PAGES: Final[dict[str, str]] = {
    "mine.anki_package": "is a file to keep",
    "mine.anki_text": "is a file to keep",
}


@cache
def _reviewed() -> bytes:
    """A package with a review of some of the site's cards, and of one that it does not have."""
    calendar, settings = StudyCalendar("UTC"), MemorySettings()
    moment = datetime(2026, 1, 5, 10, tzinfo=UTC)
    found = []
    for number, card in enumerate(build_cards(seed_article())[:5]):
        name = card.id if number else f"{card.id}-gone"
        given = Rated(f"00000000-0000-0000-0000-{number:012}", Rating.GOOD, moment)
        state, line = review(CardState(name), given, settings, calendar)
        found.append(
            TravellingCard(name, ("Waraqa", "x"), card.front, card.back, state=state, log=(line,))
        )
        moment += timedelta(minutes=1)
    return write(CardPack(tuple(found), calendar), moment)


def looked(make: bytes | None, status: int = 200) -> Reach:
    """See what is in a file; None: one with reviews of the site's cards."""

    def reach(visit: Visit) -> None:
        visit.open(PATH)
        content = _reviewed() if make is None else make
        chosen = {"name": "deck.apkg", "mimeType": "application/zip", "buffer": content}
        visit.page.set_input_files("#file", files=[chosen])  # type: ignore[list-item]
        if status >= 400:
            visit.watch.expect_refusal(visit.url(PATH))
        with visit.page.expect_navigation() as navigation:
            visit.page.locator("form.typing button").click()
        assert navigation.value.status == status

    return reach


def opened(visit: Visit) -> None:
    """Open the page."""
    visit.open(PATH)


def brought(visit: Visit) -> None:
    """Bring in what is here already."""
    visit.send(f"{PATH}/bring", {"found": packed({})}, 200)


STATES: Final = (
    State("anki-nobody", "mine.anki", opened, "nobody"),
    State("anki", "mine.anki", opened, "studious"),
    State("anki-look", "mine.anki", looked(None), "studious"),
    State("anki-others", "mine.anki", looked(OTHERS), "studious"),
    State("anki-refused", "mine.anki", looked(b"word", 422), "studious"),
    State("anki-brought", "mine.anki", brought, "studious"),
)
TELLING: Final = ("anki", "anki-look", "anki-others")
