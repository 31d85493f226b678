"""Addresses of the front door. `root` has no language in its addresses, `home` has."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from quizapp.extensions import database
from quizapp.services import content, rounds
from quizapp.web.addresses import address
from quizapp.web.locale import LANG_PREFIX, page_lang
from quizapp.web.viewers import viewer

root = Blueprint("root", __name__)
home = Blueprint("home", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


@root.get("/")
def negotiate() -> BaseResponse:
    response = redirect(address("home.index", lang=page_lang()))
    response.vary.update(("Accept-Language", "Cookie"))
    return response


@root.get("/healthz")
def health() -> Response:
    return jsonify(status="ok")


@home.get("/")
def index() -> str:
    known = viewer()
    return render_template(
        "home/index.html",
        articles=content.list_articles(database()),
        current=rounds.current(database(), account_id=known.account_id) if known else None,
    )


@home.get("/about")
def about() -> str:
    return render_template("home/about.html")
