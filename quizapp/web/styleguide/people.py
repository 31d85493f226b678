"""What the style guide shows of signing in and of notices: a form as it is, and refused."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from quizapp.services.people.notices import Told
from quizapp.web.credentials import (
    LOGIN_REJECTED,
    PASSWORD_REJECTED,
    ChosenForm,
    LoginField,
    NewPasswordField,
)
from quizapp.web.notices.words import Shown, shown
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.styleguide.surroundings import STARTED

_NAMES: Final = {"teacher": "رانيا Rania", "pupil": "هدى Huda"}


class CredentialsForm(ChosenForm):
    """A login and a password that are being chosen."""

    login = LoginField(_l("Login name"))
    password = NewPasswordField(_l("Password"))


def credentials() -> tuple[CredentialsForm, ...]:
    """Return the form as it comes, and as it comes back."""
    fresh, refused = (CredentialsForm(formdata=None, meta={"csrf": False}) for _ in range(2))
    refused.login.data = "هدى"
    refused.login.errors = [str(LOGIN_REJECTED["taken"])]
    refused.password.errors = [str(PASSWORD_REJECTED["short"])]
    return fresh, refused


def told(now: datetime = STARTED) -> tuple[Shown, ...]:
    """Return a notice that is new and one that was seen."""
    return shown(
        (
            Told("pupil-reset", _NAMES, now, seen=False),
            Told("role-changed", {}, now, seen=True),
        )
    )
