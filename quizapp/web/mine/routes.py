"""Addresses of a learner's own data: export, import, deletion in two steps; Anki besides."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from quizapp.domain.errors import ImportRejected
from quizapp.extensions import database
from quizapp.services.accounts import delete_account
from quizapp.services.mine import ImportReport, export_all, export_csv, import_all
from quizapp.services.people.watching import OWN_TAKEN
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.labels import IMPORT_REJECTED
from quizapp.web.mine import anki
from quizapp.web.mine.blueprint import FIELD, mine
from quizapp.web.viewers import known_viewer, viewer, viewer_or_guest
from quizapp.web.watching import note_look

VIEWS = (anki,)


@mine.get("/mine")
def show() -> str:
    return _page()


@mine.get("/mine/waraqa.json")
def as_json() -> Response:
    data = export_all(database(), known_viewer().account_id, ambient.now())
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    note_look(OWN_TAKEN)
    return _download(text, "application/json", "waraqa.json")


@mine.get("/mine/waraqa.csv")
def as_csv() -> Response:
    text = export_csv(database(), known_viewer().account_id, ambient.now())
    note_look(OWN_TAKEN)
    return _download(text, "text/csv", "waraqa.csv")


@mine.post("/mine/import")
def take_in() -> ResponseReturnValue:
    try:
        data = _posted_file()
        report = import_all(database(), viewer_or_guest().account_id, data, ambient.now())
    except ImportRejected as rejection:
        return _page(problem=rejection.code), 422
    return _page(report=report)


@mine.get("/mine/delete")
def ask_delete() -> str:
    known_viewer()
    return render_template("mine/delete.html", unsure=False)


@mine.post("/mine/delete")
def delete() -> ResponseReturnValue:
    who = known_viewer()
    if request.form.get("sure") != "1":
        return render_template("mine/delete.html", unsure=True), 422
    delete_account(database(), who.public_id, now=ambient.now(), by_owner=True)
    session.clear()
    return redirect(address("mine.gone"), 303)


@mine.get("/mine/gone")
def gone() -> str | BaseResponse:
    return redirect(address("mine.show")) if viewer() else render_template("mine/gone.html")


def _page(*, problem: str = "", report: ImportReport | None = None) -> str:
    return render_template(
        "mine/show.html",
        known=viewer() is not None,
        problem=IMPORT_REJECTED.get(problem, IMPORT_REJECTED["shape"]) if problem else None,
        report=report,
    )


def _posted_file() -> Any:
    """Return what the uploaded file holds. Raises ImportRejected for what is not JSON."""
    upload = request.files.get(FIELD)
    if not upload:
        raise ImportRejected("not_json")
    with upload.stream as stream:
        content = stream.read()
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ImportRejected("not_json") from error


def _download(text: str, mimetype: str, name: str) -> Response:
    response = Response(text, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


__all__ = ["VIEWS", "mine"]
