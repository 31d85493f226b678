"""Our own sheet takes every question there and back, as a workbook and as CSV."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from python_calamine import CalamineWorkbook

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.exchange.question import Choice, Question
from quizapp.domain.exchange.travel import Pack
from quizapp.formats.registry import FORMATS
from quizapp.formats.tables.examples import EXAMPLES
from quizapp.formats.tables.filled import LONGEST_TEXT
from quizapp.formats.tables.sheet import fault
from quizapp.formats.tables.template import blank
from quizapp.formats.tables.words import KINDS
from tests.exchange import packs, sample_questions

OURS = ("table_xlsx", "table_csv")
SLOW = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))


def texts_of(data: bytes, sheet: int = 0) -> list[list[str]]:
    """What another reader finds in a workbook."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(sheet).to_python()
    return [[str(cell) for cell in row] for row in rows]


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("lang", LANGS)
def test_the_questions_of_the_article_come_back(name: str, lang: Lang) -> None:
    pack = Pack("samarkand", "القمّة", lang, sample_questions())
    written = FORMATS[name].writer()(pack)
    taken = FORMATS[name].reader()(written.data, "en" if lang == "ar" else "ar")
    assert written.notes == taken.notes == ()
    assert taken.questions == pack.questions


@pytest.mark.parametrize("name", OURS)
@SLOW
@given(packs())
def test_any_question_comes_back(name: str, pack: Pack) -> None:
    written = FORMATS[name].writer()(pack)
    taken = FORMATS[name].reader()(written.data, pack.lang)
    assert taken.questions == tuple(q for q in pack.questions if not fault(q))
    assert [note.code for note in written.notes] == [*filter(None, map(fault, pack.questions))]
    assert taken.notes == ()


@SLOW
@given(packs())
def test_another_reader_finds_every_text_in_the_workbook(pack: Pack) -> None:
    found = texts_of(FORMATS["table_xlsx"].writer()(pack).data)
    carried = [question for question in pack.questions if not fault(question)]
    assert len(found) == len(carried) + 1
    for question, row in zip(carried, found[1:], strict=True):
        wanted = {question.stem, question.material, question.explanation, *question.steps}
        wanted |= {choice.text for choice in question.choices}
        assert wanted - {""} <= {*row}


def long(length: int) -> Question:
    return Question("q", "order", "ar", stem="س" * length, steps=("أ", "ب"))


LIMITS: dict[str, tuple[Question, str]] = {
    "a text as long as may be": (long(LONGEST_TEXT), ""),
    "a longer one": (long(LONGEST_TEXT + 1), "too_long"),
    "one of letters that count twice": (
        Question("q", "gap", "en", stem="\U00020000" * 16_384, accepted=("a",)),
        "too_long",
    ),
    "several that are too long for one cell": (
        Question("q", "gap", "en", stem="x", accepted=("a", *("b" * 9_000 + c for c in "cdef"))),
        "too_long",
    ),
    "as many answers as there is room for": (
        Question("q", "choice", "en", stem="x", choices=(Choice("a", True),) * 14),
        "",
    ),
    "more answers": (
        Question("q", "choice", "en", stem="x", choices=(Choice("a", True),) * 15),
        "too_many_choices",
    ),
    "a kind from elsewhere": (Question("q", "essay", "en", stem="x"), "left_out_kind"),
}


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("what", LIMITS)
def test_what_does_not_fit_is_left_out_and_said(name: str, what: str) -> None:
    question, code = LIMITS[what]
    written = FORMATS[name].writer()(Pack("p", "t", "en", (question,)))
    assert [(note.code, note.item) for note in written.notes] == ([(code, "q")] if code else [])


@pytest.mark.parametrize("lang", LANGS)
def test_the_template_is_ready_to_be_filled_in(lang: Lang) -> None:
    data = blank(lang)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    headings, *below = texts_of(data)
    assert len(book.sheet_names) == 3
    assert not [row for row in below if any(row)]
    assert ("السؤال" if lang == "ar" else "Question") in headings
    instructions = texts_of(data, 1)
    assert all(all(row) for row in instructions)
    assert len(texts_of(data, 2)) == len(KINDS) + 1


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", OURS)
def test_the_examples_are_questions(name: str, lang: Lang) -> None:
    pack = Pack("examples", "أمثلة", lang, EXAMPLES[lang])
    written = FORMATS[name].writer()(pack)
    taken = FORMATS[name].reader()(written.data, lang)
    assert taken.questions == pack.questions
    assert {question.kind for question in taken.questions} == {*KINDS}


@pytest.mark.parametrize("write", [FORMATS[name].writer() for name in OURS])
def test_the_same_questions_give_the_same_bytes(write: Callable[..., object]) -> None:
    pack = Pack("p", "t", "ar", sample_questions("ar"))
    assert write(pack) == write(pack)


@pytest.mark.parametrize(("lang", "orders"), [("ar", {0, 1, 2}), ("en", {0, 1, 2})])
def test_texts_are_laid_out_in_the_direction_of_their_language(
    lang: Lang, orders: set[int]
) -> None:
    """An Arabic line that ends in a full stop would else end on the wrong side."""
    with zipfile.ZipFile(io.BytesIO(blank(lang))) as packed:
        styles = packed.read("xl/styles.xml").decode()
        sheets = [packed.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2, 3)]
    assert {0, *map(int, re.findall(r'readingOrder="(\d)"', styles))} == orders
    assert [('rightToLeft="1"' in sheet) for sheet in sheets] == [lang == "ar"] * 3
    assert 'customHeight="1"' in sheets[1]
