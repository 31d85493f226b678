"""One state of one page, as the inventory lists it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from quizapp.domain.bilingual import Lang
from tests.browser.visits import Visit

Reach = Callable[[Visit], None]


@dataclass(frozen=True)
class State:
    """A page in one state. `contents` are the languages its content comes in."""

    name: str
    endpoint: str
    reach: Reach
    who: str = "player"
    contents: tuple[Lang, ...] = ("ar",)
