"""The form for a new token, and the words for what a token may do."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString
from wtforms import HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from quizapp.services.people.tokens import LIFETIMES, LONGEST_NAME, Scope, TokenRefused, Wish
from quizapp.web.forms import BaseForm
from quizapp.web.speech import gettext
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.speech import lazy_pgettext as _lp

MAX_KEY: Final = 64
SCOPES: Final[dict[Scope, LazyString]] = {
    "progress:read": _lp("what a program may do", "Read my decks, reviews and progress"),
    "content:read": _lp("what a program may do", "Read articles, questions and cards"),
    "content:write": _lp("what a program may do", "Write facts into my drafts"),
}
LASTING: Final[dict[int, LazyString]] = {
    30: _lp("how long a token lasts", "A month"),
    90: _lp("how long a token lasts", "Three months"),
    365: _lp("how long a token lasts", "A year"),
}
TOO_MANY: Final = _l("There are twenty tokens already. One has to go before another can be made.")


class TokenForm(BaseForm):
    """What a token is called, what it may do, how long it lasts."""

    key = HiddenField()
    name = StringField(_l("What it is for"), [InputRequired(), Length(max=LONGEST_NAME)])
    scopes = SelectMultipleField(_l("What the program may do"), [InputRequired()])
    days = RadioField(
        _l("How long it lasts"),
        choices=[SelectChoice(str(days), LASTING[days]) for days in LIFETIMES],
        default=str(LIFETIMES[1]),
    )

    def offer(self, scopes: tuple[Scope, ...]) -> None:
        """Say what can be chosen."""
        self.scopes.choices = [SelectChoice(scope, SCOPES[scope]) for scope in scopes]

    def wish(self) -> Wish:
        """Return what was asked for."""
        return Wish(self.name.data or "", tuple(self.scopes.data or ()), int(self.days.data))

    def refuse(self, refused: TokenRefused) -> None:
        """Say why there is no token, beside its field."""
        if refused.code == "too_many":
            self.name.errors = [str(TOO_MANY)]
        else:
            self.name.errors = [gettext("There is something in this name that cannot be seen.")]
