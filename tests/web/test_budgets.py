"""What a first visit costs: everything a page links, compressed as a server would send it.

No browser is needed: the page names its style sheets, scripts, icons and preloaded
faces; scripts name the modules they import; the style sheet names the faces, and the
characters of the page tell which of them it needs.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

import pytest
from flask import Flask

from tests.web.browsing import Browser, Page
from tests.web.playing import KINDS, SLUG, Player, play_on, start
from tests.web.reviewing import grade, take_up, turn

KB = 1000
SCRIPTS = 12 * KB
STYLES = 14 * KB
ICONS = 4 * KB
QUESTION = 8 * KB
WITHOUT_FONTS = 40 * KB
FONTS = 200 * KB

IMPORT = re.compile(r"""(?:import|from)\s*\(?["'](\.{1,2}/[^"']+)["']""")
FACE = re.compile(r"@font-face\s*\{([^}]*)\}")
SOURCE = re.compile(r"url\([\"']?([^\"')]+)")
RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", re.IGNORECASE)


@dataclass
class Cost:
    """What each kind of file weighs on one page."""

    html: int = 0
    styles: int = 0
    scripts: int = 0
    icons: int = 0
    pictures: int = 0
    fonts: int = 0
    seen: set[str] = field(default_factory=set)

    @property
    def without_fonts(self) -> int:
        return self.html + self.styles + self.scripts + self.icons + self.pictures


def packed(content: bytes) -> int:
    """Return the size after gzip at its best."""
    return len(gzip.compress(content, 9, mtime=0))


def cost_of(visitor: Browser, page: Page) -> Cost:
    """Return what a first visit to a page costs."""
    cost = Cost(html=packed(page.response.data))
    characters = {ord(c) for c in page.text}
    for element in page.tree.iter():
        address = element.get("href") or element.get("src") or ""
        rel = element.get("rel") or ""
        if element.tag == "link" and rel == "stylesheet":
            _add_sheet(visitor, cost, address, characters)
        elif element.tag == "script" and element.get("src"):
            _add_script(visitor, cost, address)
        elif element.tag == "use" and not address.startswith("#"):
            cost.icons += _weigh(visitor, cost, address.partition("#")[0])
        elif element.tag == "img" or (element.tag == "link" and rel == "icon"):
            cost.pictures += _weigh(visitor, cost, address)
        elif element.tag == "link" and rel == "preload" and element.get("as") == "font":
            cost.fonts += _weigh(visitor, cost, address)
    return cost


def _fetch(visitor: Browser, address: str) -> bytes:
    response = visitor.client.get(address)
    assert response.status_code == 200, address
    return bytes(response.data)


def _weigh(visitor: Browser, cost: Cost, address: str) -> int:
    """The size of a file that was not counted yet; faces and pictures are packed already."""
    if address in cost.seen:
        return 0
    cost.seen.add(address)
    content = _fetch(visitor, address)
    ready = address.endswith((".woff2", ".png", ".ico"))
    return len(content) if ready else packed(content)


def _add_script(visitor: Browser, cost: Cost, address: str) -> None:
    if address not in cost.seen:
        cost.scripts += _weigh(visitor, cost, address)
        for found in IMPORT.findall(_fetch(visitor, address).decode()):
            _add_script(visitor, cost, urljoin(address, found))


def _add_sheet(visitor: Browser, cost: Cost, address: str, characters: set[int]) -> None:
    cost.styles += _weigh(visitor, cost, address)
    for face in FACE.findall(_fetch(visitor, address).decode()):
        source = SOURCE.search(face)
        assert source, face
        spans = [(int(a, 16), int(b or a, 16)) for a, b in RANGE.findall(face)]
        if not spans or any(low <= c <= high for c in characters for low, high in spans):
            cost.fonts += _weigh(visitor, cost, urljoin(address, source[1]))


def within_budget(cost: Cost) -> None:
    found = {
        "scripts": (cost.scripts, SCRIPTS),
        "styles": (cost.styles, STYLES),
        "icons": (cost.icons, ICONS),
        "all but fonts": (cost.without_fonts, WITHOUT_FONTS),
        "fonts": (cost.fonts, FONTS),
    }
    over = {name: f"{size} of {budget}" for name, (size, budget) in found.items() if size > budget}
    assert not over, f"{over} in {cost}"


@pytest.mark.parametrize(
    "path",
    [
        *("", "about", "history", "cards", "progress", "mine", "sign-in"),
        *("settings", "settings/goals", "settings/memory"),
        *(f"articles/{SLUG}", f"articles/{SLUG}?view=both", f"articles/{SLUG}/start"),
    ],
)
def test_a_first_visit_is_light(visitor: Browser, path: str) -> None:
    page = visitor.open(f"/{visitor.lang}/{path}")
    cost = cost_of(visitor, page)
    assert cost.styles, "a page has a style sheet"
    within_budget(cost)


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_and_its_feedback_are_light(app: Flask, visitor: Browser, kind: str) -> None:
    question = start(visitor, kinds=[kind], length="5", lang=visitor.lang)
    cost = cost_of(visitor, question)
    assert cost.html <= QUESTION
    within_budget(cost)
    feedback = play_on(visitor, question, Player(app, question).wrong(1))
    cost = cost_of(visitor, feedback)
    assert cost.html <= QUESTION
    within_budget(cost)


def test_cards_and_what_became_of_them_are_light(visitor: Browser) -> None:
    front = take_up(visitor)
    back = turn(visitor, front)
    graded = grade(visitor, back, 3)
    for page in (front, back, graded):
        cost = cost_of(visitor, page)
        assert cost.html <= QUESTION
        within_budget(cost)
    for path in ("", "cards", "progress", "settings/goals", "mine"):
        within_budget(cost_of(visitor, visitor.open(f"/{visitor.lang}/{path}")))
