"""Finding a phrase in a text: whole words, blind to marks, and the span as it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.bilingual import Lang
from quizapp.domain.text import contains, find, words
from tests.domain.text.typing_hands import (
    ANY_TEXT,
    INVISIBLE,
    languages,
    name_and_language,
    sprinkled,
)


@given(text=ANY_TEXT, phrase=ANY_TEXT, lang=languages)
def test_a_text_contains_a_phrase_exactly_when_it_is_found_there(
    text: str, phrase: str, lang: Lang
) -> None:
    assert contains(text, phrase, lang) == (find(text, phrase, lang) is not None)


@given(
    asked=name_and_language(),
    before=st.lists(st.sampled_from(["يوم", "قمة", "summit", "of", "16"]), max_size=4),
    after=st.lists(st.sampled_from(["اليوم", "قمة", "today", "in"]), max_size=4),
    data=st.data(),
)
def test_a_phrase_is_found_as_whole_words_of_the_original_text(
    asked: tuple[str, Lang], before: list[str], after: list[str], data: st.DataObject
) -> None:
    name, lang = asked
    written = name[0] + data.draw(sprinkled(name[1:], INVISIBLE, first=False))
    text = " ".join([*before, written, *after])
    span = find(text, name, lang)
    assert span is not None
    start, end = span
    assert 0 <= start < end <= len(text)
    assert words(text[start:end], lang) == words(name, lang)
    assert start == 0 or not text[start - 1].isalnum()
    assert end == len(text) or not text[end].isalnum()


@pytest.mark.parametrize(
    ("text", "phrase", "lang", "found"),
    [
        ("الزعيم في بكين", "الزعيم في بكين", "ar", "الزعيم في بكين"),
        ("قمة للصين وبكين", "الصين", "ar", "للصين"),
        ("قمة للصين وبكين", "بكين", "ar", "وبكين"),
        ("مالي وملاوي", "ملاوي", "ar", "وملاوي"),
        ("Nigeria met Niger", "Niger", "en", "Niger"),
        ("In IRAN\u2019s view", "Iran", "en", "IRAN"),
        ("In Côte d\u2019Ivoire today", "Cote d'Ivoire", "en", "Côte d\u2019Ivoire"),
        ("the People\u2019s Republic", "People's Republic", "en", "People\u2019s Republic"),
    ],
)
def test_a_found_phrase_is_cut_at_word_boundaries(
    text: str, phrase: str, lang: Lang, found: str
) -> None:
    span = find(text, phrase, lang)
    assert span is not None
    start, end = span
    assert text[start:end] in {found, found.removeprefix("و")}


@pytest.mark.parametrize(
    ("text", "phrase", "lang"),
    [
        ("Nigeria", "Niger", "en"),
        ("Iranian", "Iran", "en"),
        ("أوزبكستانية", "أوزبكستان", "ar"),
        ("ماليزيا", "مالي", "ar"),
        ("سمرقند", "", "ar"),
        ("", "سمرقند", "ar"),
    ],
)
def test_part_of_a_word_is_not_found(text: str, phrase: str, lang: Lang) -> None:
    assert find(text, phrase, lang) is None
    assert not contains(text, phrase, lang)
