"""What a quiz answer does to flashcards."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from quizapp.domain.bilingual import Lang
from quizapp.domain.cards.build import build_cards
from quizapp.domain.cards.quiz import (
    TYPED_KINDS,
    QuizEffect,
    card_to_pull,
    forgetting,
    quiz_effect,
)
from quizapp.domain.generation.bank import build_items
from quizapp.domain.items.base import Outcome
from quizapp.domain.items.registry import KINDS
from quizapp.domain.memory import MemorySettings
from tests.domain.cards.decks import MONDAY, known_card, new_card
from tests.domain.items.wide import wide_article

WIDE = wide_article()
CARDS = {card.id for card in build_cards(WIDE)}
AR, EN = "wide-fair/host/salt/card-ar", "wide-fair/host/salt/card-en"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_wrong_answer_pulls_and_recognising_is_never_recalling(
    kind: str, outcome: Outcome
) -> None:
    effect = quiz_effect(outcome, kind)
    if outcome in (Outcome.RIGHT, Outcome.CLOSE):
        assert effect is (QuizEffect.RECALLED if kind in ("gap", "number") else QuizEffect.NOTHING)
    else:
        assert effect is QuizEffect.PULL


def test_the_typed_kinds_are_those_that_have_a_typed_key() -> None:
    items = build_items(WIDE)
    assert {item.kind for item in items if item.typed is not None} == TYPED_KINDS


@pytest.mark.parametrize(
    ("item", "lang", "introduced", "card"),
    [
        ("host/salt/choice", "ar", (), AR),
        ("host/salt/choice", "en", (), EN),
        ("host/salt/gap", "en", (EN,), EN),
        ("host/salt/gap", "en", (AR, EN), EN),
        # The other language waits for the first to be firm; the first is what is weak.
        ("host/salt/choice", "en", (AR,), AR),
        ("host/salt/true_false", "ar", (), AR),
        ("host/-/true_false", "ar", (), None),
        ("guests/guests/multiple_choice", "ar", (), None),
        ("who-did-what/-/match", "ar", (), None),
        ("year/-/claim", "ar", (), None),
    ],
)
def test_the_card_of_the_slot_is_pulled(
    item: str, lang: Lang, introduced: Collection[str], card: str | None
) -> None:
    assert card_to_pull(f"wide-fair/{item}", lang, CARDS, introduced) == card


def test_a_round_asks_more_for_what_is_being_forgotten() -> None:
    held = [
        known_card("a", "ar", stability=10.0),
        known_card("a", "en", stability=1.0),
        known_card("b", stability=1e6),
        new_card("c"),
    ]
    items = ["fair/a/x/choice", "fair/a/x/gap", "fair/b/x/gap", "fair/c/x/gap", "fair/d/-/match"]
    weights = forgetting(items, held, MONDAY, MemorySettings())
    assert weights.keys() == {"fair/a/x/choice", "fair/a/x/gap", "fair/b/x/gap"}
    assert weights["fair/b/x/gap"] == pytest.approx(1.0, abs=0.001)
    assert weights["fair/a/x/gap"] == weights["fair/a/x/choice"] == pytest.approx(1.6, abs=0.1)
