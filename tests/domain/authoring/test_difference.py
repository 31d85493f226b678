from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.authoring.difference import words

texts = st.text(alphabet="ab 'ت\u0651\u064eاسل \u200f،؟.\n1١", max_size=30)


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        (
            "The old town",
            "The new town",
            [("same", "The "), ("removed", "old"), ("added", "new"), ("same", " town")],
        ),
        ("كتب", "كتاب", [("removed", "كتب"), ("added", "كتاب")]),
        (
            "عَلِمَ الناس.",
            "عَلَّمَ الناس؟",
            [
                ("removed", "عَلِمَ"),
                ("added", "عَلَّمَ"),
                ("same", " الناس"),
                ("removed", "."),
                ("added", "؟"),
            ],
        ),
        ("same", "same", [("same", "same")]),
        ("", "new", [("added", "new")]),
        ("old", "", [("removed", "old")]),
        ("", "", []),
    ],
)
def test_what_changed_is_told_word_by_word(old: str, new: str, runs: list[tuple[str, str]]) -> None:
    assert list(words(old, new)) == runs


@given(texts, texts)
def test_the_runs_are_both_texts_and_tear_no_word_apart(old: str, new: str) -> None:
    runs = words(old, new)
    assert "".join(text for op, text in runs if op != "added") == old
    assert "".join(text for op, text in runs if op != "removed") == new
    for gone in ("added", "removed"):
        kept = [text for op, text in runs if op != gone]
        for before, after in pairwise(kept):
            joins = after[0].isalpha() or unicodedata.combining(after[0])
            assert not (before[-1].isalpha() and joins)
    assert all(text for _, text in runs)
