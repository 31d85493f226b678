from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.domain.content import Article
from quizapp.domain.errors import (
    AnswerRejected,
    PositionNotFound,
    RoundClosed,
    RoundNotFound,
)
from quizapp.domain.items.base import Outcome
from quizapp.domain.text import NORMALISER_VERSION
from quizapp.services import rounds
from quizapp.services.accounts import Viewer
from tests.answers import SKIPPED
from tests.play import NOW, Player, request, submission


def responses(session: Session) -> int:
    return int(session.execute(text("SELECT count(*) FROM response")).scalar_one())


def test_a_fresh_question_shows_no_solution(player: Player, article: Article) -> None:
    player.start()
    view = player.question(1)
    assert not view.answered
    assert view.feedback is None
    assert (view.position, view.head.answered, view.head.next_position) == (1, 0, 1)
    assert view.head.title == article.title


def test_a_right_answer_is_stored_and_explained(player: Player) -> None:
    player.start()
    receipt = player.right(1)
    assert receipt.stored
    assert not receipt.finished
    feedback = receipt.view.feedback
    assert feedback is not None
    assert feedback.grade.outcome is Outcome.RIGHT
    assert feedback.evidence, "the sentences that prove the key"
    assert feedback.paragraphs, "and the paragraphs around them"
    assert not feedback.changed
    head = receipt.view.head
    assert (head.answered, head.score, head.next_position) == (1, 1.0, 2)


def test_looking_again_shows_what_the_answer_showed(player: Player) -> None:
    player.start()
    receipt = player.wrong(1)
    assert player.question(1) == receipt.view


def test_a_second_answer_gets_the_reply_to_the_first(player: Player) -> None:
    player.start()
    first = player.wrong(1)
    second = player.right(1)
    assert not second.stored
    assert second.view == first.view
    assert second.view.head.score == 0.0
    assert responses(player.session) == 1


def test_the_same_key_again_gets_an_equal_reply(player: Player) -> None:
    player.start()
    sent = submission(player.form(1), key="the same key")
    first = player.submit(1, sent)
    again = player.submit(1, sent)
    assert (first.stored, again.stored) == (True, False)
    assert again.view == first.view
    assert responses(player.session) == 1


def test_a_key_of_another_question_gets_that_questions_reply(player: Player) -> None:
    player.start()
    first = player.submit(1, submission(player.form(1), key="the same key"))
    astray = player.submit(2, submission(player.form(2), key="the same key"))
    assert not astray.stored
    assert astray.view == first.view
    assert responses(player.session) == 1


def test_the_same_key_in_another_round_is_another_answer(player: Player) -> None:
    player.start()
    player.submit(1, submission(player.form(1), key="the same key"))
    player.start(public_id="round-2")
    assert player.submit(1, submission(player.form(1), key="the same key")).stored


def test_the_last_answer_finishes_the_round(player: Player) -> None:
    player.start(request(length=2))
    assert not player.right(1).finished
    last = player.right(2)
    assert last.finished
    head = last.view.head
    assert (head.finished_at, head.next_position, head.score) == (NOW, None, 2.0)
    assert player.question(2) == last.view


def test_a_double_submit_of_the_last_answer_is_no_error(player: Player) -> None:
    player.start(request(length=1))
    last = player.right(1)
    again = player.wrong(1)
    assert (again.stored, again.finished) == (False, True)
    assert again.view == last.view


def test_questions_may_be_answered_in_any_order(player: Player) -> None:
    player.start(request(length=3))
    assert player.right(3).view.head.next_position == 1
    assert player.right(1).view.head.next_position == 2
    assert player.right(2).finished


def test_a_finished_round_takes_no_answer(player: Player) -> None:
    player.start()
    player.right(1)
    player.finish()
    with pytest.raises(RoundClosed):
        player.right(2)
    assert responses(player.session) == 1


def test_finishing_twice_changes_nothing(player: Player) -> None:
    player.start()
    first = player.finish(NOW)
    assert player.finish(NOW + timedelta(hours=1)) == first
    assert first.finished_at == NOW
    assert first.next_position is None


def test_a_test_tells_nothing_until_it_is_finished(player: Player) -> None:
    player.start(request(length=2, mode="test"))
    view = player.right(1).view
    assert view.answered
    assert view.feedback is None
    assert view.head.score is None
    assert player.question(1).feedback is None
    assert player.submit(1, SKIPPED).view.feedback is None
    last = player.wrong(2).view
    assert last.feedback is not None
    assert last.head.score == 1.0
    assert player.question(1).feedback is not None


def test_skipping_is_an_answer_without_a_score(player: Player) -> None:
    player.start()
    feedback = player.submit(1, SKIPPED).view.feedback
    assert feedback is not None
    assert feedback.answer.skipped
    assert (feedback.grade.outcome, feedback.grade.score) == (Outcome.SKIPPED, 0.0)


@pytest.mark.parametrize("fields", [{}, {"choice": ["99"]}, {"choice": ["0"]}])
def test_what_is_no_answer_is_refused_and_not_stored(
    player: Player, fields: dict[str, list[str]]
) -> None:
    player.start(request(kinds=("choice",)))
    with pytest.raises(AnswerRejected):
        player.submit(1, fields)
    assert responses(player.session) == 0
    assert player.right(1).stored


def test_a_round_has_no_position_beyond_its_questions(player: Player) -> None:
    player.start(request(length=2))
    for position in (0, -1, 3, 2**31, 2**70):
        with pytest.raises(PositionNotFound):
            player.question(position)
        with pytest.raises(PositionNotFound):
            player.submit(position, SKIPPED)


def test_for_a_stranger_a_round_does_not_exist(player: Player, stranger: Viewer) -> None:
    player.start()
    own = player.account_id
    player.right(1)
    player.account_id = stranger.account_id
    for look in (
        lambda: player.question(1),
        lambda: player.submit(2, SKIPPED),
        player.finish,
        player.result,
        lambda: rounds.start_repeat(
            player.session,
            account_id=stranger.account_id,
            round_id=player.round_id,
            public_id="theirs",
            seed=1,
            now=NOW,
        ),
    ):
        with pytest.raises(RoundNotFound):
            look()
    assert rounds.history(player.session, account_id=stranger.account_id) == ()
    assert rounds.current(player.session, account_id=stranger.account_id) is None
    player.account_id = own
    assert player.question(2).head.answered == 1


def test_a_round_that_nobody_has_does_not_exist(player: Player) -> None:
    player.round_id = "no such round"
    with pytest.raises(RoundNotFound):
        player.question(1)


def test_the_log_says_under_what_circumstances(player: Player) -> None:
    player.start(request(kinds=("gap",), certainty=True))
    sent = submission(
        player.form(1), certainty="fairly", shown_at=NOW - timedelta(seconds=4, milliseconds=250)
    )
    player.submit(1, sent)
    row = player.session.execute(text("SELECT * FROM response")).one()
    assert (row.lang, row.digits, row.certainty) == ("en", "latn", "fairly")
    assert (row.latency, row.normaliser) == (4250, NORMALISER_VERSION)
    assert row.answered_at == int(NOW.timestamp() * 1000)
    assert row.typed == player.form(1)["text"][0]
    entry = player.session.execute(text("SELECT * FROM round_entry WHERE position = 1")).one()
    assert row.version_id == entry.version_id


@pytest.mark.parametrize(
    ("ago", "stored"),
    [
        (timedelta(0), 0),
        (timedelta(milliseconds=-1), None),  # the clock was put back
        (timedelta(days=3), 24 * 60 * 60 * 1000),
    ],
)
def test_latency_is_sane_whatever_the_clock_did(
    player: Player, ago: timedelta, stored: int | None
) -> None:
    player.start()
    player.submit(1, submission(SKIPPED, shown_at=NOW - ago))
    assert player.session.execute(text("SELECT latency FROM response")).scalar_one() == stored


def test_certainty_is_kept_only_where_the_round_asks_for_it(player: Player) -> None:
    player.start(request(certainty=False))
    receipt = player.submit(1, submission(player.form(1), certainty="sure"))
    assert receipt.view.feedback is not None
    assert receipt.view.feedback.certainty is None
    assert player.question(1) == receipt.view


def test_a_certainty_that_does_not_exist_is_refused(player: Player) -> None:
    player.start(request(certainty=True))
    with pytest.raises(AnswerRejected):
        player.submit(1, submission(player.form(1), certainty="very"))  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_every_kind_of_item_can_be_played_in_both_languages(
    session: Session, account: Viewer, article: Article, lang: str
) -> None:
    player = Player(session, account.account_id)
    wanted = rounds.RoundRequest(article.slug, lang, None, (), "practice")  # type: ignore[arg-type]
    player.start(wanted)
    head = player.play_through()
    assert head.score == head.total == head.answered
    assert head.finished_at is not None
