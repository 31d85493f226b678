"""What a program is told when something goes wrong: `application/problem+json` (RFC 9457).

    {"type": "about:blank", "title": "There is nothing here", "status": 404,
     "code": "not_found", "detail": "…"}

`code` is a stable name to decide by; `title` and `detail` are for people, in the language that
`Accept-Language` asks for. Where fields of a body or query are at fault, `errors` has one
entry each. Titles belong to the status, and every status that can be answered stands here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Response
from flask_babel import LazyString
from werkzeug.exceptions import HTTPException

from quizapp.web.locale import page_lang
from quizapp.web.speech import lazy_gettext as _l

MIMETYPE: Final = "application/problem+json"
TITLES: Final[Mapping[int, LazyString]] = {
    400: _l("This request could not be understood"),
    401: _l("A valid token is needed here"),
    403: _l("This token may not do this"),
    404: _l("There is nothing here"),
    405: _l("This address works in another way"),
    406: _l("This is not given in the format asked for"),
    408: _l("Sending took too long"),
    409: _l("This cannot be done as things stand"),
    412: _l("This was changed elsewhere meanwhile"),
    413: _l("This is too large"),
    415: _l("The body is in another format than it has to be"),
    422: _l("Something in the body has to be mended"),
    428: _l("It has to be said which state was seen"),
    429: _l("Too many requests at once"),
    500: _l("Something went wrong on our side"),
    503: _l("The site is busy"),
    507: _l("There is no room left to store this"),
}
CODES: Final[Mapping[int, str]] = {
    400: "bad_request",
    401: "no_token",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    408: "too_slow",
    409: "conflict",
    412: "changed_elsewhere",
    413: "too_large",
    415: "not_json",
    422: "unprocessable",
    428: "condition_missing",
    429: "too_many_requests",
    500: "internal",
    503: "busy",
    507: "no_room",
}
_TITLES_OF_CODES: Final[Mapping[str, LazyString]] = {
    "read_only": _l("Nothing can be stored at the moment"),
    "damaged": _l("What is stored cannot be read at the moment"),
}
_CARRIED: Final = frozenset({"Allow", "Retry-After"})


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong. `field` is a path, `lang` the side of it, `position` the letter."""

    field: str
    code: str
    detail: str
    lang: str | None = None
    position: int | None = None

    def shape(self) -> dict[str, Any]:
        """Return it as JSON."""
        side = {"lang": self.lang} if self.lang else {}
        at = {"position": self.position} if self.position is not None else {}
        return {"field": self.field, **side, "code": self.code, "detail": self.detail, **at}


@dataclass(eq=False)
class Problem(Exception):
    """A refusal on its way to the program that asked."""

    status: int
    code: str = ""
    detail: str = ""
    errors: Sequence[FieldError] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def respond(problem: Problem) -> Response:
    """Return the response of a refusal."""
    status = problem.status if problem.status in TITLES else (500 if problem.status > 499 else 400)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": str(_TITLES_OF_CODES.get(problem.code, TITLES[status])),
        "status": problem.status,
        "code": problem.code or CODES[status],
    }
    if problem.detail:
        body["detail"] = problem.detail
    if problem.errors:
        body["errors"] = [each.shape() for each in problem.errors]
    text = json.dumps(body, ensure_ascii=False) + "\n"
    response = Response(text, problem.status, mimetype=MIMETYPE)
    response.headers["Content-Language"] = page_lang()
    response.headers["Vary"] = "Accept-Language"
    response.headers.update(problem.headers)
    return response


def of_http(error: HTTPException) -> Response:
    """Return the response for an HTTP error, with the headers that belong to it."""
    kept = {name: value for name, value in error.get_headers() if name in _CARRIED}
    return respond(Problem(error.code or 500, headers=kept))
