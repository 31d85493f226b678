"""Addresses of one's own account: its signed-in browsers, its name and its password."""

from __future__ import annotations

from typing import Final

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.domain.errors import SignInRefused, TooManyTries
from quizapp.domain.logins import NameRejected
from quizapp.domain.passwords import PasswordRejected
from quizapp.extensions import database
from quizapp.services.people import names, sessions, signing
from quizapp.web import ambient
from quizapp.web.access import second_factor
from quizapp.web.access.blueprint import access, same_browser
from quizapp.web.access.forms import NameForm, PasswordForm
from quizapp.web.addresses import address
from quizapp.web.roles import SIGNED_IN, needs, signed_in
from quizapp.web.viewers import own_token, remember

VIEWS: Final = second_factor.VIEWS
"""The views of other modules that belong to the same blueprint."""


@access.get("/settings/sessions")
@needs(*SIGNED_IN)
def show_sessions() -> ResponseReturnValue:
    found = sessions.open_sessions(
        database(), signed_in().account_id, token=own_token(), now=ambient.now()
    )
    return render_template("access/sessions.html", sessions=found, ended="ended" in request.args)


@access.post("/settings/sessions/<session_id>/end")
@needs(*SIGNED_IN)
def end_session(session_id: str) -> ResponseReturnValue:
    sessions.end_one(database(), signed_in().account_id, session_id)
    return redirect(address("access.show_sessions", ended=1), 303)


@access.post("/settings/sessions/end-others")
@needs(*SIGNED_IN)
def end_others() -> ResponseReturnValue:
    browser = same_browser()
    sessions.end_others(database(), signed_in().account_id, browser=browser, now=ambient.now())
    remember(browser.token, own_device=browser.own_device)
    return redirect(address("access.show_sessions", ended=1), 303)


@access.get("/settings/name")
@needs(*SIGNED_IN)
def show_name() -> ResponseReturnValue:
    form = NameForm(formdata=None, name=signed_in().name)
    return _name_page(form, saved="saved" in request.args)


@access.post("/settings/name")
@needs(*SIGNED_IN)
def change_name() -> ResponseReturnValue:
    form = NameForm()
    if form.accepted():
        try:
            names.rename(
                database(),
                account_id=signed_in().account_id,
                name=form.name.data,
                now=ambient.now(),
            )
            return redirect(address("access.show_name", saved=1), 303)
        except NameRejected as rejected:
            form.refuse(rejected)
    return _name_page(form), 422


def _name_page(form: NameForm, *, saved: bool = False) -> str:
    on_roster = names.is_on_a_roster(database(), signed_in().account_id)
    return render_template("access/name.html", form=form, saved=saved, on_roster=on_roster)


@access.get("/settings/password")
@needs(*SIGNED_IN)
def show_password() -> ResponseReturnValue:
    form = PasswordForm(formdata=None)
    return render_template("access/password.html", form=form, saved="saved" in request.args)


@access.post("/settings/password")
@needs(*SIGNED_IN)
def change_password() -> ResponseReturnValue:
    form, who = PasswordForm(), signed_in()
    form.own = (who.name,)
    status = 422
    if form.accepted():
        browser = same_browser()
        try:
            signing.change_password(
                database(),
                account_id=who.account_id,
                old=form.password_old.data,
                new=form.password.data,
                browser=browser,
                now=ambient.now(),
            )
            remember(browser.token, own_device=browser.own_device)
            return redirect(address("access.show_password", saved=1), 303)
        except SignInRefused:
            form.refuse_old()
        except PasswordRejected as rejected:
            form.refuse(rejected)
        except TooManyTries:
            form.refuse_for_now()
            status = 429
    return render_template("access/password.html", form=form, saved=False), status


__all__ = ["VIEWS", "access"]
