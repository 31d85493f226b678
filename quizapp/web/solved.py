"""An answered question as a learner reads it: what was answered, what is right, and why.

The domain speaks in canonical indices; this puts them beside the texts, in the order in
which the round shows the options. Templates choose which view of it fits the kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from quizapp.domain.bilingual import Lang
from quizapp.domain.errors import AnswerRejected
from quizapp.domain.items.base import Fields, Item, Outcome
from quizapp.domain.items.registry import kind_of
from quizapp.services.rounds import Feedback, QuestionView


@dataclass(frozen=True, slots=True)
class SolvedOption:
    """An option after the answer.

    `gloss` says what it is, where that is worth saying; `reason` why it is wrong, where its
    author has said so.
    """

    text: str
    chosen: bool
    right: bool
    gloss: str | None
    in_article: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SolvedRow:
    """A row of a match: what was paired with it (None if nothing was) and what belongs to it."""

    left: str
    chosen: str | None
    right: str
    good: bool


@dataclass(frozen=True, slots=True)
class SolvedStep:
    """A step where the learner put it, and whether it belongs there."""

    text: str
    good: bool


@dataclass(frozen=True)
class Solved:
    """The reading of one feedback in the language of its round."""

    feedback: Feedback

    @property
    def item(self) -> Item:
        """The question itself."""
        return self.feedback.item

    @property
    def lang(self) -> Lang:
        """The language in which it was asked."""
        return self.feedback.lang

    @property
    def outcome(self) -> Outcome:
        """The verdict's code."""
        return self.feedback.grade.outcome

    @property
    def typed(self) -> str:
        """What was typed."""
        return self.feedback.answer.text

    @property
    def expected(self) -> str:
        """The spelling to show for a typed answer."""
        typed = self.item.typed
        if self.feedback.grade.shown or typed is None:
            return self.feedback.grade.shown
        return typed.accepted[self.lang][0]

    @cached_property
    def options(self) -> tuple[SolvedOption, ...]:
        """The options in the order shown."""
        chosen = self.feedback.answer.chosen
        return tuple(
            SolvedOption(
                text=option.text[self.lang],
                chosen=index in chosen,
                right=index in self.item.key,
                gloss=option.gloss[self.lang] if option.gloss else None,
                in_article=option.in_article,
                reason=option.reason[self.lang] if option.reason else "",
            )
            for index in self.feedback.order
            for option in (self.item.options[index],)
        )

    @property
    def mistaken(self) -> tuple[SolvedOption, ...]:
        """The options chosen wrongly about which there is something to say."""
        return tuple(o for o in self.options if o.chosen and not o.right and (o.reason or o.gloss))

    @cached_property
    def rows(self) -> tuple[SolvedRow, ...]:
        """The rows of a match."""
        chosen = self.feedback.answer.chosen or (None,) * len(self.item.lefts)
        return tuple(
            SolvedRow(
                left=left[self.lang],
                chosen=None if choice is None else self._option(choice),
                right=self._option(right),
                good=choice == right,
            )
            for left, choice, right in zip(self.item.lefts, chosen, self.item.key, strict=True)
        )

    @property
    def steps(self) -> tuple[SolvedStep, ...]:
        """The steps in the order in which the learner put them; none of a skipped question."""
        return tuple(
            SolvedStep(text=self._option(step), good=step == right)
            for step, right in zip(self.feedback.answer.chosen, self.item.key, strict=False)
        )

    @property
    def misplaced(self) -> bool:
        """Whether the learner put steps in an order that is not the right one."""
        return not all(step.good for step in self.steps)

    @property
    def right_texts(self) -> tuple[str, ...]:
        """The right options, or the steps in their right order."""
        return self._texts(self.item.key)

    def explanation(self, lang: Lang) -> tuple[str, ...]:
        """The full statements behind the question, one a line."""
        return tuple(self.item.explanation[lang].split("\n"))

    def proves(self, sentence_id: str) -> bool:
        """Whether a sentence of the passage is the evidence."""
        return sentence_id in self.item.evidence

    def _option(self, index: int) -> str:
        return self.item.options[index].text[self.lang]

    def _texts(self, indices: Iterable[int]) -> tuple[str, ...]:
        return tuple(self._option(index) for index in indices)


def solved(view: QuestionView) -> Solved | None:
    """Return the reading of a question's feedback, None while there is none to show."""
    return Solved(view.feedback) if view.feedback else None


def answered_otherwise(view: QuestionView, fields: Fields) -> bool:
    """Tell whether a post that was not stored differs from the answer that was.

    The same answer sent twice is a slip of the finger and needs no note. Without feedback
    to compare with (a test), it cannot be known and is worth one.
    """
    if view.feedback is None:
        return True
    item = view.feedback.item
    try:
        return kind_of(item.kind).read(item, fields, view.feedback.order) != view.feedback.answer
    except AnswerRejected:
        return True
