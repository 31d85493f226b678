"""Checks of space: nothing sticks out or is cut off, on any screen, at any size of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from playwright.sync_api import Page

from tests.browser.checks.look import Look, Seen, short

PHONE: Final = 390
# In this order: a page comes as wide as a desk, and most other checks want a phone.
WIDTHS: Final = (1100, 320, PHONE)
TOLERANCE: Final = 2.0

# What sticks out of the window, and what is cut off inside its own box.
CROWDED: Final = """
() => {
  const found = [];
  const root = document.documentElement;
  const name = e => e.localName + (e.id ? `#${e.id}` : [...e.classList].map(c => `.${c}`).join(""));
  if (root.scrollWidth > root.clientWidth) {
    const out = [...document.body.querySelectorAll("*")].filter(e => {
      const { left, right, width } = e.getBoundingClientRect();
      return width > 0 && (right > root.clientWidth + 1 || left < -1) && e.checkVisibility();
    });
    found.push(`scrolls sideways (${root.scrollWidth} px): ${out.slice(-1).map(name)}`);
  }
  for (const e of document.body.querySelectorAll("*")) {
    const aside = e.scrollWidth > e.clientWidth + 1;
    const below = e.scrollHeight > e.clientHeight + 1;
    if (!(aside || below) || e.clientWidth < 2) continue;  // What is asked most is asked first.
    if (!e.checkVisibility() || !e.textContent.trim()) continue;
    const style = getComputedStyle(e);
    const hides = /hidden|clip/.test(style.overflowX) || /hidden|clip/.test(style.overflowY);
    const boxed = /^(button|summary|label|legend|th|td|a)$/.test(e.localName);
    if (!hides && !boxed) continue;
    if (aside)
      found.push(`${name(e)} «${e.textContent.trim().slice(0, 40)}» is cut off at the side`);
    if (hides && below)
      found.push(`${name(e)} «${e.textContent.trim().slice(0, 40)}» is cut off below`);
  }
  return found;
}
"""
# WCAG 1.4.12: a reader's own spacing must fit too.
SPACED: Final = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; word-spacing: 0.16em !important; }
    :lang(en) { letter-spacing: 0.12em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}
"""
# What a reader sets in the browser itself: text at twice its size.
USUAL_TEXT: Final = {"standard": 16, "fixed": 13}
DOUBLED_TEXT: Final = {name: 2 * size for name, size in USUAL_TEXT.items()}
DOUBLED_AT: Final = (PHONE, 1280)
UNSPACED: Final = "() => { document.adoptedStyleSheets = []; }"


def pages_fit_every_width(look: Look) -> Iterator[str]:
    """No sideways scrolling and nothing cut off, from 320 px on."""
    for width in WIDTHS:
        look.widen(width)
        for fault in crowded(look.page):
            yield f"at {width} px: {fault}"


def rows_run_with_the_text(look: Look) -> Iterator[str]:
    """What stands side by side starts where reading starts."""
    for row in look.seen["turned"]:
        yield f"{row} runs against the text"


def readers_can_space_text(look: Look) -> Iterator[str]:
    """Text with more space between lines, words and Latin letters fits too."""
    look.widen(PHONE)
    look.page.evaluate(SPACED)
    yield from crowded(look.page)
    look.page.evaluate(UNSPACED)


def text_can_be_doubled(look: Look) -> Iterator[str]:
    """Text at twice its size fits, on a phone and on a desk."""
    session = look.page.context.new_cdp_session(look.page)
    session.send("Page.setFontSizes", {"fontSizes": DOUBLED_TEXT})
    for width in DOUBLED_AT:
        look.widen(width)
        for fault in crowded(look.page):
            yield f"at {width} px: {fault}"
    session.send("Page.setFontSizes", {"fontSizes": USUAL_TEXT})
    session.detach()


def mirrored(left: Look, right: Look, width: int) -> Iterator[str]:
    """Compare the same page in both directions: one is the other in a mirror.

    Landmarks keep their distance to the side where reading starts, to the one where it
    ends, or to the middle: words differ in length, so boxes may differ in width.
    """
    pairs = zip(left.seen["landmarks"], right.seen["landmarks"], strict=False)
    if len(left.seen["landmarks"]) != len(right.seen["landmarks"]):
        yield "not the same landmarks in both directions"
    for one, turned in pairs:
        starts = abs(one["x"] - (width - _end(turned)))
        ends = abs(_end(one) - (width - turned["x"]))
        middles = abs((one["x"] + _end(one)) / 2 - (width - (turned["x"] + _end(turned)) / 2))
        if min(starts, ends, middles) > TOLERANCE:
            yield f"{one['where']} at {one['x']}–{_end(one)}, mirrored {turned['x']}–{_end(turned)}"


def _end(box: Seen) -> float:
    return float(box["x"] + box["width"])


def crowded(page: Page) -> list[str]:
    """Return what sticks out or is cut off at the present width."""
    found: list[str] = page.evaluate(CROWDED)
    return [short(fault) if len(fault) > 200 else fault for fault in found]


CHECKS: Final = (
    pages_fit_every_width,
    rows_run_with_the_text,
    readers_can_space_text,
    text_can_be_doubled,
)
