"""Names of cards and reviews that travel, and when two moments are one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from quizapp.domain.exchange.cards import ForeignNote, by_second, guid_of, is_known, review_id

MOMENT = datetime(2026, 3, 1, 10, 0, 0, 999_000, tzinfo=UTC)


def test_a_card_is_known_by_its_name_elsewhere() -> None:
    note = ForeignNote(guid_of("a/b/c/card-ar"), "Waraqa", {})
    assert note.guid == "waraqa:a/b/c/card-ar"
    assert note.card_id == "a/b/c/card-ar"
    assert ForeignNote("b2U|h39w4d", "Basic", {}).card_id == ""


def test_a_review_made_elsewhere_has_one_id_for_ever() -> None:
    found = review_id("a/b/c/card-ar", 1_795_424_379_747)
    assert found == "19e66a82-1760-56dc-94e1-4b72ec2b056d"
    assert found != review_id("a/b/c/card-ar", 1_795_424_379_748)
    assert found != review_id("a/b/c/card-en", 1_795_424_379_747)


@pytest.mark.parametrize(
    ("milliseconds", "known"),
    [(0, True), (1, True), (-999, True), (999, True), (1_000, False), (-1_000, False)],
)
def test_moments_less_than_a_second_apart_are_one(milliseconds: int, known: bool) -> None:
    moments = by_second([MOMENT, MOMENT - timedelta(days=1)])
    assert is_known(MOMENT + timedelta(milliseconds=milliseconds), moments) is known
    assert not is_known(MOMENT, {})
