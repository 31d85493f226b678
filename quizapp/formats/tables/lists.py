"""Several texts in one cell, with a bar between them.

    ("Samarkand", "Samarqand")   "Samarkand | Samarqand"
    ("a|b",)                     "a\\|b"

A bar or a backslash that belongs to a text has a backslash before it; any other backslash
that people write is just one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_MARK: Final = re.compile(r"([\\|])")
_PIECE: Final = re.compile(r"\\([\\|])|(\|)")


def joined(texts: Sequence[str]) -> str:
    """Return texts as one cell."""
    return " | ".join(_MARK.sub(r"\\\1", text) for text in texts)


def parted(cell: str) -> tuple[str, ...]:
    """Return the texts of a cell, none of them empty."""
    texts, begun, at = [], "", 0
    for mark in _PIECE.finditer(cell):
        begun += cell[at : mark.start()] + (mark[1] or "")
        at = mark.end()
        if mark[2]:
            texts.append(begun)
            begun = ""
    texts.append(begun + cell[at:])
    return tuple(stripped for text in texts if (stripped := text.strip()))
