"""Views of one member of a class, for its teachers, and of inviting another teacher."""

from __future__ import annotations

import json

from flask import Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.domain.bilingual import LANGS
from quizapp.domain.errors import ClassroomRefusal
from quizapp.extensions import database
from quizapp.services import classes as service
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.classes.blueprint import asked_about, classes
from quizapp.web.classes.forms import InviteForm, MemberForm
from quizapp.web.classes.running import class_page
from quizapp.web.classes.words import SLIP
from quizapp.web.locale import absolute
from quizapp.web.roles import needs, teacher
from quizapp.web.speech import gettext_in


@classes.get("/classes/<class_id>/members/<member_id>")
@needs("teacher")
def member(class_id: str, member_id: str) -> str:
    """Show one member."""
    form = MemberForm(formdata=None)
    return _page(class_id, member_id, form, saved="saved" in request.args)


@classes.post("/classes/<class_id>/members/<member_id>")
@needs("teacher")
def settle(class_id: str, member_id: str) -> ResponseReturnValue:
    """Settle nickname and extra time."""
    form = MemberForm()
    if not form.accepted():
        return _page(class_id, member_id, form), 422
    service.settle(
        database(),
        **asked_about(class_id),
        member_id=member_id,
        nickname=str(form.nickname.data or ""),
        allowance=form.allowance.data,
        now=ambient.now(),
    )
    return redirect(address("classes.member", class_id=class_id, member_id=member_id, saved=1), 303)


@classes.post("/classes/<class_id>/members/<member_id>/part")
@needs("teacher")
def change_part(class_id: str, member_id: str) -> ResponseReturnValue:
    """Let somebody in who waits, or take somebody out."""
    deed = request.form.get("do")
    if deed not in ("approve", "remove"):
        abort(400)
    act = service.approve if deed == "approve" else service.remove
    act(
        database(),
        **asked_about(class_id),
        member_id=member_id,
        now=ambient.now(),
    )
    done = "approved" if deed == "approve" else "removed"
    return redirect(address("classes.show", class_id=class_id, done=done), 303)


@classes.post("/classes/<class_id>/members/<member_id>/code")
@needs("teacher")
def way_back(class_id: str, member_id: str) -> str:
    """Show a code for one pupil, once: to claim the account, or for a new password."""
    slip = service.way_back(
        database(),
        issuer=teacher(),
        classroom_id=class_id,
        member_id=member_id,
        now=ambient.now(),
    )
    return slips_page(class_id, (slip,))


@classes.post("/classes/<class_id>/members/<member_id>/data")
@needs("teacher")
def take_data(class_id: str, member_id: str) -> Response:
    """Send everything about one pupil as a file; it is noted that it was taken."""
    data = service.hand_over(
        database(),
        issuer=teacher(),
        classroom_id=class_id,
        member_id=member_id,
        now=ambient.now(),
    )
    response = Response(json.dumps(data, ensure_ascii=False), mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="waraqa.json"'
    return response


def slips_page(class_id: str, slips: tuple[service.Slip, ...]) -> str:
    """Return the page of slips to print and cut, in both languages."""
    head = service.class_taught(
        database(),
        **asked_about(class_id),
    )
    return render_template(
        "classes/slips.html",
        head=head,
        slips=slips,
        where={
            lang: (gettext_in(lang, SLIP), absolute(address("signin.ask_code", lang=lang)))
            for lang in LANGS
        },
    )


@classes.post("/classes/<class_id>/teachers")
@needs("teacher")
def invite(class_id: str) -> ResponseReturnValue:
    """Ask another teacher to teach the class too."""
    form = InviteForm()
    asked = asked_about(class_id)
    problem = ""
    if form.accepted():
        try:
            service.invite_teacher(
                database(), **asked, login=str(form.login.data), now=ambient.now()
            )
        except ClassroomRefusal as refusal:
            problem = refusal.code
        else:
            return redirect(address("classes.show", class_id=class_id, done="invited"), 303)
    return class_page(service.class_taught(database(), **asked), form, problem), 422


def _page(class_id: str, member_id: str, form: MemberForm, *, saved: bool = False) -> str:
    asked = asked_about(class_id)
    found = service.one_member(database(), **asked, member_id=member_id)
    form.fill(found)
    return render_template(
        "classes/member.html",
        head=service.class_taught(database(), **asked),
        member=found,
        form=form,
        saved=saved,
    )
