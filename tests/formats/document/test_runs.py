"""A text in pieces of one direction: nothing lost, numbers with their letters."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.formats.document.runs import pieces


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("", "ar", ()),
        ("قمة", "ar", (("قمة", True),)),
        ("قمة G20 في 2025", "ar", (("قمة ", True), ("G20", False), (" في 2025", True))),
        ("FIFA 2022", "ar", (("FIFA 2022", False),)),
        ("2 + 2", "ar", (("2 + 2", True),)),
        ("رمز C++ هنا", "ar", (("رمز ", True), ("C", False), ("++ هنا", True))),
        ("the word قمة here", "en", (("the word ", False), ("قمة", True), (" here", False))),
        ("قال Mr Xi: نعم", "ar", (("قال ", True), ("Mr Xi", False), (": نعم", True))),
        ("12. x", "en", (("12. x", False),)),
        ("مُحَمَّدٌ 👩🏽‍🏫", "ar", (("مُحَمَّدٌ 👩🏽‍🏫", True),)),
    ],
)
def test_a_text_is_cut_where_its_direction_turns(
    text: str, lang: Lang, expected: tuple[tuple[str, bool], ...]
) -> None:
    assert pieces(text, lang) == expected


@given(st.text(max_size=40), st.sampled_from(LANGS))
def test_the_pieces_are_the_text_but_for_what_no_file_may_hold(text: str, lang: Lang) -> None:
    found = pieces(text, lang)
    kept = "".join(piece for piece, _ in found)
    rest = iter(text)
    assert all(letter in rest for letter in kept), "in the order of the text"
    assert not [letter for letter in set(text) - set(kept) if letter.isprintable()]
    turns = [rtl for _, rtl in found]
    assert all(one != two for one, two in pairwise(turns))
