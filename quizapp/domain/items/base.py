"""The item: one question in two languages under one identity, and how it is answered.

Every kind of item is the same record; a kind decides which of its fields it uses:

    kind              options          key                      also uses
    choice            the choices      (index,)                 material
    multiple_choice   the choices      (index, index, …)
    true_false        true, false      (index,)                 material: the statement
    claim             kinds, speakers  (index,)                 material: the statement
    evidence          sentences        (index,)                 material: the question
    match             the right side   option index per left    lefts
    order             the steps        option indices in order
    gap               —                —                        material with BLANK, typed
    number            —                —                        typed

An item never changes once stored; a new text is a new version (`ids.fingerprint`).
Options stand in a fixed canonical order; a round shows them by its own permutation
(`Kind.arrange`), and an `Answer` always speaks of canonical indices.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from quizapp.domain.bilingual import LANGS, NONE_LISTED, Bilingual, BilingualList, Lang
from quizapp.domain.content import Article, ClaimKind, Strictness
from quizapp.domain.text import Verdict

if TYPE_CHECKING:
    from quizapp.domain.generation.distractors import Distractors

BLANK: Final = "____"
MAX_TYPED: Final = 200

Fields = Mapping[str, Sequence[str]]
"""A posted form: every value of every field name."""


class Outcome(StrEnum):
    """How an answer was judged. `CLOSE` counts as right but shows the right spelling."""

    RIGHT = "right"
    CLOSE = "close"
    PARTIAL = "partial"
    WRONG = "wrong"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen. `id` is a term, sentence or claim id.

    `gloss` says what the thing is; `in_article` whether the article mentions it.
    Both serve to tell a learner what is wrong with the option chosen, unless its author
    gave a `reason`.
    """

    id: str
    text: Bilingual
    gloss: Bilingual | None = None
    in_article: bool = False
    reason: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class TypedKey:
    """What counts as a right typed answer.

    `accepted` lists right spellings, the one to display first. `rivals` are spellings
    of other answers of the same kind, which a slip must not come near. `value` is set
    where a number is asked (`tolerance` either way), `month` too where it is a date.
    """

    accepted: BilingualList
    rivals: BilingualList = NONE_LISTED
    strictness: Strictness = Strictness.NORMAL
    value: int | None = None
    month: int | None = None
    tolerance: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A question. See the module's table for which kind uses which field.

    `facts` are the facts it asks about, `slot` the slot asked (or `ids.WHOLE`),
    `evidence` the passage sentences that prove the key, `explanation` the full
    statement shown after answering. `ordered` options (numbers, dates, months, true and
    false) have an order of their own and are always shown in it.
    """

    id: str
    kind: str
    article: str
    facts: tuple[str, ...]
    slot: str
    stem: Bilingual
    explanation: Bilingual
    evidence: tuple[str, ...] = ()
    claim: ClaimKind | None = None
    material: Bilingual | None = None
    options: tuple[Option, ...] = ()
    lefts: tuple[Bilingual, ...] = ()
    key: tuple[int, ...] = ()
    typed: TypedKey | None = None
    ordered: bool = False

    @property
    def langs(self) -> tuple[Lang, ...]:
        """The languages in which it can be asked: every text of it is written there."""
        texts = [self.stem, self.explanation, *self.lefts, *(o.text for o in self.options)]
        if self.material is not None:
            texts.append(self.material)
        return tuple(
            lang
            for lang in LANGS
            if all(text[lang].strip() for text in texts)
            and (self.typed is None or all(self.typed.accepted[lang][:1] or ("",)))
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What a learner answered, in canonical option indices or as typed text."""

    chosen: tuple[int, ...] = ()
    text: str = ""
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Grade:
    """The judgement of an answer.

    `score` is in 0..1. `marks` has one flag per thing chosen, paired or placed.
    `spelling` is the verdict on a typed answer, `shown` the spelling to show for it.
    """

    outcome: Outcome
    score: float
    marks: tuple[bool, ...] = ()
    spelling: Verdict | None = None
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Presented:
    """A question as a player may see it before answering: no key anywhere."""

    kind: str
    lang: Lang
    stem: str
    material: str | None
    options: tuple[str, ...]
    lefts: tuple[str, ...]
    several: bool = False
    numeric: bool = False
    words: int = 0


class Kind(Protocol):
    """What a module of this package must offer to be registered."""

    name: str

    def build(self, article: Article, distractors: Distractors) -> Iterator[Item]:
        """Yield every item of this kind that the article's facts allow."""

    def arrange(self, item: Item, rng: random.Random) -> tuple[int, ...]:
        """Draw the order in which a round shows the options."""

    def read(self, item: Item, fields: Fields, order: Sequence[int]) -> Answer:
        """Read a posted answer (positions as shown, from 1) into canonical indices.

        Raises AnswerRejected where the form is empty, incomplete or out of range.
        """

    def grade(self, item: Item, answer: Answer, lang: Lang) -> Grade:
        """Judge an answer given in a language. Pure and total for what `read` returns."""

    def key_texts(self, item: Item, lang: Lang) -> tuple[str, ...]:
        """Return the texts that would give the answer away if shown beforehand."""


def present(item: Item, lang: Lang, order: Sequence[int]) -> Presented:
    """Return the question as shown to a player, options in the round's order."""
    typed = item.typed
    return Presented(
        kind=item.kind,
        lang=lang,
        stem=item.stem[lang],
        material=item.material[lang] if item.material else None,
        options=tuple(item.options[i].text[lang] for i in order),
        lefts=tuple(left[lang] for left in item.lefts),
        several=item.kind == "multiple_choice",
        numeric=typed is not None and typed.value is not None and typed.month is None,
        words=len(typed.accepted[lang][0].split()) if typed else 0,
    )
