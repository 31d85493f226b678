"""Addresses of an article and of setting up a round on it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from quizapp.domain.errors import NothingToAsk
from quizapp.extensions import database
from quizapp.services import content, reading, rounds
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.articles.forms import StartForm
from quizapp.web.articles.view import unbroken, view_of
from quizapp.web.locale import LANG_PREFIX
from quizapp.web.page import current_page
from quizapp.web.speech import gettext
from quizapp.web.viewers import viewer, viewer_or_guest

articles = Blueprint("articles", __name__, url_prefix=LANG_PREFIX, template_folder="templates")
articles.add_app_template_filter(unbroken)


@articles.get("/articles/<slug>")
def show(slug: str) -> str:
    who = viewer()
    head = content.article_head(database(), slug)
    return render_template(
        "articles/show.html",
        head=head,
        reading=reading.read(
            database(),
            account_id=who.account_id if who else None,
            slug=slug,
            now=ambient.now(),
        ),
        view=view_of(request.args, head.lang_for(current_page().content)),
    )


@articles.get("/articles/<slug>/start")
def choose(slug: str) -> str:
    head = content.article_head(database(), slug)
    form = StartForm()
    form.offer(tuple(head.kinds))
    form.take_from_sheet(request.args.get("sheet", ""), slug)
    form.lang.data = head.lang_for(form.lang.data)
    return render_template("articles/start.html", head=head, form=form)


@articles.post("/articles/<slug>/start")
def start(slug: str) -> BaseResponse | tuple[str, int]:
    head = content.article_head(database(), slug)
    form = StartForm()
    form.offer(tuple(head.kinds))
    seed = form.take_from_sheet(form.sheet.data or "", slug) or ambient.seed()
    if form.accepted():
        try:
            return redirect(address("quiz.resume", round_id=_started(slug, form, seed)), 303)
        except NothingToAsk:
            form.kinds.errors = [gettext("No question of these kinds fits. Please choose others.")]
    return render_template("articles/start.html", head=head, form=form), 422


def _started(slug: str, form: StartForm, seed: str) -> str:
    who = viewer_or_guest()
    return rounds.start_round(
        database(),
        account_id=who.account_id,
        request=form.round_request(slug),
        public_id=ambient.public_id_of(
            "start", who.account_id, form.key.data or ambient.public_id()
        ),
        seed=seed,
        now=ambient.now(),
    )
