"""What a lint rule is and what it reports.

A rule looks at one item, or at a whole bank, and yields `Hit`s: what it saw, in
which language, where. The rule stamps its id and severity on each, which makes a
`Finding`. Findings are codes and parameters; `wording_lint` has the sentences.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from quizapp.domain.bilingual import Lang
from quizapp.domain.content import Article
from quizapp.domain.items.base import Item

Span = tuple[int, int]


class Severity(StrEnum):
    """An error blocks publishing, a warning wants a look, an info is only shown."""

    ERROR = "E"
    WARNING = "W"
    INFO = "I"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of one item (of the article, where a rule judges the whole bank).

    `part` names the text that is at fault (`stem`, `material`, `option:2`, `left:1`,
    `explanation`) and `span` the characters in it; both are empty where the fault
    has no single place. `lang` is None where both languages are concerned.
    """

    rule: str
    severity: Severity
    item: str
    lang: Lang | None
    params: Mapping[str, str]
    span: tuple[int, int] | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule saw. `severity` is set where it is not the rule's own.

    `item` is for rules over a bank: the item at fault, empty for the bank itself.
    """

    params: Mapping[str, str] = field(default_factory=dict)
    lang: Lang | None = None
    span: tuple[int, int] | None = None
    part: str = ""
    severity: Severity | None = None
    item: str = ""


Hits = Iterator[Hit]
ItemLook = Callable[[Item, Article], Hits]
BankLook = Callable[[Sequence[Item]], Hits]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: its definition in words, and the look at an item or at a bank."""

    id: str
    severity: Severity
    definition: str
    item_look: ItemLook | None = None
    bank_look: BankLook | None = None

    def check(self, item: Item, article: Article) -> Iterator[Finding]:
        """Yield what the rule has against one item; nothing for a rule over banks."""
        if self.item_look:
            for hit in self.item_look(item, article):
                yield self._finding(hit, item.id)

    def check_bank(self, items: Sequence[Item], article: Article) -> Iterator[Finding]:
        """Yield what the rule has against a whole bank; nothing for a rule over items."""
        if self.bank_look:
            for hit in self.bank_look(items):
                yield self._finding(hit, hit.item or article.slug)

    def _finding(self, hit: Hit, item: str) -> Finding:
        severity = hit.severity or self.severity
        return Finding(self.id, severity, item, hit.lang, hit.params, hit.span, hit.part)


def item_rule(ident: str, severity: Severity) -> Callable[[Callable[[Item], Hits]], Rule]:
    """Make a rule of a function that looks at an item; its docstring is the definition."""

    def make(look: Callable[[Item], Hits]) -> Rule:
        return Rule(ident, severity, inspect.getdoc(look) or "", lambda item, _: look(item))

    return make


def content_rule(ident: str, severity: Severity) -> Callable[[ItemLook], Rule]:
    """Make a rule of a function that holds an item against the article it is from."""

    def make(look: ItemLook) -> Rule:
        return Rule(ident, severity, inspect.getdoc(look) or "", look)

    return make


def bank_rule(ident: str, severity: Severity) -> Callable[[BankLook], Rule]:
    """Make a rule of a function that looks at all items of an article."""

    def make(look: BankLook) -> Rule:
        return Rule(ident, severity, inspect.getdoc(look) or "", bank_look=look)

    return make
