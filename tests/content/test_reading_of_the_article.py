"""The passage that the program ships with, as its readers get it."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.domain.bilingual import LANGS
from quizapp.domain.content import Article
from quizapp.domain.reading import AnnotatedParagraph, TermRun, annotated_passage, text_of
from quizapp.formats.content import read_article

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def article() -> Article:
    return read_article(SEEDS / "samarkand-summit", SEEDS / "common")


@pytest.fixture(scope="module")
def passage(article: Article) -> tuple[AnnotatedParagraph, ...]:
    return annotated_passage(article)


def test_the_passage_is_whole(article: Article, passage: tuple[AnnotatedParagraph, ...]) -> None:
    for written, read in zip(article.passage, passage, strict=True):
        for sentence, made in zip(written.sentences, read.sentences, strict=True):
            for lang in LANGS:
                assert text_of(made[lang]) == sentence.text[lang]


def test_each_paragraph_explains_the_same_terms_in_both_languages(
    passage: tuple[AnnotatedParagraph, ...],
) -> None:
    for paragraph in passage:
        arabic, english = (
            {r.term for s in paragraph.sentences for r in s[lang] if isinstance(r, TermRun)}
            for lang in LANGS
        )
        assert arabic == english
        assert arabic, f"{paragraph.id} has something to explain"


def test_every_term_explained_is_one_that_a_fact_is_about_or_a_name(
    article: Article, passage: tuple[AnnotatedParagraph, ...]
) -> None:
    """Words that only look like a term of the pools are left alone."""
    about = {ident for fact in article.facts for ident in fact.terms()}
    explained = {
        r.term
        for paragraph in passage
        for s in paragraph.sentences
        for lang in LANGS
        for r in s[lang]
        if isinstance(r, TermRun)
    }
    others = {article.term_by_id[ident].type.value for ident in explained - about}
    assert others <= {"city", "country", "region", "person", "organisation", "month"}
    assert len(explained) > 50
