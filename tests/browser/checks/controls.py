"""Checks of what is pressed, typed into and pointed with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.browser.checks.look import Look

# Icons that point along the line of reading; everything else stays as it is drawn.
POINTING: Final = frozenset(
    {
        "arrow-left",
        "arrow-right",
        "chevron-left",
        "chevron-right",
        "list",
        "list-checks",
        "log-in",
        "log-out",
        "redo",
        "redo-2",
        "reply",
        "send",
        "undo",
        "undo-2",
        "volume-1",
        "volume-2",
    }
)
LEFT_TO_RIGHT: Final = ("email", "url", "password")


def icons_point_with_the_text(look: Look) -> Iterator[str]:
    """Arrows are mirrored in right-to-left surroundings; clocks, checks and marks are not."""
    for icon in look.seen["icons"]:
        wanted = icon["symbol"] in POINTING and icon["direction"] == "rtl"
        if icon["mirrored"] != wanted:
            yield f"{icon['where']}: {icon['symbol']} in {icon['direction']} text"


def icons_are_silent(look: Look) -> Iterator[str]:
    """The words beside an icon say what it means; it is hidden from screen readers."""
    for icon in look.seen["icons"]:
        if icon["spoken"]:
            yield f"{icon['where']}: {icon['symbol']}"


def tabs_follow_the_page(look: Look) -> Iterator[str]:
    """No element jumps the queue of the Tab key."""
    for control in look.seen["controls"]:
        if control["tabindex"] > 0:
            yield f"{control['where']}: tabindex {control['tabindex']}"


def fields_run_their_way(look: Look) -> Iterator[str]:
    """Addresses and codes run left to right; an empty box runs with the text it belongs to.

    What is typed into a box of free text then decides (`test_typing`).
    """
    for control in look.seen["controls"]:
        if control["type"] in LEFT_TO_RIGHT and control["direction"] != "ltr":
            yield f"{control['where']}: {control['type']} runs {control['direction']}"
        # A field for one language says which, and runs as that does.
        free = not control["lang"] and (control["tag"] == "textarea" or control["type"] == "text")
        if free and not control["value"] and control["direction"] != control["around"]:
            yield f"{control['where']}: empty, runs {control['direction']}"
        if free and control["value"] and control["dir"] != "auto":
            yield f"{control['where']}: filled in, dir={control['dir'] or 'of the page'}"


CHECKS: Final = (
    icons_point_with_the_text,
    icons_are_silent,
    tabs_follow_the_page,
    fields_run_their_way,
)
