"""Nothing is published that the lock or an error refuses; a warning wants its reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.domain.authoring.facts import FactDraft, draft_from, with_fact
from quizapp.domain.authoring.fitness import fitness, key_of
from quizapp.domain.content import Article, Fact
from quizapp.domain.generation.bank import build_items
from quizapp.domain.lint import Severity, lint_bank
from tests.samples import b, mini_article

MINI = mini_article()
ASKED = "أي مدينة استضافت المعرض؟"


def changed(ident: str, question_ar: str, question_en: str) -> Fact:
    fact = MINI.fact_by_id[ident]
    asks = (replace(fact.asks[0], question=b(question_ar, question_en)),)
    return replace(fact, asks=asks)


def test_a_fact_that_the_linter_likes_is_fit() -> None:
    verdict = fitness(MINI, MINI.fact_by_id["opener"])
    assert verdict.refused == ()
    assert verdict.faults == ()
    assert verdict.is_fit({key_of(finding): "seen" for finding in verdict.warned})


def test_what_is_not_proved_is_refused_whatever_reason_is_given() -> None:
    verdict = fitness(MINI, replace(MINI.fact_by_id["host"], sentence="p1s2"))
    assert {finding.rule for finding in verdict.refused} == {"EV1"}
    everything = {key_of(finding): "yes" for finding in (*verdict.refused, *verdict.warned)}
    assert not verdict.is_fit(everything)
    assert {f.severity for f in verdict.open(everything)} == {Severity.ERROR}


def test_a_warning_wants_a_reason_for_itself() -> None:
    verdict = fitness(MINI, changed("host", ASKED, "Which town often hosted it?"))
    vague = [finding for finding in verdict.warned if finding.rule == "Q14"]
    assert len(vague) == 1
    others = {key_of(f): "seen" for f in verdict.warned if f.rule != "Q14"}
    assert verdict.open(others) == tuple(vague)
    assert verdict.open({**others, key_of(vague[0]): "  "}) == tuple(vague)
    assert verdict.is_fit({**others, key_of(vague[0]): "It is the word of the article."})


def test_a_reason_holds_no_longer_when_the_text_at_fault_changes() -> None:
    first = fitness(MINI, changed("host", ASKED, "Which town often hosted it?"))
    second = fitness(MINI, changed("host", ASKED, "Which town usually hosted it?"))
    keys = [{key_of(f) for f in verdict.warned if f.rule == "Q14"} for verdict in (first, second)]
    assert keys[0].isdisjoint(keys[1])


def test_one_fault_of_a_sentence_is_told_once_though_several_items_show_it() -> None:
    draft = draft_from(MINI.fact_by_id["host"], MINI)
    article = with_fact(MINI, replace(draft, ar=draft.ar.replace(".", " ,")))
    fact = article.fact_by_id["host"]
    every = [
        f for f in lint_bank(build_items(article), article) if f.rule == "Q28" and "host" in f.item
    ]
    told = [f for f in fitness(article, fact).warned if f.rule == "Q28"]
    assert len(every) > len(told) == 1


@pytest.mark.parametrize("article", [MINI, replace(MINI, facts=MINI.facts[1:])])
def test_the_article_need_not_have_the_fact_yet(article: Article) -> None:
    fact = MINI.fact_by_id["host"]
    assert fitness(article, fact) == fitness(MINI, fact)


def test_a_fact_that_is_not_whole_is_not_fit_and_says_why() -> None:
    article = with_fact(MINI, FactDraft(id="loose", ar="في {{السلط}}.", en="In {{Salt}}, {{12}}."))
    verdict = fitness(article, article.fact_by_id["loose"])
    assert {fault.code for fault in verdict.faults} == {"slots_differ", "no_evidence"}
    assert not verdict.is_fit({})


def test_a_single_item_is_judged_as_it_stands() -> None:
    item = next(i for i in build_items(MINI) if i.id == "book-fair/host/salt/choice")
    assert fitness(MINI, item).items == (item,)
    assert fitness(MINI, replace(item, key=())).refused[0].rule == "Q01"
