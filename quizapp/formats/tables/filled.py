"""One row of a table of questions: what stands under which heading, tidied.

A row knows its line and whether the sheet is of our own making, in which question and text
have columns of their own. Other sheets have one column for both: what comes after the first
blank line there is the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from quizapp.domain.exchange.question import tidy
from quizapp.formats.tables.places import Place

LONGEST_TEXT: Final = 20_000
LONGEST_CELL: Final = 32_767


class Skipped(Exception):
    """A row that becomes no question: the code of the note, and what it names."""

    def __init__(self, code: str, params: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})


@dataclass(slots=True)
class Filled:
    """The cells of a row by what they hold; those that are empty are not in it."""

    line: int
    own: bool
    single: dict[str, str] = field(default_factory=dict)
    numbered: dict[str, dict[int, str]] = field(default_factory=dict)
    said: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """What was changed on the way: the codes of notes, and what they name."""

    def text(self, part: str) -> str:
        """Return what stands under a heading; "" where nothing does."""
        return self.single.get(part, "")

    def all(self, part: str) -> dict[int, str]:
        """Return what stands under headings that are counted, by their number."""
        return self.numbered.get(part, {})

    @property
    def asked(self) -> tuple[str, str]:
        """The question and the text below it."""
        stem = self.text("stem")
        if self.own:
            return stem, self.text("material")
        return split_asked(stem)

    @property
    def asked_or_stated(self) -> tuple[str, str]:
        """The same, where a statement is judged: it is the text, even without a question."""
        stem, material = self.asked
        return (stem, material) if material else ("", stem)


def split_asked(text: str) -> tuple[str, str]:
    """Return question and text where one cell has both, a blank line between them."""
    stem, _, material = text.partition("\n\n")
    return (tidy(stem), tidy(material)) if tidy(material) else (text, "")


def joined_asked(stem: str, material: str) -> str:
    """Return question and text as one."""
    return f"{stem}\n\n{material}" if stem and material else stem or material


def filled(line: int, cells: Sequence[str], places: Mapping[int, Place], *, own: bool) -> Filled:
    """Return the row of some cells."""
    row = Filled(line, own)
    for at, place in places.items():
        text = tidy(cells[at]) if at < len(cells) else ""
        if not text:
            continue
        if place.number:
            row.numbered.setdefault(place.part, {})[place.number] = text
        else:
            row.single[place.part] = text
    return row


def too_long(row: Filled) -> bool:
    """Tell whether a cell holds more than a question may."""
    lists = ("accepted", "evidence", "tags")
    texts = [text for part, text in row.single.items() if part not in lists]
    texts += [text for counted in row.numbered.values() for text in counted.values()]
    cells = [row.text(part) for part in lists]
    return any(len(text) > LONGEST_TEXT for text in texts) or any(
        len(cell) > LONGEST_CELL for cell in cells
    )
