"""`/metrics` for Prometheus: requests, answers, reviews, waiting for the write lock, busy errors.

Only where `WARAQA_METRICS=1` asks for it, and never open: with `WARAQA_METRICS_TOKEN` whoever
asks must show it, without one only this machine is answered, and only where the site itself is
served to this machine alone. Anybody else finds no such page.

Several processes write their numbers into files of one folder (PROMETHEUS_MULTIPROC_DIR, which
`quizapp serve` sets and empties), and any of them adds them all up.
"""

from __future__ import annotations

import hmac
import os
from ipaddress import ip_address
from typing import Final

from flask import Blueprint, Flask, Response, abort, current_app, request
from flask.globals import request_ctx
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram
from prometheus_client import generate_latest as written
from prometheus_client.multiprocess import MultiProcessCollector

from quizapp.config import LOOPBACK, Config
from quizapp.db import engine
from quizapp.web.journal import seconds_since_start

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS: Final = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
# Endpoints whose success is an answer, or a review.
ANSWERS: Final = frozenset({"quiz.answer_question"})
REVIEWS: Final = frozenset({"cards.rate"})
FORWARDED: Final = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
NOWHERE: Final = "none"
_REFUSED: Final = 400
_BUSY: Final = 503

metrics = Blueprint("metrics", __name__)


class Numbers:
    """The numbers of one process, or of all where they share a folder."""

    def __init__(self) -> None:
        kept = self.registry = CollectorRegistry()
        self.requests = Counter(
            "waraqa_requests", "Requests answered.", ("route", "status"), registry=kept
        )
        self.seconds = Histogram(
            "waraqa_request_seconds",
            "How long answering took.",
            ("route",),
            buckets=BUCKETS,
            registry=kept,
        )
        self.answers = Counter("waraqa_answers", "Answers taken.", registry=kept)
        self.reviews = Counter("waraqa_reviews", "Reviews of cards taken.", registry=kept)
        self.waits = Histogram(
            "waraqa_write_wait_seconds",
            "How long a write waited for others before it began.",
            buckets=BUCKETS,
            registry=kept,
        )
        self.busy = Counter("waraqa_busy", "Requests answered 503.", registry=kept)

    def count(self, route: str | None, status: int, seconds: float) -> None:
        """Count a request."""
        where = route or NOWHERE
        self.requests.labels(where, status).inc()
        self.seconds.labels(where).observe(seconds)
        if status == _BUSY:
            self.busy.inc()
        elif status < _REFUSED:
            if where in ANSWERS:
                self.answers.inc()
            elif where in REVIEWS:
                self.reviews.inc()

    def text(self) -> bytes:
        """Return all numbers as Prometheus reads them."""
        if FOLDER not in os.environ:
            return written(self.registry)
        shared = CollectorRegistry()
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
        return written(shared)


def measure(app: Flask) -> None:
    """Count every request and every wait, and answer with the numbers."""
    numbers = app.extensions["numbers"] = Numbers()
    engine.watch(numbers.waits.observe)

    @app.after_request
    def count(response: Response) -> Response:
        asked = request_ctx.request
        numbers.count(asked.endpoint, response.status_code, seconds_since_start(asked))
        return response

    app.register_blueprint(metrics)


@metrics.get("/metrics")
def show() -> Response:
    """Answer with the numbers, whoever may see them."""
    if not _may_see(current_app.config["WARAQA"]):
        abort(404)
    return Response(current_app.extensions["numbers"].text(), content_type=CONTENT_TYPE_LATEST)


def _may_see(config: Config) -> bool:
    if config.metrics_token:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(shown.encode(), config.metrics_token.encode())
    alone = not config.https and not config.proxies and set(config.hosts) <= set(LOOPBACK)
    return alone and _is_here() and not any(name in request.headers for name in FORWARDED)


def _is_here() -> bool:
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
