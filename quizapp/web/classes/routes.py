"""Every address of classes, under one name: importing the modules registers their views."""

from __future__ import annotations

from typing import Final

from flask import Response
from flask.sansio.blueprints import BlueprintSetupState

from quizapp.domain.codes import written
from quizapp.domain.errors import ClassroomRefusal
from quizapp.web.classes import joining, people, rosters, running, words
from quizapp.web.classes.blueprint import classes
from quizapp.web.errors import error_page

RETRY_SECONDS: Final = "3600"
VIEWS = (joining, people, rosters, running)


@classes.record_once
def lend_words(state: BlueprintSetupState) -> None:
    """Let templates say the codes of classes in words."""
    state.app.jinja_env.globals["class_words"] = words
    state.app.jinja_env.filters["code"] = written


@classes.app_errorhandler(ClassroomRefusal)
def refused(refusal: ClassroomRefusal) -> Response:
    """Answer a wish about a class that no form of its own can show refused, wherever it was made:
    homework and warm-ups are set to classes too.
    """
    title = words.REFUSALS.get(refusal.code, words.REFUSALS["archived"])
    status = 429 if refusal.code == "throttled" else 409
    response = error_page(status, words=(title, words.NOTHING_CHANGED), again=False)
    if refusal.code == "throttled":
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


__all__ = ["VIEWS", "classes"]
