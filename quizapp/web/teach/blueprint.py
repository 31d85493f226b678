"""The studio's addresses stand under `/teach`; every one of them is for teachers."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from quizapp.domain.ids import fingerprint_of
from quizapp.services.studio.drafts import Author
from quizapp.web import ambient
from quizapp.web.locale import LANG_PREFIX
from quizapp.web.roles import teacher

FRAGMENT: Final = "X-Fragment"
MAX_KEY: Final = 64

teach = Blueprint("teach", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


@teach.after_request
def vary_by_fragment(response: Response) -> Response:
    """A reply to a script is not the page."""
    response.vary.update((FRAGMENT,))
    return response


def author() -> Author:
    """Return who is at work in this request."""
    who = teacher()
    return Author(who.account_id, admin=who.role == "admin")


def form_key() -> str:
    """Return the key that the posted form was made with: sent twice, it makes one thing."""
    return request.form.get("key", "")[:MAX_KEY] or ambient.public_id()


def name_from(prefix: str, key: str) -> str:
    """Return a new name for a part or an article, the same for the same form."""
    return f"{prefix}-{fingerprint_of(f'{author().account_id} {key}')[:12]}"
