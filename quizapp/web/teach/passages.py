"""The text of an article as rows of sentences, side by side: aligned, edited, saved.

The buttons of a row change the rows that were posted and show them again; only "Save"
stores them. So nothing typed is lost, and nothing half aligned is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.domain.authoring.passage import Row, rows_of
from quizapp.domain.bilingual import UNWRITTEN, Bilingual
from quizapp.extensions import database
from quizapp.services.studio import drafts, passages
from quizapp.services.studio.aligning import realigned
from quizapp.services.studio.parts import PASSAGE, state_of
from quizapp.services.studio.saving import EditedElsewhere
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.roles import needs
from quizapp.web.teach import posted
from quizapp.web.teach.blueprint import author, teach


@teach.get("/teach/articles/<draft_id>/text")
@needs("teacher")
def passage(draft_id: str) -> str:
    """Show the text as rows."""
    draft = drafts.open_draft(database(), author(), draft_id)
    return _page(draft, rows_of(draft.article.passage), seen=state_of(draft.article, PASSAGE))


@teach.post("/teach/articles/<draft_id>/text")
@needs("teacher")
def save_passage(draft_id: str) -> ResponseReturnValue:
    """Store the text, or show its rows changed."""
    form = request.form
    who = author()
    draft = drafts.open_draft(database(), who, draft_id)
    seen, deed = form.get("seen", ""), form.get("do", "save")
    more, too_long = posted.long_text(form, "text")
    if too_long:
        return _page(draft, posted.rows(form), seen=seen, changed=True, more=more), 422
    rows = passages.added(posted.rows(form), more.ar, more.en)
    if deed != "save":
        return _page(draft, realigned(rows, deed), seen=seen, changed=True)
    try:
        saved = passages.save_passage(
            database(), author=who, public_id=draft_id, rows=rows, seen=seen, now=ambient.now()
        )
    except EditedElsewhere as late:
        now_seen = state_of(late.draft.article, PASSAGE)
        return _page(late.draft, rows, seen=now_seen, late=late), 409
    if passages.lost_evidence(database(), saved):
        return redirect(address("teach.review", draft_id=draft_id), 303)
    return redirect(address("teach.show", draft_id=draft_id, done="saved"), 303)


def _page(
    draft: drafts.Draft,
    rows: Sequence[Row],
    *,
    seen: str,
    changed: bool = False,
    late: EditedElsewhere | None = None,
    more: Bilingual = UNWRITTEN,
) -> str:
    """The rows; `more` is text that is too long to be added to them."""
    return render_template(
        "teach/text.html",
        draft=draft,
        rows=rows,
        seen=seen,
        changed=changed,
        late=late,
        more=more,
        too_long=posted.TEXT if more.langs else 0,
    )
