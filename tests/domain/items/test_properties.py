"""What holds for every item of an article, whatever order it is shown in."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.errors import AnswerRejected
from quizapp.domain.generation.distractors import Distractors
from quizapp.domain.items.base import Answer, Fields, Item, Outcome, present
from quizapp.domain.items.registry import KINDS, kind_of
from quizapp.domain.records import decode, encode
from tests.domain.items.wide import wide_article
from tests.samples import mini_article


def _built() -> tuple[Item, ...]:
    articles = (mini_article(), wide_article())
    return tuple(
        item
        for article in articles
        for kind in KINDS.values()
        for item in kind.build(article, Distractors(article))
    )


ITEMS = _built()
LANG = st.sampled_from(LANGS)
WITH_OPTIONS = [item for item in ITEMS if item.options and item.kind not in ("match", "order")]

items = st.sampled_from(ITEMS)
seeds = st.integers(0, 2**32)


def _right(item: Item, order: tuple[int, ...], lang: Lang) -> Fields:
    """Fill in the form as somebody who knows."""
    shown = {canonical: str(at) for at, canonical in enumerate(order, 1)}
    if item.typed is not None:
        return {"text": [item.typed.accepted[lang][0]]}
    if item.kind == "match":
        return {f"pair-{n}": [shown[option]] for n, option in enumerate(item.key, 1)}
    if item.kind == "order":
        rank = {step: str(place) for place, step in enumerate(item.key, 1)}
        return {f"place-{at}": [rank[step]] for at, step in enumerate(order, 1)}
    return {"choice": [shown[index] for index in item.key]}


def test_the_two_articles_use_every_kind() -> None:
    assert {item.kind for item in ITEMS} == set(KINDS)


@given(items, seeds, LANG)
def test_a_right_answer_is_right_in_any_order(item: Item, seed: int, lang: Lang) -> None:
    kind = kind_of(item.kind)
    order = kind.arrange(item, random.Random(seed))
    grade = kind.grade(item, kind.read(item, _right(item, order, lang), order), lang)
    assert (grade.outcome, grade.score) == (Outcome.RIGHT, 1.0)


@given(items, seeds)
def test_an_arrangement_shows_every_option_once(item: Item, seed: int) -> None:
    order = kind_of(item.kind).arrange(item, random.Random(seed))
    assert sorted(order) == list(range(len(item.options)))
    if item.ordered:
        assert order == tuple(range(len(item.options)))


@given(st.sampled_from([item for item in ITEMS if item.kind == "order"]), seeds)
def test_steps_are_never_shown_in_their_right_order(item: Item, seed: int) -> None:
    assert kind_of("order").arrange(item, random.Random(seed)) != item.key


@given(
    items,
    LANG,
    st.dictionaries(
        st.sampled_from(
            [
                "choice",
                "text",
                "skip",
                *(f"{p}-{n}" for p in ("pair", "place") for n in range(1, 5)),
            ]
        ),
        st.lists(st.one_of(st.text(max_size=6), st.sampled_from("1234١٢")), max_size=3),
    ),
)
def test_whatever_is_posted_is_refused_or_scored_between_0_and_1(
    item: Item, lang: Lang, fields: Fields
) -> None:
    kind = kind_of(item.kind)
    order = tuple(range(len(item.options)))
    try:
        answer = kind.read(item, fields, order)
    except AnswerRejected as refusal:
        assert refusal.code in {"empty", "incomplete", "out_of_range", "too_long"}  # noqa: PT017
    else:
        assert 0 <= kind.grade(item, answer, lang).score <= 1


@given(items, LANG)
def test_a_skipped_question_scores_nothing(item: Item, lang: Lang) -> None:
    grade = kind_of(item.kind).grade(item, Answer(skipped=True), lang)
    assert (grade.outcome, grade.score, grade.marks) == (Outcome.SKIPPED, 0.0, ())


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_an_item_survives_being_stored(item: Item) -> None:
    assert decode(Item, encode(item)) == item


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
@pytest.mark.parametrize("lang", LANGS)
def test_a_question_is_shown_in_one_language_without_a_hole(item: Item, lang: Lang) -> None:
    shown = present(item, lang, tuple(range(len(item.options))))
    assert all([shown.stem, *shown.options, *shown.lefts])
    assert shown.material is None or shown.material


@pytest.mark.parametrize("item", WITH_OPTIONS, ids=lambda item: item.id)
def test_no_two_options_read_the_same(item: Item) -> None:
    for lang in LANGS:
        texts = [option.text[lang] for option in item.options]
        assert len(set(texts)) == len(texts)
    assert len({option.id for option in item.options}) == len(item.options)


def test_identities_are_unique() -> None:
    assert len({item.id for item in ITEMS}) == len(ITEMS)


_PRINT_ALL = """
import json
from quizapp.domain.records import encode
from tests.domain.items.test_properties import _built
print(json.dumps([encode(item) for item in _built()]))
"""


def test_the_same_content_gives_the_same_items_whatever_the_hash_seed() -> None:
    root = Path(__file__).parents[3]
    printed = {
        subprocess.run(
            [sys.executable, "-c", _PRINT_ALL],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
