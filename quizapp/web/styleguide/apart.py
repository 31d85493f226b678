"""Setting one specimen apart, so that the same component can stand on a page many times.

The macros name their elements for a page of its own: one `#stem`, one main heading. Shown
for the tenth time these would clash, so every id, and whatever refers to it, gets a mark:

    <h1 id="stem">   under the mark "gap-ar"   ->   <h2 id="stem-gap-ar">

Nothing asks for the focus: a card that opens on demand elsewhere lies open here. A part
that scrolls is a group, not one more landmark of the page; other regions are told apart by
name too, so what labels one is followed by the captions it stands under. Text is escaped
by then and holds no quotation marks, so only attributes of markup can match.
"""

from __future__ import annotations

import re
from typing import Final

_REFERENCE: Final = re.compile(
    r'(?<=\s)(id|for|aria-labelledby|aria-describedby|popovertarget|data-opens|data-closes)="'
    r'([^"]*)"'
)
_FOCUS: Final = re.compile(r"(?<=[\"\w])\sautofocus(?=[\s>])")
_MAIN_HEADING: Final = re.compile(r"<(/?)h1\b")


def apart(html: str, mark: str, captions: str = "") -> str:
    """Filter for a block of markup: set it apart from all others by a mark.

    `captions` are the ids, outside the block, of what it stands under.
    """

    def marked(found: re.Match[str]) -> str:
        names = [f"{name}-{mark}" for name in found[2].split()]
        if found[1] == "aria-labelledby" and captions:
            names.append(captions)
        return f'{found[1]}="{" ".join(names)}"'

    html = _FOCUS.sub("", html).replace(' role="region"', ' role="group"')
    return _MAIN_HEADING.sub(r"<\1h2", _REFERENCE.sub(marked, html))
