"""A sheet of questions of one article, for its author or any teacher, without a class."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from quizapp.domain.bilingual import Bilingual
from quizapp.domain.errors import NothingToAsk
from quizapp.extensions import database
from quizapp.formats.worksheet import PrintingFailed, Worksheet, can_print, sheet_html
from quizapp.services import content
from quizapp.services.studio import drafts
from quizapp.services.studio.paper import Sheet, SheetWish, article_sheet, draft_sheet
from quizapp.web import paper
from quizapp.web.addresses import address
from quizapp.web.exchange.blueprint import author, exchange
from quizapp.web.formatting import built
from quizapp.web.locale import absolute
from quizapp.web.paper import FILES, SheetAsk
from quizapp.web.roles import needs

Finding = Callable[[SheetWish], Sheet]


@exchange.get("/teach/articles/<draft_id>/worksheet")
@needs("teacher")
def draft_worksheet(draft_id: str) -> str:
    """Show a sheet of a draft, ready to be printed, and the form for another one."""
    return _draft_page(draft_id)


@exchange.get("/teach/articles/<draft_id>/worksheet.<any(pdf,docx):file>")
@needs("teacher")
def draft_worksheet_file(draft_id: str, file: str) -> ResponseReturnValue:
    """Send a sheet of a draft as a file; where no PDF can be made, the page says so."""
    try:
        return _sent(_of_draft(draft_id), draft_id, file)
    except PrintingFailed as failure:
        return _draft_page(draft_id, failure.code), 503


@exchange.get("/articles/<slug>/worksheet")
@needs("teacher")
def article_worksheet(slug: str) -> str:
    """Show a sheet of a published article, ready to be printed."""
    return _article_page(slug)


@exchange.get("/articles/<slug>/worksheet.<any(pdf,docx):file>")
@needs("teacher")
def article_worksheet_file(slug: str, file: str) -> ResponseReturnValue:
    """Send a sheet of a published article as a file."""
    try:
        return _sent(_of_article(slug), slug, file)
    except PrintingFailed as failure:
        return _article_page(slug, failure.code), 503


def _of_draft(draft_id: str) -> Finding:
    return lambda wish: draft_sheet(database(), author=author(), public_id=draft_id, wish=wish)


def _of_article(slug: str) -> Finding:
    return lambda wish: article_sheet(database(), slug=slug, wish=wish)


def _draft_page(draft_id: str, problem: str = "") -> str:
    title = drafts.open_draft(database(), author(), draft_id).article.title
    return _page(title, _of_draft(draft_id), problem, draft_id=draft_id)


def _article_page(slug: str, problem: str = "") -> str:
    title = content.article_head(database(), slug).title
    return _page(title, _of_article(slug), problem, slug=slug)


def _sent(find: Finding, name: str, file: str) -> ResponseReturnValue:
    try:
        return paper.sent_sheet(_sheet(find, name, paper.asked_sheet()), file)
    except NothingToAsk:
        abort(404)


def _sheet(find: Finding, name: str, ask: SheetAsk) -> Worksheet:
    seed = paper.seed_of(name, ask.version)
    found = find(SheetWish(ask.lang, ask.count, ask.kinds, seed))
    place = ""
    if found.slug:
        place = absolute(address("articles.choose", slug=found.slug, lang=ask.lang, sheet=ask.code))
    return paper.sheet_of(ask, found.title, found.questions, address=place)


def _page(
    title: Bilingual, find: Finding, problem: str, *, draft_id: str = "", slug: str = ""
) -> str:
    ask = paper.asked_sheet()
    try:
        sheet = built(sheet_html(_sheet(find, draft_id or slug, ask)))
    except NothingToAsk:
        sheet = None
    return render_template(
        "exchange/worksheet.html",
        title=title,
        ask=ask,
        words=paper,
        files={file: _file(draft_id, slug, file, ask) for file in FILES},
        sheet=sheet,
        problem=paper.no_pdf(problem) if problem else None,
        printable=can_print(),
        draft_id=draft_id,
        slug=slug,
    )


def _file(draft_id: str, slug: str, file: str, ask: SheetAsk) -> str:
    if draft_id:
        return address("exchange.draft_worksheet_file", draft_id=draft_id, file=file, **ask.query)
    return address("exchange.article_worksheet_file", slug=slug, file=file, **ask.query)
