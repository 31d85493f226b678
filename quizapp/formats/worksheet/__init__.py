"""A round on paper: the sheet, its key, and both as a PDF.

sheet       what is printed: questions in an order, a layout, words around them
marks       the letters of options, and elements of HTML
questions   one question, by its kind
key         one answer with its proof
body        the sheet and its key as one fragment of HTML
document    that fragment as a document by itself
printer     a document as PDF, made by a process of its own
pdf         that process
spaces      the Naskh face with a space in it, for that process
"""

from __future__ import annotations

from quizapp.formats.worksheet.body import sheet_html
from quizapp.formats.worksheet.document import document
from quizapp.formats.worksheet.printer import PDF_TYPE, PrintingFailed, can_print, printed
from quizapp.formats.worksheet.sheet import (
    LAYOUTS,
    PARTS,
    Layout,
    Part,
    Question,
    Words,
    Worksheet,
)

__all__ = [
    "LAYOUTS",
    "PARTS",
    "PDF_TYPE",
    "Layout",
    "Part",
    "PrintingFailed",
    "Question",
    "Words",
    "Worksheet",
    "can_print",
    "document",
    "printed",
    "sheet_html",
]
