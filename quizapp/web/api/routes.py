"""Everything that the programming interface serves, and the counter of its reads."""

from __future__ import annotations

from flask.blueprints import BlueprintSetupState

from quizapp.services.people.pace import Reads
from quizapp.web.api import content, document, learning, teaching
from quizapp.web.api.blueprint import api
from quizapp.web.api.gate import READS

VIEWS = (document, content, learning, teaching)


@api.record_once
def count_reads(state: BlueprintSetupState) -> None:
    """Give every app a counter of its own."""
    state.app.extensions[READS] = Reads()


__all__ = ["VIEWS", "api"]
