"""Every address of results, under one name: importing the modules registers their views."""

from __future__ import annotations

from flask.sansio.blueprints import BlueprintSetupState

from quizapp.web.results import downloads, memory, pages, sheets, words
from quizapp.web.results.blueprint import results

VIEWS = (downloads, memory, pages, sheets)


@results.record_once
def lend_words(state: BlueprintSetupState) -> None:
    """Let templates say the numbers of results in words."""
    state.app.jinja_env.globals["result_words"] = words


__all__ = ["VIEWS", "results"]
