"""Every kind against its grading table, and every kind has one."""

from __future__ import annotations

import pytest

from quizapp.domain.errors import AnswerRejected, UnknownKind
from quizapp.domain.items.base import Fields, Outcome
from quizapp.domain.items.registry import KINDS, kind_of
from tests.domain.items.tables import TABLES, Row

ROWS = [(name, row) for name, table in TABLES.items() for row in table.rows]
REFUSED = [(name, *refused) for name, table in TABLES.items() for refused in table.refused]
WANTED = {Outcome.RIGHT, Outcome.WRONG, Outcome.SKIPPED}


def test_every_registered_kind_has_a_grading_table() -> None:
    assert set(TABLES) == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_a_grading_table_holds_a_right_a_wrong_and_a_skipped_answer_and_a_refusal(
    name: str,
) -> None:
    assert {row.outcome for row in TABLES[name].rows} >= WANTED
    assert TABLES[name].refused


def test_kinds_are_listed_in_the_agreed_order() -> None:
    assert list(KINDS) == [
        "choice",
        "multiple_choice",
        "true_false",
        "gap",
        "number",
        "match",
        "order",
        "evidence",
        "claim",
    ]


def test_an_unknown_kind_is_named_in_the_error() -> None:
    with pytest.raises(UnknownKind, match="essay"):
        kind_of("essay")


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[f"{n}-{dict(r.fields)}" for n, r in ROWS])
def test_an_answer_is_worth_what_the_table_says(name: str, row: Row) -> None:
    kind, item = kind_of(name), row.item or TABLES[name].item
    grade = kind.grade(item, kind.read(item, row.fields, row.order), row.lang)
    assert (grade.outcome, grade.score) == (row.outcome, pytest.approx(row.score))
    if row.marks is not None:
        assert grade.marks == row.marks


@pytest.mark.parametrize(
    ("name", "fields", "code"), REFUSED, ids=[f"{n}-{str(dict(f))[:40]}" for n, f, _ in REFUSED]
)
def test_a_form_that_does_not_fit_is_refused_with_a_reason(
    name: str, fields: Fields, code: str
) -> None:
    item = TABLES[name].item
    with pytest.raises(AnswerRejected) as refusal:
        kind_of(name).read(item, fields, tuple(range(len(item.options))))
    assert refusal.value.code == code


def test_a_close_spelling_is_right_and_shows_the_right_one() -> None:
    kind, item = kind_of("gap"), TABLES["gap"].item
    grade = kind.grade(item, kind.read(item, {"text": ["Irelandd"]}, ()), "en")
    assert (grade.outcome, grade.score, grade.shown) == (Outcome.CLOSE, 1, "Ireland")


def test_a_wrong_number_shows_the_right_one() -> None:
    kind, item = kind_of("number"), TABLES["number"].item
    grade = kind.grade(item, kind.read(item, {"text": ["15"]}, ()), "ar")
    assert (grade.outcome, grade.shown) == (Outcome.WRONG, "12")


def test_typed_text_is_stored_without_control_characters() -> None:
    kind, item = kind_of("gap"), TABLES["gap"].item
    answer = kind.read(item, {"text": ["  \u202bأير\x00لندا\u202c\n الخضراء "]}, ())
    assert answer.text == "أيرلندا الخضراء"
