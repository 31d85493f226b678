from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings

from quizapp.domain.content import Article
from quizapp.formats.content import read_article
from tests.formats.content.seeding import write_seeds
from tests.formats.content.strategies import articles
from tests.samples import mini_article


def read_back(article: Article, seeds: Path) -> Article:
    return read_article(write_seeds(article, seeds), seeds / "common")


def test_the_mini_article_comes_back_as_it_was_written(tmp_path: Path) -> None:
    mini = mini_article()
    own_first = tuple(sorted(mini.terms, key=lambda term: term.common))
    assert read_back(mini, tmp_path) == replace(mini, terms=own_first)


@settings(max_examples=60, deadline=None)
@given(articles())
def test_any_article_comes_back_as_it_was_written(article: Article) -> None:
    with tempfile.TemporaryDirectory() as seeds:
        assert read_back(article, Path(seeds)) == article


def test_arabic_is_written_as_arabic_one_text_a_line(tmp_path: Path) -> None:
    folder = write_seeds(mini_article(), tmp_path)
    lines = (folder / "facts.yaml").read_text(encoding="utf-8").splitlines()
    assert "    ar: استضافت مدينة {salt} معرض الكتاب الأول." in lines
    assert not [line for line in lines if "\\u" in line]


def test_what_a_reader_fills_in_is_not_written(tmp_path: Path) -> None:
    folder = write_seeds(mini_article(), tmp_path)
    terms_text = (folder / "terms.yaml").read_text(encoding="utf-8")
    assert not [key for key in ("sort:", "number: ", "definite:", "common:") if key in terms_text]


def test_writing_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    write_seeds(mini_article(), first)
    write_seeds(read_article(first / "book-fair", first / "common"), second)
    files = sorted(path.relative_to(first) for path in first.rglob("*.yaml"))
    assert len(files) == 6
    for file in files:
        assert (first / file).read_bytes() == (second / file).read_bytes()
