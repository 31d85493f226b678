"""What stands in the tables of results, in the page's words.

A number always comes with its interval, and where there is none it says why: too few answers
(how many of how many), or nothing that varies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

from flask_babel import LazyString
from markupsafe import Markup

from quizapp.domain.lint import Finding
from quizapp.domain.statistics.fairness import Label
from quizapp.domain.statistics.measure import Measure
from quizapp.domain.statistics.options import Flag
from quizapp.services.homework import Homework
from quizapp.services.results import ClassOfResults, Mark
from quizapp.web.formatting import ltr, num
from quizapp.web.page import current_page
from quizapp.web.speech import gettext
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.speech import lazy_pgettext as _lp
from quizapp.wording import finding_text

Words = Mapping[str, LazyString]
Unit = Literal["share", "percent", "number"]

MARKS: Final[Words] = {
    Mark.RIGHT: _lp("what became of a question", "right"),
    Mark.CLOSE: _lp("what became of a question", "right but for the spelling"),
    Mark.PARTIAL: _lp("what became of a question", "partly right"),
    Mark.WRONG: _lp("what became of a question", "wrong"),
    Mark.SKIPPED: _lp("what became of a question", "skipped"),
    Mark.OPEN: _lp("what became of a question", "not answered"),
    Mark.NOT_ASKED: _lp("what became of a question", "not asked"),
}
SYMBOLS: Final = {
    Mark.RIGHT: "circle-check",
    Mark.CLOSE: "circle-check",
    Mark.PARTIAL: "circle-dot",
    Mark.WRONG: "circle-x",
    Mark.SKIPPED: "skip-forward",
}
FLAGS: Final[Words] = {
    Flag.CHECK_KEY: _l("Check the key: good learners choose this rather than the key."),
    Flag.REPLACE: _l("Replace it: nobody chose this."),
    Flag.AMBIGUOUS: _l("Ambiguous: good learners choose this as often as others."),
}
LABELS: Final[Words] = {
    Label.TOO_FEW: _l("Not enough data"),
    Label.UNSEEN: _l("Nothing stands out"),
    Label.LOOK: _l("Worth a second look"),
    Label.A: _l("A: no difference to speak of"),
    Label.B: _l("B: some difference"),
    Label.C: _l("C: a large difference"),
}
WARNED: Final = (Label.LOOK, Label.B, Label.C)


def plain(value: float, places: int = 0) -> str:
    """Return a number rounded, its minus sign before it whatever the direction."""
    rounded = round(value, places)
    text = num(abs(rounded) if places else int(abs(rounded)))
    return f"\u2212{text}" if rounded < 0 else text


def _percent(value: float) -> str:
    return f"{plain(value)}%"


_WRITTEN: Final[Mapping[Unit, Callable[[float], str]]] = {
    "share": lambda value: _percent(100 * value),
    "percent": _percent,
    "number": lambda value: plain(value, 2),
}


def value_of(value: float, unit: Unit) -> Markup:
    """Return a number in its unit, isolated."""
    return ltr(_WRITTEN[unit](value))


def missing(measure: Measure) -> str:
    """Return how many answers there are of how many it takes."""
    return gettext(
        "%(count)s of %(needed)s answers", count=num(measure.count), needed=num(measure.needed)
    )


def delta(value: float) -> Markup:
    """Return a difference between the languages with its sign."""
    return ltr(plain(value, 1) if value < 0 else f"+{plain(value, 1)}")


def cause(finding: Finding) -> str:
    """Return what the linter has against one side of a question."""
    return finding_text(finding.rule, finding.params, current_page().lang)


def title_of(homework: Homework) -> str:
    """Return what a piece of homework is called on this page."""
    return homework.title[current_page().lang]


def here(moment: datetime, room: ClassOfResults) -> datetime:
    """Return a moment by the clock of the class."""
    return moment.astimezone(ZoneInfo(room.zone))
