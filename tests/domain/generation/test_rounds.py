from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.generation.audit import giveaways
from quizapp.domain.generation.bank import Bank
from quizapp.domain.generation.rounds import Entry, RoundSpec, assemble
from quizapp.domain.items.base import Item
from quizapp.domain.records import encode
from tests.domain.generation.made_items import (
    WORDS,
    bank_of,
    choice,
    gap,
    statement,
    wide_bank,
)

WIDE = wide_bank()
ROOT = Path(__file__).resolve().parents[3]


def played(
    bank: Bank,
    length: int | None,
    seed: int = 0,
    kinds: tuple[str, ...] = (),
    only: tuple[str, ...] = (),
    weights: dict[str, float] | None = None,
) -> tuple[Entry, ...]:
    return assemble(bank, RoundSpec("en", length, kinds, only), random.Random(seed), weights)


def facts_of(bank: Bank, entries: tuple[Entry, ...]) -> list[str]:
    return [fact for entry in entries for fact in bank.by_id[entry.item].facts]


def kinds_of(bank: Bank, entries: tuple[Entry, ...]) -> list[str]:
    return [bank.by_id[entry.item].kind for entry in entries]


@pytest.mark.parametrize("length", [1, 5, 10, 20])
def test_a_round_has_the_length_asked_for(length: int) -> None:
    assert len(played(WIDE, length)) == length


def test_a_round_of_everything_asks_about_every_fact_once() -> None:
    asked = facts_of(WIDE, played(WIDE, None))
    assert sorted(asked) == sorted(WIDE.by_fact)


def test_a_round_ends_rather_than_ask_about_a_fact_twice() -> None:
    asked = facts_of(WIDE, played(WIDE, 50))
    assert len(asked) == len(set(asked)) == 20


def test_a_round_keeps_to_the_kinds_asked_for() -> None:
    entries = played(WIDE, 8, kinds=("gap", "choice"))
    assert set(kinds_of(WIDE, entries)) == {"gap", "choice"}


def test_kinds_or_items_that_nobody_has_make_an_empty_round() -> None:
    assert played(WIDE, 5, kinds=("match",)) == ()
    assert played(WIDE, 5, only=("test/none/-/gap",)) == ()
    assert played(bank_of(), None) == ()


@pytest.mark.parametrize("seed", range(20))
def test_no_two_questions_in_a_row_are_of_one_kind(seed: int) -> None:
    kinds = kinds_of(WIDE, played(WIDE, None, seed))
    assert all(one != two for one, two in pairwise(kinds))


def test_one_kind_alone_may_follow_itself() -> None:
    assert kinds_of(WIDE, played(WIDE, 6, kinds=("gap",))) == ["gap"] * 6


def test_neighbouring_facts_are_kept_apart() -> None:
    bank = wide_bank(facts=20, per_paragraph=4)
    together = 0
    for seed in range(100):
        numbers = [bank.paragraph[bank.place[e.item]] for e in played(bank, 10, seed)]
        together += sum(one == two != 0 for one, two in pairwise(numbers))
    assert together < 30, "by chance alone it would be about 150 of 900"


@st.composite
def tangled_banks(draw: st.DrawFn) -> Bank:
    """Banks whose items show each other's answers at random."""
    size = draw(st.integers(1, 12))
    items: list[Item] = []
    for n in range(size):
        shows = draw(st.lists(st.sampled_from(WORDS[:size]), max_size=3))
        fact = f"f{draw(st.integers(0, size))}"
        ident = f"{fact}x{n}"
        made = gap(ident, WORDS[n], shows=" ".join([WORDS[n], *shows]))
        items.append(made if draw(st.booleans()) else statement(ident, true=draw(st.booleans())))
    return bank_of(*items)


@settings(deadline=None, max_examples=60)
@given(tangled_banks(), st.integers(0, 1000), st.sampled_from([3, 10, None]))
def test_no_round_gives_an_answer_away_or_asks_about_a_fact_twice(
    bank: Bank, seed: int, length: int | None
) -> None:
    entries = played(bank, length, seed)
    assert entries
    assert giveaways(bank, "en", entries) == ()
    asked = facts_of(bank, entries)
    assert len(asked) == len(set(asked))


def chained_bank(size: int = 20) -> Bank:
    """Item n shows the answers of all items before it, so only one order asks them all."""
    return bank_of(
        *(gap(f"f{n:02}", WORDS[n], shows=" ".join(WORDS[: n + 1])) for n in range(size))
    )


def test_long_rounds_ask_early_what_others_would_give_away() -> None:
    entries = played(chained_bank(), None)
    assert [entry.item for entry in entries] == [item.id for item in chained_bank().items]


def test_a_round_that_must_last_puts_off_what_would_end_it() -> None:
    spoiler = gap("spoiler", "zipper", shows=" ".join(WORDS[:10]))
    bank = bank_of(spoiler, *(gap(f"f{n}", WORDS[n]) for n in range(10)))
    for seed in range(20):
        entries = played(bank, None, seed)
        assert len(entries) == 11
        assert entries[-1].item == spoiler.id


def test_statements_are_true_as_often_as_false() -> None:
    truths: Counter[bool] = Counter()
    for seed in range(600):
        for entry in played(WIDE, 5, seed, kinds=("true_false",)):
            truths[WIDE.by_id[entry.item].key == (0,)] += 1
    assert 0.47 < truths[True] / truths.total() < 0.53


def test_facts_without_a_false_variant_tip_the_coin_of_the_others() -> None:
    items = [statement(f"t{n}", true=True) for n in range(5)]
    for n in range(15):
        items += [statement(f"b{n}", true=True), statement(f"b{n}", true=False, slot="one")]
    bank = bank_of(*items)
    truths: Counter[bool] = Counter()
    for seed in range(600):
        for entry in played(bank, 5, seed):
            truths[bank.by_id[entry.item].key == (0,)] += 1
    assert 0.47 < truths[True] / truths.total() < 0.53


def test_a_heavier_fact_or_item_is_asked_more_often() -> None:
    def asked(weights: dict[str, float]) -> int:
        rounds = (played(WIDE, 3, seed, weights=weights) for seed in range(200))
        return sum("f07" in facts_of(WIDE, entries) for entries in rounds)

    usual = asked({})
    assert asked({"f07": 8.0}) > 3 * usual
    assert asked({"f07": 0.0}) == 0
    only_one = {item.id: 0.0 for item in WIDE.by_fact["f07"][1:]}
    assert 0 < asked(only_one) < usual


def test_options_are_shown_in_an_order_drawn_for_each_item_alone() -> None:
    many = [played(WIDE, 20, seed) for seed in range(30)]
    orders = {entry.order for entries in many for entry in entries if len(entry.order) == 4}
    assert len(orders) == 24
    fixed = [e.order for entries in many for e in entries if e.item.endswith("true_false")]
    assert set(fixed) == {(0, 1)}


def missed(bank: Bank, *facts: str) -> tuple[str, ...]:
    return tuple(item.id for fact in facts for item in bank.by_fact[fact])


def test_repeating_keeps_every_item_even_of_one_fact() -> None:
    wanted = missed(WIDE, "f03", "f11")
    entries = played(WIDE, None, only=(*wanted, wanted[0], "test/gone/-/gap"))
    assert sorted(entry.item for entry in entries) == sorted(wanted)


def test_repeating_puts_items_where_the_fewest_are_given_away() -> None:
    bank = chained_bank(8)
    for seed in range(10):
        entries = played(bank, None, seed, only=tuple(bank.by_id))
        assert giveaways(bank, "en", entries) == ()


def test_repeating_may_be_cut_to_length_and_kind() -> None:
    wanted = missed(WIDE, "f01", "f02", "f03")
    assert len(played(WIDE, 2, only=wanted)) == 2
    entries = played(WIDE, None, only=wanted, kinds=("gap",))
    assert kinds_of(WIDE, entries) == ["gap"] * 3


def text_of(length: int | None, seed: int) -> str:
    return json.dumps(encode(played(WIDE, length, seed)))


def test_the_same_bank_and_seed_give_the_same_round_byte_for_byte() -> None:
    again = wide_bank()
    for seed in range(5):
        spec = RoundSpec("en", 10)
        entries = assemble(again, spec, random.Random(seed))
        assert json.dumps(encode(entries)) == text_of(10, seed)
    assert text_of(10, 1) != text_of(10, 2)


@pytest.mark.parametrize("hash_seed", ["0", "1", "4242"])
def test_the_round_does_not_hang_on_how_python_hashes_text(hash_seed: str) -> None:
    script = (
        "from tests.domain.generation.test_rounds import text_of\n"
        "print(text_of(10, 7), text_of(None, 7), sep='')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == text_of(10, 7) + text_of(None, 7)


def test_a_choice_bank_keeps_choices_apart_from_their_own_facts() -> None:
    one = choice("one", "Paris", ["Rome", "Oslo", "Vienna"])
    two = choice("two", "Rome", ["Paris", "Oslo", "Vienna"])
    assert len(played(bank_of(one, two), None)) == 2
