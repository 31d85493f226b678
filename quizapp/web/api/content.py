"""Reading content: articles, their questions, their cards.

A learner's token sees of a question what a learner sees before answering; a teacher's sees the
key. Cards show both sides to everybody, as they do when they are turned.
"""

from __future__ import annotations

from typing import Final

from flask import Response

from quizapp.domain.items.registry import KINDS
from quizapp.extensions import database
from quizapp.services import content
from quizapp.services.cards import DECKS
from quizapp.services.cards.pages import article_cards
from quizapp.web.api import answering, paging, shapes
from quizapp.web.api.gate import Asked, serves
from quizapp.web.api.operations import Operation, Parameter
from quizapp.web.api.schema_parts import chosen

KIND: Final = Parameter("kind", chosen(KINDS), "Only questions of this kind.")
DECK: Final = Parameter("deck", chosen(DECKS), "Only cards of this deck.")


@serves(
    Operation(
        name="list_articles",
        method="GET",
        path="/articles",
        summary="The articles that are published, by slug.",
        returns="ArticleHeadPage",
        scope="content:read",
        paged=True,
        cached=True,
    )
)
def list_articles(asked: Asked) -> Response:
    """Give the articles."""
    heads = content.list_articles(database())
    found = paging.slice_of(heads, lambda head: (head.slug,), asked.query, str)
    return answering.shared(
        paging.page(found, shapes.article_head, lambda head: (head.slug,), asked.query)
    )


@serves(
    Operation(
        name="show_article",
        method="GET",
        path="/articles/{slug}",
        summary="An article with its text in both languages.",
        returns="Article",
        scope="content:read",
        cached=True,
    )
)
def show_article(asked: Asked, slug: str) -> Response:  # noqa: ARG001
    """Give an article."""
    head = content.article_head(database(), slug)
    return answering.shared(shapes.article(head, content.article_of(database(), slug)))


@serves(
    Operation(
        name="list_items",
        method="GET",
        path="/articles/{slug}/items",
        summary="The questions about an article.",
        description="With a learner's token as they are shown before they are answered, under "
        "ids of this learner's alone; with a teacher's token with their keys.",
        returns="ItemPage",
        scope="content:read",
        paged=True,
        cached=True,
        query=(KIND,),
    )
)
def list_items(asked: Asked, slug: str) -> Response:
    """Give the questions of an article, by the ids that this account has for them."""
    who, wanted = asked.who, asked.query.get("kind")
    items = content.bank_of(database(), slug).items
    rows = [
        (item.id if who.teaches else shapes.hidden_id(item, who.public_id), item)
        for item in items
        if wanted in (None, item.kind)
    ]
    found = paging.slice_of(rows, lambda row: (row[0],), asked.query, str)
    return answering.shared(
        paging.page(
            found,
            lambda row: (
                shapes.question_with_key(row[1])
                if who.teaches
                else shapes.question(row[1], who.public_id)
            ),
            lambda row: (row[0],),
            asked.query,
        )
    )


@serves(
    Operation(
        name="list_cards",
        method="GET",
        path="/articles/{slug}/cards",
        summary="The flashcards of an article, by name.",
        returns="CardPage",
        scope="content:read",
        paged=True,
        cached=True,
        query=(DECK,),
    )
)
def list_cards(asked: Asked, slug: str) -> Response:
    """Give the cards of an article."""
    wanted = asked.query.get("deck")
    cards = [card for card in article_cards(database(), slug) if wanted in (None, card.deck.value)]
    found = paging.slice_of(cards, lambda card: (card.id,), asked.query, str)
    return answering.shared(paging.page(found, shapes.card, lambda card: (card.id,), asked.query))
