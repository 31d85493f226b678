"""How many statements the hot paths send: counted, so that nobody adds one unnoticed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quizapp.services import content, rounds, texts
from quizapp.services.accounts import touch_session, viewer_of
from tests.databases import statements
from tests.play import NOW, SLUG, Player, request, submission

TOKEN = "token-of-huda"
ANSWER, QUESTION = 6, 5


@pytest.fixture(params=["warm", "cold"])
def spare(request: pytest.FixtureRequest) -> Callable[[], int]:
    """Forget all texts, or none; return how many statements reading them again may cost."""

    def forget() -> int:
        if request.param == "warm":
            return 0
        for memory in (texts._ITEMS, texts._ARTICLES, texts._BANKS):
            memory.clear()
        return 2

    return forget


def sent(engine: Engine, action: Callable[[Player], object], round_id: str = "round-1") -> int:
    """Count the statements of one request: who is it, then the action."""
    with Session(engine, expire_on_commit=False) as session:
        with statements(engine) as found:
            viewer = viewer_of(session, TOKEN, NOW)
            assert viewer is not None
            action(Player(session, viewer.account_id, round_id))
        return len(found)


def test_an_answer(engine: Engine, player: Player, spare: Callable[[], int]) -> None:
    player.start(request(length=4))
    forms = {position: player.form(position) for position in range(1, 5)}
    player.session.rollback()
    for position in (1, 3, 2):
        extra = spare()
        form = submission(forms[position], key=f"key {position}")
        cost = sent(engine, lambda p, n=position, f=form: p.submit(n, f))  # type: ignore[misc]
        assert cost <= ANSWER - 1 + extra, "one is left for the last answer"
    extra = spare()
    assert sent(engine, lambda p: p.submit(4, forms[4])) <= ANSWER + extra
    assert player.question(4).head.finished_at is not None
    extra = spare()
    assert sent(engine, lambda p: p.submit(4, forms[4])) <= QUESTION + extra, "sent again"


def test_a_question_page(engine: Engine, player: Player, spare: Callable[[], int]) -> None:
    player.start(request(length=4))
    player.right(2)
    player.session.rollback()
    for position in (1, 2):
        extra = spare()
        assert sent(engine, lambda p, n=position: p.question(n)) <= QUESTION + extra  # type: ignore[misc]


def test_a_warm_question_in_order_costs_three(engine: Engine, player: Player) -> None:
    player.start(request(length=4))
    player.right(1)
    player.session.rollback()
    assert sent(engine, lambda p: p.question(2)) == 3


def test_a_result_costs_the_same_however_long_the_round(engine: Engine, player: Player) -> None:
    costs = []
    for length in (1, 4):
        player.start(request(length=length), public_id=f"round-{length}")
        player.finish()
        costs.append(sent(engine, lambda p: p.result(), f"round-{length}"))
    assert costs == [4, 4]


def test_a_history_costs_the_same_however_long_it_is(engine: Engine, player: Player) -> None:
    def look(p: Player) -> object:
        return rounds.history(p.session, account_id=p.account_id)

    costs = []
    for number in range(5):
        player.start(public_id=f"round-{number}")
        player.right(2)
        player.session.rollback()
        costs.append(sent(engine, look))
    assert set(costs) == {2}


def test_the_front_page_asks_little(engine: Engine, player: Player) -> None:
    player.start()
    player.session.rollback()

    def look(p: Player) -> None:
        content.list_articles(p.session)
        rounds.current(p.session, account_id=p.account_id)

    assert sent(engine, look) <= 4


def test_a_warm_bank_costs_one_look_at_the_catalogue(engine: Engine, player: Player) -> None:
    content.bank_of(player.session, SLUG)
    player.session.rollback()
    assert sent(engine, lambda p: content.bank_of(p.session, SLUG)) == 2


@pytest.mark.parametrize(
    "look",
    [
        lambda p: viewer_of(p.session, TOKEN, NOW),
        lambda p: p.question(1),
        lambda p: content.list_articles(p.session),
        lambda p: content.article_head(p.session, SLUG),
        lambda p: rounds.history(p.session, account_id=p.account_id),
        lambda p: rounds.current(p.session, account_id=p.account_id),
    ],
)
def test_looking_writes_nothing(
    engine: Engine, player: Player, look: Callable[[Player], object]
) -> None:
    player.start()
    with statements(engine) as found:
        look(player)
    assert found
    assert all(statement.lstrip().startswith("SELECT") for statement in found)


def test_noting_use_is_one_statement(engine: Engine, player: Player) -> None:
    assert sent(engine, lambda p: touch_session(p.session, TOKEN, NOW)) == 2
