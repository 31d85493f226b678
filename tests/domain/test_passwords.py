"""Which passwords are refused (ASVS 6.2: 8 to 128 of any characters, nothing common)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.passwords import LONGEST, SHORTEST, comparable, normalised, problem

COMMON = {comparable(word) for word in ("password", "iloveyou", "كلمةالسر", "محمد")}


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("", "short"),
        ("a2$kdpq", "short"),
        ("a2$kdpqz", None),
        ("e\u0301" * 7, "short"),
        ("x7" + "ضوء القمر " * 12, None),
        ("k9" * 64 + "x", "long"),
        ("Password", "common"),
        ("PASSWORD2024!", "common"),
        ("كلمة السر", "common"),
        ("كَلِمَةُ السِّر١٢٣", "common"),
        ("محمد٢٠١٠", "common"),
        ("waraqa12", "own"),
        ("ورقة-2026", "own"),
        ("huda1234", "own"),
        ("Huda_Salem", "own"),
        ("هدى سالم ٧", "own"),
        ("ClassSeven", "own"),
        ("aaaaaaaa", "pattern"),
        ("abcabcabc", "pattern"),
        ("12345678", "pattern"),
        ("٨٧٦٥٤٣٢١", "pattern"),
        ("zyxwvuts", "pattern"),
        ("ضصثقفغعه", "pattern"),
        ("ثلاث كلمات معا", None),
        ("three words in a row", None),
        ("🐪🐫🌴🌙⭐🕌📖🗝", None),
        ("        x9 7", "pattern"),
    ],
)
def test_a_password_is_refused_for_a_reason(password: str, found: str | None) -> None:
    own = ("huda", "Huda Salem", "هدى سالم", "Class Seven")
    assert problem(password, common=COMMON, own=own) == found


@given(st.text(min_size=SHORTEST, max_size=LONGEST))
def test_only_its_length_its_commonness_or_a_pattern_refuses_a_password(password: str) -> None:
    length = len(normalised(password))
    found = problem(password)
    assert (found == "short") == (length < SHORTEST)
    assert (found == "long") == (length > LONGEST)
    assert found in (None, "short", "long", "own", "pattern")


@given(st.text(max_size=LONGEST))
def test_the_same_letters_typed_on_two_machines_are_one_password(password: str) -> None:
    assert normalised(unicodedata.normalize("NFD", password)) == normalised(password)


def test_nothing_is_cut_off_at_72_bytes() -> None:
    """As bcrypt would: Arabic letters take two bytes each."""
    long = "سمرقند مدينة قديمة على طريق الحرير بين الشرق والغرب"
    assert normalised(long + "ا") != normalised(long + "ب")
    assert len(long.encode()) > 72
