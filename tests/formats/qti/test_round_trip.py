"""A QTI package written and read again: what the writer says it carries comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from quizapp.domain.exchange.question import Choice, Pair, Question
from quizapp.domain.exchange.travel import Pack
from quizapp.formats.qti.reader import read
from quizapp.formats.qti.writer import carried, write
from tests.exchange import ALL, packs, sample_questions


def carried_of(pack: Pack) -> tuple[Question, ...]:
    """What the writer says arrives."""
    return tuple(kept for kept in (carried(one)[0] for one in pack.questions) if kept)


@given(packs())
@settings(max_examples=100, deadline=None)
def test_what_the_writer_carries_comes_back_letter_for_letter(pack: Pack) -> None:
    taken = read(write(pack).data, "en" if pack.lang == "ar" else "ar")
    assert taken.questions == carried_of(pack)
    assert taken.notes == ()
    assert taken.title == pack.title


@given(packs(most=3))
@settings(max_examples=20, deadline=None)
def test_the_same_questions_give_the_same_bytes(pack: Pack) -> None:
    assert write(pack).data == write(pack).data


@given(packs(most=3))
@settings(max_examples=30, deadline=None)
def test_a_second_trip_changes_nothing(pack: Pack) -> None:
    once = read(write(pack).data, pack.lang).questions
    again = write(replace(pack, questions=once))
    assert read(again.data, pack.lang).questions == once


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_all_nine_kinds_of_the_article_come_back_unchanged(lang: str) -> None:
    questions = sample_questions(lang)  # type: ignore[arg-type]
    assert {one.kind for one in questions} == set(ALL)
    written = write(Pack("samarkand", "قمة سمرقند", lang, questions))  # type: ignore[arg-type]
    assert read(written.data, "en").questions == questions
    assert [note.code for note in written.notes] == ["weights_changed"]


def a_question(kind: str, **fields: object) -> Question:
    return Question("a/b/-/x", kind, "en", stem="Why?", **fields)  # type: ignore[arg-type]


LEFT_OUT = {
    "no_key": [
        a_question("choice", choices=(Choice("a"), Choice("b"))),
        a_question("true_false", material="So."),
        a_question("gap"),
        a_question("number"),
    ],
    "too_few_choices": [
        a_question("match", pairs=(Pair("a", "b"),)),
        a_question("order", steps=("a",)),
    ],
}


@pytest.mark.parametrize("code", LEFT_OUT)
def test_a_question_that_cannot_be_scored_is_left_out_with_a_note(code: str) -> None:
    written = write(Pack("p", "P", "en", tuple(LEFT_OUT[code])))
    assert {(note.code, note.item) for note in written.notes} == {(code, "a/b/-/x")}


def test_words_for_a_number_of_wide_tolerance_are_dropped_with_a_note() -> None:
    asked = a_question("number", value=1900, tolerance=100, accepted=("nineteen hundred",))
    written = write(Pack("p", "P", "en", (asked,)))
    assert [(note.code, note.params) for note in written.notes] == [
        ("dropped", {"field": "accepted"})
    ]
    assert read(written.data, "en").questions == (replace(asked, accepted=()),)


def test_words_for_a_number_stay_where_the_numbers_can_be_listed() -> None:
    asked = a_question("number", value=16, tolerance=2, accepted=("sixteen",))
    assert read(write(Pack("p", "P", "en", (asked,))).data, "en").questions == (asked,)


def test_a_title_with_characters_that_no_file_can_hold_loses_only_those() -> None:
    pack = Pack("p", "A\x0b\u202e title", "en", (a_question("gap", accepted=("x",)),))
    assert read(write(pack).data, "en").title == "A title"


def test_the_same_id_in_two_languages_is_two_items() -> None:
    one = Question("a/b/-/gap", "gap", "en", stem="Who?", accepted=("He",))
    other = replace(one, lang="ar", stem="من؟", accepted=("هو",))
    assert read(write(Pack("p", "P", "ar", (one, other))).data, "en").questions == (one, other)


def test_tags_that_look_like_ours_are_dropped_with_a_note() -> None:
    asked = a_question("gap", accepted=("x",), tags=("waraqa-kind:order", "mine"))
    written = write(Pack("p", "P", "en", (asked,)))
    assert [(note.code, note.params) for note in written.notes] == [("dropped", {"field": "tags"})]
    assert read(written.data, "en").questions == (replace(asked, tags=("mine",)),)
