"""Views of the calendar link: making it, shown once; ending it; the feed itself."""

from __future__ import annotations

from typing import Final

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.extensions import database
from quizapp.formats.calendar import Event, write_calendar
from quizapp.services.homework.calendar import end_feed, feed, feed_since, make_feed
from quizapp.services.homework.views import Task
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.homework.blueprint import homework
from quizapp.web.locale import absolute, page_lang
from quizapp.web.moments import when
from quizapp.web.roles import needs, signed_in
from quizapp.web.speech import gettext, pgettext

MIMETYPE: Final = "text/calendar"


@homework.get("/calendar")
@needs("learner", "teacher")
def show_calendar() -> str:
    """Show whether there is a calendar link."""
    return _page()


@homework.post("/calendar")
@needs("learner", "teacher")
def make_calendar() -> ResponseReturnValue:
    """Make a link, which is shown on this page and never again, or end the one there is."""
    account_id = signed_in().account_id
    if request.form.get("do") == "end":
        end_feed(database(), account_id=account_id)
        return _page()
    token = ambient.session_token()
    make_feed(database(), account_id=account_id, token=token, now=ambient.now())
    return _page(link=absolute(address("homework.calendar_feed", token=token)))


@homework.get("/calendar/<token>.ics")
def calendar_feed(token: str) -> Response:
    """Send the feed of a secret link."""
    tasks = feed(database(), token=token, now=ambient.now())
    text = write_calendar(
        pgettext("name of a calendar", "Waraqa: homework"),
        [_event(task) for task in tasks],
        lang=page_lang(),
    )
    return Response(text, mimetype=MIMETYPE, headers={"X-Robots-Tag": "noindex"})


def _event(task: Task) -> Event:
    each = task.homework
    assert each.due is not None, "the feed holds what has a due time"
    return Event(
        uid=f"{each.public_id}@waraqa",
        due_at=each.due,
        written_at=ambient.now(),
        summary=f"{each.title[page_lang()]} · {each.class_name}",
        description=str(gettext("Due: %(moment)s", moment=when(each.due, each.zone))),
        url=absolute(address("homework.show", homework_id=each.public_id)),
    )


def _page(*, link: str = "") -> str:
    since = feed_since(database(), account_id=signed_in().account_id)
    return render_template("homework/calendar.html", since=since, link=link)
