"""What the kinds build from the article that the program ships with."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.content import Article
from quizapp.domain.generation.balance import lengths
from quizapp.domain.generation.distractors import Distractors
from quizapp.domain.items.base import Item
from quizapp.domain.items.registry import KINDS
from quizapp.domain.text import fold
from quizapp.formats.content import read_article

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def article() -> Article:
    return read_article(SEEDS / "samarkand-summit", SEEDS / "common")


@pytest.fixture(scope="module")
def items(article: Article) -> list[Item]:
    distractors = Distractors(article)
    return [item for kind in KINDS.values() for item in kind.build(article, distractors)]


def with_one_key(items: list[Item]) -> list[Item]:
    return [item for item in items if len(item.key) == 1 and item.kind in ("choice", "evidence")]


def test_there_are_three_hundred_items_of_every_kind(items: list[Item]) -> None:
    assert len(items) >= 300
    assert {item.kind for item in items} == set(KINDS)
    assert len({item.id for item in items}) == len(items)


def test_every_fact_is_asked_in_three_kinds_at_least(article: Article, items: list[Item]) -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for item in items:
        for fact in item.facts:
            kinds[fact].add(item.kind)
    assert [fact.id for fact in article.facts if len(kinds[fact.id]) < 3] == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_key_is_the_longest_of_four_options_in_two_of_five_items_at_most(
    items: list[Item], lang: Lang
) -> None:
    side = LANGS.index(lang)
    share = 0.0
    four = [item for item in with_one_key(items) if len(item.options) == 4]
    for item in four:
        sizes = [lengths(option.text)[side] for option in item.options]
        if sizes[item.key[0]] == max(sizes):
            share += 1 / sizes.count(max(sizes))
    assert 0.1 <= share / len(four) <= 0.4


def test_no_two_options_fold_to_the_same_text(items: list[Item]) -> None:
    for item in items:
        for lang in LANGS:
            folded = [fold(option.text[lang], lang) for option in item.options]
            assert len(set(folded)) == len(folded), item.id


def test_options_share_type_and_sort(article: Article, items: list[Item]) -> None:
    for item in items:
        if item.kind in ("choice", "multiple_choice"):
            terms = [article.term_by_id[o.id] for o in item.options if ":" not in o.id]
            assert len({(term.type, term.sort) for term in terms}) == 1, item.id
            assert len({(t.grammar.number, t.grammar.definite) for t in terms}) == 1, item.id


def test_no_wrong_option_is_one_that_its_author_forbids(
    article: Article, items: list[Item]
) -> None:
    for item in items:
        if item.kind in ("choice", "multiple_choice"):
            fact = article.fact_by_id[item.facts[0]]
            ask = next(ask for ask in fact.asks if ask.slot == item.slot)
            wrong = {o.id for n, o in enumerate(item.options) if n not in item.key}
            assert wrong.isdisjoint({*ask.never, *ask.terms}), item.id


def test_a_false_statement_differs_from_every_fact_in_both_languages(
    article: Article, items: list[Item]
) -> None:
    told = {lang: {fact.plain()[lang] for fact in article.facts} for lang in LANGS}
    for item in items:
        if item.kind == "true_false" and item.options[item.key[0]].id == "false":
            assert item.material is not None
            assert all(item.material[lang] not in told[lang] for lang in LANGS), item.id
