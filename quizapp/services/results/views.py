"""What the results of a class look like from outside: plain values, no rows, no keys to guess.

Learners are named by the public id of their account; numbers of the database stay inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from quizapp.domain.bilingual import Bilingual
from quizapp.domain.content import Article
from quizapp.domain.items.base import Item, Option
from quizapp.domain.lint import Finding
from quizapp.domain.statistics.analysis import ItemAnalysis, TestAnalysis
from quizapp.domain.statistics.fairness import Verdict
from quizapp.domain.statistics.options import OptionRow
from quizapp.domain.statistics.remembering import FactOutlook
from quizapp.services.homework import Attempt, CardsDone, Homework
from quizapp.services.rounds import QuestionView


@dataclass(frozen=True, slots=True)
class ClassOfResults:
    """The class that results belong to."""

    public_id: str
    name: str
    zone: str
    pupils: int


@dataclass(frozen=True, slots=True)
class Pupil:
    """A learner of the class, under the name by which the teacher knows her."""

    account_id: int
    public_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a learner stands with one piece of homework.

    `attempt` is the one that counts, or the one under way; `cards` the goal of cards. Both
    are None where nothing was begun.
    """

    attempt: Attempt | None
    cards: CardsDone | None

    @property
    def done(self) -> bool:
        """Whether it was handed in, or its goal was met."""
        if self.cards is not None:
            enough = self.cards.days_met if self.cards.each_day else self.cards.total
            return enough >= (1 if self.cards.each_day else self.cards.wanted)
        return self.attempt is not None and self.attempt.over


@dataclass(frozen=True, slots=True)
class PupilRow:
    """How a learner stands with every piece of homework, and when she was last here."""

    pupil: Pupil
    standings: tuple[Standing, ...]
    seen_at: datetime | None

    @property
    def done(self) -> int:
        """How many pieces of homework are done."""
        return sum(standing.done for standing in self.standings)


@dataclass(frozen=True, slots=True)
class Overview:
    """Who did what. `homework` is the latest first."""

    classroom: ClassOfResults
    homework: tuple[Homework, ...]
    rows: tuple[PupilRow, ...]


class Mark(StrEnum):
    """What became of one question in the hands of one learner."""

    RIGHT = "right"
    CLOSE = "close"
    PARTIAL = "partial"
    WRONG = "wrong"
    SKIPPED = "skipped"
    OPEN = "open"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Square:
    """One square of the grid."""

    mark: Mark
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class GridRow:
    """A learner's squares, in the order of the questions, and the attempt that they are of."""

    pupil: Pupil
    attempt: Attempt | None
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Learners by questions. `rates` are the shares of marks got, None where nobody was asked."""

    classroom: ClassOfResults
    homework: Homework
    items: tuple[Item, ...]
    rows: tuple[GridRow, ...]
    rates: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """One learner's answers in one attempt, each with the text that she saw."""

    classroom: ClassOfResults
    homework: Homework
    pupil: Pupil
    attempts: tuple[Attempt, ...]
    attempt: Attempt | None
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """What the answers say of one question.

    `item` is its latest text that was answered, `versions` how many texts were. `options`
    are in the question's own order; empty where there is nothing to choose.
    """

    item: Item
    versions: int
    analysis: ItemAnalysis
    options: tuple[tuple[Option, OptionRow], ...]


@dataclass(frozen=True, slots=True)
class ItemReport:
    """What the answers say of all questions of a homework.

    `learners` are those whose first attempt is closed, `open` those still at it.
    """

    classroom: ClassOfResults
    homework: Homework
    learners: int
    open: int
    test: TestAnalysis
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """What can be said of one question's two languages, and what may be the cause."""

    item: Item
    verdict: Verdict
    causes: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class LanguageReport:
    """The questions of an article by language, over all classes that the teacher has.

    `classes` set it in fairness mode, `learners` closed a first attempt there.
    """

    classroom: ClassOfResults
    homework: Homework
    classes: int
    learners: int
    rows: tuple[LanguageRow, ...]


@dataclass(frozen=True, slots=True)
class FactRow:
    """What becomes of a fact by the chosen day."""

    fact: str
    text: Bilingual
    outlook: FactOutlook


@dataclass(frozen=True, slots=True)
class WarmUpItem:
    """A question of the warm-up, and how many learners more it saves by the chosen day."""

    item: Item
    saved: float


@dataclass(frozen=True, slots=True)
class ClassMemory:
    """What the class remembers of an article, and the warm-up that saves the most."""

    classroom: ClassOfResults
    articles: tuple[tuple[str, Bilingual], ...]
    article: Article | None
    today: date
    day: date
    learners: int
    rows: tuple[FactRow, ...]
    warm_up: tuple[WarmUpItem, ...]
