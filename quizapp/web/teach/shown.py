"""A question as its teacher sees it: in one language, the key shown, nothing answered.

It has what the quiz's own templates ask of an answered question, so that a teacher looks
at the very page that learners will see.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quizapp.domain.authoring.spellings import Spelling, table
from quizapp.domain.bilingual import Lang
from quizapp.domain.items.base import Item
from quizapp.domain.lint import Finding


@dataclass(frozen=True, slots=True)
class ShownOption:
    """A choice. Nobody chose it; `right` tells whether it is the key."""

    text: str
    right: bool
    reason: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a match with the partner that belongs to it."""

    left: str
    right: str
    chosen: None = None
    good: bool = False


@dataclass(frozen=True)
class Shown:
    """One question in one language, with its key."""

    item: Item
    lang: Lang
    typed: str = ""
    misplaced: bool = False

    @property
    def kind(self) -> str:
        """The kind of the question."""
        return self.item.kind

    @property
    def stem(self) -> str:
        """What is asked."""
        return self.item.stem[self.lang]

    @property
    def material(self) -> str | None:
        """The text below the question, if it has one."""
        return self.item.material[self.lang] if self.item.material else None

    @property
    def expected(self) -> str:
        """The spelling that is shown as the right one."""
        accepted = self.item.typed.accepted[self.lang] if self.item.typed else ()
        return accepted[0] if accepted else ""

    @property
    def options(self) -> tuple[ShownOption, ...]:
        """The choices in their own order."""
        return tuple(
            ShownOption(
                text=option.text[self.lang],
                right=index in self.item.key,
                reason=option.reason[self.lang] if option.reason else "",
            )
            for index, option in enumerate(self.item.options)
        )

    @property
    def rows(self) -> tuple[ShownRow, ...]:
        """The rows of a match."""
        return tuple(
            ShownRow(left[self.lang], self.item.options[right].text[self.lang])
            for left, right in zip(self.item.lefts, self.item.key, strict=True)
        )

    @property
    def right_texts(self) -> tuple[str, ...]:
        """The steps in their right order."""
        return tuple(self.item.options[index].text[self.lang] for index in self.item.key)


@dataclass(frozen=True, slots=True)
class SpellingTable:
    """What would be accepted in a language and what would not."""

    lang: Lang
    accepted: tuple[Spelling, ...]
    refused: tuple[Spelling, ...]


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A question in each language in which it can be asked, and what the linter says of it.

    `spellings` tells how typed answers are judged; empty where nothing is typed.
    """

    item: Item
    sides: tuple[Shown, ...]
    findings: tuple[Finding, ...]
    spellings: tuple[SpellingTable, ...]


def shown_items(
    items: Iterable[Item], findings: Iterable[Finding], first: Lang
) -> tuple[ShownItem, ...]:
    """Return questions to look at, each with its own findings, one language first."""
    found = tuple(findings)
    return tuple(
        ShownItem(
            item=item,
            sides=tuple(Shown(item, lang) for lang in sorted(item.langs, key=first.__ne__)),
            findings=tuple(each for each in found if each.item == item.id),
            spellings=spelling_tables(item),
        )
        for item in items
    )


def spelling_tables(item: Item) -> tuple[SpellingTable, ...]:
    """Return how typed answers to a question are judged, in each of its languages."""
    key = item.typed
    if key is None:
        return ()
    return tuple(SpellingTable(lang, *table(key, lang, key.strictness)) for lang in item.langs)
