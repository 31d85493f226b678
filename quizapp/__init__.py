"""Waraqa: quiz rounds and flashcards from the facts of an article, in two languages."""

from quizapp.factory import create_app

__all__ = ["create_app"]
