"""What the class will forget, and setting the warm-up that saves the most."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.domain.errors import NothingToAsk
from quizapp.extensions import database
from quizapp.services import results as service
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.formatting import short_day
from quizapp.web.results.blueprint import asked_about, results
from quizapp.web.roles import needs, teacher
from quizapp.web.speech import gettext
from quizapp.web.watching import shows_grades

EACH_DAY = 42
EACH_WEEK = 26
WEEK = 7
MAX_KEY = 64


@results.get("/classes/<class_id>/memory")
@needs("teacher")
@shows_grades()
def show_memory(class_id: str) -> str:
    """Show which facts will be lost by a day, and what would save the most."""
    return _page(class_id)


@results.post("/classes/<class_id>/memory/warm-up")
@needs("teacher")
def set_warm_up(class_id: str) -> ResponseReturnValue:
    """Set the warm-up to the class."""
    who = asked_about(class_id)
    key = request.form.get("key", "")[:MAX_KEY] or ambient.public_id()
    try:
        made = service.set_warm_up(
            database(),
            **who,
            article=request.form.get("article", ""),
            day=asked_day(),
            title=gettext("Warm-up of %(day)s", day=short_day(ambient.now())),
            public_id=ambient.public_id_of("warm-up", teacher().account_id, key),
        )
    except NothingToAsk:
        return _page(class_id, nothing=True), 422
    return redirect(address("homework.show", homework_id=made), 303)


def _page(class_id: str, *, nothing: bool = False) -> str:
    found = service.class_memory(
        database(), **asked_about(class_id), article=asked_article(), day=asked_day()
    )
    days = dict.fromkeys([found.day, *days_offered(found.today)])
    return render_template(
        "results/memory.html",
        found=found,
        room=found.classroom,
        days=sorted(days),
        nothing=nothing,
    )


def days_offered(today: date) -> Iterator[date]:
    """Yield the days to choose from: each of six weeks, then each week of half a year."""
    near = range(1, EACH_DAY + 1)
    far = range(EACH_DAY + WEEK, EACH_WEEK * WEEK + 1, WEEK)
    return (today + timedelta(days=ahead) for ahead in chain(near, far))


def asked_article() -> str | None:
    """Return the article asked for, None for the one that the class learnt."""
    return request.values.get("article") or None


def asked_day() -> date | None:
    """Return the day asked for, None for the usual one."""
    try:
        return date.fromisoformat(request.values.get("day", ""))
    except ValueError:
        return None
