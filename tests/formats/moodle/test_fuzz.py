"""Files with something wrong in them: refused or read, never more than that, and never less.

`samples/odd` keeps, for each format, small files that mutation found to be read in different
ways; more are made here from our own files by a chance that is always the same.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from quizapp.domain.exchange.question import Question, tidy
from quizapp.domain.exchange.travel import FileRefused, Pack
from quizapp.formats.moodle.traits import LONGEST_TEXT, texts_of
from quizapp.formats.registry import FORMATS
from quizapp.wording.exchange import note_text, refused_text
from tests.exchange import sample_questions

SAMPLES: Final = Path(__file__).parent / "samples"
_NAMES: Final = ("moodle", "gift", "aiken")
_PIECES: Final = {
    "moodle": (
        *("<text>", "</text>", "</answer>", "<![CDATA[", "]]>", "&lt;p&gt;", "&#0;", "&lt;!--"),
        *("{1:SA:=x~%50%y#z}", "{1:NM:=1:2}", "{:MR:=a~=b}", "[[1]]", "1e9", "nan", "-1", "٣"),
        *('type="numerical"', 'type="cloze"', 'type="matching"', 'type="ordering"', "</question>"),
        *('type="shortanswer"', 'type="truefalse"', "waraqa-date:1-1-1", "waraqa-kind:claim"),
    ),
    "gift": (
        *("{", "}", "~", "=", "#", "####", "->", "\\", "\\n", "::", "//", "\n\n", "\n", "%", ".."),
        *("[html]", "[plain]", "%50%", "{#1..2}", "{T}", "{#", "$CATEGORY:", "// [id:x]", "*", "٣"),
        *("<p>", "&#10;", "____", "1e9", "[tag:waraqa-date:1-1]", "\ufdd7", "\x00"),
    ),
    "aiken": (
        *("A. ", "B) ", "\n", "\n\n", "ANSWER: A", "ANSWER: A,B", "ANSWER:", "أ. ", "الإجابة: ب"),
        *("\u2003\u2014\u2003", "\u2060", "True", "False", "\r", "\u2028", "\x00"),
    ),
}


def _mutated(text: str, pieces: tuple[str, ...], rng: random.Random) -> bytes:
    for _ in range(rng.choice((1, 1, 2, 4, 10))):
        start = rng.randrange(len(text) + 1)
        end = min(len(text), start + rng.choice((0, 0, 1, 10, 100)))
        middle = rng.choice(
            (
                rng.choice(pieces),
                rng.choice(pieces) * 50,
                text[start:end] * 2,
                text[start:end][::-1],
            )
        )
        text = text[:start] + middle + text[end:]
    return text.encode()


def _assert_can_be_asked(question: Question) -> None:
    """Assert that a question is whole: what `flaw` asks for, and texts that are tidy."""
    for text in texts_of(question):
        assert tidy(text) == text
        assert len(text) <= LONGEST_TEXT
    assert question.asked
    assert all(tag and not set(tag) & set(" ,\n") for tag in question.tags)
    right = sum(choice.right for choice in question.choices)
    match question.kind:
        case "choice" | "claim" | "evidence":
            assert right == 1
            assert len(question.choices) > 1
        case "multiple_choice":
            assert right >= 1
        case "true_false":
            assert question.truth is not None
        case "gap":
            assert question.accepted
            assert all(question.accepted)
        case "number":
            assert question.value is not None
            assert question.tolerance >= 0
        case "match":
            assert len(question.pairs) > 1
        case "order":
            assert len(question.steps) > 1


def _read(name: str, data: bytes) -> str:
    """Read a file, assert that all is well, and return what became of it."""
    try:
        taken = FORMATS[name].reader()(data, "ar")
    except FileRefused as refusal:
        return refused_text(refusal, "ar")
    for question in taken.questions:
        _assert_can_be_asked(question)
    identities = [question.id for question in taken.questions if question.id]
    assert len(identities) == len(set(identities))
    assert all(note_text(note, "en") and note_text(note, "ar") for note in taken.notes)
    FORMATS[name].writer()(Pack("p", "P", "ar", taken.questions))
    return "read"


@pytest.mark.parametrize("name", _NAMES)
@pytest.mark.parametrize("seed", range(8))
def test_a_file_with_something_wrong_is_refused_or_read(name: str, seed: int) -> None:
    lang = "ar" if seed % 2 else "en"
    data = FORMATS[name].writer()(Pack("p", "P", lang, sample_questions(lang))).data
    rng = random.Random(seed)
    found = {_read(name, _mutated(data.decode(), _PIECES[name], rng)) for _ in range(25)}
    assert "read" in found


_ODD: Final = sorted((SAMPLES / "odd").glob("*"))


def test_there_are_odd_files_for_each_format() -> None:
    assert {file.name.split("-")[0] for file in _ODD} == set(_NAMES)


@pytest.mark.parametrize("file", _ODD, ids=lambda file: file.name)
def test_a_file_that_was_odd_once_is_refused_or_read(file: Path) -> None:
    assert _read(file.name.split("-")[0], file.read_bytes())


_CUT: Final[tuple[Callable[[bytes], bytes], ...]] = (
    lambda data: data[: len(data) // 2],
    lambda data: data[len(data) // 3 :],
    lambda data: data.decode().encode("utf-16"),
    lambda data: data.decode().encode("utf-16")[:-1],
    lambda data: data.decode().encode("utf-16-be"),
    lambda data: data.decode().encode("cp1256", "replace"),
    lambda data: data.replace(b"\n", b"\r\n"),
    lambda data: data + bytes(100),
    lambda data: b"\xef\xbb\xbf" + data,
    lambda data: data[::-1],
    lambda data: bytes(byte ^ 0x20 for byte in data),
)


@pytest.mark.parametrize("name", _NAMES)
@pytest.mark.parametrize("change", range(len(_CUT)))
def test_a_file_that_was_cut_or_coded_otherwise_is_refused_or_read(name: str, change: int) -> None:
    data = FORMATS[name].writer()(Pack("p", "P", "ar", sample_questions("ar"))).data
    assert _read(name, _CUT[change](data))
