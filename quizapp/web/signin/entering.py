"""What happens around signing in: a new cookie, and a guest's history that is not left behind.

Between the two steps the cookie has one more token, of a half session; whoever was there before
stays until the second step is taken.
"""

from __future__ import annotations

from typing import Any, Final

from flask import Response, make_response, redirect, render_template, session
from werkzeug.wrappers import Response as BaseResponse

from quizapp.domain.errors import TooManyTries
from quizapp.extensions import database
from quizapp.services.accounts import Viewer, end_session
from quizapp.services.people import bringing, redeeming
from quizapp.services.people.second_step import Entered
from quizapp.services.people.sessions import Browser
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.nearby import local
from quizapp.web.origin import browser_name, who_asks
from quizapp.web.signin.forms import ClaimForm, CodeForm
from quizapp.web.viewers import BEFORE, own_token, remember, viewer

HALF: Final = "half"


def new_browser(*, own_device: bool) -> Browser:
    """Return this browser with a new token."""
    return Browser(ambient.session_token(), browser_name(), own_device)


def guest_of_request() -> Viewer | None:
    """Return the guest of this request, if it is one's."""
    known = viewer()
    return known if known is not None and known.role == "guest" else None


def after_first_step(entered: Entered, browser: Browser, after: str) -> str:
    """Return where to go after the right password: to the second step, or in.

    An administrator without a second factor is offered one on the way.
    """
    if entered.second_step:
        session[HALF] = browser.token
        return address("signin.ask_second", next=after)
    if entered.role == "admin":
        after = address("access.show_second_factor", next=after)
    return enter_with(browser, after)


def half_token() -> str:
    """Return the token of this request's half session; empty where there is none."""
    return str(session.get(HALF, ""))


def begin_again(after: str) -> BaseResponse:
    """Send somebody who took too long between the two steps back to the first."""
    return redirect(address("signin.show", over=1, next=local(after)), 303)


def enter_with(browser: Browser, after: str) -> str:
    """Put a session that just began into the cookie; return where to go.

    Whoever was signed in here before is signed out. A guest who answered something is asked
    whether to bring it along; until then the cookie keeps the guest's token.
    """
    guest, before = guest_of_request(), own_token()
    if guest is None and before:
        end_session(database(), before, ambient.now())
    remember(browser.token, own_device=browser.own_device)
    if guest is not None and bringing.has_history(database(), guest.account_id):
        session[BEFORE] = before
        return address("signin.ask_to_bring", next=after)
    return after


def history_before() -> bringing.History | None:
    """Return what the guest who this was before has answered, if it can still be brought."""
    token = session.get(BEFORE)
    known = viewer()
    if not token or known is None or known.role == "guest":
        return None
    return bringing.history_of(database(), token=str(token), now=ambient.now())


def redeem(form: ClaimForm) -> str:
    """Use the code of a form up, and sign its holder in; return where to go.

    Raises what `redeeming.redeem` does.
    """
    browser = new_browser(own_device=bool(form.own_device.data))
    before = own_token()
    entered = redeeming.redeem(
        database(),
        code=str(form.code.data),
        chosen=form.chosen(),
        viewer=viewer(),
        browser=browser,
        who=who_asks(),
        public_id=ambient.public_id(),
        now=ambient.now(),
    )
    after = address("home.index")
    if entered.second_step:
        return after_first_step(entered, browser, after)
    if before and guest_of_request() is None:
        end_session(database(), before, ambient.now())
    remember(browser.token, own_device=browser.own_device)
    return address("access.show_second_factor", next=after) if entered.role == "admin" else after


def code_again(problem: str) -> str:
    """Return the page that asks for a code, with what is wrong."""
    return render_template("signin/code.html", form=CodeForm(formdata=None), problem=problem)


def too_many(template: str, tries: TooManyTries, **values: Any) -> Response:
    """Answer what was tried too often: what was typed stays, and when to try again is said."""
    response = make_response(render_template(template, **values), 429)
    response.headers["Retry-After"] = str(tries.wait)
    return response
