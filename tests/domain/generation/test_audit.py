from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.domain.generation.audit import (
    AuditReport,
    audit,
    giveaways,
    sample_rounds,
)
from quizapp.domain.generation.rounds import Entry, RoundSpec
from tests.domain.generation.made_items import bank_of, choice, gap, statement, wide_bank

CHOICE = choice("one", "bb", ["a", "ccc", "dddd"])
TRUE = statement("two", true=True)
FALSE = statement("three", true=False)
BANK = bank_of(CHOICE, TRUE, FALSE, gap("four", "Ada"), gap("five", "Bea", shows="Ada and Bea"))
ADA, BEA = Entry("test/four/slot/gap", ()), Entry("test/five/slot/gap", ())


def asked(*orders: tuple[int, ...]) -> list[tuple[Entry, ...]]:
    return [(Entry(CHOICE.id, order),) for order in orders]


def test_positions_are_counted_as_shown() -> None:
    report = audit(BANK, "en", asked((1, 0, 2, 3), (0, 1, 2, 3), (2, 1, 0, 3), (3, 2, 0, 1)))
    assert report.positions == {4: (1, 2, 0, 1)}
    assert report.most_uneven == 0.0, "four keys tell nothing"
    many = replace(report, positions={4: (2500, 5000, 0, 2500), 3: (9, 0, 0)})
    assert many.most_uneven == 0.25


@pytest.mark.parametrize(
    ("key", "wrong", "share"),
    [
        ("dddd", ["a", "bb", "ccc"], 1.0),
        ("bb", ["a", "ccc", "dddd"], 0.0),
        ("dddd", ["cccc", "bb", "a"], 0.5),
        ("aaaa", ["bbbb", "cccc", "dddd"], 0.25),
    ],
)
def test_the_longest_option_is_shared_where_several_are(
    key: str, wrong: list[str], share: float
) -> None:
    item = choice("one", key, wrong)
    report = audit(bank_of(item), "en", [(Entry(item.id, (0, 1, 2, 3)),)])
    assert report.key_longest == share


def test_vowel_marks_make_no_option_longer() -> None:
    item = choice("one", "عُمَان", ["اليمن", "قطر", "مصر"])
    report = audit(bank_of(item), "ar", [(Entry(item.id, (0, 1, 2, 3)),)])
    assert report.key_longest == 0.0


def test_true_statements_are_counted_among_statements_alone() -> None:
    rounds = [(Entry(TRUE.id, (0, 1)), Entry(FALSE.id, (0, 1)), ADA), (Entry(TRUE.id, (0, 1)),)]
    report = audit(BANK, "en", rounds)
    assert report.true_share == pytest.approx(2 / 3)
    assert report.kinds == {"gap": 0.25, "true_false": 0.75}
    assert (report.rounds, report.questions, report.items_asked) == (2, 4, 3)


def test_a_share_of_nothing_is_none() -> None:
    report = audit(BANK, "en", [(ADA,)])
    assert report.true_share is None
    assert report.key_longest is None
    assert report.positions == {}
    assert report.most_uneven == 0.0


def test_a_giveaway_counts_only_in_the_order_asked() -> None:
    assert giveaways(BANK, "en", (BEA, ADA)) == ((BEA.item, ADA.item),)
    assert giveaways(BANK, "en", (ADA, BEA)) == ()
    assert audit(BANK, "en", [(BEA, ADA), (ADA, BEA), (ADA,)]).giving_away == 1


def test_one_fact_asked_twice_is_a_giveaway() -> None:
    one, two = statement("two", true=True), gap("two", "zebra")
    pair = (Entry(one.id, (0, 1)), Entry(two.id, ()))
    assert len(giveaways(bank_of(one, two), "en", pair)) == 1


GOOD = AuditReport(
    lang="en",
    rounds=10_000,
    questions=100_000,
    positions={4: (10_000, 10_000, 10_000, 10_000)},
    weighed=40_000,
    key_longest=0.3,
    judged=20_000,
    true_share=0.5,
    facts_asked=3,
    facts_total=3,
    items_asked=3,
    items_total=3,
    kinds={},
    giving_away=0,
)


@pytest.mark.parametrize(
    ("missed", "code"),
    [
        (replace(GOOD, positions={4: (11_600, 10_000, 10_000, 8_400)}), "position"),
        (replace(GOOD, key_longest=0.41), "longest"),
        (replace(GOOD, true_share=0.46), "true_share"),
        (replace(GOOD, true_share=0.54), "true_share"),
        (replace(GOOD, facts_asked=2), "facts"),
        (replace(GOOD, giving_away=1), "giveaway"),
    ],
)
def test_each_target_missed_is_told(missed: AuditReport, code: str) -> None:
    assert GOOD.failures() == ()
    assert missed.failures() == (code,)


@pytest.mark.parametrize(
    "few",
    [
        replace(GOOD, positions={4: (29, 25, 25, 21)}),
        replace(GOOD, weighed=12, key_longest=0.41),
        replace(GOOD, judged=100, true_share=0.46),
        replace(GOOD, questions=59, facts_asked=2),
    ],
    ids=["position", "longest", "true_share", "facts"],
)
def test_what_chance_explains_is_no_miss(few: AuditReport) -> None:
    assert few.failures() == ()


def test_drawn_rounds_meet_the_targets_and_come_the_same_again() -> None:
    bank, spec = wide_bank(), RoundSpec("en", 10)
    rounds = list(sample_rounds(bank, spec, 300, seed=5))
    assert rounds == list(sample_rounds(wide_bank(), spec, 300, seed=5))
    report = audit(bank, "en", rounds)
    assert report.giving_away == 0
    assert report.questions == 3000
    assert report.items_asked == report.items_total
