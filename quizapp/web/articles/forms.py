"""The form that sets up a round."""

from __future__ import annotations

from typing import Final, Literal, cast

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    validators,
)
from wtforms.fields import SelectChoice

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.services.rounds import RoundRequest
from quizapp.web import labels
from quizapp.web.forms import BaseForm
from quizapp.web.page import LANGUAGE_NAMES, current_page
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.speech import lazy_pgettext as _lp

LENGTHS: Final = ("5", "10", "20")
DEFAULT_LENGTH: Final = "10"
KEY_LENGTH: Final = 64


class StartForm(BaseForm):
    """Language, length, kinds and mode of a round; `key` makes posting it twice harmless."""

    key = HiddenField(validators=[validators.Length(max=KEY_LENGTH)])
    lang = RadioField(
        _l("Language of the questions"),
        choices=[SelectChoice(lang, LANGUAGE_NAMES[lang]) for lang in LANGS],
    )
    length = RadioField(
        _l("Number of questions"),
        choices=[*map(SelectChoice, LENGTHS), SelectChoice("all", _lp("all questions", "All"))],
        default=DEFAULT_LENGTH,
    )
    kinds = SelectMultipleField(
        _l("Kinds of questions"),
        validators=[validators.InputRequired(_l("At least one kind is needed."))],
    )
    mode = RadioField(
        _l("Mode"),
        choices=[SelectChoice(*mode) for mode in labels.MODES.items()],
        default="practice",
    )
    certainty = BooleanField(_l("Ask how certain I am with each answer"))
    forgetting = BooleanField(_l("Ask more of what the cards say is fading"))

    def offer(self, kinds: tuple[str, ...]) -> None:
        """Offer these kinds, all of them chosen where the form is fresh."""
        self.kinds.choices = [SelectChoice(kind, labels.KINDS[kind]) for kind in kinds]
        if not self.is_submitted():
            page = current_page()
            self.kinds.data = list(kinds)
            self.lang.data = page.content
            self.certainty.data = page.settings.certainty

    def round_request(self, article: str) -> RoundRequest:
        """Return what was asked for."""
        length = cast("str", self.length.data)
        return RoundRequest(
            article=article,
            lang=cast("Lang", self.lang.data),
            length=None if length == "all" else int(length),
            kinds=tuple(cast("list[str]", self.kinds.data)),
            mode=cast("Literal['practice', 'test']", self.mode.data),
            certainty=bool(self.certainty.data),
            forgetting=bool(self.forgetting.data),
        )
