"""Views of the second factor: setting it up with a phone, recovery codes, switching it off.

Whoever changes anything here goes on with a new session token. Recovery codes are shown on the
page that answers the form, and never again.
"""

from __future__ import annotations

from flask import current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.config import ADMINS
from quizapp.domain.codes import written
from quizapp.domain.errors import CodeRefused, SignInRefused, TooManyTries
from quizapp.extensions import database
from quizapp.services.people import second_factor as service
from quizapp.services.people.second_factor import Standing
from quizapp.services.people.sessions import Browser
from quizapp.web import ambient
from quizapp.web.access.blueprint import access, same_browser
from quizapp.web.access.forms import ChangeForm, EnrolForm, ProofForm
from quizapp.web.addresses import address
from quizapp.web.nearby import local
from quizapp.web.qr import qr
from quizapp.web.roles import needs, signed_in, teacher
from quizapp.web.site_keys import site_keys
from quizapp.web.viewers import remember

GROUP = 4


@access.get("/settings/second-factor")
@needs("teacher")
def show_second_factor() -> ResponseReturnValue:
    """Show how it stands: off, offered to a phone, or on."""
    found = _standing()
    form = ChangeForm(formdata=None) if found.state == "on" else EnrolForm(formdata=None)
    form.next.data = local(request.args.get("next", "")) or ""
    return _page(found, form, off="off" in request.args and found.state == "off")


@access.post("/settings/second-factor/offer")
@needs("teacher")
def offer_second_factor() -> ResponseReturnValue:
    """Draw a secret for a phone."""
    service.offer(database(), teacher().account_id, keys=site_keys(), now=ambient.now())
    after = local(request.form.get("next", "")) or None
    return redirect(address("access.show_second_factor", next=after), 303)


@access.post("/settings/second-factor")
@needs("teacher")
def confirm_second_factor() -> ResponseReturnValue:
    """Put what was offered in force; show the recovery codes."""
    form = EnrolForm()
    return _changed(form, "confirm")


@access.post("/settings/second-factor/change")
@needs("teacher")
def change_second_factor() -> ResponseReturnValue:
    """Draw new recovery codes, or switch it off."""
    form = ChangeForm()
    return _changed(form, "off" if request.form.get("do") == "off" else "codes")


def _changed(form: ProofForm, deed: str) -> ResponseReturnValue:
    status = 422
    if form.accepted():
        browser = same_browser()
        try:
            codes = _do(form, deed, browser)
        except SignInRefused:
            form.refuse_password()
        except CodeRefused:
            form.refuse_code()
        except TooManyTries:
            form.refuse_for_now()
            status = 429
        else:
            remember(browser.token, own_device=browser.own_device)
            if deed == "off":
                return redirect(address("access.show_second_factor", off=1), 303)
            after = local(form.next.data or "") or address("access.show_second_factor")
            shown = [written(code) for code in codes]
            return render_template("access/recovery_codes.html", codes=shown, after=after)
    return _page(_standing(), form), status


def _do(form: ProofForm, deed: str, browser: Browser) -> tuple[str, ...]:
    do = {"confirm": service.confirm, "codes": service.renew_codes, "off": service.switch_off}
    return (
        do[deed](
            database(),
            teacher().account_id,
            password=str(form.password_old.data),
            typed=str(form.code.data),
            browser=browser,
            keys=site_keys(),
            now=ambient.now(),
        )
        or ()
    )


def _standing() -> Standing:
    return service.standing(database(), signed_in().account_id, keys=site_keys(), now=ambient.now())


def _page(found: Standing, form: ProofForm, *, off: bool = False) -> str:
    secret = found.secret
    return render_template(
        "access/second_factor.html",
        found=found,
        form=form,
        off=off,
        demanded=current_app.config["WARAQA"].second_factor == ADMINS,
        drawing=qr(found.address) if found.address else None,
        secret=" ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP)),
    )


VIEWS = (show_second_factor, offer_second_factor, confirm_second_factor, change_second_factor)
