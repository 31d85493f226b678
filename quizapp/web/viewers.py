"""Who is looking: the account behind the session cookie, made at the first POST.

The cookie holds a random token; the row behind it says whose it is. Looking around
makes no account: a guest becomes one by starting a round or saving settings.
"""

from __future__ import annotations

from typing import cast

from flask import abort, g, request, session

from quizapp.extensions import database
from quizapp.services.accounts import Settings, Viewer, create_guest, touch_session, viewer_of
from quizapp.web import ambient

TOKEN = "token"  # noqa: S105
SIGNED_ON = "day"
NOBODY = Settings()


def viewer() -> Viewer | None:
    """Return the account of this request, or None for somebody who never posted."""
    try:
        return cast("Viewer | None", g.viewer)
    except AttributeError:
        token = session.get(TOKEN)
        g.viewer = viewer_of(database(), token, ambient.now()) if token else None
        return cast("Viewer | None", g.viewer)


def settings() -> Settings:
    """Return the viewer's settings, or the defaults for somebody unknown."""
    known = viewer()
    return known.settings if known else NOBODY


def known_viewer() -> Viewer:
    """Return the account of this request; somebody unknown owns nothing and gets 404."""
    return viewer() or abort(404)


def viewer_or_guest(chosen: Settings = NOBODY) -> Viewer:
    """Return the account of this request, making a guest account for a first POST.

    A guest made now gets the settings `chosen`; an account that is there keeps its own.
    """
    known = viewer()
    if known is None:
        if request.method != "POST":
            raise AssertionError("looking around makes no account")
        token = ambient.session_token()
        known = create_guest(
            database(),
            token=token,
            public_id=ambient.public_id(),
            now=ambient.now(),
            settings=chosen,
        )
        g.viewer = known
        session[TOKEN] = token
        session[SIGNED_ON] = ambient.now().date().toordinal()
        session.permanent = True
    return known


def keep_session_alive() -> None:
    """Let cookie and session row expire only when the learner stays away.

    The cookie is signed anew once a day, the row noted as used once an hour, by a post.
    """
    token = session.get(TOKEN)
    if token is None:
        return
    today = ambient.now().date().toordinal()
    if session.get(SIGNED_ON) != today:
        session[SIGNED_ON] = today
    if request.method == "POST":
        known = viewer()
        if known is not None and known.touch_due:
            touch_session(database(), token, ambient.now())
