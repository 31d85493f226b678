"""Addresses of cards: decks, the review screen, what can be done with a card, the plan.

Looking writes nothing: the front and the back are one GET each, a grade is a POST that
leads to the next front.
"""

from __future__ import annotations

from itertools import groupby
from typing import Final

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from quizapp.extensions import database
from quizapp.services import cards as study
from quizapp.services.cards import CardView, Flag, Sitting
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.cards.forms import Sight, deck_named, read_rated, shown_at, sight_of
from quizapp.web.cards.recall import Recall, recall_of
from quizapp.web.locale import LANG_PREFIX
from quizapp.web.viewers import known_viewer, viewer, viewer_or_guest

FRAGMENT: Final = "X-Fragment"
# No account has this number: somebody unknown sees every deck as not taken up yet.
NO_ACCOUNT: Final = 0
FLAGS: Final[tuple[Flag, ...]] = ("suspend", "unsuspend", "bury", "unbury")

cards = Blueprint("cards", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


@cards.after_request
def vary_by_fragment(response: Response) -> Response:
    response.vary.update((FRAGMENT,))
    return response


@cards.get("/cards")
def decks() -> str:
    who = viewer()
    account_id = who.account_id if who else NO_ACCOUNT
    heads = study.decks(database(), account_id=account_id, now=ambient.now())
    taken_up = [head for head in heads if head.started]
    return render_template(
        "cards/decks.html",
        articles=[tuple(group) for _, group in groupby(heads, lambda head: head.article)],
        taken_up=taken_up,
        sitting=_sitting(Sight()) if taken_up else None,
        plan=_plan() if taken_up else None,
    )


@cards.post("/cards/<slug>/<deck>/start")
def start(slug: str, deck: str) -> BaseResponse:
    chosen = deck_named(deck) or abort(404)
    study.start_deck(
        database(),
        account_id=viewer_or_guest().account_id,
        article=slug,
        deck=chosen,
        now=ambient.now(),
    )
    return redirect(address("cards.review", slug=slug, deck=deck), 303)


@cards.get("/review")
def review() -> ResponseReturnValue:
    if viewer() is None:
        return redirect(address("cards.decks"))
    sight = sight_of(request.args)
    sitting = _sitting(sight)
    if sitting.card is None:
        return render_template("cards/end.html", end=_end(), sitting=sitting, sight=sight)
    if sitting.done_today == 0 and not sight.all and _plan():
        return redirect(address("cards.plan"))
    turned = request.args.get("show") == sitting.card.card_id
    recall = recall_of(sitting.card, request.args.get("typed", "")) if turned else None
    return _page(sight, sitting, sitting.card, turned=turned, recall=recall)


@cards.post("/review/<card_id>")
def rate(card_id: str) -> ResponseReturnValue:
    who, sight = known_viewer(), sight_of(request.args)
    rated = read_rated(request.form)
    if rated is None:
        abort(400)
    study.rate(
        database(),
        account_id=who.account_id,
        card_id=card_id,
        rated=rated,
        now=ambient.now(),
    )
    return _onward(sight)


@cards.post("/review/undo")
def undo() -> ResponseReturnValue:
    study.undo(database(), account_id=known_viewer().account_id, now=ambient.now())
    return _onward(sight_of(request.args))


@cards.post("/review/<card_id>/<flag>")
def flag(card_id: str, flag: str) -> ResponseReturnValue:
    _set_flag(card_id, flag)
    return _onward(sight_of(request.args))


@cards.post("/review/<card_id>/note")
def note(card_id: str) -> ResponseReturnValue:
    study.edit_note(
        database(),
        account_id=known_viewer().account_id,
        card_id=card_id,
        note=request.form.get("note", ""),
        now=ambient.now(),
    )
    return _onward(sight_of(request.args), show=card_id)


@cards.get("/review/plan")
def plan() -> ResponseReturnValue:
    found = _plan()
    if found is None:
        return redirect(address("cards.decks"))
    return render_template("cards/plan.html", plan=found)


@cards.post("/review/plan")
def accept_plan() -> ResponseReturnValue:
    study.accept_plan(database(), account_id=known_viewer().account_id, now=ambient.now())
    return redirect(address("cards.review"), 303)


@cards.get("/review/aside")
def aside() -> ResponseReturnValue:
    who = viewer()
    if who is None:
        return redirect(address("cards.decks"))
    found = study.put_aside(database(), account_id=who.account_id, now=ambient.now())
    return render_template("cards/aside.html", aside=found)


@cards.post("/review/aside/<card_id>/<flag>")
def flag_aside(card_id: str, flag: str) -> BaseResponse:
    _set_flag(card_id, flag)
    return redirect(address("cards.aside"), 303)


def _set_flag(card_id: str, flag: str) -> None:
    known = next((name for name in FLAGS if name == flag), None) or abort(404)
    study.set_flag(
        database(),
        account_id=known_viewer().account_id,
        card_id=card_id,
        flag=known,
        now=ambient.now(),
    )


def _sitting(sight: Sight) -> Sitting:
    return study.next_card(
        database(),
        account_id=known_viewer().account_id,
        now=ambient.now(),
        deck=sight.chosen,
    )


def _end() -> study.StudyEnd:
    return study.study_end(database(), account_id=known_viewer().account_id, now=ambient.now())


def _plan() -> study.PlanView | None:
    who = viewer()
    if who is None:
        return None
    return study.plan_after_break(database(), account_id=who.account_id, now=ambient.now())


def _onward(sight: Sight, **more: str) -> BaseResponse:
    """To the next front, seen the same way."""
    return redirect(address("cards.review", **sight.query, **more), 303)


def _page(
    sight: Sight, sitting: Sitting, card: CardView, *, turned: bool, recall: Recall | None
) -> str:
    """The review screen, or only what changes on it for a script that asked so."""
    template = "cards/stage.html" if request.headers.get(FRAGMENT) else "cards/review.html"
    at = shown_at(request.args.get("at", "")) if turned else None
    return render_template(
        template,
        sight=sight,
        sitting=sitting,
        card=card,
        turned=turned,
        recall=recall,
        at=(at or ambient.now()).isoformat(timespec="milliseconds"),
    )
