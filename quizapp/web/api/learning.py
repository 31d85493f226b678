"""Reading one's own: decks, cards as they stand, the log, progress, everything at once."""

from __future__ import annotations

from typing import cast

from flask import Response

from quizapp.extensions import database
from quizapp.services import cards
from quizapp.services.cards import DeckHead
from quizapp.services.cards.pages import (
    FIRST,
    HeldCard,
    LoggedReview,
    Place,
    deck_cards,
    logged_reviews,
)
from quizapp.services.mine import export_all
from quizapp.services.people import watching
from quizapp.services.progress import progress
from quizapp.web import ambient
from quizapp.web.api import answering, paging, shapes
from quizapp.web.api.gate import Asked, serves
from quizapp.web.api.operations import Operation
from quizapp.web.problems import Problem


@serves(
    Operation(
        name="show_me",
        method="GET",
        path="/me",
        summary="Whom the token stands for, and what it may do.",
        returns="Me",
    )
)
def show_me(asked: Asked) -> Response:
    """Give the owner of the token."""
    return answering.own(shapes.me(asked.who))


@serves(
    Operation(
        name="show_progress",
        method="GET",
        path="/me/progress",
        summary="What was done and is known.",
        returns="Progress",
        scope="progress:read",
    )
)
def show_progress(asked: Asked) -> Response:
    """Give one's own progress."""
    found = progress(database(), account_id=asked.who.account_id, now=ambient.now())
    return answering.own(shapes.progress(found))


@serves(
    Operation(
        name="list_reviews",
        method="GET",
        path="/me/reviews",
        summary="One's own log of reviews, the latest first; those taken back are marked.",
        returns="ReviewPage",
        scope="progress:read",
        paged=True,
    )
)
def list_reviews(asked: Asked) -> Response:
    """Give one's own log."""

    def place(line: LoggedReview) -> Place:
        return line.place

    try:
        found = logged_reviews(
            database(),
            account_id=asked.who.account_id,
            before=cast("Place | None", paging.after(asked.query, int, int, str)),
            most=paging.limit(asked.query) + 1,
            now=ambient.now(),
        )
    except (ValueError, OverflowError) as error:
        raise Problem(404, "no_such_place") from error
    return answering.own(paging.page(found, shapes.review, place, asked.query))


@serves(
    Operation(
        name="export",
        method="GET",
        path="/me/export",
        summary="Everything about oneself, to be kept or brought to another site.",
        returns="Export",
        scope="progress:read",
    )
)
def export(asked: Asked) -> Response:
    """Give everything."""
    data = export_all(database(), asked.who.account_id, ambient.now())
    look = watching.Look(asked.who.account_id, watching.OWN_TAKEN)
    watching.note(database(), look, ambient.now())
    return answering.own(data)


@serves(
    Operation(
        name="list_decks",
        method="GET",
        path="/decks",
        summary="Every deck, with how many of its cards are new, due and known.",
        returns="DeckPage",
        scope="progress:read",
        paged=True,
    )
)
def list_decks(asked: Asked) -> Response:
    """Give the decks."""

    def place(head: DeckHead) -> tuple[str, str]:
        return head.article, head.deck

    heads = cards.decks(database(), account_id=asked.who.account_id, now=ambient.now())
    found = paging.slice_of(heads, place, asked.query, str, str)
    return answering.own(paging.page(found, shapes.deck, place, asked.query))


@serves(
    Operation(
        name="list_deck_cards",
        method="GET",
        path="/decks/{slug}/{deck}/cards",
        summary="The cards of a deck in their order, and how one stands with each.",
        returns="HeldCardPage",
        scope="progress:read",
        paged=True,
    )
)
def list_deck_cards(asked: Asked, slug: str, deck: str) -> Response:
    """Give the cards of a deck."""

    def place(held: HeldCard) -> tuple[int, int]:
        return held.place

    found = deck_cards(
        database(),
        account_id=asked.who.account_id,
        deck=(slug, deck),
        after=cast("tuple[int, int]", paging.after(asked.query, int, int) or FIRST),
        most=paging.limit(asked.query) + 1,
        now=ambient.now(),
    )
    return answering.own(paging.page(found, shapes.held_card, place, asked.query))
