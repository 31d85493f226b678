"""A round on paper for a class: the sheet as a page to be printed by the browser, and as files.

What is printed is one of the rounds set to the class, or a round of an article; `web.paper`
reads the rest of the address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.domain.errors import NothingToAsk
from quizapp.extensions import database
from quizapp.formats.worksheet import PrintingFailed, Worksheet, can_print, sheet_html
from quizapp.services import content
from quizapp.services import homework as tasks
from quizapp.services import results as service
from quizapp.services.results import Paper, PaperWish
from quizapp.web import paper
from quizapp.web.addresses import address
from quizapp.web.formatting import built
from quizapp.web.locale import absolute
from quizapp.web.page import current_page
from quizapp.web.paper import FILES, SheetAsk
from quizapp.web.results.blueprint import asked_about, results
from quizapp.web.roles import needs, teacher

HOMEWORK: Final = "homework:"
ARTICLE: Final = "article:"
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Ask:
    """What the address asks for. `what` is `article:<slug>` or `homework:<id>`."""

    what: str
    sheet: SheetAsk

    @property
    def query(self) -> dict[str, str]:
        """What the address of the same sheet carries."""
        return {"what": self.what, **self.sheet.query}

    def wish(self) -> PaperWish:
        """Return what is to be drawn."""
        sheet = self.sheet
        homework = self.what.removeprefix(HOMEWORK) if self.what.startswith(HOMEWORK) else None
        slug = self.what.removeprefix(ARTICLE)
        return PaperWish(
            lang=sheet.lang,
            homework=homework,
            article=slug,
            length=sheet.count,
            kinds=sheet.kinds,
            seed=f"{self.what} {sheet.version}" if homework else paper.seed_of(slug, sheet.version),
        )


@results.get("/classes/<class_id>/worksheet")
@needs("teacher")
def show_worksheet(class_id: str) -> str:
    """Show a sheet, ready to be printed, and the form for another one."""
    return _page(class_id)


@results.get("/classes/<class_id>/worksheet.<any(pdf,docx):file>")
@needs("teacher")
def worksheet_file(class_id: str, file: str) -> ResponseReturnValue:
    """Send a sheet as a file; where no PDF can be made, the page says so."""
    try:
        return paper.sent_sheet(_sheet(class_id, _asked(class_id)), file)
    except NothingToAsk:
        abort(404)
    except PrintingFailed as failure:
        return _page(class_id, problem=failure.code), 503


def _page(class_id: str, *, problem: str = "") -> str:
    ask = _asked(class_id)
    try:
        sheet = built(sheet_html(_sheet(class_id, ask)))
    except NothingToAsk:
        sheet = None
    files = {
        file: address("results.worksheet_file", class_id=class_id, file=file, **ask.query)
        for file in FILES
    }
    return render_template(
        "results/worksheet.html",
        room=service.room_of(database(), account_id=teacher().account_id, classroom_id=class_id),
        ask=ask,
        subjects=_subjects(class_id),
        words=paper,
        files=files,
        sheet=sheet,
        problem=paper.no_pdf(problem) if problem else None,
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
    known = what.startswith((HOMEWORK, ARTICLE))
    return Ask(what=what if known else subjects[0], sheet=paper.asked_sheet())


def _sheet(class_id: str, ask: Ask) -> Worksheet:
    found = service.paper(database(), **asked_about(class_id), wish=ask.wish())
    return paper.sheet_of(
        ask.sheet,
        found.title,
        found.questions,
        classroom=found.classroom.name,
        address=_where(found, ask),
    )


def _where(found: Paper, ask: Ask) -> str:
    """The address at which the same is played, in the language of the sheet."""
    lang = ask.sheet.lang
    if found.homework is not None:
        return absolute(address("homework.show", homework_id=found.homework, lang=lang))
    place = address("articles.choose", slug=found.article, lang=lang, sheet=ask.sheet.code)
    return absolute(place)
