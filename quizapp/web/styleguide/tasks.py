"""Homework for the style guide: one piece in each state, and the fields of its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, get_args

from quizapp.domain.homework import Term
from quizapp.services.homework import Attempt, Homework, Task
from quizapp.services.homework.views import State
from quizapp.web import ambient
from quizapp.web.homework.forms import ExtrasForm, HomeworkForm
from quizapp.web.homework.words import LOCAL_TIME
from quizapp.web.styleguide.surroundings import ARTICLE, ROUND, TITLE

DAY: Final = timedelta(days=1)


def tasks() -> tuple[Task, ...]:
    """Return homework in every state that it can be in."""
    return tuple(_task(state) for state in get_args(State))


def times_form() -> HomeworkForm:
    """Return the form of homework with a day that could not be read."""
    form = HomeworkForm(formdata=None, meta={"csrf": False})
    form.due_day.data = "31/11"
    form.due_day.errors = [LOCAL_TIME["date"]]
    return form


def extras_form() -> ExtrasForm:
    """Return the form of extra time, with some given."""
    form = ExtrasForm(formdata=None, meta={"csrf": False})
    form.factor.data = 1.5
    return form


def _task(state: State) -> Task:
    now = ambient.now()
    opens = now + DAY if state == "early" else now - 7 * DAY
    due = now - DAY if state in ("closed", "overdue") else now + 3 * DAY
    over = state in ("done", "closed")
    attempts = (_attempt(opens, over=over),) if over or state == "begun" else ()
    return Task(_homework(state, Term(opens, due, None, "mark")), state, attempts, 1, None)


def _homework(state: State, term: Term) -> Homework:
    return Homework(
        public_id=f"specimen-{state}",
        class_id="specimen",
        class_name="5B",
        zone="Asia/Amman",
        archived=False,
        title=TITLE,
        own_title="",
        article=ARTICLE,
        goal="round",
        kinds=(),
        length=10,
        items=(),
        draw="fixed",
        language="free",
        mode="practice",
        attempts=2,
        counts="best",
        cards=None,
        cards_by=None,
        due_at=term.due_at,
        keys_at=None,
        term=term,
    )


def _attempt(started: datetime, *, over: bool) -> Attempt:
    return Attempt(
        account_id=0,
        number=1,
        round_number=0,
        round_id=ROUND,
        started_at=started,
        finished_at=started if over else None,
        closes_at=None,
        late=False,
        answered=10 if over else 4,
        total=10,
        score=8.0 if over else None,
        over=over,
        counts=over,
    )
