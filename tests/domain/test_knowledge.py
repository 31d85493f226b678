"""What somebody knows of the facts of a sentence, by the latest answer to each."""

from __future__ import annotations

import pytest

from quizapp.domain.generation.bank import build_items
from quizapp.domain.items.base import Outcome
from quizapp.domain.knowledge import (
    Knowledge,
    facts_by_sentence,
    facts_of_item,
    knowledge_of,
    known_facts,
)
from tests.domain.items.wide import wide_article

ARTICLE = wide_article()
CHOICE = "wide-fair/host/salt/choice"
CLAIM = "wide-fair/host/-/claim"
SET = "wide-fair/who-did-what/-/match"
RIGHT, CLOSE, PARTIAL, WRONG, SKIPPED = (
    Outcome.RIGHT,
    Outcome.CLOSE,
    Outcome.PARTIAL,
    Outcome.WRONG,
    Outcome.SKIPPED,
)


def test_every_item_names_its_facts() -> None:
    items = build_items(ARTICLE)
    assert len({item.kind for item in items}) == 9
    for item in items:
        assert facts_of_item(ARTICLE, item.id) == item.facts, item.id


@pytest.mark.parametrize(
    "item", ["other/host/salt/choice", "wide-fair/gone/salt/choice", "wide-fair", ""]
)
def test_what_the_article_does_not_have_is_no_fact(item: str) -> None:
    assert facts_of_item(ARTICLE, item) == ()


@pytest.mark.parametrize(
    ("answers", "known"),
    [
        ([], {}),
        ([(CHOICE, RIGHT)], {"host": True}),
        ([(CHOICE, CLOSE)], {"host": True}),
        ([(CHOICE, PARTIAL)], {"host": False}),
        ([(CHOICE, SKIPPED)], {"host": False}),
        ([(CHOICE, WRONG), (CHOICE, RIGHT)], {"host": True}),
        ([(CHOICE, RIGHT), (CLAIM, WRONG)], {"host": False}),
        ([(CHOICE, RIGHT), (CLAIM, SKIPPED)], {"host": False}),
        ([(SET, RIGHT)], {"host": True, "opener": True, "habit": True}),
        ([(SET, PARTIAL)], {"host": False, "opener": False, "habit": False}),
        ([(SET, RIGHT), (CHOICE, WRONG)], {"host": False, "opener": True, "habit": True}),
        ([("wide-fair/year/-/claim", RIGHT)], {}),
    ],
)
def test_the_latest_answer_to_a_fact_decides(
    answers: list[tuple[str, Outcome]], known: dict[str, bool]
) -> None:
    assert known_facts(ARTICLE, answers) == known


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((), Knowledge(0, 0, 0)),
        (("a",), Knowledge(1, 1, 1)),
        (("b", "c"), Knowledge(0, 1, 2)),
        (("a", "b", "c"), Knowledge(1, 2, 3)),
    ],
)
def test_known_asked_and_all_facts_are_counted(facts: tuple[str, ...], expected: Knowledge) -> None:
    assert knowledge_of(facts, {"a": True, "b": False}) == expected


def test_facts_stand_by_the_sentence_that_proves_them() -> None:
    by_sentence = facts_by_sentence(ARTICLE)
    assert by_sentence["p1s1"] == ("host",)
    assert sorted(f for facts in by_sentence.values() for f in facts) == sorted(ARTICLE.fact_by_id)
