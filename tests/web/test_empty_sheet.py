"""The empty sheet: teachers find it where files come in, in both languages."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from quizapp.domain.bilingual import LANGS, Lang
from tests.web.browsing import Browser
from tests.web.people import enter_as
from tests.web.teaching import make_article


@pytest.mark.parametrize("spoken", LANGS)
def test_an_empty_sheet_is_offered_where_files_come_in(
    app: Flask, visitor: Browser, spoken: Lang
) -> None:
    enter_as(app, visitor, "teacher", name="Huda")
    page = visitor.open(f"{make_article(visitor)}/import")
    sent = visitor.client.get(page.link_to(f"sheet.xlsx?lang={spoken}"))
    assert sent.headers["Content-Disposition"].endswith(f'filename="waraqa-{spoken}.xlsx"')
    book = CalamineWorkbook.from_filelike(io.BytesIO(sent.data))
    assert book.sheet_names[0] == ("الأسئلة" if spoken == "ar" else "Questions")
