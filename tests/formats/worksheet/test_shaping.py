"""Arabic in the PDF, letter by letter: joined, with its marks, spaced, at the right."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from quizapp.formats.worksheet import PrintingFailed, document, printed
from quizapp.formats.worksheet.document import STYLE_SHEET
from quizapp.web.formatting import shown
from tests.formats.worksheet.pictures import DPI, difference, drawn, ink, pages, parts
from tests.formats.worksheet.sheets import worksheet

POINTS = 12
WORDS = (
    *("محمد", "سلام", "لا", "ورد", "مُحَمَّدٌ", "السلام عليكم", "الأردن", "لأنّ", "آلام"),
    *("كِتَابٌ", "مئة وخمسون", "هٰذا", "يُسألُ عن الشيءِ", "فلسطين", "قمة شنغهاي", "١٢٣٤٥٦٧٨٩٠", "ه"),
)
PIECES = {"محمد": 1, "سلام": 2, "لا": 1, "ورد": 3, "ه": 1}
CLOSE = 900
WHITE = 255
NUMBERS = (6590, 2520, 500, 6000)
CORNER = (3400, 500, 3700, 800)
ALIKE = 0.25
STRANGE = 0.8


def on_paper(words: tuple[str, ...]) -> bytes:
    """A PDF with one word a page, in the clothes of the sheet."""
    sections = "".join(
        f'<section class="sheet ws-key" lang="ar" dir="rtl"><p>{html.escape(word)}</p></section>'
        for word in words
    )
    try:
        return printed(
            f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>x</title>'
            f'<link rel="stylesheet" href="{STYLE_SHEET}"></head>'
            f'<body><div class="worksheet ar">{sections}</div></body></html>'
        )
    except PrintingFailed as failed:
        if failed.code == "missing":
            pytest.skip("Pango is not installed here, so nothing can be drawn")
        raise


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Image.Image]:
    """Every word as the PDF shows it."""
    found = pages(on_paper(WORDS), tmp_path_factory.mktemp("words"), CLOSE, CORNER)
    assert len(found) == len(WORDS)
    return {word: ink(page) for word, page in zip(WORDS, found, strict=True)}


@pytest.mark.slow
@pytest.mark.parametrize("word", WORDS)
def test_a_word_looks_as_another_engine_draws_it(
    word: str, pictures: Mapping[str, Image.Image]
) -> None:
    assert difference(pictures[word], drawn(word, POINTS, CLOSE)) < ALIKE


@pytest.mark.slow
@pytest.mark.parametrize("word", [w for w in WORDS if len(w) > 1 and w[0] not in "و١"])
def test_letters_one_by_one_would_look_otherwise(
    word: str, pictures: Mapping[str, Image.Image]
) -> None:
    """So that the comparison is known to tell the two apart."""
    assert difference(pictures[word], drawn(word, POINTS, CLOSE, joined=False)) > STRANGE


@pytest.mark.slow
@pytest.mark.parametrize("word", PIECES)
def test_letters_are_joined(word: str, pictures: Mapping[str, Image.Image]) -> None:
    assert parts(pictures[word]) == PIECES[word]


@pytest.mark.slow
def test_vowel_marks_are_there(pictures: Mapping[str, Image.Image]) -> None:
    bare, marked = pictures["محمد"], pictures["مُحَمَّدٌ"]
    assert parts(marked) >= parts(bare) + 4
    assert marked.height > bare.height


@pytest.mark.slow
@pytest.mark.parametrize("word", ["السلام عليكم", "مئة وخمسون", "قمة شنغهاي"])
def test_words_stand_apart_by_a_space_and_no_more(
    word: str, pictures: Mapping[str, Image.Image]
) -> None:
    widest = max(gaps(pictures[word]))
    assert 0.12 < widest / (POINTS * CLOSE / 72) < 0.5


def gaps(picture: Image.Image) -> list[int]:
    """The widths of the columns without ink."""
    row = picture.resize((picture.width, 1), Image.Resampling.BOX).tobytes()
    found, here = [0], 0
    for value in row:
        here = here + 1 if value == 0 else 0
        found.append(here)
    return found


def margins(page: Image.Image) -> tuple[float, float]:
    """How far in the ink begins at the left and at the right, in millimetres."""
    found = page.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert found is not None
    scale = 25.4 / DPI
    return found[0] * scale, (page.width - found[2]) * scale


def first_page(sheet_bytes: bytes, folder: Path) -> Image.Image:
    """The questions of the first page, without what stands above them."""
    page = pages(sheet_bytes, folder)[0]
    return page.crop((0, page.height * 3 // 10, page.width, page.height * 9 // 10))


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "side"), [("ar", 1), ("en", 0)])
def test_questions_begin_at_the_edge_where_lines_begin(
    lang: str, side: int, tmp_path: Path
) -> None:
    asked = tuple(q for q in worksheet("ar").questions if q.item.kind in ("choice", "claim"))
    sheet = replace(worksheet(lang, asked), part="sheet")  # type: ignore[arg-type]
    near = margins(first_page(printed(document(sheet)), tmp_path))
    assert 14 <= near[side] < 24
    assert near[1 - side] > near[side] + 10


@pytest.mark.slow
def test_questions_are_numbered_in_the_digits_of_the_reader(tmp_path: Path) -> None:
    sheet = replace(
        worksheet("ar"),
        part="sheet",
        shown=lambda text, lang: shown(text, lang, "arab"),
        arabic_digits=True,
    )
    (page, *_) = pages(printed(document(sheet)), tmp_path, CLOSE, NUMBERS)
    number = rightmost(page)
    found = [difference(number, drawn(digit, POINTS, CLOSE)) for digit in "٠١٢٣٤٥٦٧٨٩"]
    assert found.index(min(found)) == 1
    assert min(found) < ALIKE


def rightmost(page: Image.Image) -> Image.Image:
    """The first thing on the first line that stands at the right."""
    rows = page.resize((1, page.height), Image.Resampling.BOX).tobytes()
    begins = next(y for y, value in enumerate(rows) if value < WHITE)
    ends = next(y for y in range(begins, page.height) if rows[y] == WHITE)
    line = ink(page.crop((0, begins, page.width, ends)))
    columns = line.resize((line.width, 1), Image.Resampling.BOX).tobytes()
    left = next(x for x in range(line.width - 1, 0, -1) if columns[x] == 0)
    return ink(ImageChops.invert(line.crop((left, 0, line.width, line.height))))
