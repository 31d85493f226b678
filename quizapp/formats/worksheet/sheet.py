"""What a printed sheet is made of: questions, their order, a layout, and the words around them.

A sheet is in Arabic, in English, or in both with each question facing its translation. The
words of the sheet come from outside, in the language of each side, as do the digits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.domain.content import Sentence
from quizapp.domain.items.base import Item

Layout = Literal["ar", "en", "facing"]
LAYOUTS: Final[tuple[Layout, ...]] = ("ar", "en", "facing")

Part = Literal["both", "sheet", "key"]
PARTS: Final[tuple[Part, ...]] = ("both", "sheet", "key")
"""What is printed: the sheet with its key behind it, or one of the two alone."""

Shown = Callable[[str, Lang], str]
"""Writes the numbers in a text in the digits of its language."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question on paper: the item, its options in the order printed, and its proof."""

    item: Item
    order: tuple[int, ...]
    evidence: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on the sheet besides the questions, in one language."""

    name: str
    day: str
    classroom: str
    scan: str
    key: str
    choose: str
    choose_all: str
    blank: str
    match: str
    order: str
    write: str


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A sheet. `address` is where the same questions are played; empty for none.

    `arabic_digits` numbers Arabic lists in the digits that `shown` writes.
    """

    title: Bilingual
    classroom: str
    layout: Layout
    questions: tuple[Question, ...]
    words: Mapping[Lang, Words]
    address: str
    shown: Shown
    arabic_digits: bool = False
    part: Part = "both"

    @property
    def langs(self) -> tuple[Lang, ...]:
        """The languages printed, the one that begins the line first."""
        return LANGS if self.layout == "facing" else (self.layout,)

    @property
    def main(self) -> Lang:
        """The language of the page as a whole."""
        return self.langs[0]
