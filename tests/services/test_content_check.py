from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.domain.content import Article
from quizapp.domain.generation.bank import build_items
from quizapp.domain.lint import Severity
from quizapp.domain.statement import Statement
from quizapp.services.content_check import check_article, check_seeds, is_written
from tests.formats.content.seeding import poison, write_mini, write_seeds
from tests.formats.content.strategies import articles
from tests.samples import mini_article


def test_a_sound_folder_passes_with_its_counts(tmp_path: Path) -> None:
    write_mini(tmp_path)
    report = check_seeds(tmp_path)
    assert (report.passed, report.problems, report.reasons) == (True, (), 0)
    (article,) = report.articles
    items = build_items(mini_article())
    assert (article.slug, article.facts, article.uncovered) == ("book-fair", 4, ())
    assert article.written == {"ar": len(items), "en": len(items)}
    assert sum(article.kinds.values()) == len(items)
    assert article.count(Severity.ERROR) == article.evidence_failures == 0


def test_one_bad_article_does_not_hide_the_others(tmp_path: Path) -> None:
    write_mini(tmp_path)
    write_seeds(replace(mini_article(), slug="second-fair"), tmp_path)
    poison(tmp_path / "second-fair" / "facts.yaml", "claim: event", "claim: rumour")
    report = check_seeds(tmp_path)
    assert [article.slug for article in report.articles] == ["book-fair"]
    assert [problem.file for problem in report.problems] == ["second-fair/facts.yaml"]
    assert not report.passed


def test_a_problem_of_the_shared_files_is_reported_once(tmp_path: Path) -> None:
    write_mini(tmp_path)
    write_seeds(replace(mini_article(), slug="second-fair"), tmp_path)
    poison(tmp_path / "common" / "terms.yaml", "type: city", "type: town")
    assert len(check_seeds(tmp_path).problems) == 1


def test_a_folder_without_articles_is_refused(tmp_path: Path) -> None:
    (problem,) = check_seeds(tmp_path / "nowhere").problems
    assert (problem.file, problem.code) == ("nowhere", "no_articles")


def test_paragraphs_that_no_fact_cites_are_named() -> None:
    article = replace(mini_article(), paragraphs_of_source=3)
    assert check_article(article).uncovered == (2, 3)


def test_facts_with_few_kinds_are_named() -> None:
    mini = mini_article()
    bare = tuple(replace(fact, asks=()) if fact.id == "host" else fact for fact in mini.facts)
    assert check_article(replace(mini, facts=bare, sets=())).thin == ("host",)


def test_an_item_that_lacks_a_language_is_not_the_same_in_both() -> None:
    report = check_article(_without_english_explanation())
    assert not report.equal_ids
    assert report.written["en"] < report.written["ar"]
    assert report.reasons > 0


def _without_english_explanation() -> Article:
    mini = mini_article()
    (unstated,) = mini.unstated
    silent = replace(unstated, why=Bilingual(ar=unstated.why.ar, en=" "))
    return replace(mini, unstated=(silent,))


def test_an_unproved_slot_is_one_failure_for_each_item_that_asks_it() -> None:
    mini = mini_article()
    moved = tuple(
        replace(fact, sentence="p1s3") if fact.id == "opener" else fact for fact in mini.facts
    )
    report = check_article(replace(mini, facts=moved))
    failed = {fault.finding.item for fault in report.faults if fault.finding.rule == "EV1"}
    assert report.evidence_failures > 0
    assert all(ident.startswith("book-fair/opener/") for ident in failed)
    assert {fault.where for fault in report.refused} == {"opener"}


def test_a_slot_that_no_item_asks_is_checked_too() -> None:
    mini = mini_article()
    (ask,) = mini.fact_by_id["opener"].asks
    every_kind = tuple({item.kind for item in build_items(mini)})
    unasked = replace(
        mini.fact_by_id["opener"], sentence="p1s3", asks=(replace(ask, skip=every_kind),)
    )
    facts = tuple(unasked if fact.id == "opener" else fact for fact in mini.facts)
    report = check_article(replace(mini, facts=facts, sets=()))
    assert "book-fair/opener/huda" in {fault.finding.item for fault in report.refused}


def test_rounds_are_audited_when_asked_for() -> None:
    report = check_article(mini_article(), rounds=5)
    assert [(audit.lang, audit.rounds) for audit in report.audits] == [("ar", 5), ("en", 5)]


def test_every_item_of_the_mini_article_is_written_in_both_languages() -> None:
    items = build_items(mini_article())
    assert all(is_written(item, "ar") and is_written(item, "en") for item in items)
    stem = replace(items[0], stem=Bilingual(ar=items[0].stem.ar, en=""))
    assert (is_written(stem, "ar"), is_written(stem, "en")) == (True, False)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles())
def test_whatever_can_be_read_can_be_checked(article: Article) -> None:
    report = check_article(article)
    assert report.facts == len(article.facts)
    assert {fault.file for fault in report.faults} <= {"made-up/facts.yaml"}


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_what_is_written_in_one_language_on_purpose_is_no_reason(lang: Lang) -> None:
    mini = mini_article()
    fact = mini.fact_by_id["host"]
    alone = replace(
        fact,
        ar=fact.ar if lang == "ar" else Statement(()),
        en=fact.en if lang == "en" else Statement(()),
        asks=tuple(
            replace(
                ask,
                question=Bilingual(
                    ar=ask.question.ar if lang == "ar" else "",
                    en=ask.question.en if lang == "en" else "",
                ),
            )
            for ask in fact.asks
        ),
    )
    facts = tuple(alone if f.id == "host" else f for f in mini.facts)
    report = check_article(replace(mini, facts=facts, sets=()))
    assert report.equal_ids
    assert report.refused == ()
    assert report.written[lang] > report.written["en" if lang == "ar" else "ar"]
