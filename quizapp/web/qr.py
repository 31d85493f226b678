"""A link as a QR code: the outline of its dark squares, for one path of an inline drawing.

The drawing is made by the page's own template, so nothing of it comes from elsewhere and no
style stands in it. Rows are joined into runs:

    ■■□■    M0 0h2v1h-2zM3 0h1v1h-1z
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final

import segno

QUIET: Final = 4


@dataclass(frozen=True, slots=True)
class Drawing:
    """A square drawing: the length of its side, the path of what is dark."""

    side: int
    path: str


def qr(text: str) -> Drawing:
    """Return the drawing of a text, with the light margin that readers need."""
    rows = segno.make(text, error="m", micro=False).matrix
    parts = []
    for y, row in enumerate(rows, start=QUIET):
        x = QUIET
        for dark, run in groupby(row):
            length = len(tuple(run))
            if dark:
                parts.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return Drawing(len(rows) + 2 * QUIET, "".join(parts))
