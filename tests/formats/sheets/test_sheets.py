"""Tables as files: what goes in comes out, and nothing in them runs."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.formats.sheets import Cell, Column, Table, csv_bytes, xlsx_bytes
from quizapp.formats.sheets.separated import BYTE_ORDER_MARK, defused
from quizapp.formats.sheets.workbook import LONGEST_TEXT, sheet_name

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DANGEROUS = (
    "=1+2",
    '=HYPERLINK("http://example.org")',
    "+3",
    "-5 - 3",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    "'=1",
    "''@x",
)
HARMLESS = (
    "007",
    "http://example.org",
    "سمرقند",
    "5 - 3",
    "{=1}",
    "'quoted'",
    '"',
    "a,b\r\nc",
    "1e9",
)

TEXTS = st.text(max_size=30) | st.sampled_from((*DANGEROUS, *HARMLESS))


def table(*rows: tuple[Cell, ...], lang: Lang = "ar", columns: int = 1) -> Table:
    return Table("نتائج", lang, tuple(Column(f"عمود {at}") for at in range(columns)), rows)


def read_back(made: bytes) -> list[list[object]]:
    return list(CalamineWorkbook.from_object(io.BytesIO(made)).get_sheet_by_index(0).to_python())


def read_csv(made: bytes) -> list[list[str]]:
    assert made.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))


def restored(text: str) -> str:
    """What a reader does: take off the one apostrophe before what would run."""
    return text[1:] if text.startswith("'") and defused(text[1:]) == text else text


@pytest.mark.parametrize("text", [*DANGEROUS, *HARMLESS])
def test_a_text_arrives_in_a_workbook_as_that_text(text: str) -> None:
    (_, (cell,)) = read_back(xlsx_bytes(table((text,)), NOW))
    assert cell == text


@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=5))
@settings(deadline=None, max_examples=60)
def test_whatever_is_typed_arrives_and_no_formula_or_link_is_made(texts: list[str]) -> None:
    made = xlsx_bytes(table(*((text,) for text in texts)), NOW)
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
        names = packed.namelist()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert not [name for name in names if "externalLink" in name]
    kept = [row[0] for row in read_back(made)[1:]]
    assert kept == texts


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_defuses_what_would_run(text: str) -> None:
    (_, (cell,)) = read_csv(csv_bytes(table((text,))))
    assert cell == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_csv_leaves_what_does_not_run_as_it_is(text: str) -> None:
    (_, (cell,)) = read_csv(csv_bytes(table((text,))))
    assert cell == text


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_csv_of_any_texts_is_read_back_whole_and_no_cell_runs(rows: list[tuple[str, str]]) -> None:
    made = csv_bytes(table(*rows, columns=2))
    got = read_csv(made)[1:]
    wanted = [tuple(text.replace("\0", "") for text in row) for row in rows]
    assert [tuple(map(restored, row)) for row in got] == wanted
    assert not [cell for row in got for cell in row if cell[:1] in tuple("=+-@\t\r\n＝＋－＠")]
    for line in made.decode("utf-8-sig").splitlines(keepends=True)[:1]:
        assert line.endswith("\r\n")


def test_numbers_days_and_moments_keep_their_type() -> None:
    columns = (
        Column("n", "number"),
        Column("s", "share"),
        Column("d", "day"),
        Column("m", "moment"),
        Column("t"),
    )
    riyadh = datetime(2026, 11, 23, 12, 30, 59, tzinfo=ZoneInfo("Asia/Riyadh"))
    made = Table("x", "en", columns, ((-3, 0.5, date(2026, 11, 23), riyadh, None),))
    (_, row) = read_back(xlsx_bytes(made, NOW))
    assert row == [-3.0, 0.5, date(2026, 11, 23), riyadh.replace(tzinfo=None), ""]
    assert read_csv(csv_bytes(made))[1] == ["-3", "0.5", "2026-11-23", "2026-11-23 12:30", ""]


def test_what_is_no_number_is_written_as_a_word() -> None:
    made = table((float("nan"),), (float("inf"),))
    assert [row[0] for row in read_back(xlsx_bytes(made, NOW))[1:]] == ["nan", "inf"]
    assert [row[0] for row in read_csv(csv_bytes(made))[1:]] == ["nan", "inf"]


@pytest.mark.parametrize("lang", LANGS)
def test_an_arabic_sheet_runs_from_the_right_and_an_english_one_does_not(lang: Lang) -> None:
    made = xlsx_bytes(table(("أ",), lang=lang), NOW)
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert ('rightToLeft="1"' in sheet) == (lang == "ar")


def test_the_same_table_gives_the_same_workbook() -> None:
    assert xlsx_bytes(table(("أ",)), NOW) == xlsx_bytes(table(("أ",)), NOW)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("صف 3/ب: نتائج", "صف 3 ب نتائج"),
        ("'[quoted]'", "quoted"),
        ("", "Waraqa"),
        ("***", "Waraqa"),
        ("a" * 40, "a" * 31),
        ("\U00020000" * 20, "\U00020000" * 15),
    ],
)
def test_a_sheet_has_a_name_that_programs_accept(title: str, name: str) -> None:
    assert sheet_name(title) == name
    made = Table(title, "en", (Column("a"),), ())
    assert CalamineWorkbook.from_object(io.BytesIO(xlsx_bytes(made, NOW))).sheet_names == [name]


def test_a_text_longer_than_a_cell_is_cut_and_not_lost() -> None:
    (_, (cell,)) = read_back(xlsx_bytes(table(("ب" * 40_000,)), NOW))
    assert cell == "ب" * (LONGEST_TEXT - 1) + "…"
    (_, (cell,)) = read_back(xlsx_bytes(table(("\U00020000" * 20_000,)), NOW))
    assert cell == "\U00020000" * (LONGEST_TEXT // 2) + "…"


def test_a_row_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        table(("a", "b"))
