"""What the answers say, to be taken along: every number with the ends of its interval.

What is hidden on the page for want of answers is an empty cell here too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString

from quizapp.domain.statistics.analysis import ItemAnalysis
from quizapp.domain.statistics.measure import Measure
from quizapp.domain.statistics.options import OptionRow
from quizapp.formats.sheets import Cell, Column, ColumnKind, Table
from quizapp.services.results import ClassMemory, ItemReport, LanguageReport
from quizapp.web.results import words
from quizapp.web.results.tables import Row, asked_in, table_of, text_of
from quizapp.web.speech import gettext, pgettext
from quizapp.web.speech import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of statistics: its heading, its kind, what its numbers are multiplied by."""

    title: LazyString
    kind: ColumnKind
    factor: float
    of: Callable[[ItemAnalysis], Measure | None]


@dataclass(frozen=True, slots=True)
class OptionFigure:
    """A column about options."""

    title: LazyString
    kind: ColumnKind
    of: Callable[[OptionRow], Measure]


FIGURES: Final = (
    Figure(_l("Facility"), "share", 1, lambda item: item.facility),
    Figure(_l("Facility without guessing"), "share", 1, lambda item: item.corrected),
    Figure(_l("Standard deviation"), "number", 1, lambda item: item.deviation),
    Figure(_l("Discrimination index"), "share", 0.01, lambda item: item.discrimination),
    Figure(_l("Discriminative efficiency"), "share", 0.01, lambda item: item.efficiency),
    Figure(_l("Effective weight"), "share", 0.01, lambda item: item.weight),
)
OPTION_FIGURES: Final = (
    OptionFigure(_l("Chosen by"), "share", lambda row: row.share),
    OptionFigure(_l("Mean of the rest"), "number", lambda row: row.rest),
    OptionFigure(_l("Correlation with the rest"), "number", lambda row: row.correlation),
)


def questions_table(found: ItemReport) -> Table:
    """Return the statistics of the questions."""
    columns = [*_questions(), Column(str(pgettext("column of a table", "Answers")), "number")]
    for figure in FIGURES:
        columns += _columns(figure.title, figure.kind)
    columns.append(Column(str(gettext("Intended weight")), "share"))
    rows: list[Row] = []
    for number, row in enumerate(found.rows, start=1):
        cells: list[Cell] = [number, asked_in(row.item), row.analysis.facility.count]
        for figure in FIGURES:
            cells += _cells(figure.of(row.analysis), figure.factor)
        rows.append((*cells, row.analysis.intended / 100))
    return table_of(words.title_of(found.homework), columns, rows)


def options_table(found: ItemReport) -> Table:
    """Return what became of every option of every question."""
    columns = [
        *_questions(),
        Column(str(pgettext("column of a table", "Option"))),
        Column(str(pgettext("column of a table", "Key"))),
        Column(str(pgettext("column of a table", "Count")), "number"),
    ]
    for figure in OPTION_FIGURES:
        columns += _columns(figure.title, figure.kind)
    columns += [
        Column(str(gettext("Share of the best 27 in 100")), "share"),
        Column(str(gettext("Share of the weakest 27 in 100")), "share"),
        Column(str(pgettext("column of a table", "What to do"))),
    ]
    rows: list[Row] = []
    for number, row in enumerate(found.rows, start=1):
        for option, each in row.options:
            cells: list[Cell] = [number, asked_in(row.item), text_of(option.text)]
            cells += [str(pgettext("an option", "key")) if each.key else "", each.count]
            for figure in OPTION_FIGURES:
                cells += _cells(figure.of(each), 1)
            said = str(words.FLAGS[each.flag]) if each.flag else ""
            rows.append((*cells, each.upper, each.lower, said))
    return table_of(words.title_of(found.homework), columns, rows)


def languages_table(found: LanguageReport) -> Table:
    """Return the questions by language."""
    columns = [
        *_questions(),
        Column(str(pgettext("column of a table", "Answers")), "number"),
        Column(str(gettext("Answers in Arabic")), "number"),
        Column(str(pgettext("column of a table", "Verdict"))),
        *_columns(_l("Difference"), "number"),
        Column(str(gettext("Difference as measured")), "number"),
        Column(str(gettext("Chi-squared")), "number"),
        Column(str(gettext("Probability by chance")), "number"),
        Column(str(gettext("Power")), "share"),
        Column(str(gettext("Answers needed")), "number"),
        Column(str(gettext("Possible causes"))),
    ]
    rows = []
    for number, row in enumerate(found.rows, start=1):
        v = row.verdict
        ends = (v.interval.low, v.interval.high) if v.interval else (None, None)
        causes = " ".join(words.cause(finding) for finding in row.causes)
        head = (number, asked_in(row.item), v.answers, v.arabic, str(words.LABELS[v.label]))
        rows.append((*head, v.delta, *ends, v.raw, v.chi_squared, v.p, v.power, v.enough, causes))
    return table_of(words.title_of(found.homework), columns, rows)


def memory_table(found: ClassMemory) -> Table:
    """Return what becomes of the facts by a day."""
    columns = [
        Column(str(pgettext("column of a table", "Fact"))),
        Column(str(gettext("Learnt by")), "number"),
        Column(str(gettext("Known today")), "share"),
        Column(str(gettext("Known on that day")), "share"),
        Column(str(gettext("Lost by then")), "number"),
        Column(str(pgettext("column of a table", "Day")), "day"),
    ]
    rows = [
        (
            text_of(row.text),
            row.outlook.learners,
            row.outlook.now,
            row.outlook.then,
            row.outlook.lost,
            found.day,
        )
        for row in found.rows
    ]
    return table_of(found.classroom.name, columns, rows)


def _questions() -> list[Column]:
    return [
        Column(str(pgettext("column of a table", "Number")), "number"),
        Column(str(pgettext("column of a table", "Question"))),
    ]


def _columns(title: LazyString, kind: ColumnKind) -> list[Column]:
    """A number's column, and those of the ends of its interval."""
    name = str(title)
    return [
        Column(name, kind),
        Column(str(gettext("%(name)s, from", name=name)), kind),
        Column(str(gettext("%(name)s, to", name=name)), kind),
    ]


def _cells(measure: Measure | None, factor: float) -> list[Cell]:
    if measure is None or measure.value is None:
        return [None, None, None]
    found = measure.interval
    low, high = (None, None) if found is None else (found.low * factor, found.high * factor)
    return [measure.value * factor, low, high]
