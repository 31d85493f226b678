"""What GIFT carries comes back as it was, whatever the texts hold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.exchange.question import Choice, Pair, Question
from quizapp.domain.exchange.travel import Note, Pack
from quizapp.formats.gift.reader import read
from quizapp.formats.gift.writer import write
from tests.exchange import packs, sample_questions


def carried(question: Question) -> Question | None:
    """What the writer says that it carries: no order, no words for numbers, no arrow to type."""
    if question.kind == "order":
        return None
    if question.kind == "number" and question.month is None:
        return replace(question, accepted=())
    if question.kind not in ("gap", "number"):
        return question
    kept = tuple(text for text in question.accepted if "->" not in text)
    return replace(question, accepted=kept) if kept or question.kind == "number" else None


@settings(max_examples=80, deadline=None)
@given(pack=packs())
def test_every_kind_comes_back_as_it_left_or_is_said_to_be_left_out(pack: Pack) -> None:
    written = write(pack)
    expected = tuple(filter(None, map(carried, pack.questions)))
    left_out = [note for note in written.notes if note.code.startswith("left_out")]
    assert len(left_out) == len(pack.questions) - len(expected)
    if not expected:
        return
    taken = read(written.data, "en")
    assert taken.questions == expected
    assert taken.notes == ()
    dropped = [note for note in written.notes if note.code == "dropped"]
    changed = [one for one in pack.questions if carried(one) not in (None, one)]
    assert len(dropped) == len(changed)


@pytest.mark.parametrize("lang", LANGS)
def test_the_questions_of_the_article_come_back_but_for_the_order(lang: Lang) -> None:
    pack = Pack("samarkand-summit", "قمة / Summit", lang, sample_questions(lang))
    written = write(pack)
    taken = read(written.data, "en")
    assert [note.code for note in written.notes] == ["left_out_kind"]
    assert taken.notes == ()
    assert taken.questions == tuple(one for one in pack.questions if one.kind != "order")
    assert taken.title == "قمة / Summit"


def test_a_blank_line_ends_every_question_and_none_stands_within_one() -> None:
    text = "one\n\ntwo\n\n\n// not a comment\n$CATEGORY: no"
    pairs = (Pair(text, text + "1"), Pair(text + "2", "->"))
    questions = (
        Question("1", "choice", "en", stem=text, choices=(Choice(text, True, text), Choice("x"))),
        Question("2", "gap", "en", material=f"{text} ____ {text}", accepted=(text,)),
        Question("3", "match", "en", stem=text, pairs=pairs, extra=(text,), explanation=text),
    )
    data = write(Pack("p", "P", "en", questions)).data
    assert data.endswith(b"}\n\n")
    assert data.count(b"\n\n") == 4
    assert read(data, "en").questions == questions


def test_answers_that_would_turn_into_pairs_are_left_out_and_said() -> None:
    some = Question("1", "gap", "en", stem="s", accepted=("a -> b", "a to b"))
    all_of_them = Question("2", "gap", "en", stem="s", accepted=("a->b",))
    written = write(Pack("p", "P", "en", (some, all_of_them)))
    assert written.notes == (
        Note("dropped", "1", params={"field": "accepted"}),
        Note("left_out_signs", "2"),
    )
    assert read(written.data, "en").questions == (replace(some, accepted=("a to b",)),)


@pytest.mark.parametrize(
    "text",
    ["%50%", "[html]x", "[plain]x", "=x", "~x", "#x", "{x}", ":x:", "\\", "\\n", "T", "FALSE", "*"],
)
def test_an_answer_to_type_that_looks_like_a_sign_is_none(text: str) -> None:
    question = Question("q", "gap", "en", stem="s", accepted=(text, "other"))
    assert read(write(Pack("p", "P", "en", (question,))).data, "en").questions == (question,)
