from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.domain.errors import RoundOpen
from quizapp.domain.items.base import Outcome
from quizapp.services import rounds
from quizapp.services.rounds import CalibrationRow
from tests.answers import SKIPPED, wrong_fields
from tests.play import NOW, Player, request, submission


def test_a_result_has_every_question_with_its_solution(player: Player) -> None:
    player.start(request(length=4))
    player.right(1)
    player.wrong(2)
    player.submit(3, SKIPPED)
    player.finish()
    result = player.result()
    assert [row.position for row in result.rows] == [1, 2, 3, 4]
    assert [row.answered for row in result.rows] == [True, True, True, False]
    feedback = [row.feedback for row in result.rows if row.feedback is not None]
    assert len(feedback) == 4
    assert [f.grade.outcome for f in feedback[2:]] == [Outcome.SKIPPED, Outcome.SKIPPED]
    assert all(f.item.key or f.item.typed for f in feedback)
    assert (result.right, result.total, result.head.score) == (1, 4, 1.0)
    assert result.calibration == ()


def test_a_result_repeats_what_the_question_pages_showed(player: Player) -> None:
    player.start(request(length=3))
    player.play_through()
    shown = tuple(player.question(position) for position in (1, 2, 3))
    assert player.result().rows == shown


def test_an_open_round_has_no_result(player: Player) -> None:
    player.start()
    with pytest.raises(RoundOpen):
        player.result()


def test_calibration_counts_each_certainty_that_was_stated(player: Player) -> None:
    player.start(request(length=4, certainty=True))
    player.submit(1, submission(player.form(1), certainty="sure"))
    player.submit(2, submission(player.form(2, wrong_fields), certainty="sure"))
    player.submit(3, submission(player.form(3), certainty="guess"))
    player.submit(4, submission(player.form(4)))
    assert player.result().calibration == (
        CalibrationRow("sure", 2, 1),
        CalibrationRow("guess", 1, 1),
    )


def test_history_and_the_round_to_continue(player: Player) -> None:
    def mine() -> tuple[rounds.RoundHead, ...]:
        return rounds.history(player.session, account_id=player.account_id)

    def open_one() -> str | None:
        head = rounds.current(player.session, account_id=player.account_id)
        return None if head is None else head.public_id

    assert (mine(), open_one()) == ((), None)
    player.start(public_id="first")
    player.start(request(length=2, mode="test"), public_id="second")
    assert open_one() == "second", "the newest"
    player.right(1)
    assert mine()[0] == player.question(1).head
    assert (mine()[0].score, mine()[0].next_position) == (None, 2)
    player.right(2)
    assert open_one() == "first"
    assert [head.public_id for head in mine()] == ["second", "first"]
    assert mine()[0].score == 2.0
    player.round_id = "first"
    player.right(3)
    assert mine()[1].next_position == 1
    player.finish(NOW + timedelta(minutes=5))
    assert open_one() is None
    assert mine()[1].finished_at == NOW + timedelta(minutes=5)


def test_a_long_history_is_cut(player: Player) -> None:
    for number in range(4):
        player.start(public_id=f"round-{number}")
    found = rounds.history(player.session, account_id=player.account_id, limit=3)
    assert [head.public_id for head in found] == ["round-3", "round-2", "round-1"]
