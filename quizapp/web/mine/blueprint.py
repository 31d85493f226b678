"""The addresses under `/mine`, and how large a file that is brought there may be."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from quizapp.web.errors import error_page
from quizapp.web.labels import IMPORT_REJECTED, UPLOAD_BOUND
from quizapp.web.locale import LANG_PREFIX

# A hundred thousand reviews are half of this. The server in front takes a little more
# (`web.bodies`), so that the refusal can be a page; other forms stay at the general limit.
UPLOAD_LIMIT: Final = 64 * 1024 * 1024
FORM_LIMIT: Final = 4 * 1024 * 1024
FIELD: Final = "file"

mine = Blueprint("mine", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


@mine.url_value_preprocessor
def allow_uploads(endpoint: str | None, values: dict[str, Any] | None) -> None:  # noqa: ARG001
    """Let large files in where one may be brought."""
    # Runs before the form is read for its token, which would hold it to the general limit.
    if endpoint in ("mine.take_in", "mine.look_at_anki"):
        request.max_content_length = UPLOAD_LIMIT
    elif endpoint == "mine.bring_from_anki":
        request.max_form_memory_size = FORM_LIMIT


@mine.errorhandler(RequestEntityTooLarge)
def too_large(_: RequestEntityTooLarge) -> Response:
    """Say in words that a file is too large, where one may be brought."""
    if request.max_content_length != UPLOAD_LIMIT:
        return error_page(413)
    return error_page(413, words=(IMPORT_REJECTED["too_large"], UPLOAD_BOUND), again=False)
