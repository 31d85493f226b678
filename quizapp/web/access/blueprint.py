"""All addresses of one's own account stand under `/settings`.

Whoever changes what proves her goes on with a new session token, so that a copy of the old cookie
is worth nothing.
"""

from __future__ import annotations

from flask import Blueprint, session

from quizapp.services.people.sessions import Browser
from quizapp.web import ambient
from quizapp.web.locale import LANG_PREFIX
from quizapp.web.origin import browser_name

access = Blueprint("access", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


def same_browser() -> Browser:
    """Return the browser of this request with a new token, for as long as was chosen before."""
    return Browser(ambient.session_token(), browser_name(), own_device=session.permanent)
