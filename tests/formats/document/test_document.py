"""The sheet as DOCX: everything that the page has, turned around as the format wants it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

import pytest

from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.formats.document import docx_of
from quizapp.formats.worksheet import LAYOUTS, PARTS, Layout, Part, Worksheet
from quizapp.formats.worksheet.body import sheet_tree
from quizapp.web.formatting import shown
from tests.formats.worksheet.sheets import questions, worksheet

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts_of(sheet: Worksheet) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx_of(sheet))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def document_of(sheet: Worksheet) -> Element:
    return fromstring(parts_of(sheet)["word/document.xml"])


def texts(root: Element) -> str:
    lines = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in root.iter(f"{W}p"))
    return " ".join(" ".join(lines).split())


def arabic(sheet: Worksheet) -> Worksheet:
    return replace(sheet, shown=lambda text, lang: shown(text, lang, "arab"), arabic_digits=True)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("part", PARTS)
def test_every_text_of_the_sheet_is_in_the_document(layout: Layout, part: Part) -> None:
    sheet = replace(worksheet(layout), part=part)
    found = texts(document_of(sheet))
    for element in sheet_tree(sheet).iter():
        kind = element.get("class", "")
        for text in (element.text, element.tail):
            if kind not in ("ws-count", "ws-letter") and (text or "").strip():
                assert " ".join((text or "").split()) in found


@pytest.mark.parametrize("part", PARTS)
def test_the_key_is_kept_apart(part: Part) -> None:
    found = texts(document_of(replace(worksheet("en"), part=part)))
    assert ("Answer key" in found) == (part != "sheet")
    assert ("One answer is right." in found) == (part != "key")


def paragraphs(root: Element) -> Iterator[tuple[Element, str]]:
    for paragraph in root.iter(f"{W}p"):
        text = "".join(t.text or "" for t in paragraph.iter(f"{W}t"))
        if text.strip():
            yield paragraph, text


def turned(paragraph: Element) -> bool:
    mark = paragraph.find(f"{W}pPr/{W}bidi")
    assert mark is not None
    return mark.get(f"{W}val") == "1"


@pytest.mark.parametrize(("lang", "rtl"), [("ar", True), ("en", False)])
def test_every_paragraph_runs_as_its_language_does(lang: Layout, rtl: bool) -> None:
    root = document_of(worksheet(lang))
    turns = {text: turned(p) for p, text in paragraphs(root)}
    assert {turn for text, turn in turns.items() if "https:" not in text} == {rtl}
    assert (root.find(f".//{W}sectPr/{W}bidi") is not None) == rtl
    tables = root.findall(f".//{W}tbl")
    assert len(tables) == 2
    assert all((t.find(f"{W}tblPr/{W}bidiVisual") is not None) == rtl for t in tables)


def test_arabic_letters_are_told_to_be_arabic_and_latin_ones_are_not() -> None:
    question = questions()[0]
    stem = Bilingual("من يرأس FIFA في 2025؟", "Who leads الفيفا?")
    asked = (replace(question, item=replace(question.item, stem=stem)),)
    for layout in LAYOUTS:
        for run in document_of(worksheet(layout, asked)).iter(f"{W}r"):
            text = "".join(t.text or "" for t in run.iter(f"{W}t"))
            rtl = run.find(f"{W}rPr/{W}rtl") is not None
            if any("\u0621" <= ch <= "\u064a" for ch in text):
                assert rtl
                language = run.find(f"{W}rPr/{W}lang")
                assert language is not None
                assert language.get(f"{W}bidi") == "ar-SA"
            if any(ch.isascii() and ch.isalpha() for ch in text):
                assert not rtl


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_questions_are_numbered_by_the_program_and_the_key_from_one_again(lang: Lang) -> None:
    root = document_of(worksheet(lang))
    numbers = [n.get(f"{W}val") for n in root.findall(f".//{W}numPr/{W}numId")]
    count = len(questions())
    assert numbers == ["1"] * count + ["2"] * count


def test_arabic_digits_are_typed() -> None:
    root = document_of(arabic(worksheet("ar")))
    assert root.find(f".//{W}numPr") is None
    numbered = [text for _, text in paragraphs(root) if text[0] in "٠١٢٣٤٥٦٧٨٩"]
    assert [text.split(".")[0] for text in numbered if text[1] == "."][:3] == ["١", "٢", "٣"]
    assert not [text for _, text in paragraphs(root) if "12" in text]


def test_properties_stand_in_the_order_that_the_format_wants() -> None:
    """Office programs refuse a document otherwise, or pass over what comes too late."""
    order = ["pStyle", "keepNext", "keepLines", "pageBreakBefore", "numPr", "pBdr", "bidi"]
    order += ["spacing", "ind", "jc"]
    runs = ["rStyle", "rFonts", "b", "bCs", "color", "sz", "szCs", "u", "bdr", "rtl", "lang"]
    for layout in LAYOUTS:
        root = document_of(arabic(worksheet(layout)))
        for name, wanted in (("pPr", order), ("rPr", runs)):
            for properties in root.iter(f"{W}{name}"):
                found = [each.tag.removeprefix(W) for each in properties]
                assert found == sorted(found, key=wanted.index)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_sheet_is_the_same_file_and_says_nothing_of_who_made_it(layout: Layout) -> None:
    assert docx_of(worksheet(layout)) == docx_of(worksheet(layout))
    told = parts_of(worksheet(layout))["docProps/core.xml"].decode()
    assert "python" not in told
    assert "2000-01-01" in told


def test_the_code_to_scan_says_its_address() -> None:
    root = document_of(worksheet("ar"))
    described = [e.get("descr") for e in root.iter() if e.tag.endswith("}docPr")]
    assert described == [worksheet("ar").address]
    silent = document_of(replace(worksheet("ar"), address=""))
    assert not [e for e in silent.iter() if e.tag.endswith("}docPr")]


def test_what_no_file_may_hold_is_left_out() -> None:
    question = questions()[0]
    stem = Bilingual("a\x00b\x0bc\ud800d<w:p>&]]>\u202ee", "x\ufffey")
    asked = (replace(question, item=replace(question.item, stem=stem)),)
    assert "abcd<w:p>&]]>e" in texts(document_of(worksheet("ar", asked)))
    assert "xy" in texts(document_of(worksheet("en", asked)))


def test_a_title_longer_than_a_property_may_be_stands_whole_on_the_sheet() -> None:
    title = Bilingual("\u0643\u062a\u0627\u0628 " * 100, "book " * 100)
    for lang in LANGS:
        found = texts(document_of(replace(worksheet(lang), title=title)))
        assert title[lang].strip() in found
