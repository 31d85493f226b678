"""Extra time, typed as percent of the time that others have: 150 is half as much again."""

from __future__ import annotations

from typing import Any, Final

from wtforms import StringField

from quizapp.services.people.administration import LEAST_TIME, MOST_TIME
from quizapp.web.speech import gettext

HUNDRED: Final = 100


class FactorField(StringField):  # type: ignore[misc]
    """A factor between the least and the most, or None where nothing is typed."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read percent in digits of any script, with or without the sign."""
        self.typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        text = self.typed.strip("%\u066a ").strip()
        if not text:
            return
        percent = int(text) if text.isdecimal() and len(text) < 5 else 0
        if not HUNDRED * LEAST_TIME <= percent <= HUNDRED * MOST_TIME:
            raise ValueError(gettext("A number between 100 and 300, please."))
        self.data = percent / HUNDRED

    @property
    def shown(self) -> str:
        """What stands in the field: what was typed, or the factor as percent."""
        if self.raw_data:
            return self.typed
        return "" if self.data is None else str(round(HUNDRED * float(self.data)))
