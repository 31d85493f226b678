"""Every address of the studio, under one name: importing the modules registers their views."""

from __future__ import annotations

from flask.sansio.blueprints import BlueprintSetupState

from quizapp.web.teach import (
    articles,
    bank,
    facts,
    history,
    passages,
    publishing,
    questions,
    terms,
    words,
)
from quizapp.web.teach.blueprint import teach

VIEWS = (articles, bank, facts, history, passages, publishing, questions, terms)


@teach.record_once
def lend_words(state: BlueprintSetupState) -> None:
    """Let the studio's templates, and the macros that they import, say its codes in words."""
    state.app.jinja_env.globals["studio"] = words


__all__ = ["VIEWS", "teach"]
