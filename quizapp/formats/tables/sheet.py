"""Our own sheet: questions of all nine kinds in rows, without loss.

    kind              option 1…      partner 1…        right answer      also accepted
    choice, evidence  the choices    —                 2                 —
    multiple_choice   the choices    —                 1, 3              —
    true_false        —              —                 True              —
    gap               —              —                 the one to show   the others
    number            —              —                 the number, day   in words
    match             left sides     their right side  —                 —
    order             the steps      —                 —                 —
    claim             the choices    —                 2                 —

Right sides that belong to nothing stand under partners without an option. Reasons stand under
the number of their option. Several texts in a cell have a bar between them (`lists`). As many
numbered columns are written as are needed; headings and words are in the pack's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.claims import ClaimKind
from quizapp.domain.exchange.question import Question
from quizapp.domain.exchange.travel import Note, Pack
from quizapp.domain.text.verdict import Strictness
from quizapp.formats.sheets.workbook import units
from quizapp.formats.tables.filled import LONGEST_CELL, LONGEST_TEXT
from quizapp.formats.tables.lists import joined
from quizapp.formats.tables.places import NUMBERED, Place, title_of
from quizapp.formats.tables.separated import MOST_COLUMNS, Cell
from quizapp.formats.tables.words import CLAIMS, KINDS, LANGUAGES, STRICTNESS, TRUTHS

LAYOUT: Final = (
    *("kind", "stem", "material", "option", "right", "accepted", "month", "tolerance"),
    *("partner", "reason", "explanation", "evidence", "claim", "strictness", "tags", "lang"),
    "id",
)
FEWEST_OPTIONS: Final = 4
_LARGEST: Final = 10**15
Cells = dict[Place, Cell]


def sheet_of(pack: Pack) -> tuple[list[Place], list[list[Cell]], list[Note]]:
    """Return the columns, the rows below them, and what could not be carried.

    Notes: `too_long`, `too_many_choices`, `left_out_kind`; the question is left out.
    """
    rows: list[Cells] = []
    notes: list[Note] = []
    for question in pack.questions:
        code = fault(question)
        if code:
            notes.append(Note(code, question.id))
        else:
            rows.append(cells_of(question, pack.lang))
    columns = columns_for(rows)
    return columns, [[row.get(place, "") for place in columns] for row in rows], notes


def titles(columns: Iterable[Place], lang: Lang) -> list[str]:
    """Return the headings of columns."""
    return [title_of(place, lang) for place in columns]


def columns_for(rows: Sequence[Cells]) -> list[Place]:
    """Return the columns that rows need, in the order of the layout."""
    used = {place for row in rows for place in row}
    columns: list[Place] = []
    for part in LAYOUT:
        if part not in NUMBERED:
            columns.append(Place(part))
            continue
        least = FEWEST_OPTIONS if part == "option" else 0
        most = max((place.number for place in used if place.part == part), default=0)
        columns += [Place(part, number) for number in range(1, max(most, least) + 1)]
    return columns


def fault(question: Question) -> str:
    """Return why a question has no place in the sheet; "" where it has."""
    if question.kind not in KINDS:
        return "left_out_kind"
    cells = cells_of(question, question.lang)
    if _is_long(question, cells):
        return "too_long"
    counted = sum(bool(place.number) for place in cells)
    most = max((place.number for place in cells), default=0)
    room = (MOST_COLUMNS - len(LAYOUT)) // len(("option", "partner", "reason"))
    return "too_many_choices" if counted and most > room else ""


def _is_long(question: Question, cells: Cells) -> bool:
    texts = [*question.accepted, *question.evidence]
    texts += [str(cell) for place, cell in cells.items() if place.part not in _LISTED]
    if any(len(text) > LONGEST_TEXT for text in texts):
        return True
    return any(units(cell) > LONGEST_CELL for cell in cells.values() if isinstance(cell, str))


def cells_of(question: Question, lang: Lang) -> Cells:
    """Return the cells of a question that are not empty, in the words of a language."""
    cells: Cells = {
        Place("kind"): KINDS[question.kind][lang],
        Place("stem"): question.stem,
        Place("material"): question.material,
        Place("right"): _right(question, lang),
        Place("accepted"): joined(_accepted(question)),
        Place("month"): question.month if question.month is not None else "",
        Place("tolerance"): question.tolerance or "",
        Place("explanation"): question.explanation,
        Place("evidence"): joined(question.evidence),
        Place("claim"): _claim(question.claim, lang),
        Place("tags"): ", ".join(question.tags),
        Place("lang"): LANGUAGES[question.lang][lang],
        Place("id"): question.id,
    }
    if question.strictness is not Strictness.NORMAL:
        cells[Place("strictness")] = STRICTNESS[question.strictness][lang]
    cells |= _numbered(question)
    return {place: cell for place, cell in cells.items() if cell != ""}


def _numbered(question: Question) -> Cells:
    options = [choice.text for choice in question.choices]
    options += [pair.left for pair in question.pairs]
    partners = [*(pair.right for pair in question.pairs), *question.extra]
    reasons = [choice.reason for choice in question.choices]
    return {
        Place(part, number): text
        for part, texts in (
            ("option", [*options, *question.steps]),
            ("partner", partners),
            ("reason", reasons),
        )
        for number, text in enumerate(texts, start=1)
    }


def _right(question: Question, lang: Lang) -> Cell:
    if question.choices:
        right = [str(n) for n, choice in enumerate(question.choices, start=1) if choice.right]
        return int(right[0]) if len(right) == 1 else ", ".join(right)
    if question.truth is not None:
        return TRUTHS[question.truth][lang]
    if question.value is not None:
        return question.value if abs(question.value) < _LARGEST else str(question.value)
    return question.accepted[0] if question.kind == "gap" and question.accepted else ""


def _claim(code: str, lang: Lang) -> str:
    return CLAIMS[ClaimKind(code)][lang] if code in set(ClaimKind) else code


def _accepted(question: Question) -> tuple[str, ...]:
    return question.accepted[1:] if question.kind == "gap" else question.accepted


_LISTED: Final = ("accepted", "evidence", "tags")
