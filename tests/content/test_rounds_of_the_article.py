"""The audits over ten thousand rounds of the article that ships with the program."""

from __future__ import annotations

import random
import time
from functools import cache
from pathlib import Path

import pytest

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.generation.audit import AuditReport, audit, giveaways, sample_rounds
from quizapp.domain.generation.bank import Bank
from quizapp.domain.generation.rounds import RoundSpec, assemble
from quizapp.domain.items.registry import KINDS
from quizapp.formats.content import read_article

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
ROUNDS = 10_000


@cache
def bank() -> Bank:
    return Bank.of(read_article(SEEDS / "samarkand-summit", SEEDS / "common"))


@cache
def report(lang: Lang) -> AuditReport:
    """Half of the rounds: the other half is played in the other language."""
    rounds = sample_rounds(bank(), RoundSpec(lang, 10), ROUNDS // len(LANGS), seed=2)
    return audit(bank(), lang, rounds)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
def test_ten_thousand_rounds_betray_no_answer(lang: Lang) -> None:
    found = report(lang)
    assert found.failures() == ()
    assert found.questions == 10 * ROUNDS // len(LANGS)
    assert found.items_asked == found.items_total
    assert set(found.kinds) == set(KINDS)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_rounds_of_one_kind_give_nothing_away(lang: Lang, kind: str) -> None:
    for length in (5, None):
        for entries in sample_rounds(bank(), RoundSpec(lang, length, (kind,)), 20, seed=3):
            assert entries
            assert giveaways(bank(), lang, entries) == ()


@pytest.mark.parametrize("lang", LANGS)
def test_a_round_of_everything_asks_about_every_fact(lang: Lang) -> None:
    for entries in sample_rounds(bank(), RoundSpec(lang, None), 10, seed=4):
        asked = [fact for entry in entries for fact in bank().by_id[entry.item].facts]
        assert sorted(asked) == sorted(bank().article.fact_by_id)


def test_a_round_of_ten_is_assembled_in_a_fraction_of_its_budget() -> None:
    spec = RoundSpec("ar", 10)
    assemble(bank(), spec, random.Random(0))
    start = time.process_time()
    for seed in range(50):
        assemble(bank(), spec, random.Random(seed))
    assert (time.process_time() - start) / 50 < 0.020
