"""Addresses of the front door. `root` has no language in its addresses, `home` has."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from quizapp.extensions import database
from quizapp.services import content, homework, rounds
from quizapp.services.accounts import Viewer
from quizapp.services.people import notices as told
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.locale import LANG_PREFIX, page_lang
from quizapp.web.notices.words import shown
from quizapp.web.viewers import viewer

root = Blueprint("root", __name__)
home = Blueprint("home", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


@root.get("/")
def negotiate() -> BaseResponse:
    response = redirect(address("home.index", lang=page_lang()))
    response.vary.update(("Accept-Language", "Cookie"))
    return response


@home.get("/")
def index() -> str:
    known = viewer()
    return render_template(
        "home/index.html",
        articles=content.list_articles(database()),
        current=rounds.current(database(), account_id=known.account_id) if known else None,
        tasks=_due(known),
        notices=shown(told.unseen(database(), known.account_id)) if known else (),
    )


def _due(known: Viewer | None) -> list[homework.Task]:
    """What is to be done now, the first due first."""
    if known is None or known.role == "guest":
        return []
    tasks = homework.due_for(database(), account_id=known.account_id, now=ambient.now())
    return [task for task in tasks if task.state in ("open", "begun", "overdue")]


@home.get("/about")
def about() -> str:
    return render_template("home/about.html")
