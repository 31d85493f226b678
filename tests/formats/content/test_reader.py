from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.generation.bank import build_items
from quizapp.formats.content import (
    Code,
    ContentRejected,
    Problem,
    article_folders,
    load_common,
    read_article,
)
from quizapp.formats.content.schema import REQUIRED_PHRASES
from tests.formats.content.poisons import NAMES, POISONS
from tests.formats.content.seeding import poison, write_mini
from tests.samples import mini_article

SLUG = "book-fair"


def problems_of(seeds: Path) -> tuple[Problem, ...]:
    with pytest.raises(ContentRejected) as caught:
        read_article(seeds / SLUG, seeds / "common")
    return caught.value.problems


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "code", "params"),
    POISONS,
    ids=NAMES,
)
def test_each_poison_is_reported_with_its_file_its_id_and_its_line(
    tmp_path: Path, file: str, old: str, new: str, where: str, code: Code, params: dict[str, str]
) -> None:
    path = write_mini(tmp_path) / f"{file}.yaml"
    poison(path, old, new)
    found = [p for p in problems_of(tmp_path) if p.code == code and p.where == where]
    assert found, problems_of(tmp_path)
    assert found[0].file == f"{SLUG}/{file}.yaml"
    assert params.items() <= found[0].params.items()
    assert found[0].line is not None
    assert 1 <= found[0].line <= path.read_text(encoding="utf-8").count("\n")


def test_the_line_is_the_one_that_has_the_fault(tmp_path: Path) -> None:
    path = write_mini(tmp_path) / "facts.yaml"
    poison(path, "passage: p1s3", "passage: nowhere")
    (problem,) = problems_of(tmp_path)
    assert problem.line is not None
    assert "nowhere" in path.read_text(encoding="utf-8").splitlines()[problem.line - 1]


def test_every_problem_is_reported_not_only_the_first(tmp_path: Path) -> None:
    folder = write_mini(tmp_path)
    poison(folder / "article.yaml", "  en: The book fair\n", "")
    poison(folder / "passage.yaml", "id: p1s2", "id: p1 s2")
    poison(folder / "terms.yaml", "type: person", "type: human")
    poison(folder / "facts.yaml", "claim: event", "claim: rumour")
    poison(folder / "facts.yaml", "said_by: salma", "said_by: nobody")
    poison(tmp_path / "common" / "phrases.yaml", "en: 'True'", "fr: vrai")
    assert [(problem.file, problem.where, problem.code) for problem in problems_of(tmp_path)] == [
        ("common/phrases.yaml", "phrases", Code.MISSING_ENGLISH),
        ("common/phrases.yaml", "phrases", Code.UNKNOWN_KEY),
        ("book-fair/article.yaml", "article", Code.MISSING_ENGLISH),
        ("book-fair/passage.yaml", "p1 s2", Code.BAD_ID),
        ("book-fair/terms.yaml", "huda", Code.UNKNOWN_VALUE),
        ("book-fair/facts.yaml", "host", Code.UNKNOWN_VALUE),
        ("book-fair/facts.yaml", "opener", Code.DANGLING_SENTENCE),
        ("book-fair/facts.yaml", "habit", Code.DANGLING_TERM),
    ]


@pytest.mark.parametrize("file", ["article", "passage", "terms", "facts"])
@pytest.mark.parametrize(("content", "code"), [(None, Code.MISSING_FILE), ("a: [", Code.BAD_YAML)])
def test_a_file_that_cannot_be_read_is_the_only_problem(
    tmp_path: Path, file: str, content: str | None, code: Code
) -> None:
    path = write_mini(tmp_path) / f"{file}.yaml"
    path.unlink()
    if content is not None:
        path.write_text(content, encoding="utf-8")
    (problem,) = problems_of(tmp_path)
    assert (problem.file, problem.where, problem.code) == (f"{SLUG}/{file}.yaml", file, code)


def test_an_id_may_be_used_once_over_all_shared_files(tmp_path: Path) -> None:
    write_mini(tmp_path)
    terms = (tmp_path / "common" / "terms.yaml").read_text(encoding="utf-8")
    (tmp_path / "common" / "zz.yaml").write_text(terms, encoding="utf-8")
    found = {problem.code for problem in problems_of(tmp_path)}
    assert found == {Code.DUPLICATE_ID}


def test_missing_phrases_are_reported(tmp_path: Path) -> None:
    write_mini(tmp_path)
    (tmp_path / "common" / "phrases.yaml").unlink()
    (problem,) = problems_of(tmp_path)
    assert (problem.file, problem.code) == ("common/phrases.yaml", Code.MISSING_FILE)


def test_a_missing_phrase_is_reported(tmp_path: Path) -> None:
    write_mini(tmp_path)
    poison(tmp_path / "common" / "phrases.yaml", "  gap:\n", "  hole:\n")
    (problem,) = problems_of(tmp_path)
    assert (problem.code, problem.params) == (Code.MISSING_FIELD, {"field": "phrases.gap"})


def test_the_phrases_demanded_are_those_that_items_need() -> None:
    mini = mini_article()

    def fails_without(key: str) -> bool:
        rest = {name: text for name, text in mini.phrases.items() if name != key}
        try:
            build_items(replace(mini, phrases=rest))
        except KeyError:
            return True
        return False

    assert {key for key in mini.phrases if fails_without(key)} == set(REQUIRED_PHRASES)


def test_a_term_of_the_article_extends_the_shared_one(tmp_path: Path) -> None:
    folder = write_mini(tmp_path)
    extension = "terms:\n  - id: irbid\n    en: {aliases: [Arbela]}\n"
    poison(folder / "terms.yaml", "terms:\n", extension)
    term = read_article(folder, tmp_path / "common").term_by_id["irbid"]
    assert (term.name.en, term.aliases.en, term.common) == ("Irbid", ("Arbela",), False)
    assert term.gloss == mini_article().term_by_id["irbid"].gloss


def test_a_set_answer_need_not_be_marked(tmp_path: Path) -> None:
    folder = write_mini(tmp_path)
    poison(
        folder / "facts.yaml",
        "    ask:\n",
        "    ask:\n      towns: {terms: [salt, irbid], ar: أي المدن؟, en: Which towns?}\n",
    )
    asks = read_article(folder, tmp_path / "common").fact_by_id["host"].asks
    assert [(ask.slot, ask.terms) for ask in asks] == [
        ("towns", ("salt", "irbid")),
        ("salt", ("salt",)),
    ]


def test_numbers_and_truth_values_may_stand_for_text(tmp_path: Path) -> None:
    folder = write_mini(tmp_path)
    poison(folder / "terms.yaml", "name: Huda Najjar", "name: No")
    assert read_article(folder, tmp_path / "common").term_by_id["huda"].name.en == "No"


def test_shared_terms_alone_can_be_loaded(tmp_path: Path) -> None:
    write_mini(tmp_path)
    poison(tmp_path / "common" / "terms.yaml", "    within: jordan\n", "")
    with pytest.raises(ContentRejected) as caught:
        load_common(tmp_path / "common")
    assert {p.where for p in caught.value.problems} == {"madaba", "zarqa", "jerash"}
    text = (tmp_path / "common" / "terms.yaml").read_text(encoding="utf-8")
    clean = text.replace("    within: jordan\n", "")
    (tmp_path / "common" / "terms.yaml").write_text(clean, encoding="utf-8")
    common = load_common(tmp_path / "common")
    assert all(term.common for term in common.terms)
    assert common.phrases == mini_article().phrases


def test_the_folders_of_articles_leave_out_the_shared_one(tmp_path: Path) -> None:
    write_mini(tmp_path)
    (tmp_path / ".cache").mkdir()
    (tmp_path / "another").mkdir()
    assert [folder.name for folder in article_folders(tmp_path)] == ["another", SLUG]
    assert article_folders(tmp_path / "nowhere") == ()


JUNK = ["", "x", "- x", "- - x", "key: x", "[", "{}", "ar:", "? x", "&a x", "!!set {}", "~"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_spoilt_line_makes_the_reader_raise_anything_else(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["article", "passage", "terms", "facts"]))
    indent = " " * data.draw(st.integers(0, 10))
    with TemporaryDirectory() as seeds:
        folder = write_mini(Path(seeds))
        path = folder / f"{name}.yaml"
        lines = path.read_text(encoding="utf-8").splitlines()
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at] = indent + data.draw(st.sampled_from(JUNK))
        path.write_text("\n".join(lines), encoding="utf-8")
        with suppress(ContentRejected):
            assert read_article(folder, Path(seeds) / "common").slug == SLUG
