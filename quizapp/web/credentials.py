"""What people type to be known by: login, name, password, each with its words of refusal.

What is wrong is said beside its field. The words belong to the codes of the domain; a test
proves that every code has its words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import LazyString
from wtforms import PasswordField, StringField
from wtforms.validators import ValidationError

from quizapp.domain.logins import LoginRejected, NameRejected, tidy_login, tidy_name
from quizapp.domain.passwords import LONGEST, SHORTEST, PasswordRejected
from quizapp.services.people import passwords
from quizapp.services.people.signing import Chosen
from quizapp.web.formatting import num
from quizapp.web.forms import BaseForm
from quizapp.web.speech import gettext
from quizapp.web.speech import lazy_gettext as _l

LOGIN_REJECTED: Final[Mapping[str, LazyString]] = {
    "short": _l("A login name has at least two letters or digits."),
    "long": _l("This login name is too long."),
    "characters": _l(
        "A login name has letters and digits, and between them dots, hyphens or low lines."
    ),
    "taken": _l("Somebody else has this login name. Another one, please."),
}
NAME_REJECTED: Final[Mapping[str, LazyString]] = {
    "empty": _l("A name is missing here."),
    "long": _l("This name is too long."),
    "characters": _l("There is something in this name that cannot be seen."),
    "roster": _l("A teacher put this name on the list of a class."),
}
PASSWORD_REJECTED: Final[Mapping[str, LazyString]] = {
    "short": _l("A password has at least eight characters. Three words in a row are a good one."),
    "long": _l("This password is too long."),
    "common": _l("This password is one of those that are tried first. Another one, please."),
    "own": _l("This password is too close to the name, the login or the class."),
    "pattern": _l("This password is a pattern that is easy to guess. Another one, please."),
}
PHONE_CODE_REFUSED: Final = _l(
    "This code is not valid or was used already. Each works once, for half a minute; "
    "the clock of the phone has to be right."
)


class LoginField(StringField):  # type: ignore[misc]
    """A login name that is being chosen."""

    def pre_validate(self, form: object) -> None:  # noqa: ARG002
        """Judge the login itself; whether it is free, the database knows."""
        try:
            tidy_login(self.data or "")
        except LoginRejected as rejected:
            raise ValidationError(str(LOGIN_REJECTED[rejected.code])) from rejected


class NameField(StringField):  # type: ignore[misc]
    """A name for others; none at all is in order."""

    def pre_validate(self, form: object) -> None:  # noqa: ARG002
        """Judge the name."""
        try:
            if (self.data or "").strip():
                tidy_name(self.data)
        except NameRejected as rejected:
            raise ValidationError(str(NAME_REJECTED[rejected.code])) from rejected


class NewPasswordField(PasswordField):  # type: ignore[misc]
    """A password that is being chosen. It is judged together with the names beside it."""

    def pre_validate(self, form: Any) -> None:
        """Judge the password, knowing what stands beside it."""
        known = [form[name].data or "" for name in ("login", "name") if name in form]
        try:
            passwords.checked(self.data or "", own=[*known, *form.own])
        except PasswordRejected as rejected:
            raise ValidationError(str(PASSWORD_REJECTED[rejected.code])) from rejected


class ChosenForm(BaseForm):
    """What every form has in which somebody chooses what to be known by."""

    own: tuple[str, ...] = ()

    def chosen(self) -> Chosen:
        """Return what was typed."""
        values = {
            name: str(self[name].data or "")
            for name in ("login", "name", "password")
            if name in self
        }
        return Chosen(**values)

    def refuse(self, rejected: LoginRejected | NameRejected | PasswordRejected) -> None:
        """Say beside its field what was found wrong only when it was to be stored."""
        field, words = {
            LoginRejected: ("login", LOGIN_REJECTED),
            NameRejected: ("name", NAME_REJECTED),
            PasswordRejected: ("password", PASSWORD_REJECTED),
        }[type(rejected)]
        self[field].errors = [str(words[rejected.code])]


def bounds() -> str:
    """Say how long a password may be."""
    return gettext(
        "%(least)s to %(most)s characters of any kind, spaces too.",
        least=num(SHORTEST),
        most=num(LONGEST),
    )
