"""The sheets of other programs: their headings, where they stand, and what they can hold.

    Kahoot!      headings in row 8 from column B, the number of the question in column A;
                 2 to 4 answers to choose from, 120 and 75 characters at most; no explanation
    Wayground    headings in row 1; 2 to 5 answers to choose from, or to type; explanation

Headings are those of the programs' own templates, to the letter. Neither program runs here, so
what they do with a file was not tried; they read only the first sheet, by its headings.

Notes: `left_out_kind`, `too_few_choices`, `too_many_choices`, `too_long` (a question longer
than allowed is left out, as the program would refuse it), `changed_kind` (asked as the nearest
kind), `dropped` with its field: `id` and `tags` once for the file, others for each question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from quizapp.domain.exchange.question import Question
from quizapp.domain.exchange.travel import Note, Pack, Written
from quizapp.formats.sheets.workbook import units
from quizapp.formats.tables.book import Page, xlsx_of
from quizapp.formats.tables.filled import LONGEST_TEXT
from quizapp.formats.tables.separated import Cell
from quizapp.formats.tables.simple import Simple, lost, simple_of

SECONDS: Final = 30
_FEWEST: Final = 2
_CHANGED: Final = ("evidence", "claim", "number")


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet of another program. `above` rows stand over its headings; `typed` is what it
    calls a question whose answer is typed, "" where it has none.
    """

    sheet: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    above: int
    answers: int
    longest_text: int
    longest_answer: int
    typed: str = ""
    explains: bool = False


KAHOOT: Final = Layout(
    sheet="Kahoot",
    headings=(
        "",
        "Question - max 120 characters",
        "Answer 1 - max 75 characters",
        "Answer 2 - max 75 characters",
        "Answer 3 - max 75 characters",
        "Answer 4 - max 75 characters",
        "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
        "Correct answer(s) - choose at least one",
    ),
    widths=(5, 60, 30, 30, 30, 30, 16, 16),
    above=7,
    answers=4,
    longest_text=120,
    longest_answer=75,
)
WAYGROUND: Final = Layout(
    sheet="Sheet1",
    headings=(
        "Question Text",
        "Question Type",
        "Option 1",
        "Option 2",
        "Option 3",
        "Option 4",
        "Option 5",
        "Correct Answer",
        "Time in seconds",
        "Image Link",
        "Answer explanation",
    ),
    widths=(60, 18, 24, 24, 24, 24, 24, 14, 12, 12, 40),
    above=0,
    answers=5,
    longest_text=LONGEST_TEXT,
    longest_answer=LONGEST_TEXT,
    typed="Fill-in-the-Blank",
    explains=True,
)
ONE: Final = "Multiple Choice"
SEVERAL: Final = "Checkbox"


def write_as(layout: Layout, pack: Pack) -> Written:
    """Return the questions of a pack in the layout of another program."""
    rows: list[list[Cell]] = []
    notes: list[Note] = []
    for question in pack.questions:
        simple = simple_of(question)
        code = fault(layout, simple)
        if code or simple is None:
            notes.append(Note(code, question.id))
            continue
        rows.append(_cells(layout, simple, question, len(rows) + 1))
        notes += _lost(layout, simple, question)
    notes += _lost_at_all(pack.questions)
    above = [[""] for _ in range(layout.above)]
    if layout.above:
        above[1] = ["", pack.title]
    page = Page(
        name=layout.sheet,
        lang=pack.lang,
        rows=[*above, list(layout.headings), *rows],
        widths=layout.widths,
        head=layout.above,
    )
    return Written(xlsx_of(pack.title, [page]), tuple(notes))


def fault(layout: Layout, simple: Simple | None) -> str:
    """Return why a question has no place in a layout; "" where it has."""
    if simple is None or (simple.typed and not layout.typed):
        return "left_out_kind"
    if not simple.typed and len(simple.answers) < _FEWEST:
        return "too_few_choices"
    if not simple.typed and len(simple.answers) > layout.answers:
        return "too_many_choices"
    long = units(simple.text) > layout.longest_text or any(
        units(answer) > layout.longest_answer for answer in simple.answers[: layout.answers]
    )
    return "too_long" if long else ""


def _cells(layout: Layout, simple: Simple, question: Question, number: int) -> list[Cell]:
    answers = list(simple.answers[: layout.answers])
    answers += [""] * (layout.answers - len(answers))
    right: Cell = ",".join(map(str, simple.right))
    if len(simple.right) == 1:
        right = simple.right[0]
    if not layout.explains:
        return [number, simple.text, *answers, SECONDS, right]
    several = SEVERAL if len(simple.right) > 1 else ONE
    kind = layout.typed if simple.typed else several
    return [simple.text, kind, *answers, right, SECONDS, "", question.explanation]


def _lost(layout: Layout, simple: Simple, question: Question) -> Iterator[Note]:
    """What is said of one question that is carried."""
    if question.kind in _CHANGED:
        yield Note("changed_kind", question.id)
    fields = list(lost(question))
    if simple.typed and len(simple.answers) > layout.answers:
        fields.append("accepted")
    if question.explanation and not layout.explains:
        fields.append("explanation")
    for field in fields:
        yield Note("dropped", question.id, params={"field": field})


def _lost_at_all(questions: Sequence[Question]) -> Iterator[Note]:
    """What is said once of all questions."""
    for field in ("id", "tags"):
        if any(getattr(question, field) for question in questions):
            yield Note("dropped", params={"field": field})
