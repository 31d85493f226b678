"""The seeds that come with the program hold what they promise."""

from __future__ import annotations

from collections import Counter

import pytest

from quizapp.domain.content import TermType
from quizapp.domain.lint import Severity
from quizapp.formats.content import load_common
from quizapp.resources import resource
from quizapp.services.content_check import ArticleReport, check_seeds


@pytest.fixture(scope="module")
def summit() -> ArticleReport:
    report = check_seeds(resource("seeds"))
    assert report.problems == ()
    (article,) = report.articles
    return article


def test_the_article_is_whole(summit: ArticleReport) -> None:
    assert summit.slug == "samarkand-summit"
    assert summit.facts >= 48
    assert (summit.paragraphs, summit.uncovered) == (17, ())


def test_there_are_enough_items_and_the_same_ones_in_both_languages(summit: ArticleReport) -> None:
    assert summit.equal_ids
    assert summit.written["ar"] == summit.written["en"] >= 300
    assert len(summit.kinds) == 9


def test_every_fact_is_asked_in_three_kinds(summit: ArticleReport) -> None:
    assert summit.thin == ()


def test_nothing_is_refused(summit: ArticleReport) -> None:
    assert [(fault.where, fault.finding) for fault in summit.refused] == []
    assert (summit.count(Severity.ERROR), summit.evidence_failures) == (0, 0)


def test_the_shared_pools_are_large_enough() -> None:
    terms = load_common(resource("seeds") / "common").terms
    counts = Counter(term.type for term in terms)
    assert counts[TermType.COUNTRY] >= 60
    assert counts[TermType.CITY] >= 40
    assert counts[TermType.ORGANISATION] >= 20
    assert counts[TermType.ROLE] >= 3
    months = [term for term in terms if term.type is TermType.MONTH]
    assert sorted(term.month or 0 for term in months) == list(range(1, 13))
    assert all(len(set(term.accepted("ar"))) >= 2 for term in months)
