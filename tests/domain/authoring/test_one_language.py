"""A fact in one language is asked in that one, and nowhere is the other missed."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from quizapp.domain.authoring.facts import FactDraft, with_fact
from quizapp.domain.authoring.fitness import fitness
from quizapp.domain.bilingual import LANGS, Bilingual, Lang, other
from quizapp.domain.cards.build import build_cards
from quizapp.domain.content import Article, ClaimKind, Fact, Paragraph, Sentence, Unstated
from quizapp.domain.generation.audit import audit, sample_rounds
from quizapp.domain.generation.bank import Bank
from quizapp.domain.generation.rounds import RoundSpec, assemble
from quizapp.domain.items.base import Item
from quizapp.domain.items.registry import KINDS
from quizapp.domain.lint import Severity, evidence_failures, lint_bank
from quizapp.domain.reading import annotated_passage, text_of
from quizapp.domain.records import decode, encode
from quizapp.domain.statement import Statement
from tests.samples import mini_article

MINI = mini_article()


def side(text: Bilingual, lang: Lang) -> Bilingual:
    return Bilingual(ar=text.ar if lang == "ar" else "", en=text.en if lang == "en" else "")


def in_one(fact: Fact, lang: Lang) -> Fact:
    asks = tuple(replace(ask, question=side(ask.question, lang)) for ask in fact.asks)
    said = side(fact.said, lang) if fact.said else None
    empty = Statement(())
    return replace(
        fact,
        asks=asks,
        said=said,
        ar=fact.ar if lang == "ar" else empty,
        en=fact.en if lang == "en" else empty,
    )


def all_in_one(lang: Lang) -> Article:
    """The whole article, passage included, in one language; shared terms keep both."""
    return replace(
        MINI,
        title=side(MINI.title, lang),
        facts=tuple(in_one(fact, lang) for fact in MINI.facts),
        sets=tuple(
            replace(
                chosen,
                question=side(chosen.question, lang),
                members=tuple(
                    replace(m, left=side(m.left, lang), right=m.right and side(m.right, lang))
                    for m in chosen.members
                ),
            )
            for chosen in MINI.sets
        ),
        unstated=tuple(
            Unstated(u.id, side(u.statement, lang), side(u.why, lang)) for u in MINI.unstated
        ),
        passage=tuple(
            Paragraph(p.id, tuple(Sentence(s.id, side(s.text, lang)) for s in p.sentences))
            for p in MINI.passage
        ),
        terms=tuple(
            term
            if term.common
            else replace(term, name=side(term.name, lang), gloss=side(term.gloss, lang))
            for term in MINI.terms
        ),
    )


@pytest.mark.parametrize("lang", LANGS)
def test_an_article_in_one_language_is_asked_as_fully_as_in_both(lang: Lang) -> None:
    bank = Bank.of(all_in_one(lang))
    assert {i.id for i in bank.items} >= {i.id for i in Bank.of(MINI).items}
    assert {item.langs for item in bank.items} == {(lang,)}
    assert bank.askable[other(lang)] == frozenset()


@pytest.mark.parametrize("lang", LANGS)
def test_one_fact_in_one_language_is_asked_in_that_one_beside_the_others(lang: Lang) -> None:
    facts = tuple(in_one(f, lang) if f.id == "host" else f for f in MINI.facts)
    bank = Bank.of(replace(MINI, facts=facts, sets=()))
    about = [item for item in bank.items if "host" in item.facts]
    assert {item.langs for item in about} == {(lang,)}
    assert {i.kind for i in about} >= {"choice", "gap", "true_false", "claim", "evidence"}
    for at in LANGS:
        spec = RoundSpec(at, None)
        asked = {e.item for n in range(40) for e in assemble(bank, spec, random.Random(n))}
        assert bool(asked & {item.id for item in about}) is (at == lang)
    spec = RoundSpec(other(lang), None, only=tuple(item.id for item in bank.items))
    repeated = {entry.item for entry in assemble(bank, spec, random.Random(1))}
    assert repeated == {item.id for item in bank.items if other(lang) in item.langs}


@pytest.mark.parametrize("lang", LANGS)
def test_its_items_are_presented_read_and_graded_in_its_language(lang: Lang) -> None:
    for item in Bank.of(all_in_one(lang)).items:
        kind = KINDS[item.kind]
        assert all(kind.key_texts(item, lang)) or item.kind == "claim"
        assert right_grade(item, lang) == 1.0
        assert decode(Item, encode(item)) == item


def right_grade(item: Item, lang: Lang) -> float:
    from_key = {"chosen": item.key, "text": item.typed.accepted[lang][0] if item.typed else ""}
    answer = type(KINDS["choice"].read(item, {"skip": ["1"]}, ()))(**from_key)  # type: ignore[arg-type]
    return KINDS[item.kind].grade(item, answer, lang).score


@pytest.mark.parametrize("lang", LANGS)
def test_its_cards_are_in_its_language_and_none_bridges_to_the_other(lang: Lang) -> None:
    cards = build_cards(all_in_one(lang))
    assert {card.front.lang for card in cards} == {lang}
    assert {card.id for card in cards} == {
        card.id for card in build_cards(MINI) if card.fact is not None and card.front.lang == lang
    }
    assert all(card.front.text and card.back.text for card in cards)


@pytest.mark.parametrize("lang", LANGS)
def test_the_linter_has_nothing_against_the_missing_side(lang: Lang) -> None:
    article = all_in_one(lang)
    both = {(f.rule, f.lang) for f in lint_bank(Bank.of(MINI).items, MINI)}
    found = {(f.rule, f.lang) for f in lint_bank(Bank.of(article).items, article)}
    assert found <= both
    assert evidence_failures(article) == ()
    assert not fitness(article, article.fact_by_id["host"]).refused


def test_the_linter_still_minds_the_side_that_is_written() -> None:
    article = all_in_one("ar")
    fact = article.fact_by_id["host"]
    asks = (replace(fact.asks[0], question=Bilingual("أي مدينة استضافت المعرض?", "")),)
    found = fitness(article, replace(fact, asks=asks))
    assert {f.rule for f in found.warned} >= {"Q28"}
    assert fitness(article, replace(fact, sentence="p1s2")).refused[0].rule == "EV1"


@pytest.mark.parametrize("lang", LANGS)
def test_its_passage_is_read_with_its_terms(lang: Lang) -> None:
    article = all_in_one(lang)
    assert "salt" in article.mentioned
    sentence = annotated_passage(article)[0].sentences[0]
    assert text_of(sentence[lang]) == article.sentence_by_id["p1s1"].text[lang]
    assert [run.term for run in sentence[lang] if not isinstance(run, str)] == ["salt"]
    assert sentence[other(lang)] == ()


@pytest.mark.parametrize("lang", LANGS)
def test_an_audit_counts_what_can_be_asked(lang: Lang) -> None:
    bank = Bank.of(all_in_one(lang))
    report = audit(bank, lang, sample_rounds(bank, RoundSpec(lang, 5), 20, 0))
    assert (report.items_total, report.facts_total) == (len(bank.items), len(MINI.facts))
    empty = audit(bank, other(lang), sample_rounds(bank, RoundSpec(other(lang), 5), 20, 0))
    assert (empty.questions, empty.items_total, empty.facts_total) == (0, 0, 0)


def test_a_fact_in_both_languages_is_asked_only_where_its_sentence_is_written() -> None:
    first, *rest = MINI.passage[0].sentences
    passage = (Paragraph("p1", (Sentence(first.id, side(first.text, "ar")), *rest)),)
    bank = Bank.of(replace(MINI, passage=passage))
    assert {item.langs for item in bank.by_fact["host"]} == {("ar",)}
    assert {item.langs for item in bank.by_fact["shops"]} <= {("ar", "en"), ("ar",)}
    evidence = [i for i in bank.items if i.kind == "evidence" and i.facts == ("shops",)]
    assert all("p1s1" not in [option.id for option in item.options] for item in evidence)


def test_a_question_in_one_language_is_asked_there_and_the_rest_in_both() -> None:
    fact = MINI.fact_by_id["host"]
    asks = (replace(fact.asks[0], question=side(fact.asks[0].question, "en")),)
    article = replace(MINI, facts=(replace(fact, asks=asks), *MINI.facts[1:]))
    by_kind = {item.kind: item.langs for item in Bank.of(article).by_fact["host"]}
    assert by_kind["choice"] == ("en",)
    assert by_kind["gap"] == by_kind["true_false"] == ("ar", "en")
    # The Arabic fact is its sentence word for word: which one proves it would be no question.
    assert by_kind["evidence"] == ("en",)


def test_a_new_term_without_an_english_name_is_no_wrong_answer_to_an_english_question() -> None:
    draft = FactDraft(ar="في {{عمّان|city}} معرض.", sentence="p1s1", claim=ClaimKind.EVENT)
    article = with_fact(MINI, draft)
    for item in Bank.of(article).by_fact["host"]:
        assert all(option.text.en for option in item.options)
    assert not [
        f
        for f in lint_bank(Bank.of(article).items, article)
        if f.severity is Severity.ERROR and "host" in f.item
    ]
