"""The forms for signing in and up, and for a code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from quizapp.services.people import codes
from quizapp.services.people.redeeming import Offer
from quizapp.web.credentials import (
    PHONE_CODE_REFUSED,
    ChosenForm,
    LoginField,
    NameField,
    NewPasswordField,
)
from quizapp.web.forms import BaseForm
from quizapp.web.speech import gettext
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.speech import lazy_pgettext as _lp

CLAIM_TITLES: Final[Mapping[str, LazyString]] = {
    codes.RESET: _l("Choosing a new password"),
    codes.CLAIM: _l("Taking over an account"),
    codes.INVITE_TEACHER: _l("Becoming a teacher here"),
    codes.INVITE_ADMIN: _l("Becoming an administrator here"),
}


class SignInForm(BaseForm):
    login = StringField(_l("Login name"), validators=[InputRequired()])
    password = PasswordField(_l("Password"), validators=[InputRequired()])
    own_device = BooleanField(_l("This is my own device: stay signed in for a month"))
    next = HiddenField()


class SecondStepForm(BaseForm):
    """A code of the phone, or one for recovery: one of the two is enough."""

    code = StringField(_l("The six digits on the phone"))
    recovery = StringField(_l("Recovery code"))
    next = HiddenField()

    def typed(self) -> str:
        """Return what was typed."""
        return str(self.recovery.data or self.code.data or "")

    def refuse(self) -> None:
        """Say beside what was typed that it is not valid."""
        if self.recovery.data:
            self.recovery.errors = [gettext("This code is not valid or was used already.")]
        else:
            self.code.errors = [str(PHONE_CODE_REFUSED)]


class SignUpForm(ChosenForm):
    login = LoginField(_l("Login name"))
    name = NameField(_l("Name that others see (may be left empty)"))
    password = NewPasswordField(_l("Password"))
    own_device = BooleanField(_l("This is my own device: stay signed in for a month"))
    next = HiddenField()


class CodeForm(BaseForm):
    code = StringField(_lp("one-use code", "Code"), validators=[InputRequired()])


class ClaimForm(ChosenForm):
    """The second step of a code; fields that are not asked for are taken out."""

    code = HiddenField()
    login = LoginField(_l("Login name"))
    name = NameField(_l("Name that others see (may be left empty)"))
    password = NewPasswordField(_l("Password"))
    own_device = BooleanField(_l("This is my own device: stay signed in for a month"))

    def ask(self, offer: Offer) -> None:
        """Take out what need not be asked."""
        for name, asked in (
            ("login", offer.asks_login),
            ("name", offer.asks_name),
            ("password", offer.asks_password),
        ):
            if not asked:
                del self[name]
        self.own = tuple(filter(None, (offer.login, offer.name)))
