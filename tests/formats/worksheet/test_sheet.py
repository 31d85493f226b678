"""A round on paper, as HTML: everything asked, nothing given away, in both directions."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import html5lib
import pytest

from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.domain.items.registry import KINDS
from quizapp.formats.worksheet import LAYOUTS, Layout, document, sheet_html
from quizapp.formats.worksheet.key import answer_lines
from quizapp.formats.worksheet.marks import LETTERS, letter
from tests.formats.worksheet.sheets import ADDRESS, questions, worksheet


def texts(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def halves(layout: Layout) -> tuple[str, str]:
    """The texts of the sheet, and those of the key."""
    before, mark, after = sheet_html(worksheet(layout)).partition('class="sheet ws-key"')
    assert mark
    return texts(before), texts(after)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_document_is_sound_html(layout: Layout) -> None:
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(document(worksheet(layout)))
    assert not parser.errors


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_question_and_every_option_is_on_the_sheet(layout: Layout) -> None:
    sheet, _ = halves(layout)
    for question in questions():
        for lang in worksheet(layout).langs:
            assert flat(question.item.stem[lang]) in sheet
            for option in question.item.options:
                assert flat(option.text[lang]) in sheet
            for left in question.item.lefts:
                assert flat(left[lang]) in sheet


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_key_has_every_answer_with_its_reason_and_its_proof(layout: Layout) -> None:
    _, key = halves(layout)
    for question in questions():
        for lang in worksheet(layout).langs:
            for line in (
                *answer_lines(question, lang),
                *question.item.explanation[lang].split("\n"),
            ):
                assert flat(line) in key
            for sentence in question.evidence:
                assert flat(sentence.text[lang]) in key


@pytest.mark.parametrize("lang", LANGS)
def test_a_sheet_of_typed_questions_does_not_hold_their_answers(lang: Lang) -> None:
    asked = tuple(q for q in questions() if q.item.kind in ("gap", "number"))
    assert asked
    html = sheet_html(worksheet(lang, asked))
    sheet = texts(html.partition('class="sheet ws-key"')[0])
    for question in asked:
        assert question.item.typed is not None
        assert question.item.typed.accepted[lang][0] not in sheet.replace(ADDRESS, "")
        assert flat(question.item.explanation[lang]) not in sheet


def test_every_kind_has_its_way_onto_paper() -> None:
    assert {question.item.kind for question in questions()} == set(KINDS)


@pytest.mark.parametrize("lang", LANGS)
def test_the_letter_in_the_key_is_the_letter_before_the_option(lang: Lang) -> None:
    for question in questions():
        if question.item.kind != "choice":
            continue
        html = sheet_html(worksheet(lang, (question,))).partition('class="sheet ws-key"')[0]
        printed = re.findall(r'class="ws-letter">([^<]+)</span><span>([^<]+)<', html)
        right = question.item.options[question.item.key[0]].text[lang]
        (named,) = [mark for mark, text in printed if unescape(text) == right]
        assert answer_lines(question, lang) == (f"{named}. {right}",)


def test_arabic_runs_from_the_right_and_english_from_the_left() -> None:
    facing = sheet_html(worksheet("facing"))
    cells = re.findall(r'<td lang="(ar|en)" dir="(rtl|ltr)">', facing)
    assert len(cells) == 4 * len(questions())
    assert set(cells) == {("ar", "rtl"), ("en", "ltr")}
    assert cells[0] == ("ar", "rtl")
    assert '<html lang="ar" dir="rtl">' in document(worksheet("ar"))
    assert '<html lang="en" dir="ltr">' in document(worksheet("en"))


def test_the_sheet_says_where_to_play_and_draws_it() -> None:
    html = sheet_html(worksheet("ar"))
    assert ADDRESS in html
    assert html.count("<svg") == 1
    assert 'aria-hidden="true"' in html
    silent = sheet_html(replace(worksheet("ar"), address=""))
    assert "<svg" not in silent


def test_no_text_becomes_markup() -> None:
    danger = '<script>alert(1)</script><img src=x onerror="y">&'
    question = questions()[0]
    item = replace(question.item, stem=Bilingual(danger, danger))
    sheet = replace(
        worksheet("ar", (replace(question, item=item),)),
        title=Bilingual(danger, danger),
        classroom=danger,
        address=f"https://waraqa.example/{danger}",
    )
    html = document(sheet)
    assert "<script" not in html
    assert "<img" not in html
    assert "style=" not in html
    assert danger in texts(html).replace("  ", " ") or flat(danger) in unescape(html)


def test_numbers_are_written_as_the_reader_wishes() -> None:
    sheet = replace(worksheet("ar"), shown=lambda text, lang: f"[{lang}]{text}")
    assert f"[ar]{mini_title()}" in sheet_html(sheet)


def mini_title() -> str:
    return worksheet("ar").title.ar


def test_a_question_in_one_language_leaves_the_other_cell_empty() -> None:
    question = questions()[0]
    item = replace(question.item, stem=Bilingual(question.item.stem.ar, ""))
    assert item.langs == ("ar",)
    html = sheet_html(worksheet("facing", (replace(question, item=item),)))
    english = re.findall(r'<td lang="en" dir="ltr">(.*?)</td>', html)
    assert [texts(cell) for cell in english] == ["1", "1"]


@pytest.mark.parametrize("lang", LANGS)
def test_there_is_a_letter_for_any_number_of_options(lang: Lang) -> None:
    named = [letter(at, lang) for at in range(60)]
    assert len(set(named)) == 60
    assert named[0] == LETTERS[lang][0]
