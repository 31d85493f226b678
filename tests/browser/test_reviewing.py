"""Cards reviewed as learners review them: goals, a whole sitting, keys on both layouts, typed
recall, undo, stopping; with scripts and without, in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.domain.bilingual import Lang
from quizapp.extensions import db
from quizapp.services import cards
from quizapp.services.accounts import Settings
from tests.browser.rounds import ARTICLE, Learner, Rounds
from tests.browser.site import Site
from tests.browser.test_keys import press
from tests.browser.visits import sign_in
from tests.browser.watch import Watch
from tests.web.reviewing import WORDS

pytestmark = pytest.mark.browser

NewContext = Callable[..., BrowserContext]
FEW = 3
SAID = {
    **WORDS,
    "stop": {"ar": "التوقّف هنا", "en": "Stop for now"},
    "mine": {"ar": "الاختيار الحالي", "en": "my choice"},
}


@dataclass(frozen=True)
class Way:
    """How cards are reviewed."""

    lang: Lang
    scripts: bool
    width: int = 390

    def __str__(self) -> str:
        return f"{self.lang}-{self.width}{'' if self.scripts else '-plain'}"


WAYS = (Way("ar", True), Way("en", True, 1100), Way("ar", False, 1100), Way("en", False))
SCRIPTED = tuple(way for way in WAYS if way.scripts)


class Reviewing:
    """Somebody in a browser with the cards of an article in the language of the page."""

    def __init__(
        self, way: Way, site: Site, rounds: Rounds, new_context: NewContext, watch: Watch
    ) -> None:
        self.way, self.watch = way, watch
        self.learner: Learner = rounds.learner(Settings())
        context = new_context(
            viewport={"width": way.width, "height": 844},
            java_script_enabled=way.scripts,
            reduced_motion="reduce",
        )
        sign_in(context, site, self.learner)
        self.page: Page = context.new_page()
        self.main = self.page.get_by_role("main")

    def open(self, path: str) -> None:
        self.page.goto(f"/{self.way.lang}/{path}")

    def button(self, name: str) -> Locator:
        found = re.compile(re.escape(SAID[name][self.way.lang]))
        return self.main.get_by_role("button", name=found).or_(
            self.main.get_by_role("link", name=found)
        )

    def wish(self, new_a_day: int) -> None:
        """Say how many new cards a day there are to be, by the form of goals."""
        self.open("settings/goals")
        self.page.locator("#new_a_day").fill(str(new_a_day))
        self.page.locator("form[action$='/settings/goals'] button").click()
        expect(self.page.locator(".done")).to_be_visible()

    def take_up(self) -> None:
        """Take up the deck of the page's language; the first front is shown."""
        self.open("cards")
        deck = f"/{ARTICLE}/article-{self.way.lang}/start"
        self.page.locator(f"form[action$='{deck}'] button").click()
        expect(self.front).to_be_visible()
        self.page.wait_for_load_state()  # Keys are listened to from then on.
        expect(self.answer).to_have_count(0)

    @property
    def front(self) -> Locator:
        return self.page.get_by_role("heading", level=1).and_(self.page.locator("#stem"))

    @property
    def answer(self) -> Locator:
        return self.page.locator("#answer")

    @property
    def progress(self) -> Locator:
        return self.page.locator(".way progress")

    def grades(self) -> Locator:
        return self.page.locator(".grades button")

    def turn(self) -> None:
        self.button("show").click()
        expect(self.answer).to_be_visible()
        expect(self.grades()).to_have_count(4)

    def grade(self, rating: int) -> None:
        self.grades().nth(rating - 1).click()
        expect(self.answer).to_have_count(0)

    def undo(self) -> None:
        done = int(self.progress.get_attribute("value") or 0)
        self.page.locator("form[action*='/review/undo'] button").first.click()
        expect(self.progress).to_have_attribute("value", str(done - 1))

    def reviews(self) -> int:
        """Return how many reviews count today."""
        with Session(db.engine) as session:
            found = cards.next_card(
                session, account_id=self.learner.account_id, now=datetime.now(UTC)
            )
            return found.done_today

    def shown(self) -> cards.CardView:
        """Return the card that is to be answered, seen from inside."""
        with Session(db.engine) as session:
            found = cards.next_card(
                session, account_id=self.learner.account_id, now=datetime.now(UTC)
            )
        assert found.card is not None
        return found.card


@pytest.fixture
def reviewing(
    request: pytest.FixtureRequest,
    site: Site,
    rounds: Rounds,
    new_context: NewContext,
    watch: Watch,
) -> Reviewing:
    return Reviewing(request.param, site, rounds, new_context, watch)


EVERY_WAY = pytest.mark.parametrize("reviewing", WAYS, ids=str, indirect=True)
BY_KEYS = pytest.mark.parametrize("reviewing", SCRIPTED, ids=str, indirect=True)


@EVERY_WAY
def test_a_sitting_goes_from_the_goals_to_its_end(reviewing: Reviewing) -> None:
    reviewing.wish(FEW)
    own = reviewing.page.locator(".workload tr[aria-current]")
    expect(own).to_have_count(1)
    expect(own).to_contain_text("90%")
    expect(own).to_contain_text(SAID["mine"][reviewing.way.lang])
    reviewing.take_up()
    fronts = set()
    for done in range(FEW):
        expect(reviewing.progress).to_have_attribute("value", str(done))
        fronts.add(reviewing.front.text_content())
        reviewing.turn()
        for button in reviewing.grades().all():
            expect(button.locator(".after")).not_to_be_empty()
        reviewing.grade(4)
    assert len(fronts) == FEW
    heading = reviewing.page.get_by_role("heading", level=1)
    expect(heading).to_have_text(SAID["done"][reviewing.way.lang])
    expect(reviewing.page.locator(".counts dd").first).to_have_text(str(FEW))
    assert reviewing.reviews() == FEW


@EVERY_WAY
def test_a_grade_is_taken_back_as_often_as_one_likes(reviewing: Reviewing) -> None:
    reviewing.take_up()
    first = reviewing.front.text_content() or ""
    for _ in range(2):
        reviewing.turn()
        reviewing.grade(4)
    assert reviewing.reviews() == 2
    reviewing.undo()
    assert reviewing.reviews() == 1
    reviewing.undo()
    assert reviewing.reviews() == 0
    expect(reviewing.front).to_have_text(first)
    expect(reviewing.page.locator("form[action*='/review/undo']")).to_have_count(0)


@EVERY_WAY
def test_what_is_typed_from_memory_suggests_a_grade(reviewing: Reviewing) -> None:
    reviewing.take_up()
    while reviewing.shown().typed is None:
        reviewing.turn()
        reviewing.grade(4)
    reviewing.button("typing").click()
    reviewing.page.locator("#typed").fill(reviewing.shown().back.text)
    reviewing.button("show").click()
    expect(reviewing.answer).to_be_visible()
    expect(reviewing.page.locator(".recalled bdi")).to_have_text(reviewing.shown().back.text)
    suggested = reviewing.page.locator(".grade.suggested")
    expect(suggested).to_have_attribute("value", "3")
    reviewing.grade(4)
    if reviewing.shown().typed is not None:
        reviewing.page.locator("#typed").fill("?? 12")
        reviewing.button("show").click()
        expect(suggested).to_have_attribute("value", "1")


@EVERY_WAY
def test_one_can_stop_at_any_point_and_go_on_later(reviewing: Reviewing) -> None:
    reviewing.take_up()
    reviewing.turn()
    reviewing.grade(4)
    second = reviewing.front.text_content() or ""
    reviewing.turn()
    reviewing.button("stop").click()
    expect(reviewing.page).to_have_url(re.compile("/cards$"))
    assert reviewing.reviews() == 1
    reviewing.open("review")
    expect(reviewing.front).to_have_text(second)


LAYOUTS = pytest.mark.parametrize(
    ("grade", "back"),
    [(("3", "Digit3"), ("u", "KeyU")), (("٣", "Digit3"), ("ع", "KeyU"))],
    ids=["latin", "arabic"],
)


@LAYOUTS
@BY_KEYS
def test_the_same_keys_serve_on_every_layout(
    reviewing: Reviewing, grade: tuple[str, str], back: tuple[str, str]
) -> None:
    reviewing.take_up()
    first = reviewing.front.text_content() or ""
    reviewing.page.keyboard.press("Space")
    expect(reviewing.grades()).to_have_count(4)
    press(reviewing.page, *grade)
    expect(reviewing.answer).to_have_count(0)
    expect(reviewing.page.locator("form[action*='/review/undo']")).to_have_count(1)
    assert reviewing.reviews() == 1
    press(reviewing.page, *back)
    expect(reviewing.front).to_have_text(first)
    assert reviewing.reviews() == 0


@BY_KEYS
def test_all_four_grades_have_their_key(reviewing: Reviewing) -> None:
    reviewing.take_up()
    for number in range(1, 5):
        before = reviewing.reviews()
        reviewing.page.keyboard.press("Space")
        expect(reviewing.grades()).to_have_count(4)
        reviewing.page.keyboard.press(str(number))
        expect(reviewing.answer).to_have_count(0)
        assert reviewing.reviews() == before + 1
    with Session(db.engine) as session:
        query = text("SELECT rating FROM review WHERE account_id = :id ORDER BY moment")
        rows = session.execute(query, {"id": reviewing.learner.account_id})
        assert [row.rating for row in rows] == [1, 2, 3, 4]


@BY_KEYS
def test_typing_is_left_alone_by_the_keys(reviewing: Reviewing) -> None:
    reviewing.take_up()
    while reviewing.shown().typed is None:
        reviewing.turn()
        reviewing.grade(4)
    reviewing.button("typing").click()
    box = reviewing.page.locator("#typed")
    box.press_sequentially("u 1")
    expect(box).to_have_value("u 1")
    expect(reviewing.answer).to_have_count(0)
