"""A teacher at the results of her class: pupils who answered by a plan, and her browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask

from quizapp.extensions import database
from quizapp.services.accounts import Viewer
from quizapp.services.homework import TaskWish
from quizapp.web import ambient
from tests.lessons import Lesson
from tests.people import begin_session
from tests.web.browsing import Browser

SLUG = "wide-fair"


@contextmanager
def lesson_in(app: Flask) -> Iterator[Lesson]:
    """A class of three with one homework, in the database of a site."""
    with app.app_context():
        made = Lesson(database(), article=SLUG)
        made.gather(3)
        made.give()
        yield made


@contextmanager
def again(app: Flask, lesson: Lesson) -> Iterator[Lesson]:
    """The same class in another session of the database."""
    with app.app_context():
        yield replace(lesson, session=database())


def every_kind(lesson: Lesson, homework_id: str = "hw-all", language: str = "free") -> None:
    """Homework with all kinds of questions that the article has."""
    task = TaskWish(article=SLUG, length=None)
    if language == "fairness":
        task = TaskWish(article=SLUG, length=8, language="fairness")
    lesson.give(homework_id, task=task)


def enter(app: Flask, browser: Browser, account: int, role: str = "teacher") -> None:
    """Sign somebody in who is there already."""
    now = ambient.now()
    with app.app_context():
        viewer = Viewer(account, "", "teacher" if role == "teacher" else "learner")
        token = begin_session(database(), viewer, now=now)
    with browser.client.session_transaction() as session:
        session["token"] = token
        session["day"] = now.date().toordinal()
