"""Addresses of the viewer's settings."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from quizapp.extensions import database
from quizapp.services.accounts import change_settings
from quizapp.services.cards import Goals, change_goals, goals_of
from quizapp.web.account.forms import SettingsForm
from quizapp.web.account.goals import GoalsForm
from quizapp.web.addresses import address
from quizapp.web.locale import LANG_PREFIX, page_lang
from quizapp.web.viewers import settings, viewer, viewer_or_guest

account = Blueprint("account", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


@account.get("/settings")
def show_settings() -> str:
    form = SettingsForm()
    form.fill(settings())
    return render_template("account/settings.html", form=form, saved="saved" in request.args)


@account.post("/settings")
def save_settings() -> BaseResponse | tuple[str, int]:
    form = SettingsForm()
    if not form.accepted():
        return render_template("account/settings.html", form=form, saved=False), 422
    chosen = form.settings()
    who = viewer_or_guest(chosen)
    if who.settings != chosen:
        change_settings(database(), who.account_id, chosen)
    lang = chosen.interface or page_lang()
    return redirect(address("account.show_settings", lang=lang, saved=1), 303)


@account.get("/settings/goals")
def show_goals() -> str:
    who = viewer()
    form = GoalsForm()
    form.offer(goals_of(database(), who.account_id) if who else Goals())
    return render_template("account/goals.html", form=form, saved="saved" in request.args)


@account.post("/settings/goals")
def save_goals() -> BaseResponse | tuple[str, int]:
    form = GoalsForm()
    form.offer(Goals())
    if not form.accepted():
        return render_template("account/goals.html", form=form, saved=False), 422
    change_goals(database(), viewer_or_guest().account_id, form.goals())
    return redirect(address("account.show_goals", saved=1), 303)
