"""What the browser makes of the style sheet: it understands every declaration, draws with
our faces, and fills bars from the side where reading starts.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from quizapp.domain.bilingual import Lang
from quizapp.domain.items.base import Outcome
from tests.browser.people_states import settled
from tests.browser.visits import HEIGHT, WIDE, Visitors
from tests.web.stylesheet import declarations
from tests.web.test_static_rules import SHEETS

pytestmark = pytest.mark.browser

LANGS = pytest.mark.parametrize("lang", ["ar", "en"])
UNKNOWN = "pairs => pairs.filter(([name, value]) => !CSS.supports(name, value))"
DRAWN_WITH = """
async () => {
  await document.fonts.ready;
  const used = [...document.fonts].filter(face => face.status === "loaded");
  return used.map(face => face.family.replaceAll('"', ""));
}
"""
Pixel = tuple[int, ...]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_declaration_is_understood(page: Page, path: Path) -> None:
    """A slip of the pen is dropped by browsers without a word."""
    written = {
        (d.name, d.value)
        for d in declarations(path)
        if not d.name.startswith("--")
        and not any(rule.startswith(("@font-face", "@property")) for rule in d.within)
        and "-moz-" not in d.selector
    }
    assert page.evaluate(UNKNOWN, sorted(written)) == []
    assert page.evaluate(UNKNOWN, [["colour", "red"]]) == [["colour", "red"]]


@LANGS
def test_our_faces_are_there_when_the_page_is_drawn_again(
    new_context: Callable[..., BrowserContext], lang: Lang
) -> None:
    page = new_context().new_page()
    for _ in range(2):
        page.goto(f"/{lang}/")
        drawn = page.evaluate(DRAWN_WITH)
    assert any("Arabic" in family or "Naskh" in family for family in drawn) or lang == "en"
    assert drawn


@LANGS
def test_the_banner_fits_every_width(visitors: Visitors, lang: Lang) -> None:
    """With everything in it that it ever has: somebody with a long name is signed in."""
    visit = visitors.visit("settled", lang, "ar")
    settled("settings")(visit)
    wide = []
    for width in range(320, WIDE, 10):
        visit.page.set_viewport_size({"width": width, "height": HEIGHT})
        if visit.page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            wide.append(width)
    visit.page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    assert wide == []


@LANGS
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_bar_fills_from_where_reading_starts(
    visitors: Visitors, lang: Lang, scheme: str
) -> None:
    visit = visitors.visit("player", lang, "ar")
    visit.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visit.open(visit.player.answered("choice", "ar", Outcome.WRONG).path)
    bar = visit.page.get_by_role("progressbar").first
    assert bar.evaluate("bar => bar.value > 0 && bar.value < bar.max / 2")
    row = middle_row(bar.screenshot())
    visit.page.emulate_media(color_scheme="null")
    start, end = (row[-6], row[5]) if lang == "ar" else (row[5], row[-6])
    assert start != end, "the two ends of the bar look the same"
    assert row.count(end) > row.count(start)


def middle_row(png: bytes) -> list[Pixel]:
    """Return the pixels of the middle line of a picture as browsers write them."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert depth == 8
    step = {2: 3, 6: 4}[colour]
    at, packed = 8, b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += length + 12
    data, row = zlib.decompress(packed), [0] * (width * step)
    for number in range(height // 2 + 1):
        line = data[number * (len(row) + 1) : (number + 1) * (len(row) + 1)]
        row = _unfiltered(line[0], list(line[1:]), row, step)
    return [tuple(row[i : i + step]) for i in range(0, len(row), step)]


def _unfiltered(kind: int, line: list[int], above: list[int], step: int) -> list[int]:
    """Undo one of PNG's five filters (PNG specification, section 9)."""
    for i in range(len(line)):
        left = line[i - step] if i >= step else 0
        corner = above[i - step] if i >= step else 0
        line[i] = (line[i] + _predicted(kind, left, above[i], corner)) % 256
    return line


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 4:
        guess = left + up - corner
        return min((left, up, corner), key=lambda near: abs(guess - near))
    return (0, left, up, (left + up) // 2)[kind]


def test_pictures_are_read_rightly(page: Page) -> None:
    page.set_content(
        "<style>body { margin: 0; background: #fff }"
        "div { block-size: 4px; inline-size: 3px; background: rgb(10 20 30) }</style><div></div>"
    )
    clip = {"x": 0, "y": 0, "width": 6, "height": 4}
    row = middle_row(page.screenshot(clip=clip))  # type: ignore[arg-type]
    assert [pixel[:3] for pixel in row] == [(10, 20, 30)] * 3 + [(255, 255, 255)] * 3
    assert sum(one != other for one, other in pairwise(row)) == 1
