"""Which terms are too alike to be two options."""

from __future__ import annotations

import pytest

from quizapp.domain.bilingual import BilingualList
from quizapp.domain.content import Term, TermType
from quizapp.domain.generation.likeness import Folds, names_in
from tests.domain.items.wide import term
from tests.samples import b


def place(ar: str, en: str, **fields: object) -> Term:
    return term(f"{ar}/{en}", TermType.COUNTRY, ar, en, **fields)  # type: ignore[arg-type]


GUINEA = place("غينيا", "Guinea")
KYIV = place("كييف", "Kyiv", aliases=BilingualList(en=("Kiev",)))


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        (GUINEA, GUINEA, True),
        (GUINEA, place("غينيا الاستوائية", "Equatorial Guinea"), True),
        (KYIV, place("كيف", "Kiev"), True),
        (place("سوريا", "Syria"), place("سورية", "Assyria"), True),
        (place("ألمانيا", "Germany"), place("المانيا", "Deutschland"), True),
        (place("كازاخستان", "Kazakhstan"), place("كازاخستون", "Kazakh land"), True),
        (place("سلوفينيا", "Slovenia"), place("سلوفاكيا", "Slovakia"), False),
        (place("كوريا الشمالية", "North Korea"), place("كوريا الجنوبية", "South Korea"), False),
        (place("إيران", "Iran"), place("العراق", "Iraq"), False),
        (place("16 أكتوبر", "16 October"), place("17 أكتوبر", "17 October"), False),
        (place("16 أكتوبر", "16 October"), place("١٦ أكتوبر", "October 16"), True),
    ],
    ids=lambda value: value.id if isinstance(value, Term) else str(value),
)
def test_alike_is_what_a_reader_could_take_for_the_same(one: Term, two: Term, alike: bool) -> None:
    folds = Folds()
    assert folds.alike(one, two) is alike
    assert folds.alike(two, one) is alike


def test_kinship_grows_with_the_words_that_two_glosses_share() -> None:
    folds = Folds()
    here = place("أ", "Here", gloss=b("", "A country in Central Asia"))
    near = place("ب", "Near", gloss=b("", "A country in East Asia"))
    far = place("ج", "Far", gloss=b("", "Somebody famous"))
    bare = place("د", "Bare", gloss=b("", ""))
    assert folds.kinship(here, here) == 1
    assert folds.kinship(here, near) > folds.kinship(here, far) == 0
    assert folds.kinship(here, bare) == folds.kinship(bare, bare) == 0


def test_a_name_echoes_a_text_by_a_longer_word_in_each_language() -> None:
    agency = place("وكالة الأنباء المركزية", "Central News Agency")
    folds = Folds()
    assert folds.echoes(agency, b("أي وكالة تحدثت؟", "Which news service spoke?")) == (True, True)
    assert folds.echoes(agency, b("أي جهة تحدثت؟", "Which agency spoke?")) == (False, True)
    assert folds.echoes(place("شط في", "Bay of"), b("في أي شط؟", "In which of them?")) == (
        False,
        False,
    )


@pytest.mark.parametrize(
    ("ar", "en", "named"),
    [
        ("زار كييف", "x", True),
        ("وفي كييف", "x", True),
        ("x", "They saw Kiev.", True),
        ("x", "Kievan times", False),
        ("x", "x", False),
    ],
)
def test_a_text_names_a_term_in_either_language_by_any_spelling(
    ar: str, en: str, named: bool
) -> None:
    assert names_in(b(ar, en), KYIV) is named
