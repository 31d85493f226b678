"""An article as one file: nothing is lost, and the file is always the same."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from quizapp.domain.content import Article
from quizapp.domain.exchange.travel import FileRefused
from quizapp.domain.generation.bank import build_items
from quizapp.formats.bundle import writer
from quizapp.formats.bundle.reader import read
from quizapp.formats.bundle.writer import travelling, write
from quizapp.formats.content import read_article
from quizapp.resources import resource
from tests.domain.items.wide import wide_article
from tests.formats.bundle.made import articles, bundle, packed_by_hand, there_and_back, unpacked
from tests.samples import mini_article


def summit() -> Article:
    seeds = resource("seeds")
    return read_article(seeds / "samarkand-summit", seeds / "common")


@settings(max_examples=40, deadline=None)
@given(articles())
def test_any_article_comes_back_as_it_was_and_is_packed_again_byte_for_byte(
    article: Article,
) -> None:
    there_and_back(article)


@pytest.mark.parametrize("made", [mini_article, wide_article, summit])
def test_real_articles_come_back_with_the_same_questions(made: object) -> None:
    article = made()  # type: ignore[operator]
    found = there_and_back(article)
    assert build_items(found) == build_items(travelling(article))


def test_the_same_article_is_the_same_file_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    first = bundle()
    monkeypatch.setattr(time, "time", lambda: 4e9)
    assert bundle() == first
    parts = zipfile.ZipFile(io.BytesIO(first)).infolist()
    assert [part.filename for part in parts] == [
        "book-fair/article.yaml",
        "book-fair/passage.yaml",
        "book-fair/terms.yaml",
        "book-fair/facts.yaml",
        "common/terms.yaml",
        "common/phrases.yaml",
    ]
    assert {part.date_time for part in parts} == {(1980, 1, 1, 0, 0, 0)}


def test_unpacked_it_is_a_folder_of_seeds(tmp_path: Path) -> None:
    zipfile.ZipFile(io.BytesIO(bundle())).extractall(tmp_path)
    found = read_article(tmp_path / "book-fair", tmp_path / "common")
    assert found == travelling(mini_article())


def test_a_folder_packed_with_what_is_around_it_is_read_too() -> None:
    files = {f"my work/{name}": data for name, data in unpacked(bundle()).items()}
    files["my work/notes.txt"] = b"\xff not ours"
    files["__MACOSX/book-fair/._article.yaml"] = b"\x00"
    files["my work/book-fair/.DS_Store"] = b"\x00"
    files["my work/book-fair/picture.yaml.png"] = b"\x00"
    assert read(packed_by_hand(files)) == travelling(mini_article())


def test_without_shared_terms_of_its_own_those_of_the_site_serve() -> None:
    files = unpacked(bundle())
    shared = {name: files.pop(f"common/{name}") for name in ("terms.yaml", "phrases.yaml")}
    assert read(packed_by_hand(files), shared) == travelling(mini_article())


def test_a_sentence_lost_from_the_passage_is_no_reason_to_refuse_a_working_copy() -> None:
    mini = mini_article()
    there_and_back(replace(mini, passage=mini.passage[:0]))


@pytest.mark.slow
def test_two_thousand_facts_take_seconds() -> None:
    article = summit()
    facts = tuple(
        replace(article.facts[n % len(article.facts)], id=f"fact-{n}") for n in range(2000)
    )
    large = replace(article, facts=facts, sets=())
    start = time.process_time()
    data = write(large)
    written = time.process_time()
    assert read(data) == large
    read_in = time.process_time()
    assert written - start < 5
    assert read_in - written < 5


def test_an_article_that_a_bundle_cannot_hold_is_not_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writer, "MAX_BYTES", 1000)
    with pytest.raises(FileRefused) as refused:
        write(mini_article())
    assert refused.value.code == "too_large"
