"""Views of coming and going: joining by code, answering an invitation, leaving.

A code is typed, or comes behind the # of a link and is put into the field by a script; it is
in no address that a server sees. Whoever is not signed in yet finds it again afterwards.
"""

from __future__ import annotations

from typing import Final

from flask import redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from quizapp.domain.errors import ClassroomRefusal
from quizapp.extensions import database
from quizapp.services import classes as service
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.classes.blueprint import asked_about, classes
from quizapp.web.classes.forms import JoinForm
from quizapp.web.origin import who_asks
from quizapp.web.roles import needs
from quizapp.web.viewers import viewer

KEPT: Final = "join"
LONGEST_CODE: Final = 40
RETRY_SECONDS: Final = "60"


@classes.get("/join")
def ask_code() -> str:
    """Ask for the code of a class."""
    form = JoinForm(formdata=None)
    form.code.data = session.get(KEPT, "")
    return render_template("classes/join.html", form=form, problem="")


@classes.post("/join")
def join() -> ResponseReturnValue:
    """Join the class of a code; sign in first, if need be."""
    form = JoinForm()
    if not form.accepted():
        return render_template("classes/join.html", form=form, problem=""), 422
    code = str(form.code.data)
    known = viewer()
    if known is None or known.role == "guest":
        session[KEPT] = code[:LONGEST_CODE]
        return redirect(address("signin.show", next=address("classes.ask_code")), 303)
    session.pop(KEPT, None)
    try:
        joined = service.join(
            database(),
            account_id=known.account_id,
            address=who_asks(),
            code=code,
            now=ambient.now(),
        )
    except ClassroomRefusal as refusal:
        page = render_template("classes/join.html", form=form, problem=refusal.code)
        if refusal.code == "throttled":
            return page, 429, {"Retry-After": RETRY_SECONDS}
        return page, 422
    return redirect(address("classes.show", class_id=joined, done="joined"), 303)


@classes.post("/classes/<class_id>/invitation")
@needs("teacher")
def answer_invitation(class_id: str) -> ResponseReturnValue:
    """Accept or decline teaching a class."""
    accept = request.form.get("do") == "accept"
    service.answer_invitation(
        database(),
        **asked_about(class_id),
        accept=accept,
        now=ambient.now(),
    )
    if accept:
        return redirect(address("classes.show", class_id=class_id), 303)
    return redirect(address("classes.index"), 303)


@classes.post("/classes/<class_id>/leave")
@needs("learner", "teacher")
def leave(class_id: str) -> ResponseReturnValue:
    """Go out of a class."""
    service.leave(
        database(),
        **asked_about(class_id),
        now=ambient.now(),
    )
    return redirect(address("classes.index", done="left"), 303)
