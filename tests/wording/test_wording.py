from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.lint import RULES
from quizapp.formats.content import Code, ContentRejected, read_article
from quizapp.services.content_check import NO_ARTICLES
from quizapp.wording import PROBLEMS, problem_text
from quizapp.wording_lint import LINT_MESSAGES
from tests.formats.content.poisons import NAMES, POISONS, Poison
from tests.formats.content.seeding import poison, write_mini


def test_every_code_has_words_and_every_sentence_a_code() -> None:
    assert set(PROBLEMS) == {code.value for code in Code} | {NO_ARTICLES}


def test_every_rule_has_words_and_every_sentence_a_rule() -> None:
    assert set(LINT_MESSAGES) == set(RULES)


def test_sentences_name_their_places() -> None:
    for text in (*PROBLEMS.values(), *LINT_MESSAGES.values()):
        assert "%" not in re.sub(r"%\(\w+\)s", "", text)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("row", POISONS, ids=NAMES)
def test_every_problem_can_be_put_into_words(tmp_path: Path, row: Poison, lang: Lang) -> None:
    file, old, new, *_ = row
    folder = write_mini(tmp_path)
    poison(folder / f"{file}.yaml", old, new)
    with pytest.raises(ContentRejected) as caught:
        read_article(folder, tmp_path / "common")
    for problem in caught.value.problems:
        assert problem_text(problem.code, problem.params, lang).strip()
