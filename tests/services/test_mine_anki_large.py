"""Ten thousand cards to Anki, and fifty thousand reviews back."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from quizapp.domain.content import Article
from quizapp.services.accounts import Viewer
from tests.cards import Student
from tests.services.test_cards_speed import NOW, fill
from tests.services.test_mine_anki import bring, look, package

pytestmark = pytest.mark.soak

CARDS = 10_000
REVIEWS = 50_000


@pytest.mark.timeout(300)
def test_ten_thousand_cards_go_to_anki_and_come_back(
    session: Session,
    account: Viewer,
    stranger: Viewer,
    article: Article,
    record_property: Callable[..., None],
) -> None:
    fill(session, account.account_id, CARDS, REVIEWS)
    owner = Student(session, account.account_id, now=NOW)
    newcomer = Student(session, stranger.account_id, now=NOW)
    begun = time.process_time()
    data = package(owner)
    writing = time.process_time() - begun
    begun = time.process_time()
    view = look(newcomer, data)
    reading = time.process_time() - begun
    begun = time.process_time()
    brought = bring(newcomer, view.found)
    bringing = time.process_time() - begun
    record_property("writing, s", writing)
    record_property("reading, s", reading)
    record_property("bringing, s", bringing)
    print(f"{writing:.2f} {reading:.2f} {bringing:.2f} s, {len(data)} bytes")
    assert brought.reviews == view.reviews > REVIEWS * 0.9
    assert max(writing, reading) < 10
    assert bringing < 60
    assert look(owner, data).reviews == 0
