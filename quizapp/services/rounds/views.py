"""What a round looks like from outside, and how a stored row becomes that.

What a response was judged to be is read from the log, never judged again: the reply to a
repeated submission is the reply to the first one, whatever the program has learnt since.
Where a teacher had an item regraded, what counts since is read from there (`db.scores`).
Solutions are in `Feedback` alone, and that is only made where they may be seen.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from quizapp.db.base import AnyRow
from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.domain.content import Article, Paragraph, Sentence
from quizapp.domain.items.base import (
    Answer,
    Fields,
    Grade,
    Item,
    Outcome,
    Presented,
    present,
)
from quizapp.domain.text import Verdict

Mode = Literal["practice", "test"]
Certainty = Literal["sure", "fairly", "guess"]


@dataclass(frozen=True, slots=True)
class RoundHead:
    """A round at a glance.

    `score` is the sum over the responses, None in an unfinished test. `next_position` is
    the first one not answered, None in a finished round. Of a round played for homework,
    `homework` is the public id, `closes_at` when it takes no more answers, `keys_at` when
    the solutions of a test may be seen.
    """

    public_id: str
    article: str
    title: Bilingual
    lang: Lang
    mode: Mode
    certainty: bool
    kinds: tuple[str, ...]
    total: int
    answered: int
    score: float | None
    started_at: datetime
    finished_at: datetime | None
    next_position: int | None
    homework: str | None = None
    closes_at: datetime | None = None
    keys_at: datetime | None = None

    def shows_keys(self, now: datetime | None) -> bool:
        """Whether solutions may be seen; what has to wait for a moment waits without one too."""
        if self.mode == "practice":
            return True
        if self.finished_at is None:
            return False
        return self.keys_at is None or (now is not None and now >= self.keys_at)


@dataclass(frozen=True, slots=True)
class AppealView:
    """What became of somebody's "I was right"; `reason` is given where it was declined."""

    state: Literal["open", "accepted", "declined"]
    reason: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was answered, how it was judged, and why.

    `paragraphs` are those of the passage that hold evidence. `changed` tells that the
    item got another text, or was retired, while the round was open. `was` is how the
    answer was judged at first, where a regrade made something else of it.
    """

    item: Item
    order: tuple[int, ...]
    lang: Lang
    answer: Answer
    grade: Grade
    certainty: Certainty | None
    evidence: tuple[Sentence, ...]
    paragraphs: tuple[Paragraph, ...]
    changed: bool
    was: Outcome | None = None
    appeal: AppealView | None = None

    @property
    def appealable(self) -> bool:
        """Whether a learner may say "I was right": typed, judged wrong, not said before."""
        wrong = self.grade.outcome is Outcome.WRONG
        return wrong and self.item.typed is not None and self.appeal is None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question of a round. `feedback` is None where it may not be seen yet."""

    head: RoundHead
    position: int
    presented: Presented
    feedback: Feedback | None
    answered: bool


@dataclass(frozen=True, slots=True)
class Submission:
    """A posted answer.

    `client_key` is the form's idempotency key, `shown_at` when the server showed the
    question, `digits` the digits it was shown in.
    """

    fields: Fields
    client_key: str
    certainty: Certainty | None
    shown_at: datetime | None
    digits: str


@dataclass(frozen=True, slots=True)
class AnswerReceipt:
    """What became of a submission: `stored` now, or answered before; whether that was the last."""

    view: QuestionView
    stored: bool
    finished: bool


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """How often answers given with a certainty were right."""

    certainty: Certainty
    count: int
    right: int


@dataclass(frozen=True, slots=True)
class RoundResult:
    """A finished round: every question with its solution, and what came out.

    `calibration` has a row for each certainty that was stated at all.
    """

    head: RoundHead
    rows: tuple[QuestionView, ...]
    right: int
    total: int
    calibration: tuple[CalibrationRow, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """The texts that a question was asked from: the item's, and the article's of that round."""

    item: Item
    article: Article


@dataclass(frozen=True, slots=True)
class Judged:
    """What a response says: the answer, its judgement, and how certain the learner was.

    The judgement is the one in force (`db.scores`); `was` is the first one where they differ.
    """

    answer: Answer
    grade: Grade
    certainty: Certainty | None
    was: Outcome | None = None
    appeal: AppealView | None = None


PASSED_OVER: Final = Judged(Answer(skipped=True), Grade(Outcome.SKIPPED, 0.0), None)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round is."""

    answered: int
    score: float
    next_position: int | None
    finished_at: datetime | None


def head_of(row: AnyRow, article: Article, progress: Progress) -> RoundHead:
    """Return the head of a round from its row."""
    finished = progress.finished_at is not None
    return RoundHead(
        public_id=row.public_id,
        article=article.slug,
        title=article.title,
        lang=row.lang,
        mode=row.mode,
        certainty=row.asks_certainty,
        kinds=row.kinds,
        total=row.total,
        answered=progress.answered,
        score=progress.score if finished or row.mode == "practice" else None,
        started_at=row.started_at,
        finished_at=progress.finished_at,
        next_position=None if finished else progress.next_position,
        homework=row.homework,
        closes_at=row.closes_at,
        keys_at=row.keys_at,
    )


def view_of(
    row: AnyRow,
    head: RoundHead,
    subject: Subject,
    judged: Judged | None,
    *,
    now: datetime | None,
    solve: bool = False,
) -> QuestionView:
    """Return one question from its entry's row, as its player may see it now.

    `judged` is None where it is not answered. `solve` then adds the solution, for the
    result of a finished round. Without `now` what has to wait for a moment is not shown.
    """
    feedback = None
    lang = lang_of(row, head.lang)
    if head.shows_keys(now) and (judged is not None or solve):
        feedback = _feedback(row, lang, subject, judged or PASSED_OVER)
    return QuestionView(
        head=head,
        position=row.position,
        presented=present(subject.item, lang, row.arrangement),
        feedback=feedback,
        answered=judged is not None,
    )


def lang_of(row: AnyRow, usual: Lang) -> Lang:
    """Return the language of one question: its own, else that of its round."""
    own: Lang | None = row.entry_lang
    return own or usual


def judged_in(row: AnyRow) -> Judged | None:
    """Return what the log says in an entry's row, None where the entry is not answered."""
    if row.outcome is None:
        return None
    return Judged(
        answer=Answer(chosen=row.chosen, text=row.typed, skipped=row.skipped),
        grade=Grade(
            outcome=Outcome(row.outcome),
            score=row.score,
            marks=tuple(map(bool, row.marks)),
            spelling=None if row.spelling is None else Verdict(row.spelling),
            shown=row.shown,
        ),
        certainty=row.certainty,
        was=None if row.logged_outcome == row.outcome else Outcome(row.logged_outcome),
    )


def _feedback(row: AnyRow, lang: Lang, subject: Subject, judged: Judged) -> Feedback:
    proofs = subject.item.evidence
    known = subject.article.sentence_by_id
    return Feedback(
        item=subject.item,
        order=row.arrangement,
        lang=lang,
        answer=judged.answer,
        grade=judged.grade,
        certainty=judged.certainty,
        evidence=tuple(known[name] for name in proofs if name in known),
        paragraphs=tuple(p for p in subject.article.passage if _holds(p, proofs)),
        changed=row.changed,
        was=judged.was,
        appeal=judged.appeal,
    )


def _holds(paragraph: Paragraph, sentences: Collection[str]) -> bool:
    return any(sentence.id in sentences for sentence in paragraph.sentences)
