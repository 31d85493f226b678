"""What a learner typed before the card was turned: how it was judged, which grade it suggests."""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.domain.items.base import MAX_TYPED
from quizapp.domain.text import Judgement
from quizapp.services.cards import CardView, Rating, judge_recall


@dataclass(frozen=True, slots=True)
class Recall:
    """A typed recall. The grade is a suggestion; the learner decides."""

    typed: str
    judgement: Judgement
    suggested: Rating


def recall_of(card: CardView, typed: str) -> Recall | None:
    """Return the judged recall; None where nothing was typed or typing is not asked for."""
    text = typed.strip()[:MAX_TYPED]
    if not text or card.typed is None:
        return None
    judgement, suggested = judge_recall(card, text)
    return Recall(text, judgement, suggested)
