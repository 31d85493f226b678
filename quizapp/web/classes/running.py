"""Views of running a class: the list, a new one, one of them, settings, code, archive."""

from __future__ import annotations

from typing import Final

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.domain.codes import written
from quizapp.extensions import database
from quizapp.services import classes as service
from quizapp.services import homework
from quizapp.services.cards import goals_of
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.classes.blueprint import asked_about, classes, form_key
from quizapp.web.classes.forms import ClassForm, InviteForm
from quizapp.web.locale import absolute
from quizapp.web.qr import qr
from quizapp.web.roles import needs, signed_in, teacher

ORDER: Final = {"waiting": 0, "invited": 1, "pupil": 2, "teacher": 3}


@classes.get("/classes")
@needs("learner", "teacher")
def index() -> str:
    """List one's classes."""
    who = signed_in()
    return render_template(
        "classes/index.html",
        classes=service.classes_of(database(), who.account_id),
        teaches=who.role in ("teacher", "admin"),
        done=request.args.get("done", ""),
    )


@classes.get("/classes/new")
@needs("teacher")
def new() -> str:
    """Show the form of a new class."""
    form = ClassForm(formdata=None)
    form.offer(None)
    form.zone.data = goals_of(database(), teacher().account_id).zone
    return render_template("classes/settings.html", form=form, head=None)


@classes.post("/classes/new")
@needs("teacher")
def create() -> ResponseReturnValue:
    """Make a class."""
    form = ClassForm()
    form.offer(None)
    if not form.accepted():
        return render_template("classes/settings.html", form=form, head=None), 422
    who = teacher()
    made = service.create_class(
        database(),
        account_id=who.account_id,
        wish=form.wish(),
        public_id=ambient.public_id_of("class", who.account_id, form_key()),
        code=ambient.join_code(),
        now=ambient.now(),
    )
    return redirect(address("classes.show", class_id=made, done="made"), 303)


@classes.get("/classes/<class_id>")
@needs("learner", "teacher")
def show(class_id: str) -> str:
    """Show a class as somebody in it sees it."""
    who = signed_in()
    head = service.class_of(database(), account_id=who.account_id, classroom_id=class_id)
    if head.part != "teacher":
        return pupil_page(head)
    return class_page(head, InviteForm(formdata=None))


def pupil_page(head: service.ClassHead) -> str:
    """Return the page of a class for a pupil: what is due in it."""
    tasks = homework.due_for(database(), account_id=signed_in().account_id, now=ambient.now())
    return render_template(
        "classes/pupil.html",
        head=head,
        tasks=[task for task in tasks if task.homework.class_id == head.public_id],
        standings=homework.standings(database(), **asked_about(head.public_id), now=ambient.now()),
        done=request.args.get("done", ""),
    )


def class_page(head: service.ClassHead, invite: InviteForm, problem: str = "") -> str:
    """Return the page of a class for a teacher."""
    asked = asked_about(head.public_id)
    members = service.members_of(database(), **asked)
    return render_template(
        "classes/show.html",
        head=head,
        members=sorted(members, key=lambda each: ORDER[each.part]),
        homework=homework.homework_of_class(database(), **asked),
        fate=service.fate_of_class(database(), **asked, now=ambient.now()),
        invite=invite,
        problem=problem,
        now=ambient.now(),
        done=request.args.get("done", ""),
    )


@classes.get("/classes/<class_id>/settings")
@needs("teacher")
def show_settings(class_id: str) -> str:
    """Show what is settled about a class."""
    head = _taught(class_id)
    form = ClassForm(formdata=None)
    form.offer(head)
    return render_template("classes/settings.html", form=form, head=head)


@classes.post("/classes/<class_id>/settings")
@needs("teacher")
def save_settings(class_id: str) -> ResponseReturnValue:
    """Settle things about a class."""
    head = _taught(class_id)
    form = ClassForm()
    form.offer(head)
    if not form.accepted():
        return render_template("classes/settings.html", form=form, head=head), 422
    service.change_class(database(), **asked_about(class_id), wish=form.wish())
    return redirect(address("classes.show", class_id=class_id, done="saved"), 303)


@classes.get("/classes/<class_id>/code")
@needs("teacher")
def poster(class_id: str) -> ResponseReturnValue:
    """Show the code large, with its QR code, for a wall or a projector."""
    head = _taught(class_id)
    if head.code is None:
        return redirect(address("classes.show", class_id=class_id), 303)
    where = absolute(address("classes.ask_code"))
    return render_template(
        "classes/poster.html",
        head=head,
        where=where,
        drawing=qr(f"{where}#{written(head.code)}"),
        now=ambient.now(),
    )


@classes.post("/classes/<class_id>/code")
@needs("teacher")
def change_code(class_id: str) -> ResponseReturnValue:
    """Make a new code, or switch joining off."""
    off = request.form.get("do") == "off"
    service.change_code(
        database(),
        **asked_about(class_id),
        code=None if off else ambient.join_code(),
        now=ambient.now(),
    )
    done = "off" if off else "rotated"
    return redirect(address("classes.show", class_id=class_id, done=done), 303)


@classes.post("/classes/<class_id>/archive")
@needs("teacher")
def archive(class_id: str) -> ResponseReturnValue:
    """Put a class away, or take it out again."""
    archived = request.form.get("do") != "restore"
    service.archive(
        database(),
        **asked_about(class_id),
        archived=archived,
        now=ambient.now(),
    )
    done = "archived" if archived else "restored"
    return redirect(address("classes.show", class_id=class_id, done=done), 303)


@classes.post("/classes/<class_id>/keep")
@needs("teacher")
def keep(class_id: str) -> ResponseReturnValue:
    """Keep a class that nobody used for another year."""
    service.keep(database(), **asked_about(class_id), now=ambient.now())
    return redirect(address("classes.show", class_id=class_id, done="kept"), 303)


def _taught(class_id: str) -> service.ClassHead:
    return service.class_taught(
        database(),
        **asked_about(class_id),
    )
