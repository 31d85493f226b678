"""Views of a learner: what is due, one piece of homework, beginning it."""

from __future__ import annotations

from typing import Final

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.domain.bilingual import LANGS
from quizapp.domain.errors import HomeworkNotFound, NothingToAsk
from quizapp.extensions import database
from quizapp.services import homework as service
from quizapp.services.people.watching import SEEN
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.errors import error_page
from quizapp.web.homework import words
from quizapp.web.homework.blueprint import form_key, homework
from quizapp.web.page import current_page
from quizapp.web.roles import needs, signed_in
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.watching import note_look

NOTHING: Final = (
    _l("There is nothing left to ask in this homework"),
    _l("The article was changed meanwhile. The teacher can set it anew."),
)


@homework.get("/homework")
@needs("learner", "teacher")
def due() -> str:
    """List what is due, and what is done."""
    tasks = service.due_for(database(), account_id=signed_in().account_id, now=ambient.now())
    over = ("done", "closed")
    return render_template(
        "homework/due.html",
        tasks=[task for task in tasks if task.state not in over],
        past=[task for task in tasks if task.state in over],
    )


@homework.get("/homework/<homework_id>")
@needs("learner", "teacher")
def show(homework_id: str) -> str:
    """Show homework to a learner whose it is, or to a teacher of the class."""
    who = signed_in()
    try:
        task = service.task_for(
            database(), account_id=who.account_id, homework_id=homework_id, now=ambient.now()
        )
    except HomeworkNotFound:
        return followed_page(homework_id)
    return render_template("homework/task.html", task=task, head=task.homework)


def followed_page(homework_id: str) -> str:
    """Return the page of homework for a teacher. Raises HomeworkNotFound."""
    head, followed = service.follow(
        database(),
        account_id=signed_in().account_id,
        homework_id=homework_id,
        now=ambient.now(),
    )
    note_look(SEEN, head.class_id)
    done = words.DONE.get(request.args.get("done", ""))
    return render_template("homework/followed.html", head=head, followed=followed, done=done)


@homework.post("/homework/<homework_id>/begin")
@needs("learner", "teacher")
def begin(homework_id: str) -> ResponseReturnValue:
    """Begin an attempt, or go on with the open one."""
    who = signed_in()
    asked = request.form.get("lang", "")
    try:
        round_id = service.begin(
            database(),
            account_id=who.account_id,
            homework_id=homework_id,
            lang=asked if asked in LANGS else current_page().content,
            public_id=ambient.public_id_of("homework", who.account_id, homework_id, form_key()),
            seed=ambient.seed(),
            now=ambient.now(),
        )
    except NothingToAsk:
        back = address("homework.show", homework_id=homework_id)
        return error_page(409, words=NOTHING, again=False, result=back)
    return redirect(address("quiz.resume", round_id=round_id), 303)
