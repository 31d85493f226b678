"""Aiken out and in: what it carries comes back, and both kinds of labels are read."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.exchange.question import Choice, Question
from quizapp.domain.exchange.travel import FileRefused, Note, Pack
from quizapp.formats.aiken.marks import FALSE_WORDS, TRUE_WORDS
from quizapp.formats.aiken.reader import read
from quizapp.formats.aiken.writer import KINDS, in_line, write
from quizapp.formats.detecting import detected
from tests.exchange import ALL, packs, sample_questions


def carried(question: Question) -> Question | None:
    """What the writer says that it carries: one line of question, the answers and the key."""
    shown = (question.asked, *(choice.text for choice in question.choices))
    if question.kind not in KINDS or not all(map(in_line, shown)):
        return None
    stem, material = in_line(question.stem), in_line(question.material)
    if question.kind == "true_false":
        return Question("", "true_false", question.lang, stem, material, truth=question.truth)
    stem, material = (stem, material) if stem else (material, "")
    choices = tuple(Choice(in_line(choice.text), choice.right) for choice in question.choices)
    words = {choice.text.casefold() for choice in choices}
    assert not (len(words) == 2 and words & TRUE_WORDS and words & FALSE_WORDS)
    return Question("", "choice", question.lang, stem, material, choices)


@settings(max_examples=150, deadline=None)
@given(pack=packs())
def test_what_aiken_carries_comes_back_and_what_not_is_said(pack: Pack) -> None:
    written = write(pack)
    expected = tuple(filter(None, map(carried, pack.questions)))
    if expected:
        taken = read(written.data, pack.lang)
        assert taken.questions == expected
        assert taken.notes == ()
    said = ("dropped", "changed_kind")
    left_out = [note for note in written.notes if note.code not in said]
    assert len(left_out) == len(pack.questions) - len(expected)
    fields = {note.params["field"] for note in written.notes if note.code == "dropped"}
    assert ("id" in fields) == any(
        question.id for question in pack.questions if carried(question) is not None
    )


@settings(max_examples=60, deadline=None)
@given(pack=packs(kinds=KINDS))
def test_every_line_is_what_moodle_takes_it_for(pack: Pack) -> None:
    lines = write(pack).data.decode().split("\n")
    shapes = ["A" if re.match(r"ANSWER:", one) else "o" if re.match(r"[A-Z][).] ", one) else "q"
              if len(one.encode()) > 1 else "-" for one in lines]  # fmt: skip
    assert re.fullmatch(r"(qo{2,}A-)*-", "".join(shapes))


@pytest.mark.parametrize("kind", sorted(set(ALL) - set(KINDS)))
@pytest.mark.parametrize("lang", LANGS)
def test_kinds_without_one_right_answer_are_left_out(kind: str, lang: Lang) -> None:
    (question,) = (one for one in sample_questions(lang) if one.kind == kind)
    written = write(Pack("p", "P", lang, (question,)))
    assert written.data == b""
    assert written.notes == (Note("left_out_kind", question.id),)


def test_more_answers_than_letters_are_not_written() -> None:
    choices = tuple(Choice(f"answer {n}", n == 0) for n in range(27))
    question = Question("q", "choice", "en", stem="Which?", choices=choices)
    assert write(Pack("p", "P", "en", (question,))).notes == (Note("too_many_choices", "q"),)
    fewer = replace(question, choices=choices[:26])
    assert read(write(Pack("p", "P", "en", (fewer,))).data, "en").questions[0].choices == (
        fewer.choices
    )


_CITIES = (Choice("سمرقند"), Choice("طشقند", True), Choice("بخارى"))


@pytest.mark.parametrize(
    "text",
    [
        "ما العاصمة؟\nأ. سمرقند\nب. طشقند\nج. بخارى\nالإجابة: ب\n",
        "ما العاصمة؟\nأ) سمرقند\nب) طشقند\nج) بخارى\nالإجابة: ب",
        "ما العاصمة؟\r\nا) سمرقند\r\nب) طشقند\r\nت) بخارى\r\nالاجابة : ب)\r\n",
        "\ufeffما العاصمة؟\n\nأ. سمرقند\n\nب. طشقند\n\nج. بخارى\n\nالجواب: ب",
        "ما العاصمة؟\nA. سمرقند\nB. طشقند\nC. بخارى\nANSWER: B",
        "ما العاصمة؟\na) سمرقند\nb) طشقند\nc) بخارى\nanswer: b",
        "ما العاصمة؟\n\u200fأ. سمرقند\n\u200fب. طشقند\n\u200fج. بخارى\n\u200fالإجابة: ب",
        "ما العاصمة؟\nأ. سمرقند\nب. طشقند\nه\u0640. بخارى\nالإجابة الصحيحة: ب. طشقند",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
def test_arabic_and_latin_labels_are_read_in_any_encoding(text: str, encoding: str) -> None:
    if encoding == "cp1256":
        text = text.replace("\ufeff", "")
    data = text.encode(encoding)
    taken = read(data, "ar")
    assert detected(data) == "aiken"
    assert taken.notes == ()
    assert taken.questions == (Question("", "choice", "ar", stem="ما العاصمة؟", choices=_CITIES),)


def test_several_letters_make_several_right_answers() -> None:
    (question,) = read(b"Which?\nA. a\nB. b\nC. c\nANSWER: A, C\n", "en").questions
    assert question.kind == "multiple_choice"
    assert [choice.right for choice in question.choices] == [True, False, True]


@pytest.mark.parametrize(
    ("answers", "truth"),
    [(("True", "False"), True), (("خطأ", "صواب"), False), (("صح", "خطأ"), True)],
)
def test_true_and_false_alone_make_a_statement(answers: tuple[str, str], truth: bool) -> None:
    text = "The sky is blue.\nA. {}\nB. {}\nANSWER: A".format(*answers)
    (question,) = read(text.encode(), "en").questions
    assert question == Question("", "true_false", "en", material="The sky is blue.", truth=truth)


def test_texts_over_several_lines_belong_together() -> None:
    text = "First line,\nsecond line.\nA. one\nand more\nB. two\nANSWER: A\n"
    text += "Next?\nA. a\nB. b\nANSWER: B"
    first, second = read(text.encode(), "en").questions
    assert first.stem == "First line,\nsecond line."
    assert first.choices[0].text == "one and more"
    assert second.stem == "Next?"


def test_every_line_that_is_not_used_is_named() -> None:
    text = (
        "ANSWER: A\n"  # 1: nothing to answer
        "A heading\n\n"  # 2: becomes part of the question below
        "No answer?\nA. a\nB. b\n\n"  # 4: no key
        "Wrong letter?\nA. a\nB. b\nANSWER: Q\n"  # 8: no key
        "One only?\nA. a\nANSWER: A\n"  # 12: too few
        "Sound?\nA. a\nB. b\nANSWER: B\n"
        "the end\n"  # 19: nothing follows
    )
    taken = read(text.encode(), "en")
    assert [question.stem for question in taken.questions] == ["Sound?"]
    assert [(note.line, note.code) for note in taken.notes] == [
        (1, "skipped_line"),
        (2, "no_key"),
        (8, "no_key"),
        (12, "too_few_choices"),
        (19, "skipped_line"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"just a text\nof two lines", "format"),
        (b"x" * 26_000_000, "too_large"),
        (b"x\n" * 600_000, "too_large"),
        (b"\n" * 1_000_000, "empty"),
        (b"x\n\n" * 100_000 + b"ANSWER: A\n" * 30_000, "format"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, "encoding"),
    ],
)
def test_what_is_no_such_file_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(data, "en")
    assert refusal.value.code == code
