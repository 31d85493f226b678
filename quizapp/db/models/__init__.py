"""All models, so that importing this package fills the metadata."""

from __future__ import annotations

from quizapp.db.models.account import Account, AuthSession, Erasure
from quizapp.db.models.article import Article, ArticleVersion
from quizapp.db.models.card import Card, CardVersion
from quizapp.db.models.item import Item, ItemVersion
from quizapp.db.models.memory import CardState, DayTotal, DeckStart, Review, ReviewUndone
from quizapp.db.models.round import Response, Round, RoundEntry

__all__ = [
    "Account",
    "Article",
    "ArticleVersion",
    "AuthSession",
    "Card",
    "CardState",
    "CardVersion",
    "DayTotal",
    "DeckStart",
    "Erasure",
    "Item",
    "ItemVersion",
    "Response",
    "Review",
    "ReviewUndone",
    "Round",
    "RoundEntry",
]
