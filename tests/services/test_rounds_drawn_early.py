"""What changes between the drawing of a round and its storing counts in it all the same."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from quizapp.db.engine import writing
from quizapp.domain.content import Article
from quizapp.domain.items.base import Outcome
from quizapp.services.regrades import deciding
from quizapp.services.rounds import RoundRequest, start
from tests.play import NOW, SLUG, Player
from tests.services.regrading import HOST, School, typed_in


@pytest.fixture
def school(session: Session, article: Article) -> School:
    return School(session)


def test_a_key_that_is_widened_while_a_round_is_drawn_counts_in_it(school: School) -> None:
    huda = school.account("huda")
    admin = school.decider("admin", "admin")
    wanted = RoundRequest(SLUG, "en", None, ("gap",), mode="practice")
    draft = start.Draft(huda, wanted, (), None, "drawn early", "a seed", NOW)
    drawn = start.draw(school.session, draft)
    deciding.accept(
        school.session, decider=admin, name=HOST, lang="en", spelling=typed_in("en"), now=NOW
    )
    with writing(school.session, of=huda) as connection:
        assert start.keep(connection, drawn)
    player = Player(school.session, huda, "drawn early")
    school.type(player, typed_in("en"))
    assert school.feedback(player).grade.outcome is Outcome.RIGHT
