"""Tables made to do harm are refused: soon, in little memory, and with a word for why."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.domain.exchange.question import Choice
from quizapp.formats.tables.taking import read_table
from tests.formats.tables.hostile import HOSTILE, book, spoken

ROOT = Path(__file__).parents[3]
SECONDS = 2.0
MEGABYTES = 200


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, tuple[str, float]], int]:
    """What reading each file came to, in a process of its own, and its memory in all."""
    folder = tmp_path_factory.mktemp("hostile")
    files = [folder / str(number) for number in range(len(HOSTILE))]
    for file, (make, _) in zip(files, HOSTILE.values(), strict=True):
        file.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-m", "tests.formats.tables.hostile", *map(str, files)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    *lines, memory = done.stdout.splitlines()
    said = [line.split() for line in lines]
    return {w: (code, float(took)) for w, (code, took) in zip(HOSTILE, said, strict=True)}, int(
        memory
    )


@pytest.mark.slow
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_table_is_refused_soon(
    what: str, measured: tuple[dict[str, tuple[str, float]], int]
) -> None:
    code, took = measured[0][what]
    assert code == HOSTILE[what][1]
    assert took < SECONDS


@pytest.mark.slow
def test_hostile_tables_take_little_memory(
    measured: tuple[dict[str, tuple[str, float]], int],
) -> None:
    assert measured[1] < MEGABYTES


def test_a_sheet_that_claims_to_be_huge_is_read_by_what_is_in_it() -> None:
    row = "".join(f"<c><v>{cell}</v></c>" for cell in (1, 2, 3, 2))
    sheet = spoken(b"<row>%b</row>" % row.encode())
    claiming = sheet.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    (question,) = read_table(book(claiming), "en").questions
    assert question.choices == (Choice("2"), Choice("3", right=True))


def test_of_a_formula_the_last_result_is_taken_as_text_and_said() -> None:
    cells = (
        '<c t="str"><f>HYPERLINK("http://x","Who?")</f><v>Who?</v></c>'
        "<c><f>1+1</f><v>2</v></c><c><f>NOW()</f></c><c><v>1</v></c>"
    )
    rows = f"<row>{cells}</row><row>{cells.replace('<c><f>NOW()</f></c>', '<c><v>7</v></c>')}</row>"
    taken = read_table(book(spoken(rows.encode())), "en")
    assert [q.choices for q in taken.questions] == [(Choice("2", right=True), Choice("7"))]
    said = [(note.code, note.line, note.params.get("column")) for note in taken.notes]
    assert said == [("too_few_choices", 2, None), ("formula", 3, "A"), ("formula", 3, "B")]


def test_of_a_date_that_the_program_made_the_day_is_taken_and_said() -> None:
    styles = (
        b"<styleSheet><numFmts>"
        b"<numFmt numFmtId='170' formatCode='[$-401]dd\\.mm\\.yyyy'/></numFmts>"
        b"<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
        b"<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/></cellXfs></styleSheet>"
    )
    cells = "".join(
        f'<c s="{style}"><v>{value}</v></c>'
        for style, value in ((0, 45_220), (1, 45_220), (2, 45_220.5), (0, 1))
    )
    sheet = spoken(b"<row>%b</row>" % cells.encode())
    taken = read_table(book(sheet, styles=styles), "en")
    (question,) = taken.questions
    assert question.stem == "45220"
    assert [choice.text for choice in question.choices] == ["2023-10-21", "2023-10-21 12:00"]
    assert [(n.code, n.params["column"]) for n in taken.notes] == [
        ("date_cell", "B"),
        ("date_cell", "C"),
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        *(("2.0", "2"), ("2", "2"), ("-7.0", "-7"), ("1E3", "1000"), ("0.1", "0.1")),
        *(("0.30000000000000004", "0.3"), ("3.1400000000000001", "3.14"), ("007", "7")),
        *(("1e999", "1e999"), ("nan", "nan"), ("x", "x"), ("1.5E-7", "1.5e-07")),
    ],
)
def test_a_number_is_shown_as_the_spreadsheet_shows_it(value: str, shown: str) -> None:
    cells = f"<c><v>{value}</v></c>" + "<c><v>1</v></c><c><v>2</v></c><c><v>1</v></c>"
    (question,) = read_table(book(spoken(f"<row>{cells}</row>".encode())), "en").questions
    assert question.stem.startswith(shown)


def test_a_text_in_pieces_is_read_whole_and_without_how_it_is_said() -> None:
    text = (
        "<is><r><t>one </t></r><r><t>two</t></r><rPh><t>eins</t></rPh></is>"
        "</c><c t='b'><v>1</v></c><c t='b'><v>0</v></c><c t='inlineStr'><is><t>_x0031_</t></is></c>"
    )
    row = f"<row><c t='inlineStr'>{text}</row>"
    taken = read_table(book(spoken(row.encode())), "en")
    assert taken.notes == ()
    (question,) = taken.questions
    assert (question.kind, question.truth) == ("true_false", True)
    assert question.material == "one two"
