"""Questions as a workbook in the layout of our own sheet."""

from __future__ import annotations

from typing import Final

from quizapp.domain.exchange.travel import Pack, Written
from quizapp.formats.tables.book import Page, xlsx_of
from quizapp.formats.tables.instructions import QUESTIONS
from quizapp.formats.tables.sheet import sheet_of, titles
from quizapp.formats.tables.template import choices_of, widths_of

_FROZEN: Final = 2


def write(pack: Pack) -> Written:
    """Return the questions of a pack as a workbook; notes as in `tables.sheet`."""
    columns, rows, notes = sheet_of(pack)
    page = Page(
        name=QUESTIONS[pack.lang],
        lang=pack.lang,
        rows=[titles(columns, pack.lang), *rows],
        widths=widths_of(columns),
        frozen=_FROZEN,
        choices=choices_of(columns, pack.lang),
    )
    return Written(xlsx_of(pack.title, [page]), tuple(notes))
