"""Who is looking: the account behind the session cookie, made at the first POST.

The cookie holds a random token; the row behind it says whose it is. Looking around
makes no account: a guest becomes one by starting a round or saving settings.

Whoever signs in gets a new token and a new cookie with nothing of the old one in it but the
language and whether single keys act. On a device that others use, the cookie goes with the
browser's window.
"""

from __future__ import annotations

from typing import cast

from flask import abort, g, request, session
from flask.globals import request_ctx

from quizapp.extensions import database
from quizapp.services.accounts import (
    SEEN_EVERY,
    Settings,
    Viewer,
    create_guest,
    touch_if_possible,
    touch_session,
    viewer_of,
)
from quizapp.services.people.sessions import SHARED_IDLE
from quizapp.web import ambient
from quizapp.web.programs import asks_program
from quizapp.web.shortcuts import KEYS

TOKEN = "token"  # noqa: S105
SIGNED_ON = "day"
BRIEF = "brief"
BEFORE = "before"
# What belongs to the device, whoever signs in.
KEPT = ("lang", KEYS)
# The code of a class that somebody signs in to join.
KEPT_ENTERING = (*KEPT, "join")
BRIEF_EVERY = SHARED_IDLE / 6
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


def own_token() -> str:
    """Return the token of this request's session; empty for nobody."""
    return str(session.get(TOKEN, ""))


def remember(token: str, *, own_device: bool) -> None:
    """Put the token of a session that just began into a cookie that has nothing of before."""
    forget(KEPT_ENTERING)
    session[TOKEN] = token
    session[SIGNED_ON] = ambient.now().date().toordinal()
    session.permanent = own_device
    if not own_device:
        session[BRIEF] = True


def forget(keeping: tuple[str, ...] = KEPT) -> None:
    """Take everything out of the cookie but the device's own, and forget who is looking."""
    kept = {name: session[name] for name in keeping if name in session}
    session.clear()
    session.update(kept)
    for name in ("viewer", "page"):
        g.pop(name, None)


def keep_session_alive() -> None:
    """Let cookie and session row expire only when the learner stays away.

    The cookie is signed anew once a day, the row noted as used once an hour, by a post. A
    session that ends after half an hour is noted every five minutes, by looking too: reading
    is use.
    """
    asked, kept = request_ctx.request, request_ctx.session  # Flask's proxies cost at each look.
    if asks_program(asked.path) or asked.blueprint == "health":
        return
    token = kept.get(TOKEN)
    if token is None:
        return
    today = ambient.now().date().toordinal()
    # Never back: where the clock is a year behind for an hour, a cookie signed by it would be
    # over when the clock is right again.
    if kept.get(SIGNED_ON, 0) < today:
        kept[SIGNED_ON] = today
    brief = BRIEF in kept and asked.endpoint != "assets.file"
    if asked.method != "POST" and not brief:
        return
    known = viewer()
    if known is None or not known.touch_due:
        return
    every = BRIEF_EVERY if brief else SEEN_EVERY
    touch = touch_session if asked.method == "POST" else touch_if_possible
    touch(database(), token, ambient.now(), every=every)
