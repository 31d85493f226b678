"""Addresses of signing in, up and out, and of codes."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flask import Blueprint, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from quizapp.domain.errors import (
    AccountNotFound,
    CodeRefused,
    HalfwayOver,
    SignInRefused,
    TooManyTries,
)
from quizapp.domain.logins import LoginRejected, NameRejected
from quizapp.domain.passwords import PasswordRejected
from quizapp.extensions import database
from quizapp.services.accounts import end_session
from quizapp.services.people import bringing, redeeming, second_step, signing
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.locale import LANG_PREFIX
from quizapp.web.nearby import local
from quizapp.web.origin import who_asks
from quizapp.web.signin.entering import (
    after_first_step,
    begin_again,
    code_again,
    enter_with,
    guest_of_request,
    half_token,
    history_before,
    new_browser,
    redeem,
    too_many,
)
from quizapp.web.signin.forms import (
    CLAIM_TITLES,
    ClaimForm,
    CodeForm,
    SecondStepForm,
    SignInForm,
    SignUpForm,
)
from quizapp.web.site_keys import site_keys
from quizapp.web.viewers import BEFORE, forget, known_viewer, own_token, remember, viewer

# Pages are stored nowhere (`no-store`); what scripts put aside for later is in "storage".
WIPE: Final = '"storage"'

signin = Blueprint("signin", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


@signin.context_processor
def titles() -> dict[str, object]:
    return {"claim_titles": CLAIM_TITLES}


@signin.get("/sign-in")
def show() -> ResponseReturnValue:
    form = SignInForm(formdata=None)
    form.next.data = local(request.args.get("next", "")) or ""
    problem = "over" if "over" in request.args else ""
    return render_template("signin/sign_in.html", form=form, problem=problem)


@signin.post("/sign-in")
def enter() -> ResponseReturnValue:
    form = SignInForm()
    if not form.accepted():
        return render_template("signin/sign_in.html", form=form, problem=""), 422
    browser = new_browser(own_device=bool(form.own_device.data))
    try:
        entered = signing.sign_in(
            database(),
            login=form.login.data,
            password=form.password.data,
            browser=browser,
            who=who_asks(),
            now=ambient.now(),
        )
    except SignInRefused:
        return render_template("signin/sign_in.html", form=form, problem="refused"), 422
    except TooManyTries as tries:
        return too_many("signin/sign_in.html", tries, form=form, problem="tries")
    after = local(form.next.data or "") or address("home.index")
    return redirect(after_first_step(entered, browser, after), 303)


@signin.get("/sign-in/code")
def ask_second() -> ResponseReturnValue:
    if not second_step.is_halfway(database(), token=half_token(), now=ambient.now()):
        return begin_again(request.args.get("next", ""))
    form = SecondStepForm(formdata=None)
    form.next.data = local(request.args.get("next", "")) or ""
    return render_template("signin/second.html", form=form, problem="")


@signin.post("/sign-in/code")
def take_second() -> ResponseReturnValue:
    form = SecondStepForm()
    if not form.accepted() or not form.typed():
        form.refuse()
        return render_template("signin/second.html", form=form, problem=""), 422
    browser = new_browser(own_device=False)
    try:
        through = second_step.finish(
            database(),
            token=half_token(),
            typed=form.typed(),
            browser=browser,
            keys=site_keys(),
            who=who_asks(),
            now=ambient.now(),
        )
    except HalfwayOver:
        return begin_again(form.next.data or "")
    except CodeRefused:
        form.refuse()
        return render_template("signin/second.html", form=form, problem=""), 422
    except TooManyTries as tries:
        return too_many("signin/second.html", tries, form=form, problem="tries")
    after = local(form.next.data or "") or address("home.index")
    return redirect(enter_with(replace(browser, own_device=through.own_device), after), 303)


@signin.get("/sign-up")
def choose() -> ResponseReturnValue:
    form = SignUpForm(formdata=None)
    form.next.data = local(request.args.get("next", "")) or ""
    return render_template("signin/sign_up.html", form=form, problem="")


@signin.post("/sign-up")
def join() -> ResponseReturnValue:
    form = SignUpForm()
    if not form.accepted():
        return render_template("signin/sign_up.html", form=form, problem=""), 422
    browser = new_browser(own_device=bool(form.own_device.data))
    try:
        signing.sign_up(
            database(),
            guest=guest_of_request(),
            chosen=form.chosen(),
            browser=browser,
            who=who_asks(),
            public_id=ambient.public_id(),
            now=ambient.now(),
        )
    except (LoginRejected, NameRejected, PasswordRejected) as rejected:
        form.refuse(rejected)
        return render_template("signin/sign_up.html", form=form, problem=""), 422
    except TooManyTries as tries:
        return too_many("signin/sign_up.html", tries, form=form, problem="tries")
    remember(browser.token, own_device=browser.own_device)
    return redirect(local(form.next.data or "") or address("home.index"), 303)


@signin.post("/sign-out")
def leave() -> ResponseReturnValue:
    token = own_token()
    if token and known_viewer().role != "guest":
        end_session(database(), token, ambient.now())
        forget()
    response = redirect(address("signin.show"), 303)
    response.headers["Clear-Site-Data"] = WIPE
    return response


@signin.get("/code")
def ask_code() -> ResponseReturnValue:
    return render_template("signin/code.html", form=CodeForm(formdata=None), problem="")


@signin.post("/code")
def look_up() -> ResponseReturnValue:
    form = CodeForm()
    if not form.accepted():
        return render_template("signin/code.html", form=form, problem=""), 422
    try:
        offer = redeeming.look_up(
            database(), code=form.code.data, viewer=viewer(), who=who_asks(), now=ambient.now()
        )
    except CodeRefused:
        return render_template("signin/code.html", form=form, problem="refused"), 422
    except TooManyTries as tries:
        return too_many("signin/code.html", tries, form=form, problem="tries")
    claim = ClaimForm(formdata=None)
    claim.ask(offer)
    claim.code.data = form.code.data
    return render_template("signin/claim.html", form=claim, offer=offer)


@signin.post("/code/use")
def use_code() -> ResponseReturnValue:
    form = ClaimForm()
    try:
        offer = redeeming.look_up(
            database(), code=str(form.code.data), viewer=viewer(), who=who_asks(), now=ambient.now()
        )
    except CodeRefused:
        return code_again("refused"), 422
    except TooManyTries as tries:
        return too_many("signin/code.html", tries, form=CodeForm(formdata=None), problem="tries")
    form.ask(offer)
    if not form.accepted():
        return render_template("signin/claim.html", form=form, offer=offer), 422
    try:
        after = redeem(form)
    except (LoginRejected, NameRejected, PasswordRejected) as rejected:
        form.refuse(rejected)
        return render_template("signin/claim.html", form=form, offer=offer), 422
    except (CodeRefused, AccountNotFound):
        return code_again("refused"), 422
    return redirect(after, 303)


@signin.get("/bring")
def ask_to_bring() -> ResponseReturnValue:
    found = history_before()
    if found is None:
        return redirect(address("home.index"), 303)
    after = local(request.args.get("next", "")) or ""
    return render_template("signin/bring.html", found=found, after=after)


@signin.post("/bring")
def bring() -> ResponseReturnValue:
    who = known_viewer()
    token = session.pop(BEFORE, "")
    if token and request.form.get("do") == "bring" and who.role != "guest":
        bringing.bring(database(), token=token, account_id=who.account_id, now=ambient.now())
    return redirect(local(request.form.get("next", "")) or address("home.index"), 303)
