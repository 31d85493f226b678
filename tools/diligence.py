"""Somebody who studied for three months, for pictures of cards and progress.

She studies every evening what there is, and recalls as her memory says; on Fridays she
rests, and now and then she plays a round. Everything goes through the services, so the
pages show what a learner of flesh and blood would see.
"""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from quizapp.config import Config
from quizapp.domain.memory import Rating
from quizapp.extensions import database
from quizapp.factory import create_app
from quizapp.services import cards, rounds
from quizapp.services.accounts import Settings, create_guest
from quizapp.services.cards import Goals, Rated
from quizapp.services.rounds import RoundRequest, Submission
from quizapp.web.viewers import SIGNED_ON, TOKEN

DAYS: Final = 90
REST: Final = 4
ARTICLE: Final = "samarkand-summit"
GOALS: Final = Goals(retention=0.9, new_a_day=4, cap_a_day=60, zone="Asia/Amman")


def diligent_cookie(folder: Path) -> tuple[str, str]:
    """Return name and value of the cookie of somebody who studied on the site in `folder`."""
    app = create_app(Config.from_environment({"WARAQA_DATA_DIR": str(folder)}))
    with app.app_context():
        token, now = uuid.uuid4().hex, datetime.now(UTC)
        _study(database(), token, now)
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        value = serializer.dumps({TOKEN: token, SIGNED_ON: now.date().toordinal()})
        return str(app.config["SESSION_COOKIE_NAME"]), str(value)


def _study(session: Session, token: str, now: datetime) -> None:
    start = now - timedelta(days=DAYS)
    who = create_guest(
        session, token=token, public_id=uuid.uuid4().hex, now=start, settings=Settings()
    ).account_id
    cards.change_goals(session, who, GOALS)
    for deck in cards.DECKS:
        cards.start_deck(session, account_id=who, article=ARTICLE, deck=deck, now=start)
    chance = random.Random(7)
    for day in range(DAYS):
        evening = start + timedelta(days=day)
        if evening.weekday() != REST and chance.random() < 0.9:
            _evening(session, who, evening, chance)
        if day % 6 == 0:
            _round(session, who, evening, day)


def _evening(session: Session, who: int, evening: datetime, chance: random.Random) -> None:
    now = evening
    while (card := cards.next_card(session, account_id=who, now=now, deck=None).card) is not None:
        weak = 0.14 if card.lang == "en" else 0.07
        rating: Rating = 1 if chance.random() < weak else 4 if chance.random() < 0.15 else 3
        rated = Rated(str(uuid.uuid4()), rating, shown_at=now - timedelta(seconds=9))
        cards.rate(session, account_id=who, card_id=card.card_id, rated=rated, now=now)
        now += timedelta(seconds=15)


def _round(session: Session, who: int, evening: datetime, day: int) -> None:
    request = RoundRequest(
        article=ARTICLE,
        lang="ar" if day % 12 else "en",
        length=10,
        kinds=("true_false",),
        mode="practice",
        certainty=True,
    )
    name = uuid.uuid4().hex
    rounds.start_round(
        session, account_id=who, request=request, public_id=name, seed=day, now=evening
    )
    for position in range(1, 11):
        choice = "1" if (position + day) % 3 else "2"
        rounds.answer(
            session,
            account_id=who,
            round_id=name,
            position=position,
            submission=Submission(
                fields={"choice": [choice]},
                client_key=uuid.uuid4().hex,
                certainty=("sure", "fairly", "guess")[position % 3],  # type: ignore[arg-type]
                shown_at=None,
                digits="latn",
            ),
            now=evening,
        )
