"""Searching everything that a teacher has written."""

from __future__ import annotations

from flask import render_template, request

from quizapp.domain.items.registry import KINDS
from quizapp.extensions import database
from quizapp.services.studio import bank as written
from quizapp.services.studio.drafts import STATUSES
from quizapp.web.roles import needs
from quizapp.web.teach import posted
from quizapp.web.teach.blueprint import author, teach


@teach.get("/teach/bank")
@needs("teacher")
def bank() -> str:
    """Show what fits what is looked for."""
    query = request.args
    wanted = written.Wanted(
        words=posted.text(query, "words", written.LONGEST_QUERY),
        kind=posted.chosen(query, "kind", KINDS, ""),
        tag=posted.text(query, "tag", written.LONGEST_TAG),
        status=posted.chosen(query, "status", dict.fromkeys(STATUSES), ""),
    )
    entries = written.entries(database(), author())
    return render_template(
        "teach/bank.html",
        wanted=wanted,
        total=len(entries),
        found=written.search(entries, wanted),
        tags=sorted({tag for entry in entries for tag in entry.tags}),
    )
