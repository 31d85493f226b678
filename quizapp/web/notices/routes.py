"""Addresses of notices: all of them, and having seen them."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.extensions import database
from quizapp.services.people import notices as told
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.locale import LANG_PREFIX
from quizapp.web.notices.words import moment_of, shown
from quizapp.web.viewers import known_viewer

notices = Blueprint("notices", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


@notices.get("/notices")
def show() -> ResponseReturnValue:
    found = shown(told.recent(database(), known_viewer().account_id))
    return render_template("notices/show.html", notices=found)


@notices.post("/notices/seen")
def seen() -> ResponseReturnValue:
    who = known_viewer()
    until = moment_of(request.form.get("until", ""))
    if until is not None:
        told.mark_seen(database(), who.account_id, until=until, now=ambient.now())
    return redirect(address("home.index"), 303)
