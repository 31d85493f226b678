"""The form for settings."""

from __future__ import annotations

from typing import Any, Literal, cast

from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields import SelectChoice

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.services.accounts import Settings
from quizapp.web.forms import BaseForm
from quizapp.web.page import LANGUAGE_NAMES, current_page
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.speech import lazy_pgettext as _lp
from quizapp.web.zones import zones

_LANGUAGES = [SelectChoice(lang, LANGUAGE_NAMES[lang]) for lang in LANGS]


class SettingsForm(BaseForm):
    """Languages, digits, month names, theme, certainty, time zone, single keys."""

    interface = RadioField(
        _l("Language of the pages"),
        choices=[
            SelectChoice("", _lp("language of the pages", "As the browser asks")),
            *_LANGUAGES,
        ],
        default="",
    )
    content = RadioField(
        _l("Language of the questions"),
        choices=[SelectChoice("", _lp("language of the questions", "As the pages")), *_LANGUAGES],
        default="",
    )
    digits = RadioField(
        _l("Digits in Arabic text"),
        choices=[SelectChoice("latn", "123"), SelectChoice("arab", "١٢٣")],
    )
    months = RadioField(
        _l("Month names in Arabic dates"),
        choices=[
            SelectChoice("western", "يناير، فبراير، مارس"),
            SelectChoice("levant", "كانون الثاني، شباط، آذار"),
        ],
    )
    theme = RadioField(
        _lp("colours of the pages", "Colours"),
        choices=[
            SelectChoice("auto", _lp("colours", "As the device")),
            SelectChoice("light", _lp("colours", "Light")),
            SelectChoice("dark", _lp("colours", "Dark")),
        ],
    )
    certainty = BooleanField(_l("Ask for certainty in new rounds"))
    zone = SelectField(_l("Time zone: a day of study turns at four in the morning"))
    keys_off = BooleanField(
        _l("On this device, single keys (digits, letters, the question mark) do nothing")
    )

    def fill(self, settings: Settings) -> None:
        """Show stored settings."""
        fields: dict[str, Any] = {
            "interface": settings.interface or "",
            "content": settings.content or "",
            "digits": settings.digits,
            "months": settings.months,
            "theme": settings.theme,
            "certainty": settings.certainty,
            "keys_off": current_page().keys_off,
        }
        for name, value in fields.items():
            self[name].data = value

    def offer_zones(self, zone: str) -> None:
        """Offer the time zones; show this one where the form is fresh."""
        offered = zones(current_page().lang)
        if zone not in dict(offered):
            offered = ((zone, zone), *offered)
        self.zone.choices = [SelectChoice(*each) for each in offered]
        if not self.is_submitted():
            self.zone.data = zone

    def settings(self) -> Settings:
        """Return what was chosen."""
        return Settings(
            interface=cast("Lang | None", self.interface.data or None),
            content=cast("Lang | None", self.content.data or None),
            digits=cast("Literal['latn', 'arab']", self.digits.data),
            months=cast("Literal['western', 'levant']", self.months.data),
            theme=cast("Literal['auto', 'light', 'dark']", self.theme.data),
            certainty=bool(self.certainty.data),
        )
