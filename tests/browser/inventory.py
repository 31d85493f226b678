"""Every page of the site, in every state worth looking at.

A page is an endpoint that answers GET with HTML. `STATES` says how to get to each of
them and to what a form can answer; `NOT_PAGES` lists the endpoints that answer with
something else. `test_inventory` compares both with the address map: a route that is in
neither fails it. Whatever is here is put through every check, in both languages and both
themes, at all widths. Worked example: a page that takes nothing but a language needs

    State("privacy", "home.privacy", opened("privacy")),
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from playwright.sync_api import expect

from quizapp.domain.bilingual import LANGS
from quizapp.domain.items.base import Outcome
from quizapp.domain.items.registry import KINDS
from quizapp.services.rounds import Mode
from tests.browser import (
    anki_states,
    appeal_states,
    class_states,
    exchange_states,
    paper_states,
    people_states,
    results_states,
    second_factor_states,
    studying,
    teach_states,
    token_states,
)
from tests.browser.rounds import ARTICLE
from tests.browser.state import Reach, State
from tests.browser.visits import Visit

NOT_PAGES: Final[dict[str, str]] = {
    "root.negotiate": "leads to the home page of a language",
    "health.alive": "is read by machines",
    "health.ready": "is read by machines",
    "assets.file": "sends style sheets, scripts, fonts and icons",
    "quiz.resume": "leads to the next open question",
    "mine.as_json": "is a file to keep",
    "mine.as_csv": "is a file to keep",
    **anki_states.NOT_PAGES,
    **exchange_states.NOT_PAGES,
    **paper_states.NOT_PAGES,
    **results_states.NOT_PAGES,
    **class_states.NOT_PAGES,
    **token_states.NOT_PAGES,
}

PARTLY: Final = {"multiple_choice", "match", "order"}
FORGIVING: Final = {"gap"}
TOO_LARGE: Final = 2 * 1024 * 1024 + 1


def opened(path: str, status: int = 200) -> Reach:
    """Open an address."""
    return lambda visit: visit.open(path, status)


def asked(kind: str, *, mode: Mode = "practice", asks: bool = False) -> Reach:
    """See a question that is not answered yet."""

    def reach(visit: Visit) -> None:
        visit.open(visit.player.open(kind, visit.content, mode=mode, asks=asks).path)

    return reach


def judged(kind: str, outcome: Outcome, *, mode: Mode = "practice", query: str = "") -> Reach:
    """See what is said about an answer."""

    def reach(visit: Visit) -> None:
        place = visit.player.answered(kind, visit.content, outcome, mode=mode)
        visit.open(place.path + query)

    return reach


def refused(kind: str) -> Reach:
    """Send an answer that is not one."""

    def reach(visit: Visit) -> None:
        visit.send(visit.player.open(kind, visit.content).path, {}, status=422)

    return reach


def looked_back(
    *outcomes: Outcome, mode: Mode = "practice", asks: bool = False, to: str = "result"
) -> Reach:
    """See the result of a finished round, or another page of it."""

    def reach(visit: Visit) -> None:
        place = visit.player.finished(visit.content, outcomes, mode=mode, asks=asks)
        visit.open(place.path if to == "question" else f"rounds/{place.round_id}/{to}")

    return reach


def late(visit: Visit) -> None:
    """Answer a round that is over."""
    place = visit.player.finished(visit.content, (Outcome.RIGHT,))
    visit.send(place.path, {"choice": "1"}, status=409)


def unfinished(path: str) -> Reach:
    """Look at a page as somebody who has a round to go on with, and others to look back on."""

    def reach(visit: Visit) -> None:
        for mode in ("practice", "test"):
            visit.player.finished("ar", (Outcome.RIGHT, Outcome.WRONG), mode=mode)
        visit.player.answered("choice", "en", Outcome.RIGHT)
        visit.open(path)

    return reach


def known(path: str) -> Reach:
    """Read as somebody who already answered some of it."""

    def reach(visit: Visit) -> None:
        for kind in ("choice", "true_false", "gap"):
            visit.player.finished("ar", (Outcome.RIGHT,) * 12, kind=kind)
        visit.player.finished("ar", EVERY_VERDICT)
        visit.open(path)

    return reach


def explained(path: str) -> Reach:
    """Read with the card of a term open."""

    def reach(visit: Visit) -> None:
        visit.open(path)
        visit.page.locator("main [popovertarget]").first.click()
        expect(visit.page.locator("[popover]:popover-open")).to_be_visible()

    return reach


def key_sheet(visit: Visit) -> None:
    """See which keys there are."""
    visit.open("")
    visit.page.keyboard.press("?")
    expect(visit.page.get_by_role("dialog")).to_be_visible()


def form_only(visit: Visit) -> None:
    """Open an address that only takes forms."""
    place = visit.player.open("choice", visit.content)
    visit.open(f"rounds/{place.round_id}/finish", status=405)


def outcomes_of(kind: str) -> Iterator[Outcome]:
    """Yield the verdicts that a kind can give."""
    yield from (Outcome.RIGHT, Outcome.WRONG, Outcome.SKIPPED)
    if kind in PARTLY:
        yield Outcome.PARTIAL
    if kind in FORGIVING:
        yield Outcome.CLOSE


EVERY_VERDICT: Final = (Outcome.RIGHT, Outcome.WRONG, Outcome.SKIPPED, Outcome.PARTIAL)
SHOW: Final = "quiz.show_question"

PLAIN: Final = (
    State("home", "home.index", opened(""), who="nobody"),
    State("home-continue", "home.index", unfinished(""), who="archivist"),
    State("about", "home.about", opened("about"), who="nobody"),
    State("styleguide", "styleguide.show", opened("styleguide"), who="nobody"),
    *(
        State(f"{name}-{who}", endpoint, opened(path), who=who)
        for who in ("reads-arabic", "reads-english")
        for name, endpoint, path in (
            ("article", "articles.show", f"articles/{ARTICLE}"),
            ("article-both", "articles.show", f"articles/{ARTICLE}?view=both"),
            ("setup", "articles.choose", f"articles/{ARTICLE}/start"),
            ("settings", "account.show_settings", "settings"),
        )
    ),
    State("article-term", "articles.show", explained(f"articles/{ARTICLE}"), who="reads-arabic"),
    State("article-known", "articles.show", known(f"articles/{ARTICLE}"), who="archivist"),
    State("article-known-both", "articles.show", known(f"articles/{ARTICLE}?view=both")),
    State("keys", "home.index", key_sheet, who="nobody"),
    State(
        "setup-refused",
        "articles.choose",
        lambda visit: visit.send(f"articles/{ARTICLE}/start", {"length": "5"}, status=422),
    ),
    State("settings-saved", "account.show_settings", opened("settings?saved=1")),
    State("settings-refused", "account.show_settings", lambda v: v.send("settings", {}, 422)),
    State("history-empty", "progress.history", opened("history"), who="nobody"),
    State("history", "progress.history", unfinished("history"), who="archivist"),
    State("history-digits", "progress.history", unfinished("history"), who="reads-arabic"),
    State("error-404", "", opened("nowhere", status=404)),
    State("error-405", "", form_only),
    State("error-400", "", lambda v: v.send("settings", {"theme": "dark"}, 400, token="stale")),
    State("error-409", "", late),
    State("error-413", "", lambda v: v.send("settings", {"theme": "x" * TOO_LARGE}, 413)),
)

JUDGED: Final = tuple(
    State(
        f"feedback-{kind}-{outcome}",
        SHOW,
        judged(kind, outcome),
        contents=LANGS if outcome is Outcome.WRONG else ("ar",),
    )
    for kind in KINDS
    for outcome in outcomes_of(kind)
)

PLAYING: Final = tuple(
    State(name, endpoint, reach, who, contents=LANGS)
    for name, endpoint, reach, who in (
        *((f"question-{kind}", SHOW, asked(kind), "player") for kind in KINDS),
        ("question-certainty", SHOW, asked("choice", asks=True), "player"),
        ("question-test", SHOW, asked("choice", mode="test"), "player"),
        ("question-digits", SHOW, asked("number"), "reads-arabic"),
        ("question-refused", SHOW, refused("match"), "player"),
        ("feedback-digits", SHOW, judged("number", Outcome.WRONG), "reads-arabic"),
        ("feedback-late", SHOW, judged("gap", Outcome.RIGHT, query="?note=first"), "player"),
        ("stored", SHOW, judged("choice", Outcome.RIGHT, mode="test"), "player"),
        ("missed", SHOW, looked_back(Outcome.RIGHT, to="question"), "player"),
        ("result", "quiz.result", looked_back(*EVERY_VERDICT), "player"),
        ("result-perfect", "quiz.result", looked_back(*[Outcome.RIGHT] * 12), "player"),
        ("result-nothing", "quiz.result", looked_back(), "player"),
        (
            "result-test",
            "quiz.result",
            looked_back(*EVERY_VERDICT, mode="test", asks=True),
            "reads-arabic",
        ),
    )
)

CARDS: Final = "cards.review"
STUDYING: Final = (
    State("decks", "cards.decks", opened("cards"), who="nobody"),
    State("decks-taken-up", "cards.decks", studying.with_decks("cards"), who="studious"),
    State("decks-welcome-back", "cards.decks", studying.returned("cards"), who="returned"),
    State("way-back", "cards.plan", studying.returned("review/plan"), who="returned"),
    State("cards-done", CARDS, studying.finished, who="through"),
    State("aside", "cards.aside", opened("review/aside"), who="studious"),
    State("bridge", CARDS, studying.facing("terms"), who="studious"),
    State("bridge-turned", CARDS, studying.facing("terms", turned=True), who="studious"),
    *(
        State(name, CARDS, reach, "studious", contents=LANGS)
        for name, reach in (
            ("front", studying.facing()),
            ("back", studying.facing(turned=True)),
            ("typing", studying.facing(query="&typing=1")),
            ("recalled", studying.recalled),
            ("noted", studying.noted),
        )
    ),
    State("goals", "account.show_goals", opened("settings/goals"), who="nobody"),
    State("goals-kept", "account.show_goals", studying.returned("settings/goals"), who="returned"),
    State("memory-nobody", "account.show_memory", opened("settings/memory"), who="nobody"),
    State("memory", "account.show_memory", studying.returned("settings/memory"), who="returned"),
    State("progress-nothing", "progress.show", opened("progress"), who="nobody"),
    State("progress-first", "progress.show", studying.with_decks("progress"), who="studious"),
    State("progress", "progress.show", studying.returned("progress"), who="returned"),
    State("mine-nobody", "mine.show", opened("mine"), who="nobody"),
    State("mine", "mine.show", opened("mine"), who="studious"),
    State("mine-delete", "mine.ask_delete", opened("mine/delete"), who="studious"),
    State("mine-unsure", "mine.ask_delete", lambda v: v.send("mine/delete", {}, 422), "studious"),
    State("mine-gone", "mine.gone", opened("mine/gone"), who="nobody"),
    State(
        "goals-refused",
        "account.show_goals",
        lambda v: v.send("settings/goals", {"retention": "5"}, 422),
    ),
)

STATES: Final = (
    *PLAIN,
    *JUDGED,
    *PLAYING,
    *STUDYING,
    *teach_states.STATES,
    *appeal_states.STATES,
    *people_states.STATES,
    *second_factor_states.STATES,
    *results_states.STATES,
    *class_states.STATES,
    *token_states.STATES,
    *anki_states.STATES,
    *exchange_states.STATES,
    *paper_states.STATES,
)

# As long as fifty pages, with both languages and both themes on it: one look is enough.
TOLD_BY_ITSELF: Final = frozenset({"styleguide.show"})
# One state of each other page and kind, for what is too slow to be done with all of them.
_TELLING: Final = (
    *("home", "home-continue", "about", "keys", "settings-saved", "history", "error-400"),
    *("article-reads-arabic", "article-both-reads-arabic", "article-term", "setup-reads-arabic"),
    *(f"question-{kind}" for kind in KINDS),
    *("question-certainty", "feedback-gap-close", "feedback-order-wrong", "feedback-match-wrong"),
    *("feedback-choice-wrong", "stored", "missed", "result-test"),
    *(
        "decks-taken-up",
        "way-back",
        "back",
        "aside",
        "goals",
        "memory",
        "progress",
        "mine",
        "mine-delete",
        "mine-gone",
    ),
)
_TOLD_ELSEWHERE: Final = (
    *results_states.TELLING,
    *class_states.TELLING,
    *appeal_states.TELLING,
    *people_states.TELLING,
    *second_factor_states.TELLING,
    *teach_states.TELLING,
    *token_states.TELLING,
    *anki_states.TELLING,
    *exchange_states.TELLING,
    *paper_states.TELLING,
)
TELLING_NAMES: Final = (*_TELLING, *_TOLD_ELSEWHERE)
TELLING: Final = tuple(state for state in STATES if state.name in TELLING_NAMES)
