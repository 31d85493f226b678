"""What a learner sees when something goes wrong, and how nothing typed is lost.

Every error is a page in the language of its address that says what happened and what
can be done. Where a form was posted and sending it again can help (an expired form
token, a busy database, our own fault), the page holds every field of it under a fresh
token behind one button.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from quizapp.domain.errors import NotFound, RoundClosed, StorageBusy
from quizapp.web import problems
from quizapp.web.addresses import address
from quizapp.web.programs import asks_program
from quizapp.web.speech import lazy_gettext as _l

CARRIED_HEADERS: Final = frozenset({"Allow", "Retry-After"})
RETRY_SECONDS: Final = "2"
# Codes after which the very same form may well succeed.
WORTH_SENDING_AGAIN: Final = frozenset({409, 429, 500, 503})

TEXTS: Final = {
    400: (
        _l("This request could not be understood"),
        _l("The address or the form is not complete. Going back and trying again may help."),
    ),
    403: (
        _l("This is not allowed"),
        _l("The request came from another site, so it was not carried out."),
    ),
    404: (
        _l("This page does not exist"),
        _l("The address may be mistyped, or the page belongs to somebody else."),
    ),
    405: (
        _l("This address works in another way"),
        _l("It takes a form from one of our pages and cannot be opened by itself."),
    ),
    409: (
        _l("This was changed elsewhere meanwhile"),
        _l("Another window or device was quicker. Nothing was stored twice."),
    ),
    413: (
        _l("This is too large"),
        _l("What was sent exceeds two megabytes. Going back keeps what was typed."),
    ),
    429: (
        _l("Too many requests at once"),
        _l("Please wait a moment, then send again."),
    ),
    500: (
        _l("Something went wrong on our side"),
        _l("The fault has been recorded. Nothing that was stored is lost."),
    ),
    503: (
        _l("The site is busy"),
        _l("Nothing was stored yet. Sending again in a moment should work."),
    ),
}
STALE_FORM: Final = (
    _l("Please send this once more"),
    _l("The form was open for a long time or in another session. Nothing typed is lost."),
)
ROUND_CLOSED: Final = (
    _l("This round is already finished"),
    _l("The answer was not counted. The result shows what was answered before the end."),
)
# Needs no database, catalogue or address map: for when one of them is what failed.
LAST_RESORT: Final = """<!doctype html>
<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>ورقة · {code}</title></head>
<body><main><h1>تعذّر عرض هذه الصفحة</h1><p>لم يضِع شيء مما حُفظ. إعادة المحاولة بعد قليل قد تنفع.</p>
<section lang="en" dir="ltr"><h2>This page could not be shown</h2>
<p>Nothing that was stored is lost. Trying again in a moment may help.</p></section></main>
</body></html>
"""


def explain_errors(app: Flask) -> None:
    """Register a page for everything that can go wrong."""
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(RoundClosed, round_closed)
    app.register_error_handler(StorageBusy, storage_busy)


def http_error(error: HTTPException) -> Response:
    """Answer an HTTP error with its page; keep the headers that belong to it."""
    if asks_program(request.path):
        return problems.of_http(error)
    response = error_page(error.code or 500)
    for name, value in error.get_headers(request.environ):
        if name in CARRIED_HEADERS:
            response.headers[name] = value
    return response


def not_found(error: NotFound) -> Response:  # noqa: ARG001
    """Answer whoever asks for what is not there, or is somebody else's."""
    if asks_program(request.path):
        return problems.respond(problems.Problem(404))
    return error_page(404)


def stale_form(error: CSRFError) -> Response:  # noqa: ARG001
    """Answer a form without a valid token: everything typed, a fresh token, one button."""
    return error_page(400, words=STALE_FORM, again=True)


def round_closed(error: RoundClosed) -> Response:  # noqa: ARG001
    """Answer a post to a finished round; sending it again would not help."""
    round_id = (request.view_args or {}).get("round_id")
    result = address("quiz.result", round_id=round_id) if round_id else ""
    return error_page(409, words=ROUND_CLOSED, again=False, result=result)


def storage_busy(error: StorageBusy) -> Response:  # noqa: ARG001
    """Answer a write that found no free moment."""
    told = asks_program(request.path)
    response = problems.respond(problems.Problem(503)) if told else error_page(503)
    response.headers["Retry-After"] = RETRY_SECONDS
    return response


def error_page(
    code: int,
    *,
    words: tuple[object, object] | None = None,
    again: bool | None = None,
    result: str = "",
    sign_in: str = "",
) -> Response:
    """Return the page of an error, in the language of the address.

    `again` says whether the posted fields are offered for sending once more; left
    open, it follows from the code. `result` is the address of a result to go to,
    `sign_in` that of the page to sign in on.
    """
    if request_ctx.url_adapter is None:  # An unknown host name: no link can be made.
        return last_resort(code)
    if code >= 500:
        g.setdefault("viewer", None)  # The database may be what failed: do not ask it.
    title, text = words or TEXTS.get(code) or TEXTS[500 if code >= 500 else 400]
    if again is None:
        again = code in WORTH_SENDING_AGAIN
    try:
        html = render_template(
            "error.html",
            code=code,
            title=title,
            text=text,
            fields=posted_fields() if again else (),
            action=posted_to(),
            result=result,
            sign_in=sign_in,
            cookies_refused=again and not request.cookies,
        )
    except Exception:
        current_app.logger.exception("the page of error %s failed too", code)
        return last_resort(code)
    return make_response(html, code)


def posted_fields() -> tuple[tuple[str, str], ...]:
    """Return every field of the posted form but its token; nothing for a body too large.

    Passwords are not carried through a page; they are asked for again.
    """
    token = current_app.config["WTF_CSRF_FIELD_NAME"]
    try:
        return tuple(
            (name, value)
            for name, values in request.form.lists()
            if name != token and not name.startswith("password")
            for value in values
        )
    except RequestEntityTooLarge:
        return ()


def posted_to() -> str:
    """Return the address that the form was posted to, for posting it again."""
    query = request.query_string.decode("latin-1")
    return quote(request.path) + (f"?{query}" if query else "")


def last_resort(code: int) -> Response:
    """Return a page that depends on nothing, in both languages."""
    response = make_response(LAST_RESORT.format(code=code), code)
    response.headers["Content-Language"] = "ar, en"
    return response
