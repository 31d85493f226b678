"""Who may open a view: the roles are named where the view is, and nowhere else.

    @teach.get("/classes")
    @needs("teacher")
    def show_classes() -> str:
        who = teacher()

Whoever is not signed in is sent to sign in and comes back; a form that they posted is held on
the page meanwhile, so that nothing typed is lost. Whoever has another role finds no such page.
An administrator may do whatever a teacher may. A role is read anew with every request.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from quizapp.services.accounts import Role, Viewer
from quizapp.web.addresses import address
from quizapp.web.errors import error_page
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.viewers import viewer

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

SIGNED_IN: Final[tuple[Role, ...]] = ("learner", "teacher", "admin")
SIGN_IN: Final = "signin.show"
ROLES_OF: Final = "needed_roles"
SIGN_IN_FIRST: Final = (
    _l("Please sign in first"),
    _l("Nothing typed is lost: sign in in another tab, then send this again here."),
)


def needs(*roles: Role) -> Callable[[View], View]:
    """Let only signed-in people of these roles into a view."""
    allowed = frozenset(roles) | ({"admin"} if "teacher" in roles else frozenset())

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **values: Any) -> ResponseReturnValue:
            known = viewer()
            if known is None or known.role == "guest":
                return to_sign_in()
            if known.role not in allowed:
                abort(404)
            return view(*args, **values)

        setattr(guarded, ROLES_OF, allowed)
        return cast("View", guarded)

    return guard


def teacher() -> Viewer:
    """Return the viewer of a view under `needs("teacher")`."""
    known = viewer()
    if known is None or known.role not in ("teacher", "admin"):
        raise AssertionError("this view needs @needs('teacher')")
    return known


def signed_in() -> Viewer:
    """Return the viewer of a view under `needs` with any roles."""
    known = viewer()
    if known is None or known.role == "guest":
        raise AssertionError("this view needs @needs(...)")
    return known


def to_sign_in() -> ResponseReturnValue:
    """Send somebody to sign in and back; a posted form is held instead."""
    if request.method in ("GET", "HEAD"):
        return redirect(address(SIGN_IN, next=request.full_path.rstrip("?")), 303)
    return error_page(401, words=SIGN_IN_FIRST, again=True, sign_in=address(SIGN_IN))
