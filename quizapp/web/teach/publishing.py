"""Checking an article, publishing it, taking it back, retiring it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.extensions import database
from quizapp.services.regrades.desk import desk
from quizapp.services.regrades.views import Decider
from quizapp.services.studio import drafts, publishing, writing
from quizapp.services.studio.checking import Verdict, accept_warnings, examine
from quizapp.services.studio.publishing import NotReady, WrongStatus
from quizapp.services.studio.saving import EditedElsewhere
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.roles import needs
from quizapp.web.teach import posted
from quizapp.web.teach.blueprint import author, teach


@teach.get("/teach/articles/<draft_id>/review")
@needs("teacher")
def review(draft_id: str) -> str:
    """Show what stands between an article and its learners."""
    draft = drafts.open_draft(database(), author(), draft_id)
    return _page(draft, examine(database(), draft), {})


@teach.post("/teach/articles/<draft_id>/review")
@needs("teacher")
def decide(draft_id: str) -> ResponseReturnValue:
    """Do what was asked for: put up for review, publish, take back, retire, take up again."""
    who = author()
    draft = drafts.open_draft(database(), who, draft_id)
    deed = _DEEDS.get(request.form.get("do", "")) or abort(400)
    verdict = examine(database(), draft)
    reasons = _reasons(verdict)
    accept_warnings(
        database(), author=who, draft=draft, verdict=verdict, reasons=reasons, now=ambient.now()
    )
    try:
        deed(draft_id)
    except NotReady as refusal:
        return _page(draft, refusal.verdict, reasons, refused=True), 422
    except (WrongStatus, EditedElsewhere):
        fresh = drafts.open_draft(database(), who, draft_id)
        return _page(fresh, examine(database(), fresh), reasons, moved=True), 409
    done = request.form.get("do", "")
    return redirect(address("teach.review", draft_id=draft_id, done=done), 303)


def _reasons(verdict: Verdict) -> Mapping[str, str]:
    """The reasons for warnings that were ticked."""
    return {
        group.key: posted.text(request.form, f"reason-{group.key}", posted.LINE)
        for group in verdict.warned
        if request.form.get(f"accept-{group.key}") == "1"
    }


def _submit(draft_id: str) -> None:
    publishing.submit(database(), author=author(), public_id=draft_id, now=ambient.now())


def _publish(draft_id: str) -> None:
    publishing.publish(database(), author=author(), public_id=draft_id, now=ambient.now())


def _send_back(draft_id: str) -> None:
    note = posted.text(request.form, "note", posted.LINE)
    publishing.send_back(
        database(), author=author(), public_id=draft_id, note=note, now=ambient.now()
    )


def _retire(draft_id: str) -> None:
    publishing.retire(database(), author=author(), public_id=draft_id, now=ambient.now())


def _resume(draft_id: str) -> None:
    publishing.resume(database(), author=author(), public_id=draft_id, now=ambient.now())


_DEEDS: Final[dict[str, Callable[[str], None]]] = {
    "submit": _submit,
    "publish": _publish,
    "back": _send_back,
    "retire": _retire,
    "resume": _resume,
}


@teach.post("/teach/articles/<draft_id>/remove")
@needs("teacher")
def remove_part(draft_id: str) -> ResponseReturnValue:
    """Take a fact or question out of an article."""
    try:
        writing.remove(
            database(),
            author=author(),
            public_id=draft_id,
            part=posted.text(request.form, "part", posted.SHORT),
            seen=request.form.get("seen", ""),
            now=ambient.now(),
        )
    except EditedElsewhere:
        return redirect(address("teach.show", draft_id=draft_id, done="late"), 303)
    return redirect(address("teach.show", draft_id=draft_id, done="saved"), 303)


@teach.post("/teach/articles/<draft_id>/confirm")
@needs("teacher")
def confirm(draft_id: str) -> ResponseReturnValue:
    """Say that a translation still holds."""
    done, part = "saved", posted.text(request.form, "part", posted.SHORT)
    try:
        writing.confirm_side(
            database(),
            author=author(),
            public_id=draft_id,
            part=part,
            lang="ar" if request.form.get("side") == "ar" else "en",
            seen=request.form.get("seen", ""),
            now=ambient.now(),
        )
    except EditedElsewhere:
        done = "late"
    return redirect(address("teach.show", draft_id=draft_id, done=done), 303)


def _waiting(draft: drafts.Draft) -> int:
    """How many questions have answers that were judged by a key which they no longer have."""
    decider = Decider(author().account_id, admin=author().admin)
    lines = desk(database(), decider=decider).regrades
    return sum(line.name.startswith(f"{draft.slug}/") for line in lines)


def _page(
    draft: drafts.Draft,
    verdict: Verdict,
    reasons: Mapping[str, str],
    *,
    refused: bool = False,
    moved: bool = False,
) -> str:
    return render_template(
        "teach/review.html",
        draft=draft,
        verdict=verdict,
        reasons=reasons,
        refused=refused,
        moved=moved,
        waiting=_waiting(draft) if draft.live else 0,
        done=request.args.get("done", ""),
    )
