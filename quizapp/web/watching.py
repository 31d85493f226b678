"""Views that show grades say so, and who looks is noted once a day (`services.people.watching`).

    @results.get("/classes/<class_id>/results")
    @needs("teacher")
    @shows_grades()
    def show_class(class_id: str) -> str: ...

The class and the learner are taken from the address. It is noted after the view was made, so
that whoever was turned away leaves no entry.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast

from flask.typing import ResponseReturnValue

from quizapp.extensions import database
from quizapp.services.people import watching
from quizapp.web import ambient
from quizapp.web.viewers import viewer

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
NOTED: Final = "noted_as"


def shows_grades(action: str = watching.SEEN) -> Callable[[View], View]:
    """Note who opens a view about a class, or about one learner of it."""

    def watch(view: View) -> View:
        @wraps(view)
        def watched(*args: Any, **values: Any) -> ResponseReturnValue:
            shown = view(*args, **values)
            note_look(action, values.get("class_id"), values.get("member_id"))
            return shown

        setattr(watched, NOTED, action)
        return cast("View", watched)

    return watch


def note_look(action: str, class_id: str | None = None, member_id: str | None = None) -> None:
    """Note that whoever asks looks at grades; without class and learner, at her own data.

    Guests are not noted: there is nobody to be told of them.
    """
    who = viewer()
    if who is not None and who.role != "guest":
        look = watching.Look(who.account_id, action, class_id, member_id)
        watching.note(database(), look, ambient.now())
