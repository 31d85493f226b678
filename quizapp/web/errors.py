"""What a learner sees when something goes wrong, and how nothing typed is lost.

Every error is a page in the language of its address that says what happened and what
can be done. Where a form was posted and sending it again can help (an expired form
token, a database that is busy, full or read-only, our own fault), the page holds every
field of it under a fresh token behind one button.
"""

from __future__ import annotations

from itertools import islice
from typing import Final
from urllib.parse import quote

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from quizapp.domain.errors import (
    NotFound,
    RoundClosed,
    StorageBusy,
    StorageDamaged,
    StorageFailure,
    StorageFull,
    StorageReadOnly,
)
from quizapp.web import problems
from quizapp.web.addresses import address
from quizapp.web.journal import mark, request_id
from quizapp.web.programs import asks_program
from quizapp.web.speech import lazy_gettext as _l

CARRIED_HEADERS: Final = frozenset({"Allow", "Retry-After"})
RETRY_SECONDS: Final = "2"
# Somebody has to do something first: make room, mend rights, restore a backup.
MENDED_SECONDS: Final = "60"
WORTH_COPYING: Final = 40
MOST_COPIED: Final = 20
# Codes after which the very same form may well succeed.
WORTH_SENDING_AGAIN: Final = frozenset({409, 429, 500, 503, 507})

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
        _l("It exceeds what one form may hold, two megabytes. Nothing of it was stored."),
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
NO_ROOM: Final = (
    _l("There is no room left to store this"),
    _l(
        "This was not stored; what was stored before is safe, and reading goes on. Whoever "
        "runs this site has to make room; then it can be sent again from this page."
    ),
)
READ_ONLY: Final = (
    _l("Nothing can be stored at the moment"),
    _l(
        "This was not stored; what was stored before is safe, and reading goes on. Whoever runs "
        "this site has to mend it; then it can be sent again from this page."
    ),
)
DAMAGED: Final = (
    _l("What is stored cannot be read at the moment"),
    _l(
        "Whoever runs this site has to mend it, and can bring back what was stored from the last "
        "copy. A form that was sent is kept on this page and can be sent again."
    ),
)
# What the database refused: the code, the words, the name for programs.
STORAGE: Final = {
    StorageBusy: (503, TEXTS[503], "busy"),
    StorageFull: (507, NO_ROOM, "no_room"),
    StorageReadOnly: (503, READ_ONLY, "read_only"),
    StorageDamaged: (503, DAMAGED, "damaged"),
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
<p>Nothing that was stored is lost. Trying again in a moment may help.</p></section>
<p dir="ltr">{code} · {request}</p></main>
</body></html>
"""


def explain_errors(app: Flask) -> None:
    """Register a page for everything that can go wrong."""
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(RoundClosed, round_closed)
    app.register_error_handler(StorageFailure, storage_failure)


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
    mark("form_expired")
    return error_page(400, words=STALE_FORM, again=True)


def round_closed(error: RoundClosed) -> Response:  # noqa: ARG001
    """Answer a post to a finished round; sending it again would not help."""
    round_id = (request.view_args or {}).get("round_id")
    result = address("quiz.result", round_id=round_id) if round_id else ""
    return error_page(409, words=ROUND_CLOSED, again=False, result=result)


def storage_failure(error: StorageFailure) -> Response:
    """Answer what the database refused to do. Who runs the site reads of it in the log."""
    code, words, name = STORAGE[type(error)]
    if name != "busy":
        current_app.logger.error("the database refused (%s): %s", name, error)
    told = asks_program(request.path)
    problem = problems.Problem(code, name)
    response = problems.respond(problem) if told else error_page(code, words=words)
    response.headers["Retry-After"] = RETRY_SECONDS if name == "busy" else MENDED_SECONDS
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
            kept=texts_too_large() if code == RequestEntityTooLarge.code else (),
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


def texts_too_large() -> tuple[str, ...]:
    """Return the longer texts of a form that was refused for its size, for copying.

    Some browsers forget a form when somebody goes back to it. The body is in memory whole, as
    `web.bodies` lets nothing much larger in; what is larger still is not read at all.
    """
    request.max_content_length = request.max_form_memory_size = request.content_length or 0
    texts = (text for _, text in posted_fields() if len(text) > WORTH_COPYING and " " in text)
    return tuple(islice(texts, MOST_COPIED))


def posted_to() -> str:
    """Return the address that the form was posted to, for posting it again."""
    query = request.query_string.decode("latin-1")
    return quote(request.path) + (f"?{query}" if query else "")


def last_resort(code: int) -> Response:
    """Return a page that depends on nothing, in both languages."""
    response = make_response(LAST_RESORT.format(code=code, request=request_id()), code)
    response.headers["Content-Language"] = "ar, en"
    return response
