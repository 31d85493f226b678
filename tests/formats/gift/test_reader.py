"""GIFT as people and programs write it, sign by sign, and files that are none."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from quizapp.domain.exchange.question import Choice, Pair, Question
from quizapp.domain.exchange.travel import FileRefused, Note
from quizapp.formats.gift.reader import read

_SPAIN = (Choice("Madrid", True), Choice("Lisbon"))


def _choice(**fields: object) -> Question:
    made = {"id": "", "kind": "choice", "lang": "en", "stem": "Capital of Spain?"}
    return Question(**{**made, "choices": _SPAIN, **fields})  # type: ignore[arg-type]


READ: list[tuple[str, str, Question]] = [
    ("one line", "Capital of Spain?{=Madrid ~Lisbon}", _choice()),
    (
        "many lines",
        "::Spain::\nCapital of\nSpain? {\n  =Madrid\n  ~Lisbon\n}\n",
        _choice(),
    ),
    (
        "id and tags",
        "// a comment\n// [id:es\\]1] [tag:فيزياء] [tag:easy one]\n"
        "Capital of Spain?{=Madrid ~Lisbon}",
        _choice(id="es]1", tags=("فيزياء", "easy-one")),
    ),
    (
        "feedback",
        "Capital of Spain?{=Madrid#Yes! ~Lisbon#No: Portugal####It is Madrid.}",
        _choice(
            choices=(Choice("Madrid", True, "Yes!"), Choice("Lisbon", False, "No: Portugal")),
            explanation="It is Madrid.",
        ),
    ),
    (
        "escaped signs",
        r"a \= b \{c\} \~ \# \: \\ ?{=\=\# ~\n\:x}",
        _choice(stem="a = b {c} ~ # : \\ ?", choices=(Choice("=#", True), Choice(":x"))),
    ),
    (
        "a backslash before nothing special",
        r"a\b \\n c?{=x ~y}",
        _choice(stem="a\\b \\n c?", choices=(Choice("x", True), Choice("y"))),
    ),
    (
        "HTML",
        "[html]<p>Capital of</p><p><b>Spain</b>?</p>{=<i>Madrid</i> ~Lisbon}",
        _choice(stem="Capital of\n\nSpain?"),
    ),
    (
        "plain text that looks like HTML",
        "[plain]Is <b> bold?{=yes ~[html]no<br>no}",
        _choice(stem="Is <b> bold?", choices=(Choice("yes", True), Choice("no\nno"))),
    ),
    (
        "markdown",
        "[markdown]**Capital** of Spain?{=Madrid ~Lisbon}",
        _choice(stem="**Capital** of Spain?"),
    ),
    (
        "a missing word among choices",
        "Madrid is in {=Spain ~Portugal} and not far.",
        _choice(
            stem="Madrid is in ____ and not far.",
            choices=(Choice("Spain", True), Choice("Portugal")),
        ),
    ),
    (
        "weights",
        "Which?{~%50%a ~%50%b ~%-100%c ~d}",
        _choice(
            kind="multiple_choice",
            stem="Which?",
            choices=(Choice("a", True), Choice("b", True), Choice("c"), Choice("d")),
        ),
    ),
    (
        "true",
        "Grass is green.{T}",
        Question("", "true_false", "en", material="Grass is green.", truth=True),
    ),
    (
        "false, what is said of a wrong answer first",
        "Grass is red.{FALSE#Look again.#Well seen.}",
        Question(
            "",
            "true_false",
            "en",
            material="Grass is red.",
            truth=False,
            explanation="Look again.\n\nWell seen.",
        ),
    ),
    (
        "typed",
        "2 and 2?{=four =4}",
        Question("", "gap", "en", stem="2 and 2?", accepted=("four", "4")),
    ),
    (
        "typed, no sign",
        "2 and 2?{four}",
        Question("", "gap", "en", stem="2 and 2?", accepted=("four",)),
    ),
    (
        "a missing word to type",
        "Two {=plus} two.",
        Question("", "gap", "en", material="Two ____ two.", accepted=("plus",)),
    ),
    (
        "a line to fill",
        "Two _____ two.{=plus}",
        Question("", "gap", "en", material="Two ____ two.", accepted=("plus",)),
    ),
    ("number", "How many?{#12}", Question("", "number", "en", stem="How many?", value=12)),
    (
        "number, Arabic digits",
        "كم؟{#١٢:٢}",
        Question("", "number", "en", stem="كم؟", value=12, tolerance=2),
    ),
    (
        "range",
        "How many?{#10..14}",
        Question("", "number", "en", stem="How many?", value=12, tolerance=2),
    ),
    (
        "range without a middle",
        "How many?{#1..4}",
        Question("", "gap", "en", stem="How many?", accepted=("1", "2", "3", "4")),
    ),
    (
        "decimal",
        "Pi?{#3.14:0.01}",
        Question("", "gap", "en", stem="Pi?", accepted=("3.14",)),
    ),
    (
        "numbers with weights",
        "How many?{#=12:1#yes =%50%13:1 ~#no####Twelve.}",
        Question(
            "", "number", "en", stem="How many?", value=12, tolerance=1, explanation="Twelve."
        ),
    ),
    (
        "pairs",
        "Match.{=France -> Paris =[html]<b>Italy</b> -> Rome = -> Oslo}",
        Question(
            "",
            "match",
            "en",
            stem="Match.",
            pairs=(Pair("France", "Paris"), Pair("Italy", "Rome")),
            extra=("Oslo",),
        ),
    ),
]


@pytest.mark.parametrize(
    ("text", "question"), [each[1:] for each in READ], ids=[r[0] for r in READ]
)
def test_each_form_of_question_is_read(text: str, question: Question) -> None:
    assert read(text.encode(), "en").questions == (question,)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_encoding_and_line_end_is_read(encoding: str, end: str) -> None:
    text = (
        "// تعليق\n$CATEGORY: مقرر/العواصم\n\nما العاصمة؟{\n=مدريد\n~لشبونة\n}\n\nالأرض كروية.{T}\n"
    )
    taken = read(text.replace("\n", end).encode(encoding), "ar")
    assert [question.kind for question in taken.questions] == ["choice", "true_false"]
    assert taken.questions[0].choices == (Choice("مدريد", True), Choice("لشبونة"))
    assert taken.title == "العواصم"
    assert taken.notes == ()


def test_questions_whose_blank_line_was_forgotten_are_still_told_apart() -> None:
    text = "::1::One?{T}\n::2::Two?{\n=a\n~b\n}\n// [id:3]\n::3::Three?{#3}"
    taken = read(text.encode(), "en")
    assert [question.kind for question in taken.questions] == ["true_false", "choice", "number"]


def test_everything_that_is_skipped_is_named_with_its_line() -> None:
    text = """// [id:a] [tag:x]
First.{}

Only a description.

::Open::What?{=a ~b

What?}

What?{~a ~b}

What?{=a}{=b}

[html]<img src="x.png"> What?{=a#because =%50%b}

// [id:a]
Sound.{T}

// [id:a]
Twice.{F}
"""
    taken = read(text.encode(), "en")
    assert [question.asked for question in taken.questions] == ["What?", "Sound."]
    assert [(note.line, note.code) for note in taken.notes] == [
        (2, "unknown_type"),
        (4, "unknown_type"),
        (6, "skipped_line"),
        (8, "skipped_line"),
        (10, "no_key"),
        (12, "skipped_line"),
        (14, "media_skipped"),
        (14, "dropped"),
        (14, "weights_changed"),
        (20, "duplicate_id"),
    ]
    assert taken.notes[-1].item == "a"


HOSTILE: list[tuple[Callable[[], bytes], str]] = [
    (lambda: b"", "empty"),
    (lambda: b"\n \n// only words\n", "empty"),
    (lambda: b"no question at all", "format"),
    (lambda: b"x\n\n" * 100_000, "too_large"),
    (lambda: b"x" * 100_000_000, "too_large"),
    (lambda: b"\n" * 10_000_000, "too_large"),
    (lambda: b"{" * 10_000_000, "format"),
    (lambda: b"\xff\xfe\x00\xd8" * 5_000, "encoding"),
    (lambda: b"\xef\xbb\xbf\xff\xfe", "encoding"),
    (lambda: bytes(range(256)) * 100, "encoding"),
]


@pytest.mark.parametrize(("make", "code"), HOSTILE)
def test_what_is_no_such_file_is_refused_quickly(make: Callable[[], bytes], code: str) -> None:
    data = make()
    started = time.process_time()
    with pytest.raises(FileRefused) as refusal:
        read(data, "en")
    assert refusal.value.code == code
    assert time.process_time() - started < 2


@pytest.mark.parametrize("sign", ["~a", "=a", "#", "####", "\\\\", "->", "%50%", "[html]", "=a->b"])
@pytest.mark.parametrize("within", ["x{%s}", "x{~%s}", "x{=%s}", "x{#%s}", "x{T#%s}", "%s{T}"])
def test_a_question_of_nothing_but_signs_takes_no_time(sign: str, within: str) -> None:
    data = (within % (sign * (1_000_000 // len(sign)))).encode() + b"\n\nSound.{T}"
    started = time.process_time()
    taken = read(data, "en")
    assert time.process_time() - started < 2
    assert [question.material for question in taken.questions] == ["Sound."]
    assert [note.code for note in taken.notes] == ["too_long"]


def test_questions_beyond_the_most_are_not_taken_and_it_is_said() -> None:
    taken = read(b"So.{T}\n\n" * 20_003, "en")
    assert len(taken.questions) == 20_000
    assert taken.notes == (Note("too_many_questions", "", 40_001, {"most": "20000"}),)
