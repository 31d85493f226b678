"""Typing the answer of a card."""

from __future__ import annotations

import pytest

from quizapp.domain.cards.build import build_cards
from quizapp.domain.cards.state import Rating
from quizapp.domain.cards.typed import judge_typed, suggested_rating
from tests.domain.items.wide import wide_article

CARDS = {card.id: card for card in build_cards(wide_article())}


@pytest.mark.parametrize(
    ("card", "text", "rating"),
    [
        ("opener/huda/card-en", "Huda Najjar", Rating.GOOD),
        ("opener/huda/card-en", "huda najjar", Rating.GOOD),
        ("opener/huda/card-en", "Huda Najjer", Rating.HARD),
        ("opener/huda/card-en", "Salma Kawar", Rating.AGAIN),
        ("opener/huda/card-ar", "هدى النجار", Rating.GOOD),
        ("opener/huda/card-ar", "", Rating.AGAIN),
        ("term/huda/bridge-en-ar", "هدى النجار", Rating.GOOD),
        ("term/huda/bridge-en-ar", "Huda Najjar", Rating.AGAIN),
        ("shops/n12/card-ar", "١٢", Rating.GOOD),
        ("shops/n12/card-en", "13", Rating.AGAIN),
        ("day/opening/card-en", "March 16", Rating.GOOD),
        ("day/opening/card-ar", "16 آذار", Rating.GOOD),
        ("day/opening/card-en", "17 March", Rating.AGAIN),
        ("host/salt/card-ar", "السلط", Rating.GOOD),
    ],
)
def test_a_typed_answer_suggests_a_grade(card: str, text: str, rating: Rating) -> None:
    asked = CARDS[f"wide-fair/{card}"]
    assert asked.typed is not None
    judgement = judge_typed(asked.typed, text, asked.back.lang)
    assert suggested_rating(judgement.verdict) is rating
    assert judgement.shown in asked.typed.accepted[asked.back.lang]
