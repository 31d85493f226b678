"""Reading a roster: which line names whom, and what is wrong with which line.

A roster is a table with a column of names, and perhaps one of login names. Headings are
known in Arabic and English, in any order, and other columns are passed over; without
headings the first column that holds letters is the names. A title may stand above the
headings. Pasted lines may be numbered:

    1. Huda Salem          line 1, "Huda Salem"
    2. Rania Nasser        line 2, "Rania Nasser"
                           passed over
    3. huda  salem         line 4, "twice": the same name as in line 1

Every problem is found, each with its line. What cannot be read as a table at all is rejected.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from quizapp.domain.errors import QuizappError
from quizapp.domain.exchange.travel import FileRefused
from quizapp.domain.logins import LoginRejected, NameRejected, folded, tidy_login, tidy_name
from quizapp.formats.safety.workbook import Bounds, is_workbook, rows_of_workbook

MOST_LINES: Final = 500
MOST_BYTES: Final = 1024 * 1024
_LONGEST_LINE: Final = 1000
_TITLES: Final = 8
_BOUNDS: Final = Bounds(
    parts=200,
    unpacked=16 * 1024 * 1024,
    elements=300_000,
    rows=5_000,
    columns=200,
    cell=_LONGEST_LINE,
    characters=8 * 1024 * 1024,
    cut=True,
)
_NUMBERED: Final = re.compile(r"^\s*\d{1,3}\s*[.):\-\u2013]\s*")

Row = tuple[int, Sequence[str]]

_HEADINGS: Final = {
    "name": (
        *("name", "names", "full name", "student", "student name", "students"),
        *("pupil", "pupil name", "pupils", "learner", "learners"),
        *("الأسماء", "أسماء الطلاب", "أسماء الطالبات", "أسماء المتعلمين", "أسماء التلاميذ"),
        *("الاسم", "اسم", "الاسم الكامل", "الاسم الثلاثي", "الاسم الرباعي", "الطالب", "الطالبة"),
        *("اسم الطالب", "اسم الطالبة", "المتعلم", "اسم المتعلم", "التلميذ", "اسم التلميذ"),
    ),
    "first": ("first name", "first", "given name", "forename", "الاسم الأول", "الاسم الشخصي"),
    "last": (
        *("last name", "last", "surname", "family name", "family"),
        *("اسم العائلة", "العائلة", "اللقب", "الكنية", "الاسم العائلي", "الاسم الأخير"),
    ),
    "login": (
        *("login", "login name", "username", "user name", "user"),
        *("اسم الدخول", "اسم المستخدم", "المستخدم"),
    ),
}
_KNOWN: Final = {folded(word): part for part, words in _HEADINGS.items() for word in words}


class RosterRejected(QuizappError):
    """Something that is no table of names.

    `code`: `empty`, `too_large`, `too_many`, `encoding`, `format`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One pupil: the line she stands in, counted from 1, her name, her login name if given."""

    number: int
    name: str
    login: str | None


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """What is wrong with a line. `value` is what stands there, `other` the line it repeats.

    `code`: `empty`, `long`, `characters`, `letters`, `twice`; `login_short`, `login_long`,
    `login_characters`, `login_twice`.
    """

    line: int
    code: str
    value: str
    other: int = 0


@dataclass(frozen=True, slots=True)
class Roster:
    """What was read. A roster with problems is not to be taken over."""

    lines: tuple[RosterLine, ...]
    problems: tuple[RosterProblem, ...]


def read_pasted(text: str) -> Roster:
    """Read pasted lines: names one a line, or cells out of a spreadsheet. Raises RosterRejected."""
    if len(text) > MOST_BYTES:
        raise RosterRejected("too_large")
    lines = [(at, line) for at, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if any("\t" in line for _, line in lines):
        return _roster([(at, line.split("\t")) for at, line in lines])
    if lines and _columns_named(_cells(lines[0][1])):
        return _roster([(at, _cells(line)) for at, line in lines])
    return _roster([(at, [_NUMBERED.sub("", line, count=1)]) for at, line in lines])


def read_file(data: bytes) -> Roster:
    """Read an XLSX workbook (its first sheet) or a CSV file. Raises RosterRejected."""
    if len(data) > MOST_BYTES:
        raise RosterRejected("too_large")
    if is_workbook(data):
        try:
            rows = rows_of_workbook(data, _BOUNDS)[: MOST_LINES + _TITLES + 1]
        except FileRefused as refused:
            code = "too_large" if refused.code == "too_large" else "format"
            raise RosterRejected(code) from refused
        return _roster([(row.number, row.cells) for row in rows])
    return _roster(list(_rows_of_csv(_decoded(data))))


def _decoded(data: bytes) -> str:
    codec = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise RosterRejected("encoding") from error
    if "\x00" in text:
        raise RosterRejected("format")
    return text


def _rows_of_csv(text: str) -> Iterator[Row]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise RosterRejected("format") from error


def _cells(line: str) -> Sequence[str]:
    delimiter = max(",;،", key=line.count)
    return line.split(delimiter)


def _roster(rows: Sequence[Row]) -> Roster:
    if not rows:
        raise RosterRejected("empty")
    columns, rows = _headed(rows)
    if not rows:
        raise RosterRejected("empty")
    if len(rows) > MOST_LINES:
        raise RosterRejected("too_many")
    return _checked((number, *_named(cells, columns)) for number, cells in rows)


def _headed(rows: Sequence[Row]) -> tuple[dict[str, int], Sequence[Row]]:
    """Where the names stand, and the rows that hold them: those below the headings, if any.

    Lists of schools often have a title or a date above the headings.
    """
    for at, (_, cells) in enumerate(rows[:_TITLES]):
        columns = _columns_named(cells)
        if columns:
            return columns, rows[at + 1 :]
    return {"name": _first_with_letters(rows)}, rows


def _columns_named(cells: Sequence[str]) -> dict[str, int]:
    """Where the headings say that the names stand; nothing for a row that is no heading."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells[:50]):
        part = _KNOWN.get(folded(cell[:_LONGEST_LINE]))
        if part is not None:
            found.setdefault(part, at)
    return found if found.keys() & {"name", "first"} else {}


def _first_with_letters(rows: Sequence[Row]) -> int:
    width = max(len(cells) for _, cells in rows)
    for at in range(width):
        filled = [cells[at] for _, cells in rows if at < len(cells) and cells[at].strip()]
        if filled and sum(map(_has_letter, filled)) * 2 > len(filled):
            return at
    return 0


def _named(cells: Sequence[str], columns: dict[str, int]) -> tuple[str, str]:
    def at(part: str) -> str:
        place = columns.get(part, len(cells))
        return _visible(cells[place]) if place < len(cells) else ""

    whole = at("name") or f"{at('first')} {at('last')}"
    return whole, at("login")


def _visible(cell: str) -> str:
    """A cell without marks that cannot be seen, which copying from other programs leaves."""
    shown = cell[:_LONGEST_LINE]
    return "".join(each for each in shown if unicodedata.category(each) != "Cf").strip()


def _has_letter(text: str) -> bool:
    return any(unicodedata.category(each)[0] == "L" for each in text)


def _checked(rows: Iterable[tuple[int, str, str]]) -> Roster:
    lines: list[RosterLine] = []
    problems: list[RosterProblem] = []
    names: dict[str, int] = {}
    logins: dict[str, int] = {}
    for number, name, login in rows:
        line, code = _line(number, name, login)
        if line is None:
            problems.append(RosterProblem(number, code, login if "login" in code else name))
            continue
        other = names.setdefault(folded(line.name), number)
        if other != number:
            problems.append(RosterProblem(number, "twice", line.name, other))
        other = logins.setdefault(folded(line.login), number) if line.login else number
        if other != number:
            problems.append(RosterProblem(number, "login_twice", line.login or "", other))
        lines.append(line)
    return Roster(tuple(lines), tuple(problems))


def _line(number: int, name: str, login: str) -> tuple[RosterLine | None, str]:
    try:
        tidied = tidy_name(name)
    except NameRejected as rejection:
        return None, rejection.code
    if not _has_letter(tidied):
        return None, "letters"
    try:
        return RosterLine(number, tidied, tidy_login(login) if login else None), ""
    except LoginRejected as rejection:
        return None, f"login_{rejection.code}"
