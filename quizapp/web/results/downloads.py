"""Every table of results as a file: XLSX, or CSV for what reads nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Response

from quizapp.extensions import database
from quizapp.formats.sheets import CSV_TYPE, XLSX_TYPE, Table, csv_bytes, xlsx_bytes
from quizapp.services import results as service
from quizapp.services.people.watching import TAKEN
from quizapp.web import ambient
from quizapp.web.results.blueprint import asked_about, results
from quizapp.web.results.figures import (
    languages_table,
    memory_table,
    options_table,
    questions_table,
)
from quizapp.web.results.memory import asked_article, asked_day
from quizapp.web.results.pages import asked_attempt
from quizapp.web.results.tables import answers_table, grid_table, overview_table
from quizapp.web.roles import needs
from quizapp.web.watching import shows_grades

Reading = tuple[Callable[..., Any], Callable[[Any], Table]]
OF_HOMEWORK: Final[Mapping[str, Reading]] = {
    "grid": (service.grid, grid_table),
    "questions": (service.item_analysis, questions_table),
    "options": (service.item_analysis, options_table),
    "languages": (service.language_fairness, languages_table),
}


@results.get("/classes/<class_id>/tables/overview.<any(xlsx,csv):form>")
@needs("teacher")
@shows_grades(TAKEN)
def overview_file(class_id: str, form: str) -> Response:
    """Send who did what."""
    found = service.overview(database(), **asked_about(class_id))
    return sent(overview_table(found), "overview", form)


@results.get("/classes/<class_id>/tables/memory.<any(xlsx,csv):form>")
@needs("teacher")
@shows_grades(TAKEN)
def memory_file(class_id: str, form: str) -> Response:
    """Send what the class will forget."""
    found = service.class_memory(
        database(), **asked_about(class_id), article=asked_article(), day=asked_day()
    )
    return sent(memory_table(found), "memory", form)


@results.get(
    "/classes/<class_id>/results/<homework_id>/tables"
    "/<any(grid,questions,options,languages):table>.<any(xlsx,csv):form>"
)
@needs("teacher")
@shows_grades(TAKEN)
def homework_file(class_id: str, homework_id: str, table: str, form: str) -> Response:
    """Send a table about one homework."""
    read, make = OF_HOMEWORK[table]
    found = read(database(), **asked_about(class_id), homework_id=homework_id)
    return sent(make(found), table, form)


@results.get(
    "/classes/<class_id>/results/<homework_id>/learners/<member_id>/answers.<any(xlsx,csv):form>"
)
@needs("teacher")
@shows_grades(TAKEN)
def learner_file(class_id: str, homework_id: str, member_id: str, form: str) -> Response:
    """Send what one learner answered."""
    found = service.answers(
        database(),
        **asked_about(class_id),
        homework_id=homework_id,
        member_id=member_id,
        number=asked_attempt(),
    )
    return sent(answers_table(found), "answers", form)


def sent(table: Table, name: str, form: str) -> Response:
    """Return a table as a file to keep."""
    if form == "xlsx":
        response = Response(xlsx_bytes(table, ambient.now()), content_type=XLSX_TYPE)
    else:
        response = Response(csv_bytes(table), content_type=CSV_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="waraqa-{name}.{form}"'
    return response
