"""An evidence item over a statement is asked by its stem, one over a question by the question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.domain.bilingual import Bilingual
from quizapp.domain.generation.bank import build_items
from quizapp.domain.items.base import Item
from quizapp.domain.lint import lint_item
from tests.samples import b, mini_article

ARTICLE = mini_article()


def evidence() -> Item:
    return next(item for item in build_items(ARTICLE) if item.kind == "evidence")


@pytest.mark.parametrize(
    ("material", "warned"),
    [
        (None, False),
        (b("أي مدينة استضافت المعرض؟", "Which town hosted the fair?"), False),
        (b("تلك المدينة هنا", "That town there"), True),
    ],
)
def test_only_an_unfinished_question_is_warned_of(material: Bilingual | None, warned: bool) -> None:
    item = evidence()
    found = lint_item(replace(item, material=material or item.explanation), ARTICLE)
    assert ("Q16" in {finding.rule for finding in found}) is warned
