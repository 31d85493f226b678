"""A sheet as a document that a word processor opens: to be changed before it is printed.

    writer    the sheet's tree to a file
    flow      the blocks of a question, one below the other
    blocks    paragraphs and tables of either direction
    runs      a text as pieces that run one way each
    dress     page, fonts, styles, numbering

What packs such files is large, and most processes never need it: it is loaded when the first
one is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final, cast

from quizapp.formats.worksheet import Worksheet

DOCX_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

__all__ = ["DOCX_TYPE", "docx_of"]


def docx_of(sheet: Worksheet) -> bytes:
    """Return a sheet, its key, or both, as DOCX."""
    writer = import_module(f"{__name__}.writer")
    return cast(Callable[[Worksheet], bytes], writer.write_document)(sheet)
