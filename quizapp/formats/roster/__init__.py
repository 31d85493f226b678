"""Rosters: the names of a class, pasted or in a spreadsheet, to the lines that they hold."""

from __future__ import annotations

from quizapp.formats.roster.reader import (
    MOST_BYTES,
    MOST_LINES,
    Roster,
    RosterLine,
    RosterProblem,
    RosterRejected,
    read_file,
    read_pasted,
)

__all__ = [
    "MOST_BYTES",
    "MOST_LINES",
    "Roster",
    "RosterLine",
    "RosterProblem",
    "RosterRejected",
    "read_file",
    "read_pasted",
]
