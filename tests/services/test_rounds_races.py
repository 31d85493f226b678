"""What happens when several requests want the same thing at the same moment.

Every race also runs with the process's write lock taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from quizapp.domain.errors import RoundClosed
from quizapp.domain.items.base import Fields, Kind
from quizapp.domain.items.registry import kind_of
from quizapp.services.rounds import AnswerReceipt, RoundHead, Submission, play
from tests import racing
from tests.answers import right_fields, wrong_fields
from tests.play import Player, request, submission
from tests.racing import as_between_processes

THREADS = 16


@pytest.fixture(params=["one process", "many processes"])
def lock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "many processes":
        as_between_processes(monkeypatch)


@pytest.fixture
def meanwhile(
    engine: Engine, player: Player, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[Player], object]], None]:
    """Have something happen in another tab after an answer was loaded and before it is written."""

    def arrange(happens: Callable[[Player], object]) -> None:
        def judged(name: str) -> Kind:
            monkeypatch.undo()
            with Session(engine, expire_on_commit=False) as session:
                happens(Player(session, player.account_id, player.round_id))
            return kind_of(name)

        monkeypatch.setattr(play, "kind_of", judged)

    return arrange


Meanwhile = Callable[[Callable[[Player], object]], None]


def test_a_round_finished_while_an_answer_was_judged_does_not_take_it(
    player: Player, meanwhile: Meanwhile
) -> None:
    player.start(request(length=2))
    meanwhile(lambda other: other.finish())
    with pytest.raises(RoundClosed):
        player.right(1)
    assert count(player.session, player.round_id) == 0
    assert player.result().head.score == 0.0


def test_an_answer_stored_while_another_was_judged_is_the_reply_to_both(
    player: Player, meanwhile: Meanwhile
) -> None:
    player.start(request(length=2))
    replies: list[AnswerReceipt] = []
    meanwhile(lambda other: replies.append(other.wrong(1)))
    receipt = player.right(1)
    assert not receipt.stored
    assert receipt.view == replies[0].view
    assert receipt.view.head.score == 0.0


def test_a_key_used_while_another_answer_was_judged_gives_that_reply(
    player: Player, meanwhile: Meanwhile
) -> None:
    player.start(request(length=2))
    replies: list[AnswerReceipt] = []
    form = player.form(2)
    meanwhile(lambda other: replies.append(other.submit(2, submission(form, key="one key"))))
    receipt = player.submit(1, submission(player.form(1), key="one key"))
    assert not receipt.stored
    assert receipt.view == replies[0].view


Outcome = AnswerReceipt | RoundHead | RoundClosed


def race(
    engine: Engine, player: Player, actions: list[Callable[[Player], Outcome]]
) -> list[Outcome]:
    """Run the actions at once, each as the same player in a session of its own."""

    def taking(action: Callable[[Player], Outcome]) -> Callable[[Session], Outcome]:
        def act(session: Session) -> Outcome:
            try:
                return action(Player(session, player.account_id, player.round_id))
            except RoundClosed as closed:
                return closed

        return act

    return racing.race(engine, [taking(action) for action in actions])


def submitting(position: int, form: Fields | Submission) -> Callable[[Player], Outcome]:
    return lambda player: player.submit(position, form)


def count(session: Session, round_id: str) -> int:
    session.rollback()
    found = session.execute(
        text(
            "SELECT count(*) FROM response p JOIN round r ON r.id = p.round_id"
            " WHERE r.public_id = :id"
        ),
        {"id": round_id},
    )
    return int(found.scalar_one())


def positions(player: Player, wanted: int) -> Iterator[int]:
    """Yield open questions, of as many rounds as it takes."""
    left = wanted
    number = 0
    while left:
        number += 1
        player.start(request(length=4), public_id=f"round-{number}")
        for position in range(1, min(left, player.question(1).head.total) + 1):
            yield position
            left -= 1


@pytest.mark.usefixtures("lock")
def test_sixteen_submits_of_one_answer_are_one_response(engine: Engine, player: Player) -> None:
    played = 0
    for position in positions(player, 20):
        right, wrong = player.form(position), player.form(position, wrong_fields)
        before = player.question(position).head
        forms = [right, wrong] * (THREADS // 2)
        player.session.rollback()
        outcomes = race(
            engine,
            player,
            [submitting(position, form) for form in forms],
        )
        receipts = [o for o in outcomes if isinstance(o, AnswerReceipt)]
        assert len(receipts) == THREADS
        assert sum(receipt.stored for receipt in receipts) == 1
        assert len({repr(receipt.view.feedback) for receipt in receipts}) == 1
        assert count(player.session, player.round_id) == before.answered + 1
        feedback = receipts[0].view.feedback
        assert feedback is not None
        assert before.score is not None
        assert player.question(position).head.score == before.score + feedback.grade.score
        played += 1
    assert played == 20


@pytest.mark.usefixtures("lock")
def test_sixteen_submits_under_one_key_are_one_response(engine: Engine, player: Player) -> None:
    player.start(request(length=4))
    forms = [submission(player.form(position), key="one key") for position in (1, 2)]
    player.session.rollback()
    outcomes = race(
        engine,
        player,
        [submitting(n % 2 + 1, forms[n % 2]) for n in range(THREADS)],
    )
    receipts = [outcome for outcome in outcomes if isinstance(outcome, AnswerReceipt)]
    assert sum(receipt.stored for receipt in receipts) == 1
    assert len({receipt.view.position for receipt in receipts}) == 1
    assert count(player.session, player.round_id) == 1


@pytest.mark.usefixtures("lock")
def test_an_answer_racing_finish_says_what_is_stored(engine: Engine, player: Player) -> None:
    for number in range(12):
        player.start(request(length=2), public_id=f"race-{number}")
        form = player.form(1)
        player.session.rollback()
        answers = [submitting(1, form)] * 2
        order = [*answers, lambda p: p.finish()] if number % 2 else [lambda p: p.finish(), *answers]
        outcomes = race(engine, player, order)
        stored = count(player.session, player.round_id)
        replies = [o for o in outcomes if not isinstance(o, RoundHead)]
        closed = [o for o in replies if isinstance(o, RoundClosed)]
        assert stored == (0 if len(closed) == 2 else 1)
        head = player.question(1).head
        assert head.finished_at is not None
        assert (head.answered, head.score) == (stored, float(stored))


@pytest.mark.usefixtures("lock")
def test_the_last_answers_together_finish_the_round_once(engine: Engine, player: Player) -> None:
    for number in range(6):
        player.start(request(length=4), public_id=f"race-{number}")
        forms = {position: player.form(position, right_fields) for position in range(1, 5)}
        player.session.rollback()
        outcomes = race(
            engine,
            player,
            [submitting(position, form) for position, form in forms.items()],
        )
        receipts = [o for o in outcomes if isinstance(o, AnswerReceipt)]
        assert sum(receipt.finished for receipt in receipts) == 1
        head = player.question(1).head
        assert head.finished_at is not None
        assert head.score == 4.0


@pytest.mark.usefixtures("lock")
def test_a_round_started_sixteen_times_is_one_round(engine: Engine, player: Player) -> None:
    def start(other: Player) -> RoundHead:
        other.start(request())
        return other.question(1).head

    heads = race(engine, player, [start] * THREADS)
    assert len({repr(head) for head in heads}) == 1
    found = player.session.execute(text("SELECT count(*) FROM round")).scalar_one()
    assert found == 1
