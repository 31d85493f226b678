"""Files in the shape in which Moodle exports them, type by type, and files that are none."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from quizapp.domain.exchange.question import Choice, Pair, Question
from quizapp.domain.exchange.travel import FileRefused, Note, Taken
from quizapp.domain.text.verdict import Strictness
from quizapp.formats.moodle.reader import read
from quizapp.formats.moodle.traits import LONGEST_TEXT

SAMPLE = Path(__file__).parent / "samples" / "export.xml"


@cache
def _taken() -> Taken:
    return read(SAMPLE.read_bytes(), "en")


def _by_id() -> Mapping[str, Question]:
    return {question.id or question.stem: question for question in _taken().questions}


def _notes_of(item: str) -> list[str]:
    return [
        " ".join((note.code, *note.params.values())) for note in _taken().notes if note.item == item
    ]


EXPECTED = {
    "nile-1": Question(
        "nile-1",
        "choice",
        "ar",
        stem="ما أطول\xa0نهر في أفريقيا؟\n\n[خريطة]",
        choices=(Choice("النيل", True, "أحسنت"), Choice("الكونغو"), Choice("النيل الأزرق")),
        explanation="النيل أطول أنهار أفريقيا.",
        tags=("أنهار-أفريقيا", "سهل"),
    ),
    "Which of these are prime? Mind a]]>b.": Question(
        "",
        "multiple_choice",
        "en",
        stem="Which of these are prime? Mind a]]>b.",
        choices=(
            *(Choice("2", True), Choice("3", True), Choice("7^1", True)),
            Choice("9", False, "3 x 3"),
        ),
    ),
    "sky": Question(
        "sky",
        "true_false",
        "en",
        material="The sky\nis green.",
        truth=False,
        explanation="Look up.",
    ),
    "capital": Question(
        "capital",
        "gap",
        "en",
        material="The capital of France is ____.",
        accepted=("Paris", "Paris*"),
        strictness=Strictness.STRICT,
    ),
    "How high is Mont Blanc?": Question(
        "", "number", "en", stem="How high is Mont Blanc?", value=4806, tolerance=10
    ),
    "g": Question("g", "gap", "ar", stem="كم تبلغ عجلة الجاذبية؟", accepted=("9.8",)),
    "capitals": Question(
        "capitals",
        "match",
        "en",
        stem="Match.",
        pairs=(Pair("France", "Paris"), Pair("Italy", "Rome")),
        extra=("Oslo & co",),
    ),
    "berlin": Question(
        "berlin",
        "gap",
        "en",
        material="____ is the capital of Germany.",
        accepted=("Berlin", "Berlin (DE)"),
    ),
    "four-1": Question(
        "four-1",
        "choice",
        "en",
        stem="____ has 67 million people, pi is 3.14 and red are colours.",
        choices=(Choice("France", True), Choice("Spain", False, "no"), Choice("It~aly")),
    ),
    "four-2": Question(
        "four-2",
        "number",
        "en",
        stem="France has ____ million people, pi is 3.14 and red are colours.",
        value=67,
        tolerance=2,
    ),
    "four-3": Question(
        "four-3",
        "gap",
        "en",
        stem="France has 67 million people, pi is ____ and red are colours.",
        accepted=("3.14",),
    ),
    "four-4": Question(
        "four-4",
        "multiple_choice",
        "en",
        stem="France has 67 million people, pi is 3.14 and ____ are colours.",
        choices=(Choice("red", True), Choice("blue", True), Choice("green")),
    ),
    "order": Question(
        "order", "order", "en", stem="Put in order.", steps=("first", "second", "third")
    ),
    "drag-1": Question(
        "drag-1",
        "choice",
        "en",
        stem="The ____ sat on the mat.",
        choices=(Choice("cat", True), Choice("dog")),
    ),
    "drag-2": Question(
        "drag-2",
        "choice",
        "en",
        stem="The cat sat on the ____.",
        choices=(Choice("mat", True), Choice("moon")),
    ),
    "select": Question(
        "select",
        "choice",
        "en",
        stem="Water boils at ____ degrees.",
        choices=(Choice("50"), Choice("100", True)),
    ),
}


@pytest.mark.parametrize("key", EXPECTED)
def test_each_type_that_moodle_exports_is_read(key: str) -> None:
    assert _by_id()[key] == EXPECTED[key]


def test_nothing_is_read_but_what_is_expected() -> None:
    assert set(_by_id()) == set(EXPECTED)
    assert _taken().title == "أنهار / جبال"


@pytest.mark.parametrize(
    ("item", "notes"),
    [
        ("nile-1", ["media_skipped", "formatting_lost", "weights_changed"]),
        ("Primes", ["formatting_lost"]),
        ("capital", ["wildcard", "weights_changed", "dropped reasons"]),
        ("Height", ["dropped units"]),
        ("g", ["number_as_text", "dropped tolerance"]),
        ("berlin", ["dropped reasons", "weights_changed"]),
        ("four", ["split_gaps 4", "number_as_text", "dropped tolerance", "weights_changed"]),
        ("drag", ["split_gaps 2"]),
        ("Essay", ["unknown_type essay"]),
        ("Read this", ["unknown_type description"]),
        ("sky", ["duplicate_id"]),
        ("No key", ["no_key"]),
        ("", ["dropped feedback", "dropped hints"]),
    ],
)
def test_all_that_is_lost_is_said_with_the_question_that_lost_it(
    item: str, notes: list[str]
) -> None:
    assert sorted(_notes_of(item)) == sorted(notes)


def _quiz(inside: str) -> bytes:
    return f"<quiz>{inside}</quiz>".encode()


def _question(kind: str, inside: str, text: str = "Asked?") -> bytes:
    asked = f'<questiontext format="html"><text>{text}</text></questiontext>'
    return _quiz(f'<question type="{kind}">{asked}{inside}</question>')


def _answer(text: str, fraction: str = "100", more: str = "") -> str:
    return f'<answer fraction="{fraction}"><text>{text}</text>{more}</answer>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_question("numerical", _answer("many")), "broken_item"),
        (_question("numerical", _answer("9" * 400)), "broken_item"),
        (_question("numerical", _answer("1e999999999")), "broken_item"),
        (_question("numerical", _answer("*")), "no_key"),
        (_question("shortanswer", _answer("*")), "no_key"),
        (_question("shortanswer", ""), "no_key"),
        (_question("truefalse", ""), "no_key"),
        (_question("multichoice", _answer("one")), "too_few_choices"),
        (_question("multichoice", _answer("") + _answer("b", "0")), "broken_item"),
        (_question("multichoice", _answer("a", "nan") + _answer("b", "inf")), "no_key"),
        (_question("multichoice", _answer("a") * 101), "too_many_choices"),
        (_question("matching", ""), "too_few_choices"),
        (_question("ordering", _answer("one")), "too_few_choices"),
        (_question("cloze", "", "no gap {1:UNKNOWN:=x}"), "broken_item"),
        (_question("cloze", "", "{1:SA:=x unclosed"), "broken_item"),
        (_question("cloze", "", "{1:SA:=x}" * 51), "too_many_choices"),
        (_question("cloze", "", "{1:MC:=x~y~}"), "broken_item"),
        (_question("gapselect", "", "the [[1]]"), "broken_item"),
        (_question("ddwtos", "", "the [[999]]"), "broken_item"),
        (_question("multichoice", _answer("a") + _answer("b", "0"), ""), "broken_item"),
        (_question("truefalse", _answer("true"), "x" * (LONGEST_TEXT + 1)), "too_long"),
        (_question("truefalse", _answer("true"), "x" * 3_000_000), "too_long"),
        (_question("stack", ""), "unknown_type"),
        (_question("", ""), "unknown_type"),
    ],
)
def test_a_question_that_cannot_be_asked_is_skipped_and_named_by_its_place(
    data: bytes, code: str
) -> None:
    taken = read(data, "en")
    assert taken.questions == ()
    assert [(note.item, note.code) for note in taken.notes] == [("1", code)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<quiz></quiz>", "empty"),
        (b'<quiz><question type="category"/></quiz>', "empty"),
        (b"", "empty"),
        (b"<html><body>no quiz</body></html>", "format"),
        (b"<quiz><question>", "format"),
        (b"<!DOCTYPE quiz [<!ENTITY x 'y'>]><quiz>&x;</quiz>", "unsafe"),
        (b"<quiz>" + b"<question/>" * 60_000 + b"</quiz>", "too_large"),
    ],
)
def test_what_is_no_such_file_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(data, "en")
    assert refusal.value.code == code


def test_questions_beyond_the_most_are_not_taken_and_it_is_said() -> None:
    one = '<question type="truefalse"><questiontext><text>So.</text></questiontext>'
    data = _quiz((one + _answer("true") + "</question>") * 20_005)
    taken = read(data, "en")
    assert len(taken.questions) == 20_000
    assert taken.notes[-1] == Note("too_many_questions", "20001", params={"most": "20000"})


def test_a_claim_of_ours_is_only_believed_where_it_fits() -> None:
    tags = "".join(
        f"<tag><text>waraqa-{tag}</text></tag>"
        for tag in ("kind:number", "claim:nonsense", "strictness:none", "date:99-99")
    )
    data = _question("shortanswer", f"{_answer('x')}<tags>{tags}</tags>")
    assert read(data, "en").questions == (
        Question("", "gap", "en", stem="Asked?", accepted=("x",)),
    )


@pytest.mark.parametrize(
    "text",
    [
        "{1:SA:" * 30_000,
        "&lt;a &quot;&gt;" * 10_000,
        "&lt;" * 90_000,
        "&lt;!--" * 30_000,
        "&lt;div class=&quot;waraqa-stem&quot;&gt;" * 4_000,
        "&amp;#" + "9" * 90_000,
        "[[1]]" * 3_000,
        "_ _ ___" * 2_000,
    ],
)
def test_texts_that_look_like_the_beginning_of_something_take_no_time(text: str) -> None:
    started = time.process_time()
    for kind in ("cloze", "gapselect", "shortanswer"):
        read(_question(kind, _answer("x"), text), "en")
    assert time.process_time() - started < 1
