"""Taking cards to Anki and bringing reviews back: a page, two files, a look and its doing.

What would be brought in travels in the page that shows it, so nothing is kept in between;
it is no more than its owner could send anyway, and is checked again when it comes.
"""

from __future__ import annotations

from typing import Final, cast

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.domain.errors import ImportRejected
from quizapp.domain.exchange.travel import FileRefused
from quizapp.extensions import database
from quizapp.services.mine import anki_in, anki_out
from quizapp.web import ambient
from quizapp.web.labels import DECKS, IMPORT_REJECTED, Words
from quizapp.web.locale import page_lang
from quizapp.web.mine.blueprint import FIELD, mine
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.viewers import known_viewer, viewer, viewer_or_guest
from quizapp.wording.exchange import note_text, refused_text

NOBODY: Final = 0
FONT: Final = "vendor/fonts/naskh-arabic.woff2"
_REFUSED: Final[Words] = {
    "empty": _l("There are no cards in the file."),
    "format": _l("This is not a file of Anki, or it is damaged."),
    "too_large": _l("The file is too large. In Anki, a single deck can be exported by itself."),
}


@mine.get("/mine/anki")
def anki() -> str:
    """Show what goes to Anki and what comes back."""
    return _page()


@mine.get("/mine/anki/waraqa.apkg")
def anki_package() -> Response:
    """Send the cards as a package."""
    assets = cast("dict[str, bytes]", current_app.extensions["assets"])
    data = anki_out.anki_package(
        database(),
        account_id=known_viewer().account_id,
        naming=_naming(),
        now=ambient.now(),
        progress=request.args.get("progress") != "no",
        font=assets.get(FONT) if request.args.get("font") == "1" else None,
    )
    return _download(data, "application/octet-stream", "waraqa.apkg")


@mine.get("/mine/anki/waraqa.txt")
def anki_text() -> Response:
    """Send the cards as a text file."""
    data = anki_out.anki_text(
        database(),
        account_id=known_viewer().account_id,
        naming=_naming(),
        now=ambient.now(),
    )
    return _download(data, "text/plain; charset=utf-8", "waraqa.txt")


@mine.post("/mine/anki")
def look_at_anki() -> ResponseReturnValue:
    """Show what a file holds; nothing is stored."""
    upload = request.files.get(FIELD)
    with_account = viewer()
    account_id = with_account.account_id if with_account else NOBODY
    try:
        data = upload.stream.read() if upload else b""
        if not data:
            raise FileRefused("empty")
        view = anki_in.look(database(), account_id=account_id, data=data, now=ambient.now())
    except FileRefused as refused:
        return _page(problem=_words(refused)), 422
    skipped = [(note, note_text(note, page_lang())) for note in view.skipped]
    return render_template(
        "mine/anki_look.html", view=view, skipped=skipped, found=anki_in.packed(view.found)
    )


@mine.post("/mine/anki/bring")
def bring_from_anki() -> ResponseReturnValue:
    """Log the reviews that were shown."""
    try:
        found = anki_in.unpacked(request.form.get("found", ""))
        who = viewer_or_guest()
        report = anki_in.bring(
            database(), account_id=who.account_id, found=found, now=ambient.now()
        )
    except ImportRejected as rejection:
        return _page(problem=str(IMPORT_REJECTED[rejection.code])), 422
    return _page(report=report)


def _page(*, problem: str = "", report: anki_in.AnkiReport | None = None) -> str:
    who = viewer()
    held = anki_out.cards_held(database(), account_id=who.account_id) if who else 0
    return render_template(
        "mine/anki.html", known=who is not None, held=held, problem=problem, report=report
    )


def _words(refused: FileRefused) -> str:
    own = _REFUSED.get(refused.code)
    return str(own) if own is not None else refused_text(refused, page_lang())


def _naming() -> anki_out.Naming:
    return anki_out.Naming(page_lang(), {deck: str(words) for deck, words in DECKS.items()})


def _download(data: bytes, mimetype: str, name: str) -> Response:
    response = Response(data, content_type=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
