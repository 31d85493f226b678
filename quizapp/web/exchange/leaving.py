"""Questions as files: the formats, what each would leave out, and the file itself."""

from __future__ import annotations

from flask import Response, render_template, request

from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.extensions import database
from quizapp.services import content
from quizapp.services.exchange import exporting
from quizapp.services.exchange.exporting import Leaving
from quizapp.services.studio import drafts
from quizapp.web.exchange.blueprint import author, download, exchange
from quizapp.web.locale import page_lang
from quizapp.web.roles import needs


@exchange.get("/teach/articles/<draft_id>/export")
@needs("teacher")
def leave(draft_id: str) -> str:
    """Show the formats in which a draft's questions can leave, and what one leaves out."""
    draft = drafts.open_draft(database(), author(), draft_id)
    found = _of_draft(draft_id) if "format" in request.args else None
    return _page(draft.article.title, found, draft_id=draft_id)


@exchange.get("/teach/articles/<draft_id>/export/file")
@needs("teacher")
def leave_file(draft_id: str) -> Response:
    """Send a draft's questions as a file."""
    found = _of_draft(draft_id)
    return download(found.data, found.format.mimetype, found.filename)


@exchange.get("/articles/<slug>/export")
@needs("teacher")
def published(slug: str) -> str:
    """Show the formats in which a published article's questions can leave."""
    title = content.article_of(database(), slug).title
    found = _of_article(slug) if "format" in request.args else None
    return _page(title, found, slug=slug)


@exchange.get("/articles/<slug>/export/file")
@needs("teacher")
def published_file(slug: str) -> Response:
    """Send a published article's questions as a file."""
    found = _of_article(slug)
    return download(found.data, found.format.mimetype, found.filename)


def _asked() -> tuple[str, Lang]:
    """Return the format and the language that the address asks for; the first if for none."""
    wanted = request.args.get("lang")
    lang = next((each for each in LANGS if each == wanted), page_lang())
    return request.args.get("format", exporting.writable()[0].name), lang


def _of_draft(draft_id: str) -> Leaving:
    name, lang = _asked()
    return exporting.from_draft(
        database(), author=author(), public_id=draft_id, name=name, lang=lang
    )


def _of_article(slug: str) -> Leaving:
    name, lang = _asked()
    return exporting.from_published(database(), slug=slug, name=name, lang=lang)


def _page(title: Bilingual, found: Leaving | None, *, draft_id: str = "", slug: str = "") -> str:
    return render_template(
        "exchange/leave.html",
        title=title,
        formats=exporting.writable(),
        found=found,
        lang=_asked()[1],
        draft_id=draft_id,
        slug=slug,
    )
