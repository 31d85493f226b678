"""What was done to an article, one state beside the one before it, and taking one back."""

from __future__ import annotations

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from quizapp.extensions import database
from quizapp.services.studio import drafts, history
from quizapp.services.studio.saving import EditedElsewhere
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.roles import needs
from quizapp.web.teach.blueprint import author, teach


@teach.get("/teach/articles/<draft_id>/history")
@needs("teacher")
def past(draft_id: str) -> str:
    """List what was done to an article."""
    draft = drafts.open_draft(database(), author(), draft_id)
    return render_template(
        "teach/history.html", draft=draft, lines=history.history(database(), draft)
    )


@teach.get("/teach/articles/<draft_id>/history/<int:number>")
@needs("teacher")
def state(draft_id: str, number: int) -> str:
    """Show what a state changed."""
    return _state_page(draft_id, number)


@teach.post("/teach/articles/<draft_id>/history/<int:number>")
@needs("teacher")
def restore(draft_id: str, number: int) -> ResponseReturnValue:
    """Make a former state the newest."""
    try:
        history.restore(
            database(), author=author(), public_id=draft_id, number=number, now=ambient.now()
        )
    except EditedElsewhere:
        return _state_page(draft_id, number, moved=True), 409
    return redirect(address("teach.show", draft_id=draft_id, done="saved"), 303)


def _state_page(draft_id: str, number: int, *, moved: bool = False) -> str:
    draft = drafts.open_draft(database(), author(), draft_id)
    lines = history.history(database(), draft)
    differences = history.differences(database(), draft, number)
    return render_template(
        "teach/state.html",
        draft=draft,
        line=next(line for line in lines if line.number == number),
        newest=lines[0].number,
        differences=differences,
        moved=moved,
    )
