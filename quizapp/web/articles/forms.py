"""The form that sets up a round."""

from __future__ import annotations

import math
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
from quizapp.web.paper import round_of, seed_of
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.speech import lazy_pgettext as _lp

LENGTHS: Final = ("5", "10", "20")
DEFAULT_LENGTH: Final = "10"
KEY_LENGTH: Final = 64


def _by_length(choice: SelectChoice) -> float:
    return math.inf if choice.value == "all" else int(choice.value)


class StartForm(BaseForm):
    """Language, length, kinds and mode of a round; `key` makes posting it twice harmless.

    `sheet` is the code of a printed sheet whose round this is to be.
    """

    sheet = HiddenField()
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

    def take_from_sheet(self, code: str, slug: str) -> str | None:
        """Offer the round of a printed sheet; return its seed, None where there is no sheet."""
        found = round_of(code)
        if found is None:
            return None
        if found.length not in (choice.value for choice in self.length.choices):
            label = _lp("all questions", "All") if found.length == "all" else found.length
            offered = [*self.length.choices, SelectChoice(found.length, label)]
            self.length.choices = sorted(offered, key=_by_length)
        if not self.is_submitted():
            self.sheet.data = code
            self.lang.data = current_page().lang
            self.length.data = found.length
            self.kinds.data = [k for k in self.kinds.data if not found.kinds or k in found.kinds]
        return seed_of(slug, found.version)

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
