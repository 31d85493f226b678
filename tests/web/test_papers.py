"""Sheets of one article at the studio's pages, and the round that a sheet leads to."""

from __future__ import annotations

import io
import zipfile

import pytest
from flask import Flask
from sqlalchemy import text

from quizapp.extensions import database
from quizapp.formats.worksheet import LAYOUTS, PARTS, PrintingFailed
from quizapp.services import rounds
from quizapp.web import paper
from quizapp.web.paper import SheetAsk, round_of
from tests.domain.items.wide import wide_article
from tests.web.browsing import Browser, Page
from tests.web.people import enter_as
from tests.web.teaching import make_article, write_fact

SLUG = wide_article().slug


@pytest.fixture
def address(app: Flask, visitor: Browser) -> str:
    """An article of a teacher about which one fact is written."""
    enter_as(app, visitor, "teacher", name="Huda")
    made = make_article(visitor)
    write_fact(visitor, made)
    return made


def asked(page: Page) -> list[str]:
    return ["".join(element.itertext()) for element in page.with_class("ws-stem")]


def test_a_draft_has_a_sheet_that_leads_nowhere(visitor: Browser, address: str) -> None:
    page = visitor.open(visitor.open(f"{address}/export").link_to("/worksheet"))
    assert len(page.with_class("sheet")) == 2
    assert not page.with_class("segno"), "learners do not have it yet"
    assert page.text == visitor.open(page.path).text


def test_all_questions_are_never_more_than_a_sheet_holds(
    visitor: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = asked(visitor.open(f"/{visitor.lang}/articles/{SLUG}/worksheet?length=all"))
    assert 3 < len(whole) < paper.LONGEST_SHEET
    monkeypatch.setattr(paper, "LONGEST_SHEET", 3)
    page = visitor.open(f"/{visitor.lang}/articles/{SLUG}/worksheet?length=all")
    assert len(asked(page)) == 3


@pytest.mark.parametrize("part", PARTS)
def test_the_sheet_and_its_key_can_be_had_apart(visitor: Browser, address: str, part: str) -> None:
    page = visitor.open(f"{address}/worksheet?part={part}")
    assert bool(page.with_class("ws-stem")) == (part != "key")
    assert bool(page.with_class("ws-key")) == (part != "sheet")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_sheet_comes_as_a_document(visitor: Browser, address: str, layout: str) -> None:
    page = visitor.open(f"{address}/worksheet?layout={layout}&part=sheet")
    response = visitor.client.get(page.link_to("/worksheet.docx"))
    assert response.headers["Content-Disposition"] == 'attachment; filename="waraqa-worksheet.docx"'
    with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
        text = archive.read("word/document.xml").decode()
    assert ("w:bidiVisual" in text) == (layout != "en")
    assert text == _again(visitor, page)


def _again(visitor: Browser, page: Page) -> str:
    again = visitor.client.get(page.link_to("/worksheet.docx"))
    with zipfile.ZipFile(io.BytesIO(again.data)) as archive:
        return archive.read("word/document.xml").decode()


def test_the_pdf_is_sent_or_the_page_says_why_not(
    visitor: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "printed", lambda html: b"%PDF-1.7 drawn")
    response = visitor.client.get(f"{address}/worksheet.pdf")
    assert response.data == b"%PDF-1.7 drawn"

    def fail(html: str) -> bytes:
        raise PrintingFailed("missing")

    monkeypatch.setattr(paper, "printed", fail)
    assert "Pango" in visitor.open(f"{address}/worksheet.pdf", status=503).text
    assert (
        "Pango" in visitor.open(f"/{visitor.lang}/articles/{SLUG}/worksheet.pdf", status=503).text
    )


def test_what_asks_for_nothing_is_not_there(visitor: Browser, address: str) -> None:
    assert visitor.open(f"{address}/worksheet?kinds=match").with_class("problem")
    visitor.open(f"{address}/worksheet.docx?kinds=match", status=404)
    visitor.open(f"{address}/worksheet.odt", status=404)
    visitor.open(f"/{visitor.lang}/articles/nowhere/worksheet", status=404)


def test_strangers_find_no_sheet(app: Flask, visitor: Browser, address: str) -> None:
    enter_as(app, visitor, "teacher", name="Rania")
    visitor.open(f"{address}/worksheet", status=404)
    visitor.open(f"{address}/worksheet.docx", status=404)


@pytest.mark.parametrize(
    "query", ["", "length=all&version=3", "length=15&kinds=choice.gap", "length=5&kinds=gap"]
)
def test_the_address_on_a_sheet_plays_the_same_round(
    app: Flask, visitor: Browser, address: str, query: str
) -> None:
    page = visitor.open(f"/{visitor.lang}/articles/{SLUG}/worksheet?layout={visitor.lang}&{query}")
    (place,) = page.with_class("ws-address")
    start = visitor.open("/" + (place.text or "").split("/", 3)[3])
    assert start.with_class("note")
    lengths = [box.get("value") or "" for box in start.all(".//input[@name='length']")]
    assert lengths == sorted(lengths, key=lambda each: (each == "all", each.zfill(2)))
    played = visitor.submit(start.form("/start"))
    round_id = played.path.split("/")[3]
    with app.app_context():
        account = rounds_account(round_id)
        total = rounds.question(database(), account_id=account, round_id=round_id, position=1).head
        stems = [
            rounds.question(
                database(), account_id=account, round_id=round_id, position=place
            ).presented.stem
            for place in range(1, total.total + 1)
        ]
    assert stems == asked(page)


def rounds_account(round_id: str) -> int:
    found = database().execute(
        text("SELECT account_id FROM round WHERE public_id = :r"), {"r": round_id}
    )
    return int(found.scalar_one())


@pytest.mark.parametrize("kinds", [(), ("choice",), ("gap", "match"), ("evidence", "claim")])
def test_the_code_of_a_sheet_is_short_and_means_its_round(kinds: tuple[str, ...]) -> None:
    ask = SheetAsk("ar", "both", "15", "3", kinds)
    assert len(ask.code) <= len("all-4-1ff")
    found = round_of(ask.code)
    assert found is not None
    assert (found.length, found.version, found.kinds) == ("15", "3", kinds)


@pytest.mark.parametrize("code", ["", "7-1", "10-5", "10-1-", "10-1-zz", "10-1-12345", "x" * 999])
def test_a_code_that_means_nothing_is_passed_over(visitor: Browser, code: str) -> None:
    assert round_of(code) is None
    assert visitor.open(f"/{visitor.lang}/articles/{SLUG}/start?sheet={code}").form("/start")
