"""Whether a fact or a question may be published.

What the evidence lock or an error rule refuses is not; a warning wants a tick and a reason.
The same fault of several items of one fact (a wrong mark in its sentence shows in its gap
and in its statement) is told once, and so is ticked once:

    fitness(article, fact).open({})                          every error and warning
    fitness(article, fact).open({key_of(warning): "..."})    without the warning

A reason holds for the very fault: when the text at fault changes, it is asked for again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from quizapp.domain.authoring import facts, written
from quizapp.domain.authoring.faults import Fault
from quizapp.domain.content import Article, Fact
from quizapp.domain.generation.bank import items_about
from quizapp.domain.ids import fingerprint
from quizapp.domain.items.base import Item
from quizapp.domain.items.written import item_of
from quizapp.domain.lint import RULES, Finding, Severity, evidence_failures, lint_item
from quizapp.domain.lint.figures import figure_failures
from quizapp.domain.lint.pool import pool_failures
from quizapp.domain.written import WrittenItem

_KEY_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Fitness:
    """What stands against publishing.

    `refused` must be mended, and so must `faults`, which keep it from being whole; each of
    `warned` needs a tick and a reason; `noted` is only shown.
    """

    items: tuple[Item, ...]
    refused: tuple[Finding, ...]
    warned: tuple[Finding, ...]
    noted: tuple[Finding, ...]
    faults: tuple[Fault, ...] = ()

    def open(self, reasons: Mapping[str, str]) -> tuple[Finding, ...]:
        """Return the findings that still stand in the way: errors, and warnings whose key
        (`key_of`) has no reason.
        """
        unexplained = (f for f in self.warned if not reasons.get(key_of(f), "").strip())
        return (*self.refused, *unexplained)

    def is_fit(self, reasons: Mapping[str, str]) -> bool:
        """Tell whether it may be published with these reasons, by the key of each warning."""
        return not self.faults and not self.open(reasons)


def key_of(finding: Finding) -> str:
    """Return the stable name of a finding, under which a reason is kept."""
    told = fingerprint([finding.lang, sorted(finding.params.items())])[:_KEY_DIGITS]
    return f"{finding.rule}-{told}"


def fitness(article: Article, subject: Fact | WrittenItem | Item) -> Fitness:
    """Return the verdict on one fact, written question or item of the article.

    The article need not have it yet, or may have it as it was before: it is judged as given.
    """
    if isinstance(subject, Fact):
        return _of_fact(_with_fact(article, subject), subject)
    if isinstance(subject, WrittenItem):
        return _of_written(written.with_written(article, subject), subject)
    return _sorted((subject,), lint_item(subject, article), ())


def _with_fact(article: Article, fact: Fact) -> Article:
    if article.fact_by_id.get(fact.id) == fact:
        return article
    known = {**article.fact_by_id, fact.id: fact}
    return replace(article, facts=tuple(known.values()))


def _of_fact(article: Article, fact: Fact) -> Fitness:
    items = items_about(article, {fact.id})
    alone = replace(article, facts=(fact,), sets=(), unstated=(), written=())
    whole = (*pool_failures(article), *figure_failures(article))
    found = [
        *(finding for item in items for finding in lint_item(item, article)),
        *(finding for rule in RULES.values() for finding in rule.check_bank(items, article)),
        *evidence_failures(alone),
        *(f for f in whole if f.item.startswith(f"{article.slug}/{fact.id}/")),
    ]
    faults = facts.faults(facts.draft_from(fact, article), article)
    return _sorted(items, found, tuple(f for f in faults if f.code != "no_answer"))


def _of_written(article: Article, subject: WrittenItem) -> Fitness:
    item = item_of(subject, article)
    items = (item,) if item is not None and item.langs else ()
    found = [finding for one in items for finding in lint_item(one, article)]
    return _sorted(items, found, written.faults(subject, article))


def _sorted(
    items: tuple[Item, ...], findings: Iterable[Finding], faults: tuple[Fault, ...]
) -> Fitness:
    told = tuple(_once(findings))
    return Fitness(
        items,
        refused=tuple(f for f in told if f.severity is Severity.ERROR),
        warned=tuple(f for f in told if f.severity is Severity.WARNING),
        noted=tuple(f for f in told if f.severity is Severity.INFO),
        faults=faults,
    )


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    seen: set[tuple[str, Severity]] = set()
    for finding in findings:
        name = (key_of(finding), finding.severity)
        if name not in seen:
            seen.add(name)
            yield finding
