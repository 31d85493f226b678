"""Who may open a view: the roles are named where the view is, and nowhere else.

    @teach.get("/classes")
    @needs("teacher")
    def show_classes() -> str:
        who = teacher()

Whoever is not signed in is sent to sign in and comes back; a form that they posted is held on
the page meanwhile, so that nothing typed is lost. Whoever has another role finds no such page.
An administrator may do whatever a teacher may. A role is read anew with every request.
Where the site demands two-step sign-in of administrators, one who has not set it up is sent to
do so from every such view but those of her own account.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast

from flask import abort, current_app, redirect, request
from flask.typing import ResponseReturnValue

from quizapp.config import ADMINS
from quizapp.extensions import database
from quizapp.services.accounts import Role, Viewer
from quizapp.services.people import second_factor
from quizapp.web.addresses import address
from quizapp.web.errors import error_page
from quizapp.web.journal import mark
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
SECOND_FACTOR: Final = "access.show_second_factor"
SECOND_FACTOR_FIRST: Final = (
    _l("Two-step sign-in comes first"),
    _l(
        "It is demanded of administrators here. Nothing typed is lost: set it up in another tab, "
        "then send this again here."
    ),
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
                mark("role_denied")
                abort(404)
            if known.role == "admin" and owes_second_factor(known):
                return to_second_factor()
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


def owes_second_factor(known: Viewer) -> bool:
    """Tell whether an administrator has to set up two-step sign-in before anything else."""
    if current_app.config["WARAQA"].second_factor != ADMINS:
        return False
    if (request.endpoint or "").startswith("access."):
        return False
    return not second_factor.is_on(database(), known.account_id)


def to_second_factor() -> ResponseReturnValue:
    """Send an administrator to set it up and back; a posted form is held instead."""
    if request.method in ("GET", "HEAD"):
        return redirect(address(SECOND_FACTOR, next=request.full_path.rstrip("?")), 303)
    return error_page(403, words=SECOND_FACTOR_FIRST, again=True)
