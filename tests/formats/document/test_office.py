"""The document as LibreOffice opens it: where things stand on its pages, and with what letters."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from quizapp.formats.document import docx_of
from quizapp.formats.worksheet import LAYOUTS, Layout, Worksheet
from quizapp.web.formatting import shown
from tests.formats.worksheet.pictures import pages
from tests.formats.worksheet.sheets import questions, worksheet
from tests.peers import needs, office

pytestmark = pytest.mark.slow
MARGIN = 42.5  # fifteen millimetres
_WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
)
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)

_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Word:
    """A word on a page, in points from its left and its top."""

    text: str
    left: float
    top: float
    right: float
    page: int
    width: float


def sheets() -> dict[str, Worksheet]:
    made = {layout: worksheet(layout) for layout in LAYOUTS}
    arab = replace(
        worksheet("ar"),
        shown=lambda text, lang: shown(text, lang, "arab"),
        arabic_digits=True,
    )
    return {**made, "digits": arab}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Every sheet as LibreOffice makes a PDF of its document."""
    folder = tmp_path_factory.mktemp("office")
    for name, sheet in sheets().items():
        (folder / f"{name}.docx").write_bytes(docx_of(sheet))
    documents = [str(path) for path in sorted(folder.glob("*.docx"))]
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    subprocess.run(
        [office(), home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *documents],
        check=True,
        capture_output=True,
        timeout=110,
    )
    return {name: folder / f"{name}.pdf" for name in sheets()}


def told(pdf: Path, *arguments: str) -> str:
    program = shutil.which("pdftotext")
    needs(program, "pdftotext")
    command = [str(program), *arguments, str(pdf), "-"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout


def words(pdf: Path) -> list[Word]:
    return [
        Word(
            _TURNS.sub("", unescape(text)),
            float(left),
            float(top),
            float(right),
            number,
            float(width),
        )
        for number, (width, _, inner) in enumerate(_PAGE.findall(told(pdf, "-bbox")))
        for left, top, right, _, text in _WORD.findall(inner)
    ]


def numbers(pdf: Path) -> list[Word]:
    """The numbers of questions: a digit at the edge of a page."""
    return [
        word for word in words(pdf) if re.fullmatch(r"\.?\d\.?", word.text) and at_an_edge(word)
    ]


def at_an_edge(word: Word) -> bool:
    return word.left < MARGIN + 12 or word.right > word.width - MARGIN - 12


@pytest.mark.parametrize(("name", "right"), [("ar", True), ("digits", True), ("en", False)])
def test_questions_are_numbered_at_the_edge_where_lines_begin(
    name: str, right: bool, rendered: Mapping[str, Path]
) -> None:
    found = numbers(rendered[name])
    digits = [str(unicodedata.digit(word.text.strip("."))) for word in found]
    count = len(questions())
    assert digits == [str(n) for n in range(1, count + 1)] * 2
    assert {word.left > word.width / 2 for word in found} == {right}


def test_arabic_digits_are_those_of_the_reader(rendered: Mapping[str, Path]) -> None:
    assert {w.text.strip(".") for w in numbers(rendered["digits"])} <= set("١٢٣٤٥٦٧٨٩")
    assert {w.text.strip(".") for w in numbers(rendered["ar"])} <= set("123456789")


@pytest.mark.parametrize(
    ("name", "mark", "mirrored"), [("en", "[A-C]", False), ("ar", "[أبج]", True)]
)
def test_the_columns_of_a_table_are_mirrored(
    name: str, mark: str, mirrored: bool, rendered: Mapping[str, Path]
) -> None:
    """What is to be matched has boxes in its first column and letters in its second."""
    found = words(rendered[name])
    rows = [
        (box, letter)
        for box in found
        for letter in found
        if box.text == "\u2610"
        and re.fullmatch(rf"\.?{mark}\.?", letter.text)
        and box.page == letter.page
        and abs(box.top - letter.top) < 9
        and abs(box.left - letter.left) > 100
    ]
    assert len(rows) == 3
    assert {box.left > letter.left for box, letter in rows} == {mirrored}


def test_facing_languages_stand_side_by_side_arabic_at_the_right(
    rendered: Mapping[str, Path],
) -> None:
    found = words(rendered["facing"])
    one, other = (
        [w for w in found if re.fullmatch(r"[A-Z]\w{3,}", w.text) and w.page],
        [w for w in found if re.search("[\u0621-\u064a\ufb50-\ufefc]{4}", w.text) and w.page],
    )
    assert len(one) > 10
    assert len(other) > 10
    assert all(w.right < w.width / 2 + 5 for w in one)
    assert sum(w.left > w.width / 2 - 5 for w in other) > 0.95 * len(other)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_letter_has_a_face(layout: Layout, rendered: Mapping[str, Path]) -> None:
    """A letter that no font has is drawn as an empty box and cannot be read back."""
    text = unicodedata.normalize("NFKC", told(rendered[layout]))
    asked = {
        letter
        for question in questions()
        for lang in worksheet(layout).langs
        for letter in question.item.stem[lang]
        if letter.isalnum()
    }
    assert asked <= set(text)
    assert "\ufffd" not in text
    assert "\u2610" in text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_stands_beyond_the_margins(
    layout: Layout, rendered: Mapping[str, Path], tmp_path: Path
) -> None:
    for page in pages(rendered[layout].read_bytes(), tmp_path, 72):
        found = dark(page)
        assert found[0] > MARGIN - 10
        assert found[2] < page.width - MARGIN + 10
        assert found[3] < page.height - 20


def dark(page: Image.Image) -> tuple[int, int, int, int]:
    found = page.point(lambda value: 255 if value < 160 else 0).getbbox()
    assert found is not None
    return found


@pytest.mark.parametrize("layout", ["ar", "en"])
def test_the_key_begins_a_page(layout: Layout, rendered: Mapping[str, Path]) -> None:
    found = numbers(rendered[layout])
    again = next(at for at, (_, two) in enumerate(pairwise(found)) if two.text.startswith("1"))
    assert found[again + 1].page > found[again].page
    assert found[again + 1].top < 120
