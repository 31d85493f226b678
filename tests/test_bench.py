"""The bench says what it found: gates, what is lost or doubled, a log that adds up."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from bench import __main__ as bench
from bench.ladder import Rung
from bench.lesson_report import Report
from bench.many import HEAVY, Learning, learners
from bench.served import Figure
from bench.visitor import Seen


@pytest.mark.parametrize(
    ("ratio", "held", "word"),
    [(2.9, True, "ok"), (3.5, True, "over the target"), (4.1, False, "OVER")],
)
def test_a_target_is_missed_aloud_and_a_gate_is_not_passed(
    ratio: float, held: bool, word: str
) -> None:
    rung = Rung("answer POST, ours", 700.0, ratio, 3.0, 4.0)
    assert rung.held is held
    assert rung.line().endswith(word)


@pytest.mark.parametrize(
    ("ratio", "served", "code"), [(3.5, True, 0), (4.1, True, 1), (3.5, False, 1)]
)
def test_the_bench_fails_where_a_gate_is_passed_or_an_answer_failed(
    monkeypatch: pytest.MonkeyPatch, ratio: float, served: bool, code: int
) -> None:
    class OneRung:
        def __init__(self, *_: object) -> None: ...

        def rungs(self) -> list[Rung]:
            return [Rung("answer POST, ours", 700.0, ratio, 3.0, 4.0)]

    monkeypatch.setattr(sys, "argv", ["bench"])
    monkeypatch.setattr(bench, "Ladder", OneRung)
    monkeypatch.setattr(bench, "import_time", lambda: 0.5)
    monkeypatch.setattr(bench, "served_figures", lambda _: [Figure("answers", served)])
    with pytest.raises(SystemExit) as ended:
        bench.main()
    assert ended.value.code == code


def report(seen: Seen, missing: int = 0) -> Report:
    return Report(40, 1.0, seen, 5.0, 0.1, 0.5, missing, 0)


def test_a_lesson_is_good_only_if_nothing_failed_and_nothing_is_missing() -> None:
    assert report(Seen(statuses=Counter({("answer", 200): 3}))).good
    assert not report(Seen(), missing=1).good, "lost"
    assert not report(Seen(), missing=-1).good, "doubled"
    assert not report(Seen(statuses=Counter({("answer", 503): 1}))).good
    assert not report(Seen(refused=Counter({"TimeoutError": 1}))).good


def test_reviews_are_shared_out_whole() -> None:
    crowd = learners(400_000, range(1, 101), version=1, first_card=1)
    assert crowd[0].reviews == HEAVY
    assert 400_000 <= sum(one.reviews for one in crowd) < 401_000


def test_the_days_of_a_learner_are_the_sums_of_her_log() -> None:
    one = Learning(account=7, reviews=500, cards=60, days=25, version=1, first_card=100)
    log = list(one.log())
    assert len({row[3] for row in log}) == 500, "every review has an id of its own"
    assert sorted(row[:3] for row in log) == [row[:3] for row in log], "the earliest first"
    counted = Counter(row[4] for row in log)
    assert {row[1]: row[2] for row in one.totals()} == dict(counted)
    assert len(list(one.states())) == len({row[2] for row in log}) == 60
