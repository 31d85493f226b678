"""Views of a roster: names come in, what would happen is shown, then it is done; slips.

The look at what would happen holds the names itself, as text to be posted back, so nothing is
kept on the server between the two steps, and both steps read the names alike.
"""

from __future__ import annotations

from typing import Final

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.extensions import database
from quizapp.formats.roster import Roster, RosterRejected, read_file, read_pasted
from quizapp.services import classes as service
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.classes.blueprint import asked_about, classes
from quizapp.web.classes.forms import RosterForm
from quizapp.web.classes.people import slips_page
from quizapp.web.roles import needs

HEADING: Final = "name\tlogin"


@classes.get("/classes/<class_id>/roster")
@needs("teacher")
def ask_names(class_id: str) -> str:
    """Ask for the names of a class."""
    return _page(class_id, RosterForm(formdata=None))


@classes.post("/classes/<class_id>/roster")
@needs("teacher")
def enrol(class_id: str) -> ResponseReturnValue:
    """Show what taking the names over would do, or do it."""
    form = RosterForm()
    asked = asked_about(class_id)
    service.class_taught(database(), **asked)
    try:
        roster = _posted(form)
    except RosterRejected as rejection:
        return _page(class_id, form, problem=rejection.code), 422
    if request.form.get("do") != "enrol":
        outlook = service.preview_roster(database(), **asked, roster=roster)
        return _page(class_id, form, outlook=outlook), 422 if outlook.problems else 200
    outlook = service.take_over(database(), **asked, roster=roster, now=ambient.now())
    if outlook.problems:
        return _page(class_id, form, outlook=outlook), 422
    return redirect(address("classes.show", class_id=class_id, done="enrolled"), 303)


@classes.post("/classes/<class_id>/slips")
@needs("teacher")
def slips(class_id: str) -> str:
    """Show slips with new codes for all who never signed in. Older slips become void."""
    made = service.claim_slips(
        database(),
        **asked_about(class_id),
        now=ambient.now(),
    )
    return slips_page(class_id, made)


def _posted(form: RosterForm) -> Roster:
    """Return the roster that was sent. Raises RosterRejected."""
    upload = request.files.get("file")
    pasted = str(form.names.data or "")
    if upload is None or not upload.filename:
        return read_pasted(pasted)
    if pasted.strip():
        raise RosterRejected("both")
    with upload.stream as stream:
        return read_file(stream.read())


def _page(
    class_id: str,
    form: RosterForm,
    *,
    problem: str = "",
    outlook: service.Outlook | None = None,
) -> str:
    head = service.class_taught(
        database(),
        **asked_about(class_id),
    )
    return render_template(
        "classes/roster.html",
        head=head,
        form=form,
        problem=problem,
        outlook=outlook,
        names=_as_text(outlook) if outlook else "",
    )


def _as_text(outlook: service.Outlook) -> str:
    """The names as they were understood, to be posted back."""
    lines = sorted((*outlook.new, *outlook.returning, *outlook.there), key=lambda line: line.number)
    return "\n".join((HEADING, *(f"{line.name}\t{line.login or ''}" for line in lines)))
