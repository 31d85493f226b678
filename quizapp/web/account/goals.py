"""The form for goals: how well to remember, how much a day, where the learner's day turns."""

from __future__ import annotations

from typing import Final

from wtforms import IntegerField, SelectField, validators
from wtforms.fields import SelectChoice

from quizapp.services.cards import Goals
from quizapp.web.forms import BaseForm
from quizapp.web.page import current_page
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.zones import zones

LOWEST: Final = 70
HIGHEST: Final = 97
MOST_NEW: Final = 200
MOST_A_DAY: Final = 1000


class GoalsForm(BaseForm):
    """Desired retention in percent, new cards a day, cards a day at most, time zone."""

    retention = IntegerField(
        _l("How many of a hundred cards are to be remembered when they come back"),
        validators=[validators.InputRequired(), validators.NumberRange(LOWEST, HIGHEST)],
    )
    new_a_day = IntegerField(
        _l("New cards a day"),
        validators=[validators.InputRequired(), validators.NumberRange(0, MOST_NEW)],
    )
    cap_a_day = IntegerField(
        _l("Cards a day at most"),
        validators=[validators.InputRequired(), validators.NumberRange(1, MOST_A_DAY)],
    )
    zone = SelectField(_l("Time zone: a day of study turns at four in the morning"))

    def offer(self, goals: Goals) -> None:
        """Offer the time zones, and these goals where the form is fresh."""
        offered = zones(current_page().lang)
        if goals.zone not in dict(offered):
            offered = ((goals.zone, goals.zone), *offered)
        self.zone.choices = [SelectChoice(*zone) for zone in offered]
        if not self.is_submitted():
            self.retention.data = round(100 * goals.retention)
            self.new_a_day.data = goals.new_a_day
            self.cap_a_day.data = goals.cap_a_day
            self.zone.data = goals.zone

    def goals(self) -> Goals:
        """Return what was chosen."""
        return Goals(
            retention=int(self.retention.data or 0) / 100,
            new_a_day=int(self.new_a_day.data or 0),
            cap_a_day=int(self.cap_a_day.data or 0),
            zone=str(self.zone.data),
        )
