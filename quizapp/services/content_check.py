"""Checking a folder of seeds without a database: schema, items, linter, evidence lock.

An article whose files have problems is not generated from; its problems are the report.
Otherwise every item is built and linted, and each finding is traced back to the record
that an author can change:

    summit/host-city/samarkand/gap    ->    summit/facts.yaml, host-city
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from quizapp.domain.authoring.subjects import meant_for
from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.content import Article
from quizapp.domain.generation.audit import AuditReport, audit, sample_rounds
from quizapp.domain.generation.bank import Bank
from quizapp.domain.generation.rounds import RoundSpec
from quizapp.domain.items.base import Item
from quizapp.domain.items.registry import KINDS
from quizapp.domain.lint import Finding, Severity, evidence_failures, lint_bank
from quizapp.domain.lint.evidence import EVIDENCE_RULE
from quizapp.domain.lint.figures import figure_failures
from quizapp.domain.lint.pool import pool_failures
from quizapp.formats.content import ContentRejected, Problem, article_folders, read_article
from quizapp.formats.content.schema import COMMON_FOLDER, FACTS_FILE

ENOUGH_KINDS: Final = 3
NO_ARTICLES: Final = "no_articles"

_AUDITED_LENGTH: Final = 10
_AUDIT_SEED: Final = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding of the linter with the file and the record that it comes from."""

    file: str
    where: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class ArticleReport:
    """What there is of one article, and what the linter has against it.

    `written` counts the items whose every text is there in a language, `equal_ids` tells
    whether these are the same items in both, but for what its author wrote in one only.
    `thin` are facts asked in fewer than three kinds, `uncovered` paragraphs of the source
    that no fact cites. `audits` has one audit for each language if rounds were asked for.
    """

    slug: str
    facts: int
    paragraphs: int
    uncovered: tuple[int, ...]
    written: Mapping[Lang, int]
    equal_ids: bool
    kinds: Mapping[str, int]
    thin: tuple[str, ...]
    faults: tuple[Fault, ...]
    audits: tuple[AuditReport, ...] = ()

    def count(self, severity: Severity) -> int:
        """Return how many findings of a severity there are, evidence failures aside."""
        return sum(f.finding.severity is severity for f in self.faults if not _is_evidence(f))

    @property
    def evidence_failures(self) -> int:
        """How many items have a key that their evidence does not show."""
        return sum(_is_evidence(fault) for fault in self.faults)

    @property
    def refused(self) -> tuple[Fault, ...]:
        """The findings for which the article cannot be published."""
        return tuple(f for f in self.faults if f.finding.severity is Severity.ERROR)

    @property
    def reasons(self) -> int:
        """How many reasons there are not to publish the article."""
        missed = sum(len(report.failures()) for report in self.audits)
        return len(self.refused) + missed + (not self.equal_ids)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The reports of all articles that could be read, and the problems of the others."""

    articles: tuple[ArticleReport, ...]
    problems: tuple[Problem, ...]

    @property
    def reasons(self) -> int:
        """How many reasons there are to refuse what was checked."""
        return len(self.problems) + sum(report.reasons for report in self.articles)

    @property
    def passed(self) -> bool:
        """Whether everything can be loaded and published."""
        return self.reasons == 0


def check_seeds(seeds: Path, rounds: int = 0) -> CheckReport:
    """Read, build and lint every article of a seeds folder; audit so many rounds of each.

    Raises nothing for bad content.
    """
    reports: list[ArticleReport] = []
    problems: list[Problem] = []
    folders = article_folders(seeds)
    if not folders:
        problems.append(Problem(seeds.name, seeds.name, NO_ARTICLES))
    for folder in folders:
        try:
            article = read_article(folder, seeds / COMMON_FOLDER)
        except ContentRejected as rejected:
            problems += [problem for problem in rejected.problems if problem not in problems]
        else:
            reports.append(check_article(article, rounds))
    return CheckReport(tuple(reports), tuple(problems))


def check_article(article: Article, rounds: int = 0) -> ArticleReport:
    """Build, lint and audit the items of one article that was read without problems."""
    return check_bank(Bank.of(article), rounds)


def check_bank(bank: Bank, rounds: int = 0) -> ArticleReport:
    """The same where the items are built already: that takes as long as all the rest."""
    article, items = bank.article, bank.items
    per_kind = Counter(item.kind for item in items)
    cited = {number for fact in article.facts for number in fact.source}
    ids = {lang: {item.id for item in items if is_written(item, lang)} for lang in LANGS}
    alone = {item.id for item in items if len(meant_for(item, article)) < len(LANGS)}
    return ArticleReport(
        slug=article.slug,
        facts=len(article.facts),
        paragraphs=article.paragraphs_of_source,
        uncovered=tuple(n for n in range(1, article.paragraphs_of_source + 1) if n not in cited),
        written={lang: len(ids[lang]) for lang in LANGS},
        equal_ids=ids["ar"] - alone == ids["en"] - alone,
        kinds={kind: per_kind[kind] for kind in KINDS if per_kind[kind]},
        thin=_thin_facts(article, items),
        faults=tuple(_traced(finding, article) for finding in findings(items, article)),
        audits=tuple(_audited(bank, lang, rounds) for lang in LANGS) if rounds else (),
    )


def is_written(item: Item, lang: Lang) -> bool:
    """Tell whether every text of an item is there in a language."""
    return lang in item.langs


def _thin_facts(article: Article, items: Sequence[Item]) -> tuple[str, ...]:
    kinds: dict[str, set[str]] = defaultdict(set)
    for item in items:
        for fact in item.facts:
            kinds[fact].add(item.kind)
    return tuple(f.id for f in article.facts if len(kinds[f.id]) < ENOUGH_KINDS)


def findings(items: Sequence[Item], article: Article) -> tuple[Finding, ...]:
    """Return what the linter has against the items, and what no item shows.

    That is: unproved slots that nothing asks, unsuitable terms of an author's pool, and
    numbers in words that differ between the languages.
    """
    found = lint_bank(items, article)
    known = {
        (finding.item.rpartition("/")[0], finding.lang)
        for finding in found
        if finding.rule == EVIDENCE_RULE
    }
    unasked = (f for f in evidence_failures(article) if (f.item, f.lang) not in known)
    return (*found, *unasked, *pool_failures(article), *figure_failures(article))


def _audited(bank: Bank, lang: Lang, rounds: int) -> AuditReport:
    spec = RoundSpec(lang=lang, length=_AUDITED_LENGTH, kinds=())
    return audit(bank, lang, sample_rounds(bank, spec, rounds, _AUDIT_SEED))


def _traced(finding: Finding, article: Article) -> Fault:
    parts = finding.item.split("/")
    where = parts[1] if len(parts) > 1 else article.slug
    return Fault(f"{article.slug}/{FACTS_FILE}", where, finding)


def _is_evidence(fault: Fault) -> bool:
    return fault.finding.rule == EVIDENCE_RULE
