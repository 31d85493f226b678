"""Every question that we write gets a full mark from Moodle for its key, and for nothing else."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.exchange.question import Question
from quizapp.domain.exchange.travel import Pack
from quizapp.domain.text.dates import judge_date
from quizapp.domain.text.verdict import Verdict
from quizapp.formats.moodle.traits import date_spellings
from quizapp.formats.moodle.writer import write
from tests.exchange import packs, sample_questions
from tests.formats.moodle import as_moodle as moodle


def _written(pack: Pack) -> list[Element]:
    found = fromstring(write(pack).data).findall("question")
    assert found[0].get("type") == "category"
    assert found[0].findtext("category/text", "").startswith("$course$/top/")
    return found[1:]


def _full_marks(question: Question, found: Element) -> list[float]:
    """The mark for the key; for typed answers one for each that is accepted."""
    right = [choice.text for choice in question.choices if choice.right]
    match question.kind:
        case "true_false":
            assert question.truth is not None
            return [moodle.mark_of_truth(found, question.truth)]
        case "gap":
            return [moodle.mark_of_typed(found, text) for text in question.accepted]
        case "number" if question.month is not None:
            usual = date_spellings(question.value or 0, question.month, question.lang)
            return [moodle.mark_of_typed(found, text) for text in (*question.accepted, *usual)]
        case "number":
            value, room = question.value or 0, question.tolerance
            return [moodle.mark_of_number(found, str(each)) for each in (value, value - room)]
        case "match":
            pairs = [(pair.left, pair.right) for pair in question.pairs]
            return [moodle.mark_of_pairs(found, pairs)]
        case "order":
            return [moodle.mark_of_order(found, question.steps)]
    return [moodle.mark_of_choice(found, right)]


def _wrong_marks(question: Question, found: Element) -> list[float]:
    """The marks for answers that are all wrong."""
    match question.kind:
        case "true_false":
            return [moodle.mark_of_truth(found, not question.truth)]
        case "gap":
            return [moodle.mark_of_typed(found, "\0"), moodle.mark_of_typed(found, "")]
        case "number" if question.month is None:
            beyond = (question.value or 0) + question.tolerance + 1
            return [moodle.mark_of_number(found, str(beyond))]
        case "number":
            return [moodle.mark_of_typed(found, "\0")]
        case "match":
            return [moodle.mark_of_pairs(found, [])]
        case "order":
            return [moodle.mark_of_order(found, question.steps[::-1])]
        case "multiple_choice":
            return [moodle.mark_of_choice(found, [choice.text for choice in question.choices])]
    wrong = [choice.text for choice in question.choices if not choice.right]
    return [moodle.mark_of_choice(found, [text]) for text in wrong]


@settings(max_examples=50, deadline=None)
@given(pack=packs())
def test_the_key_gets_a_full_mark_and_what_is_wrong_none(pack: Pack) -> None:
    for question, found in zip(pack.questions, _written(pack), strict=True):
        assert all(abs(mark - 1) < 0.0001 for mark in _full_marks(question, found))
        wrong = _wrong_marks(question, found)
        rights = sum(choice.right for choice in question.choices) or 1
        share = (2 * rights - len(question.choices)) / rights
        limit = max(0.0, share) if question.kind == "multiple_choice" else 0
        assert all(mark <= limit + 0.0001 for mark in wrong)


@settings(max_examples=20, deadline=None)
@given(pack=packs())
def test_what_moodle_stores_fits_its_columns(pack: Pack) -> None:
    found = _written(pack)
    numbers = [number for each in found if (number := each.findtext("idnumber"))]
    assert len(numbers) == len(set(numbers))
    assert all(len(number) <= 100 for number in numbers)
    for each in found:
        assert 0 < len(each.findtext("name/text", "")) <= 255
        assert each.find("questiontext").get("format") == "html"  # type: ignore[union-attr]
        assert each.findtext("questiontext/text")
        assert {text.tag for text in each.findall("answer/*")} <= {"text", "feedback", "tolerance"}


@pytest.mark.parametrize("lang", LANGS)
def test_the_questions_of_the_article_get_full_marks(lang: Lang) -> None:
    questions = sample_questions(lang)
    for question, found in zip(questions, _written(Pack("p", "P", lang, questions)), strict=True):
        assert [round(mark, 4) for mark in _full_marks(question, found)]
        assert all(abs(mark - 1) < 0.0001 for mark in _full_marks(question, found))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("month", range(1, 13))
def test_every_usual_spelling_of_a_date_is_right_here_too(lang: Lang, month: int) -> None:
    for day in (1, 9, 16, 28):
        for text in date_spellings(day, month, lang):
            assert judge_date(text, day, month, lang=lang).verdict is not Verdict.WRONG
