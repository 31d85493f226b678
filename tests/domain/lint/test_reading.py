"""How rules read texts: words, stems, negations, numbers, swaps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.bilingual import Lang
from quizapp.domain.items.base import Option
from quizapp.domain.lint.parity import numbers
from quizapp.domain.lint.reading import content, lies_in, option_term, shared, tokens, unquoted
from quizapp.domain.lint.stems import negations
from quizapp.domain.lint.truth import swap
from tests.domain.lint.samples import ARTICLE, FALSE, TRUE, with_terms
from tests.samples import b, city


@pytest.mark.parametrize(
    ("lang", "one", "two"),
    [
        ("en", "hosted", "hosts"),
        ("en", "sanctions", "sanction"),
        ("en", "expectation", "expectations"),
        ("ar", "استضافت", "استضاف"),
        ("ar", "العقوبات", "عقوبة"),
        ("ar", "والقمة", "قمة"),
        ("ar", "المعارض", "معرض"),
    ],
)
def test_forms_of_one_word_meet(lang: Lang, one: str, two: str) -> None:
    assert shared(content(one, lang), content(two, lang), lang)


@pytest.mark.parametrize(
    ("lang", "one", "two"),
    [
        ("en", "summit", "summer"),
        ("en", "of the", "the of"),
        ("ar", "روسيا", "سوريا"),
        ("ar", "إيران", "أيرلندا"),
        ("ar", "الذي في", "في الذي"),
    ],
)
def test_words_apart_and_stop_words_do_not_meet(lang: Lang, one: str, two: str) -> None:
    assert not shared(content(one, lang), content(two, lang), lang)


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "Who did not come?", ["not"]),
        ("en", "Who didn't come?", ["n't"]),
        ("en", "Who came at least once?", []),
        ("en", "Who came not only once?", []),
        ("ar", "من لم يحضر؟", ["لم"]),
        ("ar", "من لا يحضر؟", ["لا"]),
        ("ar", "من لا يزال حاضرًا؟", []),
        ("ar", "لماذا لا حدود له؟", []),
        ("ar", "ما الأمر غير المسبوق؟", []),
        ("ar", "من حضر غير هدى؟", ["غير"]),
        ("ar", "من حضر باستثناء هدى؟", ["باستثناء"]),
    ],
)
def test_negations_are_found_and_what_looks_like_them_is_not(
    lang: Lang, text: str, found: list[str]
) -> None:
    assert [text[start:end] for start, end in negations(text, lang)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 16 October", ["16"]),
        ("في ١٦ أكتوبر", ["16"]),
        ("۱۶", ["16"]),
        ("1,000 and 1.5", ["1.5", "1000"]),
        ("since COVID-19", []),
        ("منذ كوفيد-١٩", []),
        ("10–20", ["10", "20"]),
        ("none", []),
    ],
)
def test_numbers_are_read_in_every_system_of_digits(text: str, found: list[str]) -> None:
    assert sorted(numbers(text).elements()) == found


@given(st.text(alphabet='abc «»“”"x ', max_size=40))
def test_blanking_quotations_moves_nothing(text: str) -> None:
    bare = unquoted(text)
    assert len(bare) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, bare, strict=True))


@given(st.text(max_size=60), st.sampled_from(["ar", "en"]))
def test_tokens_stand_where_they_say(text: str, lang: Lang) -> None:
    found = tokens(text, lang)
    assert all(text[token.start : token.end] == token.raw for token in found)
    assert [token.start for token in found] == sorted(token.start for token in found)


def test_a_swap_is_read_back_from_a_false_statement() -> None:
    assert swap(FALSE, ARTICLE.fact_by_id["host"]) == b("إربد", "Irbid")


@pytest.mark.parametrize(
    "material",
    [
        ARTICLE.fact_by_id["host"].plain(),
        b("استضافت مدينة إربد معرض الكتاب الأول.", "The town of Irbid hosted the second fair."),
        b("نص آخر.", "Another text."),
    ],
)
def test_the_fact_itself_and_other_texts_are_no_swap(material: object) -> None:
    statement = replace(FALSE, material=material)  # type: ignore[arg-type]
    assert swap(statement, ARTICLE.fact_by_id["host"]) is None
    assert swap(TRUE, ARTICLE.fact_by_id["host"]) is None


def test_a_made_up_neighbour_is_its_term_with_another_value() -> None:
    term = option_term(Option("n12:14", b("14", "14")), ARTICLE)
    assert term is not None
    assert (term.value, term.sort, term.name) == (14, "number", b("14", "14"))
    assert option_term(Option("claim:event", b("حدث", "Event")), ARTICLE) is None


def test_a_circle_of_terms_ends() -> None:
    article = with_terms(
        city("salt", "السلط", "Salt", "irbid"), city("irbid", "إربد", "Irbid", "salt")
    )
    salt, irbid = article.term_by_id["salt"], article.term_by_id["irbid"]
    assert lies_in(salt, irbid, article)
    assert not lies_in(salt, article.term_by_id["jordan"], article)
