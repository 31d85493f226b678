"""Addresses of the viewer's settings."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from quizapp.domain.errors import OptimiserMissing, ReviewsTooFew
from quizapp.extensions import database
from quizapp.services.accounts import change_settings
from quizapp.services.cards import Goals, change_goals, goals_of, workload_preview
from quizapp.web import ambient
from quizapp.web.account.forms import SettingsForm
from quizapp.web.account.goals import GoalsForm
from quizapp.web.account.memory import memory_page, propose_for, take_on_for
from quizapp.web.addresses import address
from quizapp.web.locale import LANG_PREFIX, page_lang
from quizapp.web.shortcuts import switch_keys
from quizapp.web.viewers import known_viewer, settings, viewer, viewer_or_guest

account = Blueprint("account", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


@account.get("/settings")
def show_settings() -> str:
    form = SettingsForm()
    form.fill(settings())
    form.offer_zones(_goals().zone)
    return render_template("account/settings.html", form=form, saved="saved" in request.args)


@account.post("/settings")
def save_settings() -> BaseResponse | tuple[str, int]:
    form = SettingsForm()
    form.offer_zones(_goals().zone)
    if not form.accepted():
        return render_template("account/settings.html", form=form, saved=False), 422
    chosen = form.settings()
    switch_keys(off=bool(form.keys_off.data))
    who = viewer_or_guest(chosen)
    if who.settings != chosen:
        change_settings(database(), who.account_id, chosen)
    goals = goals_of(database(), who.account_id)
    if form.zone.data != goals.zone:
        change_goals(database(), who.account_id, replace(goals, zone=str(form.zone.data)))
    lang = chosen.interface or page_lang()
    return redirect(address("account.show_settings", lang=lang, saved=1), 303)


def _goals() -> Goals:
    who = viewer()
    return goals_of(database(), who.account_id) if who else Goals()


@account.get("/settings/goals")
def show_goals() -> str:
    form = GoalsForm()
    form.offer(_goals())
    return _goals_page(form, saved="saved" in request.args)


@account.post("/settings/goals")
def save_goals() -> BaseResponse | tuple[str, int]:
    form = GoalsForm()
    form.offer(Goals())
    if not form.accepted():
        return _goals_page(form, saved=False), 422
    change_goals(database(), viewer_or_guest().account_id, form.goals())
    return redirect(address("account.show_goals", saved=1), 303)


def _goals_page(form: GoalsForm, *, saved: bool) -> str:
    who = viewer()
    preview = workload_preview(
        database(), account_id=who.account_id if who else None, now=ambient.now()
    )
    return render_template("account/goals.html", form=form, saved=saved, preview=preview)


@account.get("/settings/memory")
def show_memory() -> str:
    return memory_page(saved="saved" in request.args)


@account.post("/settings/memory")
def tune_memory() -> ResponseReturnValue:
    who = known_viewer()
    deed = request.form.get("do")
    try:
        if deed == "find":
            return memory_page(proposal=propose_for(who.account_id))
        take_on_for(who.account_id, deed, request.form.get("parameters", ""))
    except (ReviewsTooFew, OptimiserMissing, ValueError) as refusal:
        return memory_page(refusal=refusal), 422
    return redirect(address("account.show_memory", saved=1), 303)
