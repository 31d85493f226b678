"""C24: no cell of any CSV that leaves here is a formula, and texts come back as they were.

What comes back from a table of questions, and what an office program makes of it, is in
`tests/formats/tables` and `tests/formats/sheets`. Here: every file with commas that the program
can write, with the same texts in it.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from quizapp.domain.content import Article
from quizapp.formats.sheets.separated import csv_bytes, defused
from quizapp.formats.sheets.table import Column, Table
from quizapp.formats.tables.separated import restored
from quizapp.services import mine
from quizapp.services.accounts import Viewer
from tests.play import Player, request, submission

# What a spreadsheet runs, or drops before it looks whether to run.
RUNS = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
FORMULAS = (
    '=HYPERLINK("http://evil.example";"x")',
    "=1+2",
    "+1+2",
    "-1+2",
    "@SUM(A1)",
    "\t=1+2",
    "\r=1+2",
    "\n=1+2",
    "\uff1d1+2",
    "\uff20SUM(A1)",
    "'=1+2",
    "''=1+2",
    '=cmd|" /C calc"!A0',
)


# Tabs for Anki, which runs nothing; an apostrophe would stand on the card.
ANKIS = "quizapp/formats/anki/text.py"


@given(st.text(max_size=30) | st.sampled_from(FORMULAS))
@example("'")
@example("\ud800=1+2")
@example("\0=1+2")
def test_no_text_is_a_formula_in_a_table_of_numbers(text: str) -> None:
    table = Table("x", "en", (Column(text),), ((text,), (-3,)))
    rows = list(csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig"), newline="")))
    kept = re.sub("[\ud800-\udfff\0]", "", text)
    for cell in (rows[0][:1] or [""], rows[1][:1] or [""]):
        assert not RUNS.match(cell[0])
        assert cell[0] in (kept, f"'{kept}")
    assert rows[2] == ["-3"], "a number is a number"


@pytest.mark.parametrize("text", FORMULAS)
def test_what_was_defused_is_read_as_it_was(text: str) -> None:
    assert not RUNS.match(defused(text))
    assert restored(defused(text)) == text


def test_ones_own_answers_leave_as_text(
    session: Session, player: Player, account: Viewer, article: Article
) -> None:
    for number, text in enumerate(FORMULAS):
        player.start(request(length=1, kinds=("gap",)), public_id=f"r-{number}")
        player.submit(1, submission({"text": [text]}))
    rows = list(csv.reader(io.StringIO(mine.export_csv(session, account.account_id))))
    typed = [row[-1] for row in rows[1:]]
    assert len(typed) == len(FORMULAS)
    for row in rows:
        assert not [cell for cell in row if RUNS.match(cell) and not cell.lstrip("-").isdigit()]


def test_every_writer_of_commas_is_one_of_these() -> None:
    """A new use of the csv module is looked at, and gets its texts through `defused`."""
    writers = {
        str(file)
        for file in Path("quizapp").rglob("*.py")
        if "csv.writer" in file.read_text(encoding="utf-8")
    } - {ANKIS}
    for file in writers:
        assert "defused" in Path(file).read_text(encoding="utf-8"), file
    assert len(writers) >= 3
    assert Path(ANKIS).exists()
