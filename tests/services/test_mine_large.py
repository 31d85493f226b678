"""Years of study taken along and brought back: a hundred thousand reviews."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from quizapp.domain.content import Article
from quizapp.services import mine
from quizapp.services.accounts import Viewer
from quizapp.web.mine.blueprint import UPLOAD_LIMIT
from tests.services.test_cards_speed import NOW, fill

pytestmark = pytest.mark.soak

REVIEWS = 100_000


@pytest.mark.timeout(300)
def test_a_hundred_thousand_reviews_fit_in_a_file_and_come_back(
    session: Session,
    account: Viewer,
    stranger: Viewer,
    article: Article,
    record_property: Callable[..., None],
) -> None:
    fill(session, account.account_id, 4_000, REVIEWS)
    begun = time.process_time()
    data = mine.export_all(session, account.account_id)
    exporting = time.process_time() - begun
    for review in data["reviews"]:  # as long as numbers get
        review |= {"stability": 123.45678901234567, "difficulty": 5.123456789012345}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    del data
    begun = time.process_time()
    found = mine.import_all(session, stranger.account_id, json.loads(text), NOW)
    importing = time.process_time() - begun
    record_property("file, MiB", len(text) / 2**20)
    record_property("exporting, s", exporting)
    record_property("importing, s", importing)
    assert found.reviews == REVIEWS
    assert len(text) < UPLOAD_LIMIT * 0.75
    assert importing < 60
