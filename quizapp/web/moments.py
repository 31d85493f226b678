"""Moments as somebody in a place reads them: weekday, date and time by the clocks there.

when(2026-11-30 13:30 UTC, "Europe/Berlin") == "Monday 30 November 2026, 14:30"
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from quizapp.web import ambient
from quizapp.web.formatting import day_text, num
from quizapp.web.page import current_page
from quizapp.web.speech import gettext
from quizapp.web.zones import zones


def when(moment: datetime, zone: str) -> str:
    """Return a moment in words, by the clocks of a zone."""
    page = current_page()
    local = moment.astimezone(ZoneInfo(zone))
    day = day_text(local.date(), page.lang, page.settings.months, "EEEE d MMMM y")
    return gettext("%(day)s, %(time)s", day=num(day), time=num(f"{local:%H:%M}"))


def city(zone: str) -> str:
    """Return the name of a zone's city in the page's language."""
    return dict(zones(current_page().lang)).get(zone, zone)


def is_past(moment: datetime) -> bool:
    """Filter: whether a moment is over."""
    return moment <= ambient.now()
