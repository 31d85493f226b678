"""What a quiz answer means for flashcards: one memory, but not one grade.

    wrong, partly right or passed over    the slot's card is due today, or is added
    right, typed                          recalled: a review of the slot's card, if it is due
    right, chosen among options           nothing: recognising is not recalling

Worked example: "Irbid" chosen where Salt was right pulls the card of that slot to today;
"Salt" chosen says nothing, for one in four guesses it; "Salt" typed was remembered, and the
card that was due today is not asked for again.

What is logged is Good, or Hard where the learner said that it was a guess; Easy is only
self-chosen. A card that is not due is left alone: its time has not come, and practising the
same round again and again is no spaced recall.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum
from typing import Final

from quizapp.domain.bilingual import Lang, other
from quizapp.domain.cards.build import fact_card_id
from quizapp.domain.cards.holding import Held
from quizapp.domain.cards.siblings import group_of
from quizapp.domain.cards.state import Rating
from quizapp.domain.items.base import Outcome
from quizapp.domain.memory import MemorySettings, retrievability

TYPED_KINDS: Final = frozenset({"gap", "number"})
GUESS: Final = "guess"
_KNOWN: Final = frozenset({Outcome.RIGHT, Outcome.CLOSE})


class QuizEffect(StrEnum):
    """What an answer does to the card of its slot."""

    PULL = "pull"
    RECALLED = "recalled"
    NOTHING = "nothing"


def quiz_effect(outcome: Outcome, kind: str) -> QuizEffect:
    """Return what an answer to an item of a kind does to the slot's card."""
    if outcome not in _KNOWN:
        return QuizEffect.PULL
    return QuizEffect.RECALLED if kind in TYPED_KINDS else QuizEffect.NOTHING


def rating_of(certainty: str | None) -> Rating:
    """Return the grade that a right typed answer counts as."""
    return Rating.HARD if certainty == GUESS else Rating.GOOD


def card_to_pull(
    item: str, lang: Lang, cards: Collection[str], introduced: Collection[str]
) -> str | None:
    """Return the card that a wrong answer to an item, asked in a language, pulls to today.

    `cards` are the ids of all cards of the article, `introduced` those that the learner has
    reviewed. The card in the language asked comes first; where it was never seen but its
    sibling was, the sibling does, because a fact is made firm in one language before the
    other is begun. None for items that ask for no single slot.
    """
    group = group_of(item)
    asked, sibling = fact_card_id(group, lang), fact_card_id(group, other(lang))
    if asked not in cards:
        return None
    return sibling if sibling in introduced and asked not in introduced else asked


def forgetting(
    items: Iterable[str], held: Iterable[Held], day: date, settings: MemorySettings
) -> dict[str, float]:
    """Return weights for a round by item id: 1 to 3, the more a slot is being forgotten.

    Only items of slots with a card reviewed before are in it; of siblings the weaker counts.
    Weight 1 + 2 * (1 - R), with R the recall on that day.
    """
    weakest: dict[str, float] = {}
    for card in held:
        if not card.is_new:
            recall = retrievability(card.state, day, settings)
            weakest[card.group] = min(recall, weakest.get(card.group, 1.0))
    return {
        item: 1 + 2 * (1 - weakest[group_of(item)]) for item in items if group_of(item) in weakest
    }
