"""Items answered by typing: read in one place, judged by `domain/text` alone."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from quizapp.domain.bilingual import BilingualList, Lang
from quizapp.domain.items.base import Answer, Fields, Grade, Item, Outcome, TypedKey
from quizapp.domain.items.options import SKIPPED_GRADE
from quizapp.domain.items.posted import SKIPPED, typed_text, wants_skip
from quizapp.domain.text import Judgement, Verdict, judge

_OUTCOMES = {
    Verdict.EXACT: Outcome.RIGHT,
    Verdict.FOLDED: Outcome.RIGHT,
    Verdict.CLOSE: Outcome.CLOSE,
    Verdict.WRONG: Outcome.WRONG,
}


class TypedAnswer:
    """The behaviour shared by kinds whose answer is typed."""

    def arrange(self, item: Item, rng: random.Random) -> tuple[int, ...]:
        """There is nothing to arrange."""
        return ()

    def read(self, item: Item, fields: Fields, order: Sequence[int]) -> Answer:
        """Read the field `text`; see `Kind.read`."""
        return SKIPPED if wants_skip(fields) else Answer(text=typed_text(fields))

    def grade(self, item: Item, answer: Answer, lang: Lang) -> Grade:
        """Judge the spelling; a close one counts in full and shows the right spelling."""
        if answer.skipped:
            return SKIPPED_GRADE
        judgement = self.judgement(typed_key(item), answer.text, lang)
        outcome = _OUTCOMES[judgement.verdict]
        right = outcome is not Outcome.WRONG
        return Grade(outcome, float(right), (right,), judgement.verdict, judgement.shown)

    def judgement(self, key: TypedKey, text: str, lang: Lang) -> Judgement:
        """Judge a word or name against the accepted spellings and their rivals."""
        return judge(
            text,
            key.accepted[lang],
            lang=lang,
            rivals=key.rivals[lang],
            strictness=key.strictness,
        )

    def key_texts(self, item: Item, lang: Lang) -> tuple[str, ...]:
        """Return every accepted spelling."""
        return typed_key(item).accepted[lang]


def typed_key(item: Item) -> TypedKey:
    """Return what counts as right; ValueError for an item that is not typed."""
    if item.typed is None:
        raise ValueError(item.id)
    return item.typed


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts in their order, each once, empty ones left out."""
    return tuple(dict.fromkeys(text for text in texts if text))


def accepted_spellings(first: Iterable[tuple[str, str]], *lists: BilingualList) -> BilingualList:
    """Return spellings of both languages, the given pairs (ar, en) first, each once."""
    pairs = tuple(first)
    return BilingualList(
        ar=distinct([ar for ar, _ in pairs] + [s for spellings in lists for s in spellings.ar]),
        en=distinct([en for _, en in pairs] + [s for spellings in lists for s in spellings.en]),
    )
