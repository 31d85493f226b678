"""An article's own questions, out in every format and in again: nothing is there twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.content import Article
from quizapp.domain.exchange.arriving import arrivals_of, with_arrivals
from quizapp.domain.exchange.leaving import questions_of
from quizapp.domain.exchange.question import Question
from quizapp.domain.exchange.travel import Pack, Taken
from quizapp.domain.items.written import written_items
from quizapp.formats.registry import FORMATS
from quizapp.services.exchange.exporting import readable, writable
from tests.exchange import sample_questions, seed_article, seed_items
from tests.samples import mini_article

BOTH_WAYS = tuple(f.name for f in writable() if f in readable())


def there_and_back(name: str, questions: tuple[Question, ...], lang: Lang, slug: str) -> Taken:
    written = FORMATS[name].writer()(Pack(slug, "Title", lang, questions))
    return FORMATS[name].reader()(written.data, lang)


@pytest.fixture(scope="module")
def article() -> Article:
    """An article with a written question of each kind in both languages."""
    plain = mini_article()
    return with_arrivals(plain, arrivals_of(sample_questions(), plain).arrivals)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", BOTH_WAYS)
def test_what_was_written_is_known_again(name: str, lang: Lang, article: Article) -> None:
    ours = questions_of(tuple(written_items(article)), article, lang)
    found = arrivals_of(there_and_back(name, ours, lang, article.slug).questions, article)
    assert found.count("same") >= 1
    assert found.count("changed") == 0
    again = arrivals_of(
        there_and_back(name, ours, lang, article.slug).questions,
        with_arrivals(article, found.arrivals),
    )
    assert again.count("same") == len(again.arrivals)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", BOTH_WAYS)
def test_what_follows_from_facts_is_not_taken_in_as_written(name: str, lang: Lang) -> None:
    article = seed_article()
    choices = tuple(item for item in seed_items() if item.kind == "choice")
    taken = there_and_back(name, questions_of(choices, article, lang), lang, article.slug)
    found = arrivals_of(taken.questions, article)
    assert {note.code for note in found.notes} == {"follows_from_fact"}
    assert found.arrivals == ()


def test_an_explanation_that_was_mended_in_a_sheet_without_ids_comes_in(article: Article) -> None:
    ours = questions_of(tuple(written_items(article)), article, "en")
    choice = next(question for question in ours if question.kind == "choice")
    mended = replace(choice, id="", explanation="It was mended.")
    (arrival,) = arrivals_of([mended], article).arrivals
    assert (arrival.state, arrival.written.explanation.en) == ("changed", "It was mended.")
