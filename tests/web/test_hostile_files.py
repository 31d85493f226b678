"""Hostile files sent to the page: a clear word in the language of the page, nothing stored."""

from __future__ import annotations

from functools import cache

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.db.base import Base
from quizapp.domain.bilingual import LANGS
from quizapp.extensions import database
from quizapp.wording.exchange import refusal_text
from tests.hostile import FILES
from tests.importing import wait_for_readers
from tests.web.browsing import Browser
from tests.web.people import enter_as
from tests.web.sending import send, settled
from tests.web.teaching import make_article
from tests.web.test_exchange import questions_in

# The file on its way, and that somebody was here, are all that may be noted.
NOTED = {"import_job", "auth_session"}


def everything(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but those."""
    with app.app_context():
        session = database()
        return {
            table.name: sorted(map(tuple, session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name not in NOTED
        }


@cache
def made(what: str) -> bytes:
    """The file itself, which takes as long to make as to refuse: once for both languages."""
    return FILES[what].make()


@pytest.mark.slow
def test_no_hostile_file_changes_the_database_and_each_is_told_why(
    app: Flask, visitor: Browser
) -> None:
    enter_as(app, visitor, "teacher", name="Huda")
    address = make_article(visitor)
    before = everything(app)
    told = {}
    for what, hostile in FILES.items():
        form = visitor.open(f"{address}/import").form("/import")
        sent = send(visitor, form, made(what), changes={"format": hostile.format})
        page = settled(visitor, sent)
        told[what] = page.text
        wait_for_readers()
        assert page.with_class("problem"), what
        assert everything(app) == before, what
    assert questions_in(visitor, address) == 0
    (lang,) = (lang for lang in LANGS if lang == visitor.lang)
    untold = {w for w, text in told.items() if refusal_text(FILES[w].code, {}, lang) not in text}
    assert untold == set()
