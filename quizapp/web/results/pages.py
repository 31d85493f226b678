"""Pages of results: the class, one homework, one learner, the questions, the languages."""

from __future__ import annotations

from flask import abort, render_template, request

from quizapp.extensions import database
from quizapp.services import results as service
from quizapp.web.results.blueprint import asked_about, results
from quizapp.web.roles import needs
from quizapp.web.solved import solved
from quizapp.web.watching import shows_grades

MOST_ATTEMPTS = 10_000


@results.get("/classes/<class_id>/results")
@needs("teacher")
@shows_grades()
def show_class(class_id: str) -> str:
    """Show who did what."""
    found = service.overview(database(), **asked_about(class_id))
    return render_template("results/class.html", found=found, room=found.classroom)


@results.get("/classes/<class_id>/results/<homework_id>")
@needs("teacher")
@shows_grades()
def show_grid(class_id: str, homework_id: str) -> str:
    """Show learners by questions."""
    found = service.grid(database(), **asked_about(class_id), homework_id=homework_id)
    return render_template("results/grid.html", found=found, room=found.classroom)


@results.get("/classes/<class_id>/results/<homework_id>/learners/<member_id>")
@needs("teacher")
@shows_grades()
def show_learner(class_id: str, homework_id: str, member_id: str) -> str:
    """Show what one learner answered."""
    found = service.answers(
        database(),
        **asked_about(class_id),
        homework_id=homework_id,
        member_id=member_id,
        number=asked_attempt(),
    )
    return render_template(
        "results/learner.html",
        found=found,
        room=found.classroom,
        rows=[(view, solved(view)) for view in found.questions],
    )


@results.get("/classes/<class_id>/results/<homework_id>/questions")
@needs("teacher")
@shows_grades()
def show_questions(class_id: str, homework_id: str) -> str:
    """Show what the answers say about the questions."""
    found = service.item_analysis(database(), **asked_about(class_id), homework_id=homework_id)
    return render_template("results/questions.html", found=found, room=found.classroom)


@results.get("/classes/<class_id>/results/<homework_id>/languages")
@needs("teacher")
@shows_grades()
def show_languages(class_id: str, homework_id: str) -> str:
    """Show which questions are harder in one language."""
    found = service.language_fairness(database(), **asked_about(class_id), homework_id=homework_id)
    return render_template("results/languages.html", found=found, room=found.classroom)


def asked_attempt() -> int | None:
    """Return the number of the attempt asked for, None for the one that counts."""
    asked = request.args.get("attempt", "")
    if not asked:
        return None
    if not asked.isdecimal() or len(asked) > 5:
        abort(404)
    return min(int(asked), MOST_ATTEMPTS)
