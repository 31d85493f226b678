"""Checks of how people have set up their device: contrast, colours, motion, paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

from tests.browser.checks.look import Look

AXE: Final = str(Axe().axe_script)
RULES: Final[dict[str, Any]] = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
# A theme changes colours and nothing else, and those are the same in both languages.
COLOUR_RULES: Final[dict[str, Any]] = {
    "runOnly": ["color-contrast", "link-in-text-block"],
    "resultTypes": ["violations"],
}
SCHEMES: Final[tuple[tuple[Literal["light", "dark"], dict[str, Any]], ...]] = (
    ("light", RULES),
    ("dark", COLOUR_RULES),
)
DARK_INK: Final = 300
RUN_AXE: Final = """
options => axe.run(document, options).then(({ violations }) => violations.flatMap(rule =>
  rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")}: ${
    [...node.any, ...node.all, ...node.none].map(c => c.message).join("; ")}`)))
"""
# A button that stands in running text is underlined like a link, and has no edge.
IN_TEXT: Final = """
  const inText = e => Boolean(e.closest("p")) && [e, ...e.querySelectorAll("*")].some(one =>
    getComputedStyle(one).textDecorationLine.includes("underline"));
"""
# With colours forced, a button or a field drawn by us has nothing but its edge to be seen by.
EDGELESS: Final = f"""
() => {{ {IN_TEXT}
  return [...document.querySelectorAll("button, select, textarea, input:not([type=hidden])")]
    .filter(e => e.checkVisibility() && !inText(e))
    .filter(e => e.localName === "button" || getComputedStyle(e).appearance === "none")
    .filter(e => !["top", "right", "bottom", "left"].some(side => {{
      const style = getComputedStyle(e);
      return style.getPropertyValue(`border-${{side}}-style`) !== "none" &&
        parseFloat(style.getPropertyValue(`border-${{side}}-width`)) > 0;
    }}))
    .map(e => `${{e.localName}} «${{e.textContent.trim().slice(0, 40)}}» has no edge`);
}}
"""
MOVING: Final = """
() => [...document.querySelectorAll("*")].filter(e => {
  const s = getComputedStyle(e);
  const seconds = list => Math.max(...list.split(",").map(parseFloat));
  return seconds(s.transitionDuration) > 0.01 ||
    (s.animationName !== "none" && seconds(s.animationDuration) > 0.01) ||
    s.scrollBehavior === "smooth";
}).slice(0, 5).map(e => e.localName + [...e.classList].map(c => `.${c}`).join(""))
"""
ON_PAPER: Final = f"""
() => {{ {IN_TEXT}
  const main = document.querySelector("main");
  return {{
    direction: getComputedStyle(document.body).direction,
    text: main.checkVisibility() && main.innerText.trim().length,
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    ink: getComputedStyle(main).color.match(/[0-9]+/g).map(Number),
    buttons: [...document.querySelectorAll("button")]
      .filter(e => e.checkVisibility() && !inText(e))
      .map(e => e.textContent.trim() || e.getAttribute("aria-label")),
  }};
}}
"""
# A4 less its margins, in pixels of CSS.
SHEET: Final = 718


def anybody_can_use_it(look: Look) -> Iterator[str]:
    """Axe finds nothing against WCAG 2.2 AA and good practice, in light and in dark."""
    page = look.page
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    for scheme, rules in SCHEMES if look.lang == "en" else SCHEMES[:1]:
        # Without motion the new colours are there at once.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for fault in page.evaluate(RUN_AXE, rules):
            yield f"{scheme}: {fault}"
    page.emulate_media(color_scheme="null", reduced_motion="null")


def forced_colours_keep_the_edges(look: Look) -> Iterator[str]:
    """Where the device decides on colours, controls can still be told from text."""
    look.page.emulate_media(forced_colors="active")
    yield from _told(look.page, EDGELESS)
    look.page.emulate_media(forced_colors="null")


def stillness_is_respected(look: Look) -> Iterator[str]:
    """Nothing moves for those who asked for less motion."""
    look.page.emulate_media(reduced_motion="reduce")
    yield from _told(look.page, MOVING)
    look.page.emulate_media(reduced_motion="null")


def paper_keeps_the_direction(look: Look) -> Iterator[str]:
    """A printed page runs the same way, shows its text, dark on light, and fits the sheet."""
    look.widen(SHEET)
    look.page.emulate_media(media="print", color_scheme="dark")
    paper: dict[str, Any] = look.page.evaluate(ON_PAPER)
    look.page.emulate_media(media="null", color_scheme="null")
    if paper["direction"] != look.dir:
        yield f"runs {paper['direction']} on paper"
    if not paper["text"]:
        yield "an empty sheet"
    if paper["wide"]:
        yield "wider than the sheet"
    if sum(paper["ink"][:3]) > DARK_INK:
        yield f"pale ink on white paper: {paper['ink']}"
    for words in paper["buttons"]:
        yield f"a button on paper: {words}"


def _told(page: Page, script: str) -> list[str]:
    found: list[str] = page.evaluate(script)
    return found


CHECKS: Final = (
    anybody_can_use_it,
    forced_colours_keep_the_edges,
    stillness_is_respected,
)
# It makes the window as wide as a sheet, so it comes when no other check needs it any more.
LAST: Final = (paper_keeps_the_direction,)
