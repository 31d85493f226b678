"""What the answers say about the questions of a homework.

Only first attempts count, once they are closed; a question not answered then got nothing.
Questions are told apart by their identity, not by their text: a question that was reworded
meanwhile is one question, its options matched by what they name. The intervals are drawn
from a seed of the homework, so that looking again shows the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from quizapp.db.base import AnyRow
from quizapp.domain.ids import seeded
from quizapp.domain.items.base import Item, Option
from quizapp.domain.statistics.analysis import Question, analyse
from quizapp.domain.statistics.options import Choice, OptionRow, option_table
from quizapp.services import texts
from quizapp.services.homework.views import homework_of
from quizapp.services.results.gathering import (
    answers_in,
    attempts_by_learner,
    classroom_of,
    first_closed,
    homework_in,
    items_in_order,
    mark_of,
)
from quizapp.services.results.overview import latest_items
from quizapp.services.results.views import ItemReport, ItemRow

CHOOSING: Final = frozenset({"choice", "multiple_choice", "true_false", "evidence", "claim"})
_GUESSED: Final = CHOOSING - {"multiple_choice"}


def item_analysis(
    session: Session, *, account_id: int, classroom_id: str, homework_id: str, now: datetime
) -> ItemReport:
    """Return the statistics of a homework's questions.

    Raises ClassroomNotFound and HomeworkNotFound.
    """
    connection = session.connection()
    classroom, shown = classroom_of(connection, account_id, classroom_id)
    row = homework_in(connection, account_id, classroom, homework_id)
    made = attempts_by_learner(connection, row.id, now)
    first = first_closed(made)
    answers = answers_in(connection, first.values())
    sheets = [answers.get(attempt.round_number, {}) for _, attempt in sorted(first.items())]
    names = items_in_order(sheets)
    items = latest_items(session, answers, names)
    marks = [[mark_of(sheet.get(name)) for name in names] for sheet in sheets]
    found = analyse(
        marks, [Question(guess=guess_of(item)) for item in items], seeded("items", homework_id)
    )
    return ItemReport(
        classroom=shown,
        homework=homework_of(connection, row),
        learners=len(first),
        open=len(made) - len(first),
        test=found.test,
        rows=tuple(
            ItemRow(
                item=item,
                versions=_versions(sheets, item.id),
                analysis=found.items[at],
                options=_options(session, item, sheets, [row[at] for row in marks], marks),
            )
            for at, item in enumerate(items)
        ),
    )


def guess_of(item: Item) -> float:
    """Return the share of full marks to be got by blind guessing: one of k options."""
    return 1 / len(item.options) if item.kind in _GUESSED and item.options else 0.0


def rest_of(marks: Sequence[float | None], mark: float) -> float | None:
    """Return what a learner got in the rest, stretched to all the other questions.

    None for somebody who was asked nothing else.
    """
    asked = sum(each is not None for each in marks)
    total = sum(each for each in marks if each is not None)
    return (total - mark) * (len(marks) - 1) / (asked - 1) if asked > 1 else None


def _versions(sheets: Sequence[Mapping[str, AnyRow]], name: str) -> int:
    return len({sheet[name].item_fingerprint for sheet in sheets if name in sheet})


def _options(
    session: Session,
    item: Item,
    sheets: Sequence[Mapping[str, AnyRow]],
    column: Sequence[float | None],
    marks: Sequence[Sequence[float | None]],
) -> tuple[tuple[Option, OptionRow], ...]:
    """The table of a question's options; empty where nothing is chosen among options."""
    if item.kind not in CHOOSING:
        return ()
    places = {option.id: at for at, option in enumerate(item.options)}
    asked = [sheet[item.id] for sheet in sheets if item.id in sheet]
    seen = texts.items_of(
        session.connection(), {row.item_fingerprint: row.version_id for row in asked}
    )
    choices = []
    for sheet, mark, all_marks in zip(sheets, column, marks, strict=True):
        rest = None if mark is None else rest_of(all_marks, mark)
        if rest is not None:
            row = sheet[item.id]
            choices.append(Choice(_chosen(row, seen[row.item_fingerprint], places), rest))
    rows = option_table(choices, len(item.options), item.key, seeded("options", item.id))
    return tuple(zip(item.options, rows, strict=True))


def _chosen(row: AnyRow, seen: Item, places: Mapping[str, int]) -> tuple[int, ...]:
    """What was chosen, as places in the latest text; what is not there any more is left out."""
    named = (seen.options[index].id for index in row.chosen or ())
    return tuple(places[name] for name in named if name in places)
