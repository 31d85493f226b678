"""What appeals and regrades look like to those who decide on them.

Names of learners are shown to their own teachers alone: `name` is empty for everybody else,
and for guests, who have none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from quizapp.domain.accepting import Nearness, Refusal, Spelled
from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.domain.items.base import Item, Outcome


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides: a teacher, or an administrator, who may decide on everything."""

    account_id: int
    admin: bool = False


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item in a list: with open appeals, or with answers that count by an older key."""

    name: str
    title: Bilingual
    item: Item
    count: int


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that waits for a decision."""

    appeals: tuple[ItemLine, ...]
    regrades: tuple[ItemLine, ...]

    @property
    def count(self) -> int:
        """How many appeals wait."""
        return sum(line.count for line in self.appeals)


@dataclass(frozen=True, slots=True)
class AppealGroup:
    """Open appeals whose answers fold to one spelling; `text` is what would be accepted."""

    lang: Lang
    text: str
    spellings: tuple[Spelled, ...]
    count: int
    names: tuple[str, ...]
    said: Nearness
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision made before, for all appeals of one spelling."""

    lang: Lang
    text: str
    accepted: bool
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """A spelling that counts because it was accepted."""

    lang: Lang
    text: str


@dataclass(frozen=True, slots=True)
class Past:
    """A regrade made before: of a spelling (`reason` is the spelling) or of a changed key."""

    spelling: bool
    reason: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ItemDesk:
    """One item with its appeals and past regrades, the newest first.

    `waiting` tells that answers count by an older key, `regrade` that the one who looks may
    apply the current one. `accepted` is empty for those who may not.
    """

    name: str
    title: Bilingual
    item: Item
    groups: tuple[AppealGroup, ...]
    decided: tuple[Decided, ...]
    waiting: bool
    regrade: bool
    accepted: tuple[Accepted, ...]
    past: tuple[Past, ...]


@dataclass(frozen=True, slots=True)
class Affected:
    """One answer that would count for something else, and its round before and after."""

    name: str
    taught: bool
    lang: Lang
    began: datetime
    given: tuple[str, ...]
    before: Outcome
    after: Outcome
    round_before: float
    round_after: float
    total: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a decision would change. `fingerprint` names the key that was looked at."""

    name: str
    title: Bilingual
    before: tuple[Item, ...]
    after: Item
    affected: tuple[Affected, ...]
    learners: int
    answers: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Done:
    """What a decision did: answers and learners it changed, appeals it settled.

    `new` is False where the spelling had been accepted by somebody else meanwhile.
    """

    answers: int
    learners: int
    appeals: int
    new: bool = True
