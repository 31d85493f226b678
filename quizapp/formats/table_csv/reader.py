"""What a table of questions holds, whichever of the known layouts it has.

All four formats are read alike, as the headings say what stands where (`tables.taking`).
"""

from __future__ import annotations

from quizapp.formats.tables.taking import read_table as read

__all__ = ["read"]
