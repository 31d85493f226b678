"""Every rule finds what breaks it, alone, and leaves near misses in peace."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from _pytest.mark import ParameterSet
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.items.base import Item
from quizapp.domain.lint import RULES, Finding, Severity, lint_bank, lint_item
from quizapp.domain.lint.reading import parts
from quizapp.wording_lint import LINT_MESSAGES
from tests.domain.lint import cases_cues, cases_options, cases_script, cases_texts, cases_truth
from tests.domain.lint.case import Case, Cases
from tests.domain.lint.samples import ARTICLE, CLEAN, asked, spelt
from tests.samples import b

_MODULES = (cases_options, cases_cues, cases_texts, cases_script, cases_truth)
BROKEN: Cases = {rule: listed for m in _MODULES for rule, listed in m.BROKEN.items()}
NEAR: Cases = {rule: listed for m in _MODULES for rule, listed in m.NEAR.items()}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def each(cases: Cases) -> list[ParameterSet]:
    return [
        pytest.param(rule, case, id=f"{rule}-{case.label}")
        for rule, listed in cases.items()
        for case in listed
    ]


def found(case: Case) -> tuple[Finding, ...]:
    return lint_bank(case.items, case.article)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_a_case_a_near_miss_and_a_definition(rule: str) -> None:
    assert BROKEN[rule]
    assert NEAR[rule]
    assert RULES[rule].id == rule
    assert len(RULES[rule].definition) > 40


def test_there_is_no_case_without_a_rule() -> None:
    assert set(BROKEN) == set(NEAR) == set(RULES)


@pytest.mark.parametrize("item", CLEAN, ids=lambda item: item.id)
def test_the_items_that_cases_are_made_of_are_clean(item: Item) -> None:
    assert lint_item(item, ARTICLE) == ()


@pytest.mark.parametrize(("rule", "case"), each(BROKEN))
def test_a_broken_item_is_found_by_its_rule_and_by_no_other(rule: str, case: Case) -> None:
    assert {finding.rule for finding in found(case)} == {rule}
    others = {ident: other for ident, other in RULES.items() if ident != rule}
    assert lint_bank(case.items, case.article, others) == ()


@pytest.mark.parametrize(("rule", "case"), each(NEAR))
def test_a_near_miss_is_left_alone(rule: str, case: Case) -> None:
    assert found(case) == ()


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_a_message_that_its_findings_fill(rule: str) -> None:
    wanted = set(PLACEHOLDER.findall(LINT_MESSAGES[rule]))
    assert wanted
    for case in BROKEN[rule]:
        for finding in found(case):
            assert set(finding.params) == wanted
            assert all(finding.params.values())
            assert "%" not in LINT_MESSAGES[rule] % finding.params


def test_there_is_no_message_without_a_rule() -> None:
    assert set(LINT_MESSAGES) == set(RULES)


@pytest.mark.parametrize(("rule", "case"), each(BROKEN))
def test_a_span_lies_in_the_text_of_its_part(rule: str, case: Case) -> None:
    by_id = {item.id: dict(parts(item)) for item in case.items}
    for finding in found(case):
        if finding.span is not None:
            assert finding.lang is not None
            text = by_id[finding.item][finding.part][finding.lang]
            start, end = finding.span
            assert 0 <= start < end <= len(text)


def test_a_span_points_at_the_words_at_fault() -> None:
    findings = lint_item(asked("أي مدينة استضافته اليوم؟", "Which town hosted it today?"), ARTICLE)
    english = next(f for f in findings if f.lang == "en")
    assert english.span == (21, 26)
    assert english.params["phrase"] == "today"


def test_errors_are_what_must_never_be_published() -> None:
    errors = {rule.id for rule in RULES.values() if rule.severity is Severity.ERROR}
    assert errors == {"Q01", "Q02", "Q03", "Q04", "Q05", "Q18", "Q24", "Q25", "Q32", "EV1"}
    assert [r.id for r in RULES.values() if r.severity is Severity.INFO] == ["Q20"]


@pytest.mark.parametrize(
    ("label", "severity"),
    [("another number", Severity.ERROR), ("a number in words", Severity.WARNING)],
)
def test_numbers_that_differ_are_an_error_and_words_for_them_a_warning(
    label: str, severity: Severity
) -> None:
    case = next(case for case in BROKEN["Q27"] if case.label == label)
    assert [finding.severity for finding in found(case)] == [severity]


def test_a_stressed_negation_is_only_shown() -> None:
    case = next(case for case in BROKEN["Q07"] if case.label == "stressed")
    assert {finding.severity for finding in found(case)} == {Severity.INFO}


def test_a_fault_of_the_bank_is_told_of_the_article() -> None:
    case = BROKEN["Q09B"][0]
    assert {finding.item for finding in found(case)} == {"book-fair"}


def test_hidden_characters_are_named() -> None:
    tatweel = asked("أي مدي\u0640نة استضافت المعرض؟", "Which town hosted the fair?")
    assert [f.params["text"] for f in lint_item(tatweel, ARTICLE)] == ["U+0640"]


def test_findings_come_in_the_order_of_the_rules_and_are_the_same_again() -> None:
    spoilt = spelt(asked("أي مدينة?", "Which town?"), 1, "اربد", "Irbid")
    findings = lint_item(spoilt, ARTICLE)
    order = list(RULES)
    ranks = [order.index(finding.rule) for finding in findings]
    assert ranks == sorted(ranks)
    assert findings == lint_item(spoilt, ARTICLE)
    assert json.dumps([dict(f.params) for f in findings])


@given(
    base=st.sampled_from(CLEAN),
    texts=st.lists(st.text(alphabet="اأةيو لم ABn't«»“”?؟,،____١1 -–", max_size=30), min_size=6),
    key=st.lists(st.integers(-1, 5), max_size=4),
)
def test_no_item_is_too_odd_to_be_judged(base: Item, texts: list[str], key: list[int]) -> None:
    ar, en, *others = texts
    options = tuple(
        replace(o, text=b(t, t[::-1])) for o, t in zip(base.options, others, strict=False)
    )
    odd = replace(
        base, stem=b(ar, en), material=b(en, ar), options=options, lefts=(), key=tuple(key)
    )
    for finding in lint_bank([odd], ARTICLE):
        assert LINT_MESSAGES[finding.rule] % finding.params
