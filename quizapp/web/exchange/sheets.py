"""Our own sheet, empty: what somebody without a file begins with."""

from __future__ import annotations

from flask import Response, request

from quizapp.domain.bilingual import LANGS
from quizapp.formats.registry import FORMATS
from quizapp.formats.tables.template import blank
from quizapp.web.exchange.blueprint import download, exchange
from quizapp.web.locale import page_lang
from quizapp.web.roles import needs


@exchange.get("/teach/sheet.xlsx")
@needs("teacher")
def empty_sheet() -> Response:
    """Send an empty sheet, its headings in the language asked for, or else the page's."""
    wanted = request.args.get("lang")
    lang = next((each for each in LANGS if each == wanted), page_lang())
    return download(blank(lang), FORMATS["table_xlsx"].mimetype, f"waraqa-{lang}.xlsx")
