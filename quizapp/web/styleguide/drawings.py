"""Charts and the fields of a form for the style guide, drawn from invented numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from wtforms.fields import SelectChoice

from quizapp.domain.bilingual import Lang
from quizapp.domain.items.registry import KINDS
from quizapp.web.account.goals import HIGHEST, LOWEST, GoalsForm
from quizapp.web.articles.forms import StartForm
from quizapp.web.page import current_page
from quizapp.web.progress import charts
from quizapp.web.progress.charts import Box, Cell, Columns, Dot
from quizapp.web.progress.view import Gap
from quizapp.web.speech import gettext
from quizapp.web.styleguide.surroundings import STARTED

_CARDS: Final = (12, 30, 7, 0, 18, 24, 9)
_SHARES: Final = (0.4, 0.55, 0.5, 0.8, 0.9)
_TOWNS: Final[dict[Lang, str]] = {"ar": "عمّان", "en": "Amman"}


@dataclass(frozen=True, slots=True)
class Drawings:
    """One of each chart. `rows` names the days of the heatmap, `said` each mark by a number."""

    columns: Columns
    cells: tuple[Cell, ...]
    rows: tuple[str, ...]
    dots: tuple[Dot, ...]
    lying: tuple[Box, Box]
    gap: Gap
    said: tuple[int, ...]
    shares: tuple[float, ...] = (1.0, 0.5, 0.0)
    nothing: int = 0


def drawings() -> Drawings:
    """Return the charts, running the way of the page."""
    way = current_page().dir
    days = [(STARTED.date() + timedelta(day), 3 * day % 11) for day in range(84)]
    return Drawings(
        columns=charts.columns(_CARDS, way),
        cells=charts.heatmap(days, 0, way),
        rows=("1", "2", "3", "4", "5", "6", "7"),
        dots=charts.curve(_SHARES, way),
        lying=(charts.bar(0.5, way), charts.bar(0.2, way, 0.5)),
        gap=Gap(charts.across(60, 0, way), charts.bar(0.3, way, 0.45)),
        said=tuple(count for _, count in days),
    )


def start_form(*, refused: bool) -> StartForm:
    """Return the form that sets up a round, fresh or sent back without a kind."""
    form = StartForm(formdata=None)
    form.offer(tuple(KINDS))
    if refused:
        form.kinds.data = []
        form.kinds.errors = [gettext("At least one kind is needed.")]
    return form


def goals_form(*, refused: bool) -> GoalsForm:
    """Return the form for goals, fresh or sent back with a number out of range."""
    form = GoalsForm(formdata=None)
    form.zone.choices = [SelectChoice("Asia/Amman", _TOWNS[current_page().lang])]
    form.retention.data = HIGHEST + 2 if refused else LOWEST
    if refused:
        form.retention.errors = [gettext("The answer is too long.")]
    return form
