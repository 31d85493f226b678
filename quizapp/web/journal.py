"""A line for each request, and the id under which a learner can tell of one.

The id comes from the proxy in front, if there is one that is believed, or is made here. It is
sent back as `X-Request-ID` and stands on the pages of errors. What concerns security is marked
on the line of its request, with a key of the address that changes every day:

    sign_in_failed   code_refused   form_expired   denied   role_denied   throttled
    too_large   busy   no_room   error
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from os import urandom
from time import perf_counter
from typing import Any, Final, cast

from flask import Flask, Request, Response, g, has_request_context, request
from flask.globals import request_ctx

from quizapp.config import Config
from quizapp.journal import Journal, Raised, told
from quizapp.web.origin import who_asks

HEADER: Final = "X-Request-ID"
STARTED: Final = "waraqa.started"
REQUEST: Final = "waraqa.request"
MARK: Final = "waraqa.mark"
HEALTH: Final = "health."
JOURNAL: Final = "journal"
_SOUND: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
_WORST: Final = 500
_WRONG: Final = 400
_KEY_LETTERS: Final = 12
# What a status says by itself, and what one says at a certain address.
BY_STATUS: Final = {
    401: "sign_in_needed",
    403: "denied",
    413: "too_large",
    429: "throttled",
    503: "busy",
    507: "no_room",
}
BY_ROUTE: Final = {
    ("signin.enter", 422): "sign_in_failed",
    ("signin.take_second", 422): "sign_in_failed",
    ("signin.use_code", 422): "code_refused",
    ("access.change_password", 422): "sign_in_failed",
}


class Waraqa(Flask):
    """Flask, but that an exception is told of without quoting anybody."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function as it is: none of ours is a coroutine, and asking sixteen costs."""
        return func

    def log_exception(self, exc_info: Any) -> None:
        """Write where an exception was raised, under the id of its request."""
        log_error(self, exc_info)


def log_error(app: Flask, raised: Raised) -> None:
    """Write a line about an exception that nobody expected."""
    if raised[1] is None:
        return
    about = {"request": request_id(), "route": request.endpoint} if has_request_context() else {}
    journal_of(app).event("error", "exception", **about, **told(raised[1], raised[2]))


def keep_journal(app: Flask, config: Config) -> None:
    """Give every request an id and, where the mode wants it, a line."""
    app.extensions[JOURNAL] = Journal(config.log)
    believed = config.proxies > 0

    @app.before_request
    def begin() -> None:
        environ = request_ctx.request.environ
        environ[STARTED] = perf_counter()
        given = environ.get("HTTP_X_REQUEST_ID", "") if believed else ""
        environ[REQUEST] = given if _SOUND.fullmatch(given) else new_id()

    @app.after_request
    def end(response: Response) -> Response:
        asked = request_ctx.request
        number = id_of(asked)
        response.headers.add(HEADER, number)
        journal = app.extensions[JOURNAL]
        if journal.tells_requests:
            tell(journal, asked, response, number)
        return response

    app.jinja_env.globals["request_id"] = request_id


def tell(journal: Journal, asked: Request, response: Response, number: str) -> None:
    """Write the line of a request that was answered.

    `asked` is the request itself rather than Flask's proxy, which costs a microsecond a look.
    """
    route, status, environ = asked.endpoint, response.status_code, asked.environ
    mark = mark_of(environ, route, status) if status >= _WRONG or MARK in environ else ""
    if not mark and route is not None and route.startswith(HEALTH):
        return  # Asked every few seconds, and always the same.
    known = g.get("viewer")
    journal.request(
        request=number,
        actor=None if known is None else known.account_id,
        method=asked.method,
        route=route,
        status=status,
        seconds=seconds_since_start(asked),
        size=response.headers.get("Content-Length", "0"),
        more=f',"mark":"{mark}","from":"{who_asks()[:_KEY_LETTERS]}"' if mark else "",
    )


def seconds_since_start(asked: Request) -> float:
    """Return how long a request has been worked on."""
    now = perf_counter()
    return float(now - asked.environ.get(STARTED, now))


def mark_of(environ: Mapping[str, Any], route: str | None, status: int) -> str:
    """Return what a request was marked as, or what its status marks it as; mostly nothing."""
    found = environ.get(MARK) or BY_ROUTE.get((route or "", status)) or BY_STATUS.get(status)
    return str(found) if found else "error" if status >= _WORST else ""


def new_id() -> str:
    """Return the id of a request: enough that no two of a day are the same."""
    return urandom(8).hex()


def mark(event: str) -> None:
    """Mark this request's line with what happened: a word of the list above, out of the code."""
    request.environ[MARK] = event


def request_id() -> str:
    """Return the id of this request; a new one where it has none yet."""
    return id_of(request_ctx.request)


def id_of(asked: Request) -> str:
    """Return the id of a request; a new one where it has none yet."""
    environ = asked.environ
    try:
        return cast("str", environ[REQUEST])
    except KeyError:
        environ[REQUEST] = number = new_id()
        return number


def journal_of(app: Flask) -> Journal:
    """Return the journal of an app."""
    kept = app.extensions.get(JOURNAL)
    return kept if isinstance(kept, Journal) else Journal("text")
