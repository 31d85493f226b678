"""The addresses of files of questions; every one of them is for teachers."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, request
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.exceptions import RequestEntityTooLarge

from quizapp.services.exchange.jobs import MOST_BYTES
from quizapp.services.studio.drafts import Author
from quizapp.web.errors import error_page
from quizapp.web.exchange import words
from quizapp.web.locale import LANG_PREFIX
from quizapp.web.roles import teacher
from quizapp.web.speech import lazy_gettext as _l

# The file, and the form around it.
UPLOAD_LIMIT: Final = MOST_BYTES + 64 * 1024
UPLOADS: Final = frozenset({"exchange.send", "exchange.bring_in"})
TOO_LARGE: Final = (
    _l("The file is too large"),
    _l("Files of up to 32 megabytes are taken. Nothing was changed."),
)

exchange = Blueprint("exchange", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


@exchange.record_once
def lend_words(state: BlueprintSetupState) -> None:
    """Let the templates say the codes of files in words."""
    state.app.jinja_env.globals["travel"] = words


@exchange.url_value_preprocessor
def allow_uploads(endpoint: str | None, values: dict[str, Any] | None) -> None:  # noqa: ARG001
    """Take larger bodies where files come in, before the form is read for its token."""
    if endpoint in UPLOADS:
        request.max_content_length = UPLOAD_LIMIT
    if endpoint == "exchange.bring_in":  # What was looked at comes back in a field of the form.
        request.max_form_memory_size = UPLOAD_LIMIT


@exchange.errorhandler(RequestEntityTooLarge)
def too_large(_: RequestEntityTooLarge) -> Response:
    """Say how large a file may be."""
    if request.endpoint in UPLOADS:
        return error_page(413, words=TOO_LARGE, again=False)
    return error_page(413)


def author() -> Author:
    """Return who is at work in this request."""
    who = teacher()
    return Author(who.account_id, admin=who.role == "admin")


def download(data: bytes, mimetype: str, filename: str) -> Response:
    """Return a file to be kept; its name has Latin letters only."""
    response = Response(data, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
