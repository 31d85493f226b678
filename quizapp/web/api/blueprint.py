"""Where the programming interface stands: apart from languages, cookies and form tokens.

A token in a header is not sent by a browser of its own accord, so there is nothing here that
another site could have done in somebody's name, and no form token is asked for.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response

from quizapp.domain.errors import TooManyTries
from quizapp.extensions import csrf
from quizapp.web import problems
from quizapp.web.problems import Problem

PREFIX: Final = "/api/v1"

api = Blueprint("api", __name__, url_prefix=PREFIX)
csrf.exempt(api)


@api.errorhandler(Problem)
def refused(problem: Problem) -> Response:
    """Tell a program why not."""
    return problems.respond(problem)


@api.errorhandler(TooManyTries)
def too_fast(error: TooManyTries) -> Response:
    """Tell a program when to ask again."""
    return problems.respond(Problem(429, headers={"Retry-After": str(error.wait)}))
