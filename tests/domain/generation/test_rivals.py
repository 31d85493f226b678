"""Which other answers are stored beside a typed one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from quizapp.domain.bilingual import BilingualList
from quizapp.domain.content import Grammar, TermType
from quizapp.domain.generation.rivals import rival_spellings
from tests.domain.items.wide import term, wide_article


def test_rivals_are_near_spellings_of_the_same_type_only() -> None:
    iran = wide_article().term_by_id["iran"]
    rivals = rival_spellings(iran, BilingualList(ar=("إيران",), en=("Iran",)), wide_article().terms)
    assert rivals.en == ("Iraq",)
    assert "العراق" in rivals.ar
    assert not {"إيران", "إربد", "رانيا حداد"} & set(rivals.ar)


@pytest.mark.parametrize(
    ("change", "rival"),
    [
        pytest.param({}, True, id="the same kind of thing"),
        pytest.param({"grammar": Grammar("f", "plural")}, False, id="a plural of the key"),
        pytest.param({"sort": "event"}, False, id="an idea of another sort"),
        pytest.param({"type": TermType.OCCASION}, False, id="another type"),
    ],
)
def test_only_another_answer_to_the_same_question_is_a_rival(
    change: dict[str, Any], rival: bool
) -> None:
    trade = term("trade", TermType.CONCEPT, "تجارة", "commerce", sort="field")
    near = replace(term("near", TermType.CONCEPT, "تجارات", "commences", sort="field"), **change)
    found = rival_spellings(trade, BilingualList(ar=("تجارة",), en=("commerce",)), (trade, near))
    assert ("commences" in found.en) is rival
