"""Addresses of playing a round. Answering is the hot path: one service call, one template."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.domain.errors import AnswerRejected, NothingToAsk, RoundOpen
from quizapp.extensions import database
from quizapp.services import rounds
from quizapp.services.rounds import QuestionView
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.labels import rejected
from quizapp.web.locale import LANG_PREFIX
from quizapp.web.quiz.forms import NOTHING_KEPT, Kept, kept, posted_key, read_submission
from quizapp.web.solved import answered_otherwise, solved
from quizapp.web.viewers import known_viewer

FRAGMENT: Final = "X-Fragment"
# A test has no feedback to show: the answer's reply says where the round goes on.
LEADS_TO: Final = "X-Leads-To"

quiz = Blueprint("quiz", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


@quiz.after_request
def vary_by_fragment(response: Response) -> Response:
    response.vary.update((FRAGMENT,))
    return response


@quiz.get("/rounds/<round_id>")
def resume(round_id: str) -> ResponseReturnValue:
    view = rounds.question(
        database(), account_id=known_viewer().account_id, round_id=round_id, position=1
    )
    return redirect(_onward(view))


@quiz.get("/rounds/<round_id>/<int:position>")
def show_question(round_id: str, position: int) -> str:
    view = rounds.question(
        database(),
        account_id=known_viewer().account_id,
        round_id=round_id,
        position=position,
        now=ambient.now(),
    )
    return _page(view, note=request.args.get("note", ""))


@quiz.post("/rounds/<round_id>/<int:position>")
def answer_question(round_id: str, position: int) -> ResponseReturnValue:
    who = known_viewer()
    try:
        receipt = rounds.answer(
            database(),
            account_id=who.account_id,
            round_id=round_id,
            position=position,
            submission=read_submission(request.form, who.settings.digits),
            now=ambient.now(),
        )
    except AnswerRejected as rejection:
        view = rounds.question(
            database(), account_id=who.account_id, round_id=round_id, position=position
        )
        return _page(view, filled=kept(request.form), problem=rejection.code), 422
    late = not receipt.stored and answered_otherwise(receipt.view, dict(request.form.lists()))
    shows = receipt.view.feedback is not None and receipt.view.head.mode == "practice"
    if request.headers.get(FRAGMENT) and shows:
        return _page(receipt.view, note="first" if late else "")
    onward = _after(receipt.view, note="first" if late else None)
    if request.headers.get(FRAGMENT):
        return "", 204, {LEADS_TO: onward}
    return redirect(onward, 303)


@quiz.post("/rounds/<round_id>/finish")
def finish(round_id: str) -> ResponseReturnValue:
    rounds.finish(
        database(), account_id=known_viewer().account_id, round_id=round_id, now=ambient.now()
    )
    return redirect(address("quiz.result", round_id=round_id), 303)


@quiz.get("/rounds/<round_id>/result")
def result(round_id: str) -> ResponseReturnValue:
    try:
        found = rounds.result(
            database(),
            account_id=known_viewer().account_id,
            round_id=round_id,
            now=ambient.now(),
        )
    except RoundOpen:
        return redirect(address("quiz.resume", round_id=round_id))
    rows = [(row, solved(row)) for row in found.rows]
    held = not found.head.shows_keys(ambient.now())
    return render_template("quiz/result.html", result=found, head=found.head, rows=rows, held=held)


@quiz.post("/rounds/<round_id>/repeat")
def repeat(round_id: str) -> ResponseReturnValue:
    who = known_viewer()
    try:
        new_id = rounds.start_repeat(
            database(),
            account_id=who.account_id,
            round_id=round_id,
            public_id=ambient.public_id_of("repeat", who.account_id, posted_key(request.form)),
            seed=ambient.seed(),
            now=ambient.now(),
        )
    except (NothingToAsk, RoundOpen):
        return redirect(address("quiz.result", round_id=round_id), 303)
    return redirect(address("quiz.resume", round_id=new_id), 303)


def _page(
    view: QuestionView, *, filled: Kept = NOTHING_KEPT, problem: str = "", note: str = ""
) -> str:
    """The page of a question, or only what changes on it for a script that asked so."""
    template = "quiz/stage.html" if request.headers.get(FRAGMENT) else "quiz/question.html"
    return render_template(
        template,
        view=view,
        head=view.head,
        q=view.presented,
        solved=solved(view),
        kept=filled,
        problem=rejected(problem) if problem else None,
        note=note,
        onward=_onward(view),
        shown_at=filled.first("shown_at") or ambient.now().isoformat(timespec="milliseconds"),
    )


def _onward(view: QuestionView) -> str:
    """The address of the next open question, or of the result."""
    head = view.head
    if head.finished_at is not None or head.next_position is None:
        return address("quiz.result", round_id=head.public_id)
    return address("quiz.show_question", round_id=head.public_id, position=head.next_position)


def _after(view: QuestionView, *, note: str | None) -> str:
    """Where an answer leads: its feedback in practice, the next question in a test."""
    if view.feedback is not None and view.head.mode == "practice":
        return address(
            "quiz.show_question",
            round_id=view.head.public_id,
            position=view.position,
            note=note,
            _anchor="feedback",
        )
    onward = _onward(view)
    return f"{onward}?note=first" if note else onward
