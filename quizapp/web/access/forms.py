"""The forms for another name, another password and a second factor."""

from __future__ import annotations

from typing import Final

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from quizapp.web.credentials import (
    PHONE_CODE_REFUSED,
    ChosenForm,
    NameField,
    NewPasswordField,
)
from quizapp.web.forms import BaseForm
from quizapp.web.speech import lazy_gettext as _l

OTHER_PASSWORD: Final = _l("This is not the present password.")
TRIED: Final = _l("Tried too often. In a quarter of an hour it can be tried again.")


class NameForm(ChosenForm):
    """Another name."""

    name = NameField(_l("Name that the teachers of a class see"), validators=[InputRequired()])


class PasswordForm(ChosenForm):
    """The old password, and another one."""

    password_old = PasswordField(_l("Present password"), validators=[InputRequired()])
    password = NewPasswordField(_l("New password"))

    def refuse_old(self) -> None:
        """Say that the present password is another one."""
        self.password_old.errors = [str(OTHER_PASSWORD)]

    def refuse_for_now(self) -> None:
        """Say that the present password was tried too often."""
        self.password_old.errors = [str(TRIED)]


class ProofForm(BaseForm):
    """The password and a code: what changes a second factor."""

    code = StringField()
    password_old = PasswordField(_l("Present password"), validators=[InputRequired()])
    next = HiddenField()

    def refuse_password(self) -> None:
        """Say that the password is another one."""
        self.password_old.errors = [str(OTHER_PASSWORD)]

    def refuse_code(self) -> None:
        """Say that the code is not valid, and what may be the matter."""
        self.code.errors = [str(PHONE_CODE_REFUSED)]

    def refuse_for_now(self) -> None:
        """Say that it was tried too often."""
        self.code.errors = [str(TRIED)]


class EnrolForm(ProofForm):
    """The first code of a phone."""

    code = StringField(_l("The six digits on the phone"), validators=[InputRequired()])


class ChangeForm(ProofForm):
    """A code of the phone, or one for recovery."""

    code = StringField(
        _l("The six digits on the phone, or a recovery code"), validators=[InputRequired()]
    )
