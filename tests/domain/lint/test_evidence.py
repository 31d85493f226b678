"""The evidence lock over facts, and the linter over a generated bank."""

from __future__ import annotations

from dataclasses import replace

from quizapp.domain.generation.bank import build_items
from quizapp.domain.lint import Severity, evidence_failures, lint_bank
from tests.domain.lint.samples import ARTICLE, host, with_fact, with_sentence
from tests.samples import fact


def test_every_slot_of_the_sample_is_proved() -> None:
    assert evidence_failures(ARTICLE) == ()


def test_a_slot_whose_answer_is_missing_in_one_language_is_reported_there() -> None:
    article = with_sentence("استضافت السلط المعرض.", "Its town hosted the fair.")
    (failure,) = evidence_failures(article)
    assert (failure.item, failure.lang) == ("book-fair/host/salt", "en")
    assert failure.params == {"answer": "Salt", "sentence": "p1s1"}
    assert (failure.rule, failure.severity) == ("EV1", Severity.ERROR)


def test_a_fact_without_its_sentence_is_reported_once() -> None:
    (failure,) = evidence_failures(with_fact(host(sentence="p9s9")))
    assert failure.item == "book-fair/host/-"
    assert failure.params["sentence"] == "p9s9"


def test_every_answer_of_a_set_must_be_proved() -> None:
    ask = replace(host().asks[0], terms=("salt", "irbid"))
    failures = evidence_failures(with_fact(host(asks=(ask,))))
    assert {(f.params["answer"], f.lang) for f in failures} == {("إربد", "ar"), ("Irbid", "en")}


def test_the_form_that_the_statement_shows_is_proof_enough() -> None:
    inflected = fact(
        "host",
        "استضاف {salt|أهل البلقاء} معرض الكتاب الأول.",
        "{salt|The people of Balqa} hosted the first book fair.",
        "p1s1",
        host().asks,
    )
    article = with_fact(inflected)
    assert {f.lang for f in evidence_failures(article)} == set()
    elsewhere = with_sentence("استضاف أهل البلقاء المعرض.", "The people of Balqa hosted the fair.")
    assert evidence_failures(replace(elsewhere, facts=article.facts)) == ()
    assert len(evidence_failures(elsewhere)) == 2


def test_the_speaker_must_be_proved() -> None:
    habit = replace(ARTICLE.fact_by_id["habit"], said_by="huda", asks=())
    failures = evidence_failures(with_fact(habit))
    assert {failure.item for failure in failures} == {"book-fair/habit/said_by"}


def test_the_generated_bank_of_the_sample_has_no_errors() -> None:
    items = build_items(ARTICLE)
    assert {item.kind for item in items} >= {"choice", "true_false", "gap", "evidence", "claim"}
    findings = lint_bank(items, ARTICLE)
    assert [f for f in findings if f.severity is Severity.ERROR] == []
