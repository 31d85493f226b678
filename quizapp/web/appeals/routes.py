"""Addresses of appeals: a learner's objection, and the desk of those who decide."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.errors import AppealRefusal
from quizapp.domain.ids import item_id
from quizapp.extensions import database
from quizapp.services.regrades import appealing, deciding, desk, previews, withdrawing
from quizapp.services.regrades.views import Decider, Preview
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.appeals import words
from quizapp.web.locale import LANG_PREFIX
from quizapp.web.roles import needs, teacher
from quizapp.web.viewers import known_viewer

ITEM: Final = "/teach/appeals/<slug>/<fact_id>/<slot>/<kind>"
LONGEST: Final = 200

appeals = Blueprint("appeals", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


@appeals.record_once
def lend_words(state: BlueprintSetupState) -> None:
    """Let templates say why a decision cannot be made."""
    state.app.jinja_env.globals["appeal_words"] = words


@appeals.after_request
def vary_by_fragment(response: Response) -> Response:
    response.vary.update(("X-Fragment",))
    return response


@appeals.post("/rounds/<round_id>/<int:position>/appeal")
def make(round_id: str, position: int) -> ResponseReturnValue:
    """Object to a verdict; back to where it was seen."""
    head = appealing.appeal(
        database(),
        account_id=known_viewer().account_id,
        round_id=round_id,
        position=position,
        now=ambient.now(),
    )
    if request.form.get("back") == "result" and head.finished_at is not None:
        place = f"appeal-{position}"
        return redirect(address("quiz.result", round_id=round_id, _anchor=place), 303)
    onward = address("quiz.show_question", round_id=round_id, position=position, _anchor="feedback")
    return redirect(onward, 303)


@appeals.get("/teach/appeals")
@needs("teacher")
def show() -> str:
    """Everything that waits for a decision."""
    return render_template(
        "appeals/desk.html",
        desk=desk.desk(database(), decider=decider()),
        place_of=place_of,
    )


@appeals.get(ITEM)
@needs("teacher")
def item(slug: str, fact_id: str, slot: str, kind: str) -> str:
    """One question with its appeals."""
    return _item(item_id(slug, fact_id, slot, kind))


@appeals.post(f"{ITEM}/decline")
@needs("teacher")
def decline(slug: str, fact_id: str, slot: str, kind: str) -> ResponseReturnValue:
    """Decline the appeals of one spelling."""
    name = item_id(slug, fact_id, slot, kind)
    reason = request.form.get("reason", "")
    try:
        count = deciding.decline(
            database(),
            decider=decider(),
            name=name,
            lang=_lang(request.form.get("of", "")),
            spelling=_spelling(request.form.get("spelling", "")),
            reason=reason,
            now=ambient.now(),
        )
    except AppealRefusal as refusal:
        return _item(name, problem=refusal, at=request.form.get("spelling", "")), 422
    said = "declined" if count else "meanwhile"
    return redirect(place_of(name, "appeals.item", done=said), 303)


@appeals.get(f"{ITEM}/accept")
@needs("teacher")
def look(slug: str, fact_id: str, slot: str, kind: str) -> ResponseReturnValue:
    """See what accepting a spelling would change."""
    name = item_id(slug, fact_id, slot, kind)
    lang = _lang(request.args.get("of", ""))
    spelling = _spelling(request.args.get("spelling", ""))
    try:
        preview = previews.preview_spelling(
            database(), decider=decider(), name=name, lang=lang, spelling=spelling
        )
    except AppealRefusal as refusal:
        return _item(name, problem=refusal, at=spelling), 422
    return _preview(preview, of=lang, spelling=spelling)


@appeals.post(f"{ITEM}/accept")
@needs("teacher")
def accept(slug: str, fact_id: str, slot: str, kind: str) -> ResponseReturnValue:
    """Accept a spelling."""
    name = item_id(slug, fact_id, slot, kind)
    spelling = _spelling(request.form.get("spelling", ""))
    try:
        done = deciding.accept(
            database(),
            decider=decider(),
            name=name,
            lang=_lang(request.form.get("of", "")),
            spelling=spelling,
            now=ambient.now(),
        )
    except AppealRefusal as refusal:
        return _item(name, problem=refusal, at=spelling), 422
    said = "accepted" if done.new else "known"
    return redirect(place_of(name, "appeals.item", done=said), 303)


@appeals.post(f"{ITEM}/withdraw")
@needs("teacher")
def withdraw(slug: str, fact_id: str, slot: str, kind: str) -> ResponseReturnValue:
    """Let an accepted spelling count no longer."""
    name = item_id(slug, fact_id, slot, kind)
    try:
        withdrawing.withdraw(
            database(),
            decider=decider(),
            name=name,
            lang=_lang(request.form.get("of", "")),
            spelling=_spelling(request.form.get("spelling", "")),
            now=ambient.now(),
        )
    except AppealRefusal as refusal:
        return _item(name, problem=refusal), 422
    return redirect(place_of(name, "appeals.item", done="withdrawn"), 303)


@appeals.get(f"{ITEM}/regrade")
@needs("teacher")
def look_at_key(slug: str, fact_id: str, slot: str, kind: str) -> str:
    """See what a changed key would change for older answers."""
    name = item_id(slug, fact_id, slot, kind)
    preview = previews.preview_key(database(), decider=decider(), name=name)
    return _preview(preview)


@appeals.post(f"{ITEM}/regrade")
@needs("teacher")
def apply_key(slug: str, fact_id: str, slot: str, kind: str) -> ResponseReturnValue:
    """Apply a changed key to older answers."""
    name = item_id(slug, fact_id, slot, kind)
    try:
        deciding.apply_key(
            database(),
            decider=decider(),
            name=name,
            fingerprint=request.form.get("fingerprint", ""),
            reason=request.form.get("reason", ""),
            now=ambient.now(),
        )
    except AppealRefusal as refusal:
        preview = previews.preview_key(database(), decider=decider(), name=name)
        reason = request.form.get("reason", "")
        return _preview(preview, problem=refusal, reason=reason), 409
    return redirect(place_of(name, "appeals.item", done="regraded"), 303)


def decider() -> Decider:
    """Return who decides in this request."""
    who = teacher()
    return Decider(who.account_id, admin=who.role == "admin")


def place_of(name: str, endpoint: str, **query: object) -> str:
    """Return the address of a page about an item."""
    parts = dict(zip(("slug", "fact_id", "slot", "kind"), name.split("/"), strict=True))
    return address(endpoint, **{**parts, **query})  # type: ignore[arg-type]


def _item(name: str, *, problem: AppealRefusal | None = None, at: str = "") -> str:
    found = desk.item_desk(database(), decider=decider(), name=name)
    return render_template(
        "appeals/item.html",
        desk=found,
        place_of=place_of,
        problem=words.refused_for(problem) if problem else None,
        at=at,
        reason=request.form.get("reason", ""),
        done=words.DONE.get(request.args.get("done", "")),
    )


def _preview(
    preview: Preview,
    *,
    of: Lang | None = None,
    spelling: str = "",
    problem: AppealRefusal | None = None,
    reason: str = "",
) -> str:
    return render_template(
        "appeals/preview.html",
        preview=preview,
        place_of=place_of,
        of=of,
        spelling=spelling,
        problem=words.refused_for(problem) if problem else None,
        reason=reason,
    )


def _lang(code: str) -> Lang:
    """Return the language that a form names; anything else is no form of ours."""
    return code if code in LANGS else abort(400)


def _spelling(text: str) -> str:
    """Return a spelling as it was posted, within what anybody can have typed."""
    return text if len(text) <= LONGEST else abort(400)
