"""`/healthz`: the process answers. `/readyz`: it can do its work, or which check fails.

Both are outside the languages, ask nothing of whoever asks and say nothing but names of checks.
The first touches no database at all.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import Blueprint, Response, current_app, jsonify
from flask.sansio.blueprints import BlueprintSetupState

from quizapp.config import Config
from quizapp.extensions import database
from quizapp.resources import resource
from quizapp.services.readiness import Place, failing
from quizapp.web import ambient

# Until then a backup from before the start may be old without anything being wrong.
SETTLED: Final = timedelta(minutes=15)
BEGAN: Final = "health-began"

health = Blueprint("health", __name__)


@health.record_once
def remember_start(state: BlueprintSetupState) -> None:
    """Remember since when this process serves."""
    state.app.extensions[BEGAN] = ambient.now()


@health.get("/healthz")
def alive() -> Response:
    """Answer that the process answers."""
    return jsonify(status="ok")


@health.get("/readyz")
def ready() -> tuple[Response, int]:
    """Answer whether the site can do its work: 200, or 503 with the names of what fails."""
    config, now = current_app.config["WARAQA"], ambient.now()
    failed = failing(database(), _place(config), now)
    if failed:
        return jsonify(status="unavailable", failing=list(failed)), 503
    return jsonify(status="ready"), 200


def _place(config: Config) -> Place:
    return Place(
        url=config.database_url,
        scripts=resource("migrations"),
        data_dir=config.data_dir,
        settled=ambient.now() - current_app.extensions[BEGAN] > SETTLED,
    )
