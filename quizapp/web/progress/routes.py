"""Addresses of what has been learnt and played."""

from __future__ import annotations

from flask import Blueprint, render_template

from quizapp.extensions import database
from quizapp.services import progress as learnt
from quizapp.services import rounds
from quizapp.web import ambient
from quizapp.web.locale import LANG_PREFIX
from quizapp.web.page import current_page
from quizapp.web.progress import words
from quizapp.web.progress.view import drawn
from quizapp.web.viewers import viewer

progress = Blueprint("progress", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


@progress.get("/progress")
def show() -> str:
    known = viewer()
    if known is None:
        return render_template("progress/nothing.html")
    found = learnt.progress(database(), account_id=known.account_id, now=ambient.now())
    return render_template(
        "progress/show.html",
        progress=found,
        drawn=drawn(found, current_page()),
        say=words,
    )


@progress.get("/history")
def history() -> str:
    known = viewer()
    played = rounds.history(database(), account_id=known.account_id) if known else ()
    return render_template("progress/history.html", rounds=played)
