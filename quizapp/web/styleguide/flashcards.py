"""Flashcards for the style guide: a front, a front to type at, and a back with all it can hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from quizapp.domain.bilingual import BilingualList, Lang
from quizapp.domain.items.base import TypedKey
from quizapp.services.cards import CardView, Side, Sitting
from quizapp.web.cards.forms import Sight
from quizapp.web.cards.recall import Recall, recall_of
from quizapp.web.styleguide.surroundings import ARTICLE, PASSAGE

_QUESTION: Final[dict[Lang, str]] = {
    "ar": "أي مدينة استضافت معرض الكتاب الأول؟",
    "en": "Which town hosted the first book fair?",
}
_ANSWER: Final[dict[Lang, str]] = {"ar": "السلط", "en": "Salt"}
_HINT: Final[dict[Lang, str]] = {"ar": "مدينة قديمة على التلال", "en": "An old town on the hills"}
_NOTE: Final[dict[Lang, str]] = {"ar": "زرتُها في الربيع.", "en": "I was there in spring."}
_INTERVALS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(days=3),
    timedelta(days=12),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One state of the review screen."""

    state: str
    sight: Sight
    sitting: Sitting
    card: CardView
    turned: bool
    recall: Recall | None = None


def cards_in(lang: Lang) -> Iterator[Shown]:
    """Yield the review screen in each of its states, in a language of content."""
    new = _card(lang)
    asked = replace(new, front=Side(lang, _HINT[lang]), introduction=False)
    turned = replace(
        new,
        front=Side(lang, _NOTE[lang]),
        introduction=False,
        note=_NOTE[lang],
        updated=(_HINT[lang], _ANSWER[lang]),
        leech=True,
    )
    typing = Sight(typing=True)
    yield Shown("front", Sight(), _sitting(new), new, turned=False)
    yield Shown("typing", typing, _sitting(asked), asked, turned=False)
    recall = recall_of(turned, _ANSWER[lang])
    yield Shown("back", typing, _sitting(turned), turned, turned=True, recall=recall)


def _card(lang: Lang) -> CardView:
    return CardView(
        card_id="specimen",
        article=ARTICLE,
        deck="article-ar" if lang == "ar" else "article-en",
        front=Side(lang, _QUESTION[lang]),
        back=Side(lang, _ANSWER[lang], _HINT[lang]),
        statement=PASSAGE.sentences[0].text,
        evidence=PASSAGE.sentences[:1],
        lang=lang,
        updated=None,
        leech=False,
        note="",
        typed=TypedKey(BilingualList(ar=(_ANSWER["ar"],), en=(_ANSWER["en"],))),
        introduction=True,
        suspended=False,
    )


def _sitting(card: CardView) -> Sitting:
    return Sitting(
        card=card,
        intervals=_INTERVALS,
        left_new=3,
        left_due=9,
        done_today=4,
        can_undo=True,
        next_due=None,
    )
