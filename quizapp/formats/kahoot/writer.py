"""Questions as a sheet for this program; the layout and the notes: `tables.layouts`."""

from __future__ import annotations

from quizapp.domain.exchange.travel import Pack, Written
from quizapp.formats.tables.layouts import KAHOOT, write_as


def write(pack: Pack) -> Written:
    """Return the questions of a pack that the program can ask."""
    return write_as(KAHOOT, pack)
