"""Who did what, to be taken along: headings in the page's language, cells as they are.

A share is empty where nothing is to be told yet: not begun, or still under way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quizapp.domain.bilingual import Bilingual
from quizapp.domain.items.base import Item
from quizapp.formats.sheets import Cell, Column, Table
from quizapp.services.results import Answers, Grid, Mark, Overview
from quizapp.services.results.views import Standing
from quizapp.web import labels
from quizapp.web.page import current_page
from quizapp.web.results import words
from quizapp.web.speech import pgettext

Row = tuple[Cell, ...]


def overview_table(found: Overview) -> Table:
    """Return who did what: a row a learner."""
    columns = [
        Column(str(pgettext("column of a table", "Name"))),
        Column(str(pgettext("column of a table", "Last seen")), "moment"),
        Column(str(pgettext("column of a table", "Done")), "number"),
    ]
    for homework in found.homework:
        columns.append(Column(words.title_of(homework), "share"))
    rows = [
        (
            row.pupil.name,
            words.here(row.seen_at, found.classroom) if row.seen_at else None,
            row.done,
            *(_share_of(standing) for standing in row.standings),
        )
        for row in found.rows
    ]
    return table_of(found.classroom.name, columns, rows)


def _share_of(standing: Standing) -> Cell:
    if standing.cards is not None:
        each_day = standing.cards.each_day
        return float(standing.done) if each_day else standing.cards.total / standing.cards.wanted
    if standing.attempt is None or standing.attempt.score is None or not standing.attempt.over:
        return None
    return standing.attempt.score / standing.attempt.total


def grid_table(found: Grid) -> Table:
    """Return learners by questions: the marks as numbers, empty where nothing was asked."""
    columns = [Column(str(pgettext("column of a table", "Name")))]
    columns += [
        Column(f"{number}. {asked_in(item)}", "number")
        for number, item in enumerate(found.items, start=1)
    ]
    rows = [
        (
            row.pupil.name,
            *(None if s.mark in (Mark.NOT_ASKED, Mark.OPEN) else s.score for s in row.squares),
        )
        for row in found.rows
    ]
    return table_of(words.title_of(found.homework), columns, rows)


def answers_table(found: Answers) -> Table:
    """Return one learner's answers."""
    columns = [
        Column(str(pgettext("column of a table", "Number")), "number"),
        Column(str(pgettext("column of a table", "Question"))),
        Column(str(pgettext("column of a table", "Language"))),
        Column(str(pgettext("column of a table", "Answer"))),
        Column(str(pgettext("column of a table", "Verdict"))),
        Column(str(pgettext("column of a table", "Points")), "number"),
    ]
    rows: list[Row] = []
    for view in found.questions:
        feedback = view.feedback
        given, verdict, points = "", "", None
        if feedback is not None and view.answered:
            options = feedback.item.options
            chosen = (options[at].text[feedback.lang] for at in feedback.answer.chosen)
            given = feedback.answer.text or " | ".join(chosen)
            verdict = str(labels.VERDICTS[feedback.grade.outcome])
            points = feedback.grade.score
        language = current_page().names[view.presented.lang]
        asked = " ".join(filter(None, (view.presented.stem, view.presented.material)))
        rows.append((view.position, asked, language, given, verdict, points))
    return table_of(found.pupil.name, columns, rows)


def table_of(title: str, columns: Sequence[Column], rows: Iterable[Row]) -> Table:
    """Return a table in the language of the page."""
    return Table(title, current_page().lang, tuple(columns), tuple(rows))


def text_of(text: Bilingual) -> str:
    """Return a text in the page's language, in the other one where it is not written."""
    return text[current_page().lang] or text[current_page().other]


def asked_in(item: Item) -> str:
    """Return a question with what it is about: many of them ask "Is this true?"."""
    about = f" {text_of(item.material)}" if item.material else ""
    return f"{text_of(item.stem)}{about}"
