"""A table to be taken along: typed cells under named columns.

Numbers stay numbers and texts texts, whatever they look like: "007" is a text. The language
is that of the headings; an Arabic table is read from the right, and so is its sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from quizapp.domain.bilingual import Lang

Cell = str | int | float | date | datetime | None
"""None is an empty cell. Moments are in the zone in which they are to be read."""

ColumnKind = Literal["text", "number", "share", "day", "moment"]
"""How a column's numbers are shown; a share of one as percent."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, and what it holds."""

    title: str
    kind: ColumnKind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns. Raises ValueError where a row has another number of cells."""

    title: str
    lang: Lang
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row does not fit the columns")


def wall_clock(value: datetime) -> datetime:
    """Return a moment as its clock shows it: spreadsheets know no zones."""
    return value.replace(tzinfo=None, microsecond=0)
