"""Our tables in LibreOffice: opened, saved as something else, and read again.

Nothing in them may have become a formula, every text must be what it was, and what LibreOffice
saves must still be our sheet.
"""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from quizapp.domain.bilingual import LANGS
from quizapp.domain.exchange.question import Choice, Question
from quizapp.domain.exchange.travel import FileRefused, Pack
from quizapp.formats.registry import FORMATS
from quizapp.formats.tables.taking import read_table
from quizapp.formats.tables.template import blank
from tests.exchange import TRAPS, cleaned, sample_questions
from tests.peers import office

pytestmark = pytest.mark.slow

_TEXTS = [cleaned(trap) or "x" for trap in TRAPS]
_DIRE = (
    '=HYPERLINK("http://x.example","x")',
    "=1+2",
    "+1+2",
    "-1+2",
    "@SUM(1)",
    "\uff1d1+2",
    "''=1+2",
    "'=1+2",
    "=cmd|' /C calc'!A0",
    "00123",
    "1-2",
    "16/10",
    "1,234",
    "1e5",
    "TRUE",
    "12.0",
    "0.10",
)
TRAPPED = Pack(
    "traps",
    "فخاخ",
    "ar",
    tuple(
        Question(
            f"t/{at}",
            "choice",
            "ar",
            stem=text,
            choices=(Choice(text, right=True, reason=text), Choice("x")),
            explanation=text,
            evidence=(text,),
        )
        for at, text in enumerate((*_DIRE, *_TEXTS))
    ),
)
SAMPLES = {lang: Pack("samples", "نماذج", lang, sample_questions(lang)) for lang in LANGS}
AS_TEXT = "CSV:44,34,76,1,,0,true,false"
AS_IT_LIKES = "CSV:44,34,76,1"
TO_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """Convert every file once; return what became of one."""
    folder = tmp_path_factory.mktemp("office")
    books = {"traps": TRAPPED, **{f"samples-{lang}": pack for lang, pack in SAMPLES.items()}}
    for name, pack in books.items():
        (folder / f"{name}.xlsx").write_bytes(FORMATS["table_xlsx"].writer()(pack).data)
    for name in ("kahoot", "wayground"):
        data = FORMATS[name].writer()(SAMPLES["ar"]).data
        (folder / f"{name}.xlsx").write_bytes(data)
    (folder / "template.xlsx").write_bytes(blank("ar"))
    separated = FORMATS["table_csv"].writer()(TRAPPED).data
    (folder / "texts.csv").write_bytes(separated)
    (folder / "likes.csv").write_bytes(separated)
    convert(folder, "xlsx", sorted(folder.glob("*.xlsx")))
    convert(folder, "ods", [folder / "texts.csv"], AS_TEXT)
    convert(folder, "ods", [folder / "likes.csv"], AS_IT_LIKES)
    convert(folder, TO_CSV, [folder / "out" / "traps.xlsx"])
    return lambda name: (folder / "out" / name).read_bytes()


def convert(folder: Path, to: str, files: list[Path], read_as: str = "") -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    done = subprocess.run(
        [
            *(office(), profile, "--headless", "--norestore", "--convert-to", to),
            *([f"--infilter={read_as}"] if read_as else []),
            *("--outdir", str(folder / "out"), *map(str, files)),
        ],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def texts(data: bytes) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def formulas(data: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = [packed.read(name) for name in packed.namelist() if name.endswith(".xml")]
    return sum(part.count(b"<f") - part.count(b"<fo") for part in parts if b"<sheetData" in part)


def lives(ods: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(ods)) as packed:
        return packed.read("content.xml").count(b"table:formula")


@pytest.mark.parametrize("name", ["traps", "samples-ar", "samples-en"])
def test_a_workbook_that_went_through_the_office_has_the_same_questions(
    name: str, converted: Callable[[str], bytes]
) -> None:
    data = converted(f"{name}.xlsx")
    pack = TRAPPED if name == "traps" else SAMPLES[name[-2:]]  # type: ignore[index]
    taken = read_table(data, "en" if pack.lang == "ar" else "ar")
    assert taken.notes == ()
    assert taken.questions == pack.questions
    assert formulas(data) == 0


def test_every_text_of_a_workbook_is_the_same_to_a_third_reader(
    converted: Callable[[str], bytes],
) -> None:
    found = texts(converted("traps.xlsx"))[1:]
    for question, row in zip(TRAPPED.questions, found, strict=True):
        assert row.count(question.stem) >= 3


@pytest.mark.parametrize("name", ["kahoot", "wayground"])
def test_the_sheets_for_others_keep_their_headings_and_questions(
    name: str, converted: Callable[[str], bytes]
) -> None:
    written = FORMATS[name].writer()(SAMPLES["ar"]).data
    assert texts(converted(f"{name}.xlsx")) == texts(written)
    assert read_table(converted(f"{name}.xlsx"), "ar") == read_table(written, "ar")


def test_the_template_keeps_its_sheets(converted: Callable[[str], bytes]) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(converted("template.xlsx")))
    assert book.sheet_names == ["الأسئلة", "طريقة التعبئة", "أمثلة"]
    with zipfile.ZipFile(io.BytesIO(converted("template.xlsx"))) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert 'rightToLeft="true"' in sheet
    assert 'type="list"' in sheet
    with pytest.raises(FileRefused) as refused:  # There is nothing in it but headings.
        read_table(converted("template.xlsx"), "ar")
    assert refused.value.code == "empty"


def test_nothing_in_csv_comes_alive(converted: Callable[[str], bytes]) -> None:
    assert lives(converted("texts.ods")) == lives(converted("likes.ods")) == 0


def test_texts_in_csv_stay_texts_where_the_office_is_told_that_they_are(
    converted: Callable[[str], bytes],
) -> None:
    rows = texts(converted("texts.ods"))[1:]
    for question, row in zip(TRAPPED.questions, rows, strict=True):
        assert row[1] in (question.stem, f"'{question.stem}")


def test_csv_saved_by_the_office_is_our_sheet(converted: Callable[[str], bytes]) -> None:
    """But for apostrophes before a formula: the office writes formulas without ours."""
    taken = read_table(converted("traps.csv"), "en")
    pairs = zip(taken.questions, TRAPPED.questions, strict=True)
    changed = [wanted.stem for found, wanted in pairs if found != wanted]
    assert changed == ["''=1+2", "'=1+2"]
