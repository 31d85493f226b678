"""What docs/sheet.md says, in both languages, is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.items.registry import KINDS
from quizapp.formats.tables.places import TITLES
from quizapp.formats.tables.taking import read_table
from quizapp.formats.tables.words import KINDS as KIND_WORDS

DOCS = Path(__file__).parents[3] / "docs"


def guide(lang: Lang) -> str:
    return (DOCS / ("sheet.ar.md" if lang == "ar" else "sheet.md")).read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGS)
def test_the_example_is_a_question_of_each_kind(lang: Lang) -> None:
    (example,) = re.findall(r"```csv\n(.*?)```", guide(lang), flags=re.S)
    taken = read_table(example.encode(), lang)
    assert taken.notes == ()
    assert [question.kind for question in taken.questions] == [*KINDS]
    several = taken.questions[1]
    assert [choice.right for choice in several.choices] == [True, False, True]
    assert (taken.questions[4].value, taken.questions[4].month) == (18, 12)


@pytest.mark.parametrize("lang", LANGS)
def test_every_heading_and_every_type_is_explained(lang: Lang) -> None:
    rows = re.findall(r"^\| (.+?) \|", guide(lang), flags=re.M)
    named = {name for row in rows for name in re.split(r" [١1].*|[,،] ", row)}
    assert {title[lang] for title in TITLES.values()} <= named
    assert {kind[lang] for kind in KIND_WORDS.values()} <= named
