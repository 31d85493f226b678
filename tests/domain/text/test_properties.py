"""What must hold of every typed answer, not only of those in the table."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.content import Strictness
from quizapp.domain.text import Verdict, fold, judge, judge_date, judge_number, parse_number
from tests.domain.text.typing_hands import (
    ANY_TEXT,
    HARAKAT,
    INVISIBLE,
    NAMES,
    TYPABLE,
    arabic_names,
    languages,
    name_and_language,
    sprinkled,
    strictnesses,
)

RIGHT = {Verdict.EXACT, Verdict.FOLDED}


@given(text=ANY_TEXT, lang=languages)
def test_folding_twice_is_folding_once(text: str, lang: Lang) -> None:
    assert fold(fold(text, lang), lang) == fold(text, lang)


@given(data=st.data(), asked=name_and_language(), strictness=strictnesses)
def test_invisible_signs_never_cost_a_mark(
    data: st.DataObject, asked: tuple[str, Lang], strictness: Strictness
) -> None:
    name, lang = asked
    typed = data.draw(sprinkled(name, INVISIBLE))
    rivals = [other for other in NAMES[lang] if other != name]
    judgement = judge(typed, [name], lang=lang, rivals=rivals, strictness=strictness)
    assert judgement.verdict in RIGHT
    assert judgement.shown == name


@given(data=st.data(), name=arabic_names, strictness=strictnesses)
def test_vowel_marks_on_a_bare_answer_never_cost_a_mark(
    data: st.DataObject, name: str, strictness: Strictness
) -> None:
    typed = data.draw(sprinkled(name, HARAKAT, first=False))
    rivals = [other for other in NAMES["ar"] if other != name]
    judgement = judge(typed, [name], lang="ar", rivals=rivals, strictness=strictness)
    assert judgement.verdict in RIGHT


@given(asked=name_and_language(), strictness=strictnesses)
def test_the_key_itself_is_exact_even_beside_its_nearest_rivals(
    asked: tuple[str, Lang], strictness: Strictness
) -> None:
    name, lang = asked
    rivals = [other for other in NAMES[lang] if other != name]
    judgement = judge(name, ["—", name], lang=lang, rivals=rivals, strictness=strictness)
    assert judgement.verdict is Verdict.EXACT
    assert judgement.shown == name


@pytest.mark.parametrize("strictness", list(Strictness))
@pytest.mark.parametrize("lang", LANGS)
def test_a_rival_typed_exactly_is_never_accepted(lang: Lang, strictness: Strictness) -> None:
    accepted = [
        (name, rival)
        for name in NAMES[lang]
        for rival in NAMES[lang]
        if rival != name
        and judge(rival, [name], lang=lang, rivals=[rival], strictness=strictness).verdict
        is not Verdict.WRONG
    ]
    assert not accepted


@st.composite
def misspelt(draw: st.DrawFn, text: str) -> str:
    """The text with a few letters left out, doubled or replaced."""
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, max(0, len(text) - 1)))
        letter = draw(st.one_of(st.just(""), st.just(text[place : place + 1] * 2), TYPABLE))
        text = text[:place] + letter[:2] + text[place + 1 :]
    return text


@given(data=st.data(), asked=name_and_language())
def test_a_stricter_reader_never_accepts_more(data: st.DataObject, asked: tuple[str, Lang]) -> None:
    name, lang = asked
    typed = data.draw(misspelt(name))
    marks = [
        judge(typed, [name], lang=lang, strictness=strictness).verdict is not Verdict.WRONG
        for strictness in (Strictness.STRICT, Strictness.NORMAL, Strictness.LENIENT)
    ]
    assert marks == sorted(marks)


@pytest.mark.parametrize(
    "flood",
    [
        "س" * 100_000,
        "سمرقند " * 15_000,
        "\ufdfa" * 100_000,
        "a\u0301" * 50_000,
        "\u0640" * 100_000,
        " " * 100_000,
        "3" * 100_000,
    ],
    ids=["one word", "many words", "ligatures", "accents", "tatweel", "spaces", "digits"],
)
@pytest.mark.parametrize("lang", LANGS)
def test_a_flood_of_text_is_refused_at_once(flood: str, lang: Lang) -> None:
    def quickest(act: Callable[[], Verdict]) -> float:
        times = []
        for _ in range(3):
            start = time.process_time()
            assert act() is Verdict.WRONG
            times.append(time.process_time() - start)
        return min(times)

    rivals = NAMES[lang][1:]
    key = [NAMES[lang][0]]
    assert quickest(lambda: judge(flood, key, lang=lang, rivals=rivals).verdict) < 0.05
    assert quickest(lambda: judge_number(flood, 3).verdict) < 0.05


@given(
    value=st.integers(0, 10**12),
    system=st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]),
    grouped=st.booleans(),
)
def test_numbers_read_alike_in_three_digit_systems(value: int, system: str, grouped: bool) -> None:
    plain = f"{value:,}" if grouped else str(value)
    if system[0] != "0":
        plain = plain.replace(",", "\u066c")
    typed = plain.translate(str.maketrans("0123456789", system))
    assert parse_number(typed) == value
    assert judge_number(typed, value).verdict in RIGHT
    assert judge_number(typed, value + 1).verdict is Verdict.WRONG


@given(text=ANY_TEXT)
def test_any_text_is_a_number_or_none_and_never_an_error(text: str) -> None:
    number = parse_number(text)
    assert number is None or number.is_finite()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("typed", ["\u1369 \u0645\u0627\u064a\u0648", "\u1369/5", "5 \U00010a40"])
def test_a_digit_of_a_script_without_decimals_is_no_day(typed: str, lang: Lang) -> None:
    assert judge_date(typed, 1, 5, lang=lang).verdict is Verdict.WRONG


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("key", "typed", "right"),
    [
        ("3.5", "٣٫٥", True),
        ("3.5", "3,5", True),
        ("3.5", "35", False),
        ("35", "3.5", False),
        ("3.5 °C", "3.5 C", True),
        ("3.5 °C", "35 C", False),
        ("1200", "1,200", True),
        ("12.5.2010", "12/5/2010", True),
    ],
)
def test_a_decimal_mark_is_no_punctuation(lang: Lang, key: str, typed: str, right: bool) -> None:
    assert (judge(typed, [key], lang=lang).verdict is not Verdict.WRONG) is right
