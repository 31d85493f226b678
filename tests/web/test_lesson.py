"""A whole class at once, on the production server: nothing lost, nothing doubled, nobody waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.classroom import SIGN_INS, hold
from bench.lesson import Plan, lesson

LONGEST = 300


@pytest.mark.soak
@pytest.mark.timeout(300)
def test_forty_answer_while_names_are_imported_and_thirty_sign_in(tmp_path: Path) -> None:
    lesson = hold(tmp_path)
    assert set(lesson.answers) == {200}
    assert dict(lesson.others) == {303: SIGN_INS + 1}
    assert lesson.stored == lesson.acknowledged
    assert lesson.percentile(0.95) < LONGEST


def test_forty_learn_for_five_seconds_and_nothing_is_lost_or_fails() -> None:
    report = lesson(Plan(learners=40, seconds=5.0, arrive=1.0, pace=0.03))
    said = "\n".join(report.lines())
    assert not report.seen.errors, said
    assert not report.seen.refused, said
    assert (report.lost, report.doubled) == (0, 0), said
    assert report.seen.answers, said
    assert report.seen.reviews, said


@pytest.mark.soak
@pytest.mark.timeout(400)
@pytest.mark.parametrize("learners", [40, 200, 1_000])
def test_a_lesson_at_the_pace_of_a_class(learners: int) -> None:
    report = lesson(Plan(learners=learners, seconds=150.0))
    said = "\n".join(report.lines())
    assert report.good, said
    assert report.seen.percentile("answer", 0.95) < 100, said
