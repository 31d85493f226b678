"""The forms for another name and another password."""

from __future__ import annotations

from wtforms import PasswordField
from wtforms.validators import InputRequired

from quizapp.web.credentials import ChosenForm, NameField, NewPasswordField
from quizapp.web.speech import gettext
from quizapp.web.speech import lazy_gettext as _l


class NameForm(ChosenForm):
    """Another name."""

    name = NameField(_l("Name that the teachers of a class see"), validators=[InputRequired()])


class PasswordForm(ChosenForm):
    """The old password, and another one."""

    password_old = PasswordField(_l("Present password"), validators=[InputRequired()])
    password = NewPasswordField(_l("New password"))

    def refuse_old(self) -> None:
        """Say that the present password is another one."""
        self.password_old.errors = [gettext("This is not the present password.")]

    def refuse_for_now(self) -> None:
        """Say that the present password was tried too often."""
        self.password_old.errors = [
            gettext("Tried too often. In a quarter of an hour it can be tried again.")
        ]
