"""Login names and names for others."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.logins import (
    LONGEST_LOGIN,
    LONGEST_NAME,
    LoginRejected,
    NameRejected,
    folded,
    tidy_login,
    tidy_name,
)

TATWEEL = "\u0640"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Huda", "hUDA"),
        ("huda7", "huda\u0667"),
        ("huda7", "huda\u06f7"),
        ("\u0661\u0662huda", "12huda"),
        ("أحمد", "احمد"),
        ("هدى", "هدي"),
        ("فاطمة", "فاطمه"),
        ("مُحَمَّد", "محمد"),
        (f"محم{TATWEEL}د", "محمد"),
        ("کریم", "كريم"),
        ("Straße", "STRASSE"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("hu\u200fda", "huda"),
        ("e\u0301lise", "\u00e9lise"),
    ],
)
def test_two_ways_to_type_a_login_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("huda", "hoda"), ("علي", "عالي"), ("huda1", "huda"), ("a.b", "a-b")]
)
def test_different_logins_stay_different(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_folding_is_blind_to_composition_and_digits(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(text)
    eastern = text.translate({ord(str(n)): chr(0x0660 + n) for n in range(10)})
    assert folded(eastern) == folded(text)


@given(st.text(max_size=60))
def test_a_login_that_is_kept_has_only_letters_and_digits_to_see(text: str) -> None:
    try:
        kept = tidy_login(text)
    except LoginRejected:
        return
    assert len(kept) <= LONGEST_LOGIN
    assert kept == tidy_login(kept)
    assert not any(unicodedata.category(each)[0] in "CZ" for each in kept)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "short"),
        ("h", "short"),
        ("\u200f\u200fh", "short"),
        ("h" * 41, "long"),
        ("huda salem", "characters"),
        ("hu@da", "characters"),
        ("hu\u202eda", "characters"),
        ("<huda>", "characters"),
        ("hu\x00da", "characters"),
    ],
)
def test_a_login_that_cannot_be_used_says_why(typed: str, code: str) -> None:
    with pytest.raises(LoginRejected) as caught:
        tidy_login(typed)
    assert caught.value.code == code


@pytest.mark.parametrize("login", ["هدى_٧", "huda.salem", "7ab", "名前", "Huda-2"])
def test_logins_of_any_script_are_kept_as_they_are(login: str) -> None:
    assert tidy_login(f" {login} ") == login


def test_a_name_is_tidied_and_nothing_hides_in_it() -> None:
    assert tidy_name("  هدى   سالم\u00a0") == "هدى سالم"
    for typed, code in (("  ", "empty"), ("h" * (LONGEST_NAME + 1), "long")):
        with pytest.raises(NameRejected) as caught:
            tidy_name(typed)
        assert caught.value.code == code
    for hidden in ("\u202e", "\u200b", "\x00", "\u2066", "\r"):
        if hidden == "\r":
            continue
        with pytest.raises(NameRejected) as caught:
            tidy_name(f"Hu{hidden}da")
        assert caught.value.code == "characters"
