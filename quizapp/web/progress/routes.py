"""Addresses of what has been played."""

from __future__ import annotations

from flask import Blueprint, render_template

from quizapp.extensions import database
from quizapp.services import rounds
from quizapp.web.locale import LANG_PREFIX
from quizapp.web.viewers import viewer

progress = Blueprint("progress", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


@progress.get("/history")
def history() -> str:
    known = viewer()
    played = rounds.history(database(), account_id=known.account_id) if known else ()
    return render_template("progress/history.html", rounds=played)
