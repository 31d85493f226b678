"""What Moodle XML carries comes back as it was, whatever the texts hold."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.exchange.question import Choice, Question
from quizapp.domain.exchange.travel import Note, Pack
from quizapp.domain.text.verdict import Strictness
from quizapp.formats.moodle.fractions import share
from quizapp.formats.moodle.reader import read
from quizapp.formats.moodle.writer import idnumber, write
from tests.exchange import ALL, packs, sample_questions

_FRACTIONS = {
    *("100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30"),
    *("25", "20", "16.66667", "14.28571", "12.5", "11.11111", "10", "5", "0"),
}


def carried(question: Question) -> Question:
    """What the writer says that it carries: a numerical question has no words."""
    number = question.kind == "number" and question.month is None
    return replace(question, accepted=() if number else question.accepted)


@settings(max_examples=80, deadline=None)
@given(pack=packs())
def test_every_kind_comes_back_as_it_left(pack: Pack) -> None:
    written = write(pack)
    taken = read(written.data, "en")
    assert taken.questions == tuple(carried(question) for question in pack.questions)
    assert taken.notes == ()
    assert {note.code for note in written.notes} <= {"dropped"}


@pytest.mark.parametrize("lang", LANGS)
def test_the_questions_of_the_article_come_back_with_nothing_to_say(lang: Lang) -> None:
    pack = Pack("samarkand-summit", "قمة / Summit", lang, sample_questions(lang))
    written = write(pack)
    taken = read(written.data, "en")
    assert written.notes == ()
    assert taken.notes == ()
    assert taken.questions == pack.questions
    assert taken.title == "قمة / Summit"


@pytest.mark.parametrize("kind", ALL)
def test_each_kind_becomes_the_type_that_asks_it_best(kind: str) -> None:
    (question,) = (one for one in sample_questions("ar") if one.kind == kind)
    data = write(Pack("p", "P", "ar", (question,))).data.decode()
    expected = {
        "multiple_choice": "multichoice",
        "true_false": "truefalse",
        "gap": "shortanswer",
        "number": "shortanswer" if question.month else "numerical",
        "match": "matching",
        "order": "ordering",
    }.get(kind, "multichoice")
    assert re.findall('<question type="([a-z]+)">', data) == ["category", expected]


def test_arabic_says_its_direction_and_formulas_keep_theirs() -> None:
    question = Question("q", "true_false", "ar", material="ناتج 3 + 4 = 7 صحيح", truth=True)
    data = write(Pack("p", "P", "ar", (question,))).data.decode()
    assert '&lt;div dir="rtl" lang="ar"&gt;' in data
    assert '&lt;bdi dir="ltr"&gt;3 + 4 = 7&lt;/bdi&gt;' in data


@pytest.mark.parametrize("count", [*range(1, 12), 20, 40])
def test_parts_of_a_mark_are_moodles_own_and_said_where_they_are_not_exact(count: int) -> None:
    choices = (*(Choice(f"right {n}", True) for n in range(count)), Choice("wrong"))
    question = Question("q", "multiple_choice", "en", stem="Which?", choices=choices)
    written = write(Pack("p", "P", "en", (question,)))
    found = re.findall('<answer fraction="-?([0-9.]+)"', written.data.decode())
    assert set(found) <= _FRACTIONS
    exact = abs(float(share(count)[0]) * count - 100) < 0.1
    assert [note.code for note in written.notes] == ([] if exact else ["weights_changed"])
    assert read(written.data, "en").questions == (question,)


def test_an_id_longer_than_moodle_allows_is_shortened_the_same_way_each_time() -> None:
    long = "a" * 90 + "/" + "b" * 60
    assert len(idnumber(long)) == 100
    assert idnumber(long) != idnumber("c" + long)
    question = Question(long, "true_false", "en", material="So it is.", truth=False)
    written = write(Pack("p", "P", "en", (question,)))
    assert written.notes == (Note("shortened", long, params={"field": "id"}),)
    assert read(written.data, "en").questions[0].id == idnumber(long)


def test_what_cannot_be_asked_is_left_out_and_said() -> None:
    sound = Question("ok", "true_false", "en", material="So it is.", truth=False)
    two = (Choice("a", True), Choice("b", True))
    broken = (
        (Question("1", "choice", "en", stem="s", choices=two), "no_key"),
        (Question("2", "choice", "en", stem="s", choices=(Choice("a", True),)), "too_few_choices"),
        (Question("3", "true_false", "en", material="m"), "no_key"),
        (Question("4", "number", "en", stem="s"), "no_key"),
        (Question("5", "gap", "en", stem="s"), "no_key"),
        (Question("6", "order", "en", stem="s", steps=("one",)), "too_few_choices"),
        (Question("7", "match", "en", stem="s"), "too_few_choices"),
        (Question("8", "multiple_choice", "en", choices=two), "broken_item"),
        (sound, "duplicate_id"),
    )
    pack = Pack("p", "P", "en", (sound, *(question for question, _ in broken)))
    written = write(pack)
    assert [(note.item, note.code) for note in written.notes] == [
        (question.id, code) for question, code in broken
    ]
    assert read(written.data, "en").questions == (sound,)


def test_spelling_is_judged_as_strictly_as_moodle_can_and_comes_back_exactly() -> None:
    for manner, usecase in (
        (Strictness.STRICT, "1"),
        (Strictness.NORMAL, "0"),
        (Strictness.LENIENT, "0"),
    ):
        question = Question("q", "gap", "en", stem="s", accepted=("a*b", "c\\*"), strictness=manner)
        data = write(Pack("p", "P", "en", (question,))).data
        assert f"<usecase>{usecase}</usecase>".encode() in data
        assert rb"a\*b" in data
        assert read(data, "en").questions == (question,)
