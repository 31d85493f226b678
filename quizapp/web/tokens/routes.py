"""Addresses of personal tokens. A new one is shown on the page that makes it, and never again."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.extensions import database
from quizapp.services.people import tokens as service
from quizapp.services.people.tokens import TokenRefused, scopes_for
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.locale import LANG_PREFIX
from quizapp.web.roles import SIGNED_IN, needs, signed_in
from quizapp.web.tokens.forms import MAX_KEY, SCOPES, TokenForm

tokens = Blueprint("tokens", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


@tokens.get("/settings/tokens")
@needs(*SIGNED_IN)
def show() -> str:
    return _page(_form(filled=False))


@tokens.post("/settings/tokens")
@needs(*SIGNED_IN)
def make() -> ResponseReturnValue:
    form, who = _form(filled=True), signed_in()
    if form.accepted():
        secret = service.secret_of(ambient.token_bytes())
        key = (form.key.data or "")[:MAX_KEY] or ambient.public_id()
        try:
            made = service.make(
                database(),
                account_id=who.account_id,
                role=who.role,
                wish=form.wish(),
                secret=secret,
                public_id=ambient.public_id_of("token", who.account_id, key),
                now=ambient.now(),
            )
            return _page(_form(filled=False), secret=secret if made else "", again=not made)
        except TokenRefused as refused:
            form.refuse(refused)
    return _page(form), 422


@tokens.post("/settings/tokens/<token_id>/revoke")
@needs(*SIGNED_IN)
def revoke(token_id: str) -> ResponseReturnValue:
    service.revoke(
        database(),
        account_id=signed_in().account_id,
        public_id=token_id,
        now=ambient.now(),
    )
    return redirect(address("tokens.show", revoked=1), 303)


def _form(*, filled: bool) -> TokenForm:
    form = TokenForm() if filled else TokenForm(formdata=None)
    form.offer(scopes_for(signed_in().role))
    return form


def _page(form: TokenForm, *, secret: str = "", again: bool = False) -> str:
    return render_template(
        "tokens/show.html",
        form=form,
        tokens=service.listed(database(), signed_in().account_id, ambient.now()),
        scopes=SCOPES,
        secret=secret,
        again=again,
        revoked="revoked" in request.args and request.method == "GET",
    )
