"""Which questions of an article are harder in one language: over all classes of a teacher.

One class is hardly ever large enough to say anything, so every homework on the article that
was set in fairness mode to a class that this teacher teaches now is taken together. Of each
learner the first answer to a question counts. Beside a question that stands out are the
faults that the linter sees in one of its two texts only, because they may be the cause.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from quizapp.db import results as tables
from quizapp.db.base import AnyRow
from quizapp.domain.content import Article
from quizapp.domain.items.base import Item
from quizapp.domain.lint import Finding, lint_item
from quizapp.domain.statistics.fairness import Label, Seen, Verdict, judge
from quizapp.services import texts
from quizapp.services.homework.views import homework_of
from quizapp.services.results.gathering import (
    answers_in,
    attempts_by_learner,
    classroom_of,
    first_closed,
    homework_in,
    mark_of,
)
from quizapp.services.results.overview import latest_items
from quizapp.services.results.views import LanguageReport, LanguageRow

STANDING_OUT: Final = frozenset({Label.LOOK, Label.B, Label.C})
_ABOUT_BOTH: Final = frozenset({"Q27", "Q27L"})


def language_fairness(
    session: Session, *, account_id: int, classroom_id: str, homework_id: str, now: datetime
) -> LanguageReport:
    """Return the questions of a homework's article by language, those that stand out first.

    Raises ClassroomNotFound and HomeworkNotFound.
    """
    connection = session.connection()
    classroom, shown = classroom_of(connection, account_id, classroom_id)
    row = homework_in(connection, account_id, classroom, homework_id)
    fair = tables.fair_assignments(connection, account_id, row.article_id)
    # Numbers of homework grow with time, so of two rounds of one learner the older comes first.
    sheets = [
        (learner, attempt)
        for each in fair
        for learner, attempt in first_closed(attempts_by_learner(connection, each.id, now)).items()
    ]
    answers = answers_in(connection, [attempt for _, attempt in sheets])
    seen = seen_by_item((learner, answers.get(each.round_number, {})) for learner, each in sheets)
    items = latest_items(session, answers, sorted(seen))
    verdicts = judge([seen[item.id] for item in items])
    article = texts.article_of(connection, row.article_version_id, row.article_fingerprint)
    rows = [
        LanguageRow(item, verdict, causes(item, article, verdict))
        for item, verdict in zip(items, verdicts, strict=True)
    ]
    return LanguageReport(
        classroom=shown,
        homework=homework_of(connection, row),
        classes=len({each.classroom_id for each in fair}),
        learners=len({learner for learner, _ in sheets}),
        rows=tuple(sorted(rows, key=_prominence)),
    )


def seen_by_item(
    sheets: Iterable[tuple[int, Mapping[str, AnyRow]]],
) -> dict[str, Sequence[Seen]]:
    """Return each learner's first answer to every item, with what she got in the rest."""
    found: defaultdict[str, dict[int, Seen]] = defaultdict(dict)
    for learner, sheet in sheets:
        marks = {name: mark_of(row) or 0.0 for name, row in sheet.items()}
        total = sum(marks.values())
        if len(marks) < 2:
            continue
        for name, mark in marks.items():
            rest = (total - mark) / (len(marks) - 1)
            found[name].setdefault(learner, Seen(sheet[name].lang, mark, rest))
    return {name: tuple(by_learner.values()) for name, by_learner in found.items()}


def causes(item: Item, article: Article, verdict: Verdict) -> tuple[Finding, ...]:
    """Return the faults that one of a question's languages has and the other has not."""
    if verdict.label not in STANDING_OUT:
        return ()
    found = lint_item(item, article)
    langs: defaultdict[str, set[str]] = defaultdict(set)
    for finding in found:
        if finding.lang is not None:
            langs[finding.rule].add(finding.lang)
    return tuple(
        finding for finding in found if finding.rule in _ABOUT_BOTH or len(langs[finding.rule]) == 1
    )


def _prominence(row: LanguageRow) -> tuple[bool, float, float, str]:
    verdict = row.verdict
    return (
        verdict.label not in STANDING_OUT,
        -abs(verdict.delta or 0.0),
        -abs(verdict.raw or 0.0),
        row.item.id,
    )
