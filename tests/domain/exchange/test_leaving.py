from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given, settings

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.exchange.leaving import question_of, questions_of
from quizapp.domain.exchange.question import Choice, Pair, Question, tidy
from quizapp.domain.generation.bank import build_items
from quizapp.domain.items.registry import KINDS
from tests.exchange import ALL, questions, sample_questions, seed_article, seed_items
from tests.samples import mini_article


def sent(item_id: str, lang: Lang) -> Question:
    article = mini_article()
    items = {item.id: item for item in build_items(article)}
    return question_of(items[item_id], article, lang)


@pytest.mark.parametrize("lang", LANGS)
def test_every_item_of_the_article_can_leave_in_every_language_it_has(lang: Lang) -> None:
    left = questions_of(seed_items(), seed_article(), lang)
    assert len(left) == sum(lang in item.langs for item in seed_items())
    assert {question.kind for question in left} == set(KINDS)
    assert len({question.id for question in left}) == len(left)


def test_both_languages_leave_under_one_id() -> None:
    for arabic, english in zip(sample_questions("ar"), sample_questions("en"), strict=True):
        assert (arabic.id, arabic.lang, english.lang) == (english.id, "ar", "en")
        assert arabic.asked != english.asked


def test_a_choice_takes_its_answers_and_its_proof_along() -> None:
    question = sent("book-fair/host/salt/choice", "en")
    assert question.stem == "Which town hosted the fair?"
    assert [choice.text for choice in question.choices if choice.right] == ["Salt"]
    assert question.evidence == ("The town of Salt hosted the first book fair.",)
    assert question.tags == ("book-fair",)


def test_a_number_does_not_repeat_its_digits_in_words() -> None:
    question = sent("book-fair/shops/n12/number", "ar")
    assert (question.value, question.month, question.accepted) == (12, None, ())


def test_a_match_leaves_as_pairs() -> None:
    question = sent("book-fair/who-did-what/-/match", "en")
    assert question.pairs[0] == Pair("The town of Salt", "hosted it")
    assert question.extra == ()


def test_who_said_it_is_no_kind_of_claim() -> None:
    assert sent("book-fair/habit/-/claim", "en").claim == "statement"
    asked = sent("book-fair/habit/said_by/claim", "en")
    assert asked.claim == ""
    assert Choice("Salma Kawar", right=True) in asked.choices


def test_a_statement_leaves_with_its_truth() -> None:
    question = sent("book-fair/host/-/true_false", "en")
    assert (question.truth, question.choices) == (True, ())
    assert question.material == "The town of Salt hosted the first book fair."


def test_every_text_that_leaves_is_tidy() -> None:
    for lang in LANGS:
        for question in questions_of(seed_items(), seed_article(), lang):
            assert all(text == tidy(text) for text in texts_in(question))


@settings(deadline=None, max_examples=80)
@given(questions(ALL))
def test_the_questions_that_formats_are_tried_with_are_as_the_model_says(
    question: Question,
) -> None:
    assert all(text == tidy(text) for text in texts_in(question))
    assert question.asked
    rights = sum(choice.right for choice in question.choices)
    assert rights == {"choice": 1, "evidence": 1, "claim": 1}.get(question.kind, rights)
    assert rights >= 2 or question.kind != "multiple_choice"
    assert not any(" " in tag or "," in tag for tag in question.tags)


def texts_in(question: Question) -> list[str]:
    """Every text of a question, however deep."""
    found: list[str] = []
    for field in fields(question):
        value = getattr(question, field.name)
        for each in value if isinstance(value, tuple) else (value,):
            parts = [getattr(each, f.name) for f in fields(each)] if hasattr(each, "text") else []
            parts = parts or ([each.left, each.right] if isinstance(each, Pair) else [each])
            found += [part for part in parts if isinstance(part, str)]
    return found
