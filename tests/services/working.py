"""One app process among several: does everything at once that a class does, and says what counted.

Run as `python -m tests.services.working URL NUMBER`; begins when a line arrives, and prints one
line for each thing that the services acknowledged:

    answer ROUND POSITION      an answer of the shared learner that this process stored
    review UUID                a grade of the shared learner that this process logged
    typed ROUND POSITION       an answer of its own learner, while a teacher widens the key
"""

from __future__ import annotations

import sys
from itertools import count
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quizapp.db.engine import make_engine
from quizapp.services import cards, rounds
from quizapp.services.cards import Rated
from quizapp.services.regrades import deciding
from tests.play import NOW, Player, submission
from tests.services import regrading
from tests.services.regrading import HOST, School, typed_in

SHARED_ROUNDS = 4
TYPING = 8
REVIEWS = 12


def answer_shared_rounds(engine: Engine, account_id: int) -> None:
    """Send the same forms as the other processes do, under the same keys."""
    for number in range(SHARED_ROUNDS):
        with Session(engine, expire_on_commit=False) as session:
            player = Player(session, account_id, f"shared-{number}")
            for position in range(1, player.question(1).head.total + 1):
                sent = submission(player.form(position), key=f"{number}-{position}")
                if player.submit(position, sent).stored:
                    print("answer", player.round_id, position, flush=True)


def review_shared_cards(engine: Engine, account_id: int, worker: int) -> None:
    for number in range(REVIEWS):
        with Session(engine, expire_on_commit=False) as session:
            card = cards.next_card(session, account_id=account_id, now=NOW).card
            if card is None:
                return
            uuid = str(UUID(int=worker * 1_000 + number + 1))
            logged = cards.rate(
                session,
                account_id=account_id,
                card_id=card.card_id,
                rated=Rated(uuid, 3),
                now=NOW,
            )
            if logged:
                print("review", uuid, flush=True)


def type_while_the_key_widens(engine: Engine, worker: int) -> None:
    regrading._NUMBERS = count(1 + worker * 1_000)
    for number in range(TYPING):
        with Session(engine, expire_on_commit=False) as session:
            school = School(session)
            player = school.begin(f"learner {worker} {number}")
            if worker == 0 and number == TYPING // 2:
                admin = school.decider("admin", "admin")
                deciding.accept(
                    session, decider=admin, name=HOST, lang="en", spelling=typed_in("en"), now=NOW
                )
            at = school.position(player)
            sent = submission({"text": [typed_in("en")]})
            received = rounds.answer(
                session,
                account_id=player.account_id,
                round_id=player.round_id,
                position=at,
                submission=sent,
                now=NOW,
            )
            assert received.stored
            print("typed", player.round_id, at, player.account_id, flush=True)


def main() -> None:
    url, worker, account_id = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    engine = make_engine(url)
    with engine.connect():
        print("ready", flush=True)
    sys.stdin.readline()
    answer_shared_rounds(engine, account_id)
    type_while_the_key_widens(engine, worker)
    review_shared_cards(engine, account_id, worker)
    engine.dispose()


if __name__ == "__main__":
    main()
