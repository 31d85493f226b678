"""A sheet as a document by itself: for the PDF, which has no site around it."""

from __future__ import annotations

from html import escape
from typing import Final

from quizapp.domain.bilingual import direction
from quizapp.formats.worksheet.body import sheet_html
from quizapp.formats.worksheet.sheet import Worksheet

STYLE_SHEET: Final = "worksheet.css"
_DOCUMENT: Final = """<!doctype html>
<html lang="{lang}" dir="{dir}">
<head><meta charset="utf-8"><title>{title}</title><link rel="stylesheet" href="{style}"></head>
<body>{body}</body>
</html>
"""


def document(sheet: Worksheet) -> str:
    """Return a sheet with its key as an HTML document."""
    return _DOCUMENT.format(
        lang=sheet.main,
        dir=direction(sheet.main),
        title=escape(sheet.title[sheet.main]),
        style=STYLE_SHEET,
        body=sheet_html(sheet),
    )
