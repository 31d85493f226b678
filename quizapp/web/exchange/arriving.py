"""A file into a draft: choosing it, watching it being read, looking at it, taking it in."""

from __future__ import annotations

from typing import Final

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.domain.bilingual import LANGS
from quizapp.domain.exchange.travel import FileRefused
from quizapp.extensions import database
from quizapp.services.exchange import applying, exporting, jobs
from quizapp.services.exchange.applying import DraftMoved, JobNotReady
from quizapp.services.exchange.child import AUTO
from quizapp.services.exchange.jobs import MOST_BYTES, Job, Upload
from quizapp.services.studio import drafts
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.exchange import words
from quizapp.web.exchange.blueprint import author, exchange
from quizapp.web.locale import page_lang
from quizapp.web.roles import needs

FIELD: Final = "file"
MAX_KEY: Final = 64
REFRESH_SECONDS: Final = "2"
MOST_SHOWN: Final = 200


@exchange.get("/teach/articles/<draft_id>/import")
@needs("teacher")
def arrive(draft_id: str) -> str:
    """Ask for a file."""
    return _form(draft_id)


@exchange.post("/teach/articles/<draft_id>/import")
@needs("teacher")
def send(draft_id: str) -> ResponseReturnValue:
    """Take a file and have it read."""
    form = request.form
    key = form.get("key", "")[:MAX_KEY] or ambient.public_id()
    try:
        job_id = jobs.begin(
            database(),
            author=author(),
            draft_id=draft_id,
            upload=_upload(),
            public_id=ambient.public_id_of("import", author().account_id, draft_id, key),
            clock=ambient.now,
        )
    except FileRefused as refused:
        nothing = refused.code == "empty" and not request.files.get(FIELD)
        why = words.NO_FILE if nothing else words.refused(refused.code, refused.params)
        return _form(draft_id, str(why)), 422
    return redirect(address("exchange.look", job_id=job_id), 303)


def _upload() -> Upload:
    sent, form = request.files.get(FIELD), request.form
    known = {each.name for each in exporting.readable()}
    wanted = form.get("format", AUTO)
    return Upload(
        file=(sent.filename or "") if sent else "",
        data=sent.stream.read(MOST_BYTES + 1) if sent else b"",
        format=wanted if wanted in known else AUTO,
        lang=next((each for each in LANGS if each == form.get("lang")), page_lang()),
    )


def _form(draft_id: str, problem: str = "") -> str:
    chosen = request.form
    return render_template(
        "exchange/arrive.html",
        draft=drafts.open_draft(database(), author(), draft_id),
        formats=exporting.readable(),
        format=chosen.get("format", AUTO),
        lang=chosen.get("lang", page_lang()),
        problem=problem,
    )


@exchange.get("/teach/imports/<job_id>")
@needs("teacher")
def look(job_id: str) -> Response:
    """Show how far a file is, or what it would do to its draft."""
    job = jobs.job_of(database(), author=author(), public_id=job_id, now=ambient.now())
    try:
        response = _shown(job)
    except JobNotReady as moved:  # Given up or taken in, in another window, since it was read.
        job = moved.job
        response = _shown(job)
    if job.state == "reading":
        response.headers["Refresh"] = REFRESH_SECONDS
    return response


@exchange.post("/teach/imports/<job_id>")
@needs("teacher")
def decide(job_id: str) -> ResponseReturnValue:
    """Take a file's questions in, give it up, or have it read again."""
    who, wanted = author(), request.form.get("do")
    if wanted == "cancel":
        jobs.cancel(database(), author=who, public_id=job_id, now=ambient.now())
    elif wanted == "again":
        jobs.resume(database(), author=who, public_id=job_id, clock=ambient.now)
    elif wanted == "apply":
        return _apply(job_id)
    jobs.job_of(database(), author=who, public_id=job_id, now=ambient.now())
    return redirect(address("exchange.look", job_id=job_id), 303)


def _apply(job_id: str) -> ResponseReturnValue:
    seen = request.form.get("seen", "")
    try:
        applying.apply(
            database(),
            author=author(),
            public_id=job_id,
            seen=int(seen) if seen.isascii() and seen.isdigit() else 0,
            now=ambient.now(),
        )
    except DraftMoved:
        job = jobs.job_of(database(), author=author(), public_id=job_id, now=ambient.now())
        return _shown(job, str(words.CHANGED_MEANWHILE)), 409
    except JobNotReady:
        pass  # Given up or read anew in another window: its page says so.
    return redirect(address("exchange.look", job_id=job_id), 303)


def _shown(job: Job, problem: str = "") -> Response:
    if job.state == "ready":
        preview = applying.preview(
            database(), author=author(), public_id=job.public_id, now=ambient.now()
        )
        html = render_template(
            "exchange/preview.html", preview=preview, problem=problem, most=MOST_SHOWN
        )
        return make_response(html)
    draft = drafts.open_draft(database(), author(), job.draft)
    done = applying.applied(job) if job.state == "done" else None
    return make_response(render_template("exchange/job.html", job=job, draft=draft, done=done))
