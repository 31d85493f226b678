"""Whether a draft may be published: what must be mended, what needs a tick and a reason.

The evidence lock and the error rules refuse. A warning may stand where its author has
looked at it and says why; the reason is kept under the fingerprint of the finding, so
another text is another warning. Findings of one rule about one fact are answered together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from quizapp.db import studio as tables
from quizapp.db.engine import writing
from quizapp.domain.authoring import facts
from quizapp.domain.authoring.fitness import key_of
from quizapp.domain.authoring.translation import Untranslated, missing, stale
from quizapp.domain.authoring.written import faults
from quizapp.domain.bilingual import Bilingual
from quizapp.domain.content import Article
from quizapp.domain.ids import fingerprint_of
from quizapp.domain.items.base import Item
from quizapp.domain.lint import Finding, Severity
from quizapp.services.studio.drafts import Author, Draft, record_of
from quizapp.services.studio.judging import findings_of, items_of
from quizapp.services.studio.parts import ABOUT
from quizapp.services.studio.passages import LostEvidence, lost_evidence, texts_of

LONGEST_REASON: Final = 500
# What the evidence lock says already, and what only means fewer kinds of questions.
_HARMLESS: Final = frozenset({"no_answer", "no_evidence"})


@dataclass(frozen=True, slots=True)
class Warned:
    """Findings of one rule about one part. `key` names them in a form."""

    key: str
    part: str
    text: Bilingual
    rule: str
    findings: tuple[Finding, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A finding for which the draft cannot be published."""

    part: str
    text: Bilingual
    finding: Finding


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands between a draft and its learners.

    `unfinished` are facts and questions that cannot be asked yet. `untranslated` and
    `stale` hold nothing up; they are shown.
    """

    items: tuple[Item, ...]
    named: bool
    refused: tuple[Refused, ...]
    warned: tuple[Warned, ...]
    lost: tuple[LostEvidence, ...]
    unfinished: tuple[tuple[str, Bilingual], ...]
    untranslated: tuple[Untranslated, ...]
    stale: tuple[Untranslated, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing has to be mended; warnings may still want their reasons."""
        return (
            self.named and bool(self.items) and not (self.refused or self.lost or self.unfinished)
        )

    @property
    def ready(self) -> bool:
        """Whether it may be published now."""
        return self.sound and all(group.reason for group in self.warned)


def examine(session: Session, draft: Draft) -> Verdict:
    """Return the verdict on a draft as it is now. Writes nothing."""
    article = draft.article
    record = record_of(article)
    items, found = items_of(record), findings_of(record)
    reasons = {row.finding: row.reason for row in tables.accepted(session.connection(), draft.id)}
    words = {**texts_of(article), ABOUT: article.title}
    refused = [finding for finding in found if finding.severity is Severity.ERROR]
    warned = [finding for finding in found if finding.severity is Severity.WARNING]
    return Verdict(
        items=items,
        named=bool(article.title.ar and article.title.en),
        refused=tuple(_refused(each, words) for each in _once(refused)),
        warned=tuple(_grouped(warned, words, reasons)),
        lost=lost_evidence(session, draft),
        unfinished=tuple((part, words[part]) for part in _unfinished(article)),
        untranslated=missing(article),
        stale=stale(article),
    )


def _unfinished(article: Article) -> Iterator[str]:
    """Yield the parts that lack something; a fact without an answer is still a statement."""
    for fact in article.facts:
        found = facts.faults(facts.draft_from(fact, article), article)
        if any(fault.code not in _HARMLESS for fault in found):
            yield f"fact:{fact.id}"
    for item in article.written:
        if faults(item, article):
            yield f"question:{item.id}"


def _refused(finding: Finding, words: Mapping[str, Bilingual]) -> Refused:
    part = part_of(finding, words)
    return Refused(part, words[part], finding)


def _once(found: Sequence[Finding]) -> list[Finding]:
    """Return each finding once; two items of one fact may have the same fault."""
    return list({name_of(finding): finding for finding in found}.values())


def part_of(finding: Finding, words: Iterable[str]) -> str:
    """Return the part of an article that a finding is about, `about` for the whole."""
    pieces = finding.item.split("/")
    ident = pieces[1] if len(pieces) > 1 else ""
    return next((name for name in words if name.partition(":")[2] == ident and ident), ABOUT)


def _grouped(
    warned: Sequence[Finding], words: Mapping[str, Bilingual], reasons: Mapping[str, str]
) -> list[Warned]:
    groups: dict[tuple[str, str], dict[str, Finding]] = defaultdict(dict)
    for finding in warned:
        groups[part_of(finding, words), finding.rule][name_of(finding)] = finding
    return [
        Warned(
            key=fingerprint_of(f"{part} {rule} " + " ".join(sorted(found)))[:16],
            part=part,
            text=words[part],
            rule=rule,
            findings=tuple(found.values()),
            reason=_common_reason([reasons.get(name, "") for name in found]),
        )
        for (part, rule), found in groups.items()
    ]


def _common_reason(reasons: Sequence[str]) -> str:
    """The reason given where every finding of a group has one, else nothing."""
    return reasons[0] if all(reasons) else ""


def name_of(finding: Finding) -> str:
    """Return the 32 hex digits under which the reason for a finding is kept."""
    return fingerprint_of(key_of(finding))


def accept_warnings(
    session: Session,
    *,
    author: Author,
    draft: Draft,
    verdict: Verdict,
    reasons: Mapping[str, str],
    now: datetime,
) -> None:
    """Keep the reasons that were given for warnings, by `Warned.key`; empty ones are none."""
    rows = [
        {
            "draft_id": draft.id,
            "item": finding.item,
            "rule": finding.rule,
            "finding": name_of(finding),
            "reason": reasons[group.key].strip()[:LONGEST_REASON],
            "account_id": author.account_id,
            "accepted_at": now,
        }
        for group in verdict.warned
        if reasons.get(group.key, "").strip() and not group.reason
        for finding in group.findings
    ]
    if rows:
        with writing(session) as connection:
            tables.accept(connection, rows)
