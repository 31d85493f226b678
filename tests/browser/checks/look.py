"""One look at a page: what `snapshot.js` found there, and the page for closer inspection."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

from quizapp.domain.bilingual import Direction, Lang, direction

SNAPSHOT: Final = Path(__file__).with_name("snapshot.js").read_text(encoding="utf-8")
# Thousands of values travel faster as one text.
AS_TEXT: Final = f"() => JSON.stringify(({SNAPSHOT})())"
OPEN_ALL: Final = "() => document.querySelectorAll('details').forEach(d => d.open = true)"
ARABIC: Final = re.compile("[\u0620-\u064a]+")
LATIN: Final = re.compile("[A-Za-z]{3,}")
# First strong isolate … pop isolate: how plain text sets a foreign run apart.
ISOLATED: Final = re.compile("\u2068[^\u2069]*\u2069")

Seen = dict[str, Any]


@dataclass
class Look:
    """A page, the interface language it should be in, and what is seen on it."""

    page: Page
    lang: Lang

    @classmethod
    def at(cls, page: Page, lang: Lang) -> Look:
        """Look at a page with everything that can be folded out folded out."""
        page.evaluate(OPEN_ALL)
        return cls(page, lang)

    @cached_property
    def seen(self) -> Seen:
        """What `snapshot.js` returns."""
        found: Seen = json.loads(self.page.evaluate(AS_TEXT))
        return found

    def widen(self, width: int) -> None:
        """Make the window this wide; `faults` looks last at what needs it."""
        size = self.page.viewport_size
        assert size is not None
        if size["width"] != width:
            self.page.set_viewport_size({"width": width, "height": size["height"]})

    @property
    def dir(self) -> Direction:
        """The direction of the interface."""
        return direction(self.lang)

    @property
    def texts(self) -> list[Seen]:
        """Every visible run of text."""
        found: list[Seen] = self.seen["texts"]
        return found

    @cached_property
    def arabic_texts(self) -> list[Seen]:
        """The runs that hold Arabic letters."""
        return [run for run in self.texts if ARABIC.search(run["text"])]


def short(text: str) -> str:
    """Return as much of a text as a message needs."""
    return text if len(text) <= 60 else f"{text[:57]}…"


def at(run: Seen) -> str:
    """Return which run of text is meant."""
    return f"{run['where']} «{short(run['text'])}»"
