"""A round on paper: the sheet as a page to be printed by the browser, and as a PDF.

Everything that makes the sheet stands in its address, so a sheet that was kept as a bookmark
is printed again as it was. What an address cannot mean is taken as the usual thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.errors import NothingToAsk
from quizapp.domain.items.registry import KINDS
from quizapp.extensions import database
from quizapp.formats.worksheet import (
    LAYOUTS,
    PDF_TYPE,
    Layout,
    PrintingFailed,
    Question,
    Worksheet,
    can_print,
    document,
    printed,
    sheet_html,
)
from quizapp.services import content
from quizapp.services import homework as tasks
from quizapp.services import results as service
from quizapp.services.results import Paper, PaperWish
from quizapp.web.addresses import address
from quizapp.web.formatting import Shown, built, shown
from quizapp.web.locale import absolute
from quizapp.web.page import current_page
from quizapp.web.results.blueprint import asked_about, results
from quizapp.web.results.words import no_pdf
from quizapp.web.roles import needs, teacher
from quizapp.wording.worksheet import worksheet_words

LENGTHS: Final = ("5", "10", "15", "20", "all")
VERSIONS: Final = ("1", "2", "3", "4")
HOMEWORK: Final = "homework:"
ARTICLE: Final = "article:"
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Ask:
    """What the address asks for. `what` is `article:<slug>` or `homework:<id>`."""

    what: str
    layout: Layout
    length: str
    version: str
    kinds: tuple[str, ...]

    @property
    def query(self) -> dict[str, str]:
        """What the address of the same sheet carries; kinds come as one word."""
        return {
            "what": self.what,
            "layout": self.layout,
            "length": self.length,
            "version": self.version,
            "kinds": ".".join(self.kinds),
        }

    def wish(self) -> PaperWish:
        """Return what is to be drawn."""
        homework = self.what.removeprefix(HOMEWORK) if self.what.startswith(HOMEWORK) else None
        return PaperWish(
            lang="ar" if self.layout == "facing" else self.layout,
            homework=homework,
            article=self.what.removeprefix(ARTICLE),
            length=None if self.length == "all" else int(self.length),
            kinds=self.kinds,
            seed=f"{self.what} {self.version}",
        )


@results.get("/classes/<class_id>/worksheet")
@needs("teacher")
def show_worksheet(class_id: str) -> str:
    """Show a sheet, ready to be printed, and the form for another one."""
    return _page(class_id)


@results.get("/classes/<class_id>/worksheet.pdf")
@needs("teacher")
def worksheet_pdf(class_id: str) -> ResponseReturnValue:
    """Send a sheet as a PDF; where none can be made, the page says so."""
    try:
        sheet = _sheet(class_id, _asked(class_id))
    except NothingToAsk:
        abort(404)
    try:
        pdf = printed(document(sheet))
    except PrintingFailed as failure:
        return _page(class_id, problem=failure.code), 503
    response = Response(pdf, content_type=PDF_TYPE)
    response.headers["Content-Disposition"] = 'inline; filename="waraqa-worksheet.pdf"'
    return response


def _page(class_id: str, *, problem: str = "") -> str:
    ask = _asked(class_id)
    try:
        sheet = built(sheet_html(_sheet(class_id, ask)))
    except NothingToAsk:
        sheet = None
    return render_template(
        "results/worksheet.html",
        room=service.room_of(database(), account_id=teacher().account_id, classroom_id=class_id),
        ask=ask,
        subjects=_subjects(class_id),
        lengths=LENGTHS,
        versions=VERSIONS,
        layouts=LAYOUTS,
        kinds=tuple(KINDS),
        sheet=sheet,
        problem=no_pdf(problem) if problem else None,
        printable=can_print(),
    )


def _subjects(class_id: str) -> tuple[tuple[str, str], ...]:
    """What can be printed: the rounds set to the class, then the articles."""
    lang = current_page().lang
    rounds = tasks.homework_of_class(
        database(), account_id=teacher().account_id, classroom_id=class_id
    )
    return (
        *((f"{HOMEWORK}{e.public_id}", e.title[lang]) for e in rounds if e.goal == "round"),
        *((f"{ARTICLE}{e.slug}", e.title[lang]) for e in content.list_articles(database())),
    )


def _asked(class_id: str) -> Ask:
    """Read the address; what it does not say is the usual."""
    subjects = [name for name, _ in _subjects(class_id)]
    if not subjects:
        abort(404)
    what = request.args.get("what", "")[:MOST]
    wanted = [kind for part in request.args.getlist("kinds") for kind in part.split(".")]
    return Ask(
        what=what if what.startswith((HOMEWORK, ARTICLE)) else subjects[0],
        layout=cast("Layout", _one_of(LAYOUTS, "layout", current_page().content)),
        length=_one_of(LENGTHS, "length", "10"),
        version=_one_of(VERSIONS, "version", "1"),
        kinds=tuple(kind for kind in KINDS if kind in wanted),
    )


def _one_of(allowed: tuple[str, ...], name: str, usual: str) -> str:
    asked = request.args.get(name, "")
    return asked if asked in allowed else usual


def _sheet(class_id: str, ask: Ask) -> Worksheet:
    found = service.paper(database(), **asked_about(class_id), wish=ask.wish())
    digits = current_page().settings.digits

    def written(text: Shown, lang: Lang) -> str:
        return shown(text, lang, digits)

    return Worksheet(
        title=found.title,
        classroom=found.classroom.name,
        layout=ask.layout,
        questions=tuple(Question(q.item, q.order, q.evidence) for q in found.questions),
        words={lang: worksheet_words(lang) for lang in LANGS},
        address=_where(found, ask),
        shown=written,
        arabic_digits=digits == "arab",
    )


def _where(found: Paper, ask: Ask) -> str:
    """The address at which the same is played, in the language of the sheet."""
    lang = "ar" if ask.layout == "facing" else ask.layout
    if found.homework is not None:
        return absolute(address("homework.show", homework_id=found.homework, lang=lang))
    return absolute(address("articles.choose", slug=found.article, lang=lang))
