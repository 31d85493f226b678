from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.authoring.spellings import suggested, table
from quizapp.domain.bilingual import NONE_LISTED, BilingualList, Lang
from quizapp.domain.items.base import Answer, Item, TypedKey
from quizapp.domain.items.registry import KINDS
from quizapp.domain.text import Strictness, Verdict
from tests.samples import b

SAMARKAND = TypedKey(
    BilingualList(ar=("سمرقند",), en=("Samarkand", "Samarqand")),
    BilingualList(ar=("سرقند",), en=("Smarkand",)),
)
LIBRARY = TypedKey(BilingualList(ar=("المكتبة",), en=("The Library",)))
COUNT = TypedKey(BilingualList(("16",), ("16",)), value=1600, tolerance=5)
DAY = TypedKey(BilingualList(("16 أكتوبر",), ("16 October",)), value=16, month=10)


@pytest.mark.parametrize(
    ("key", "lang", "strictness", "accepted", "refused"),
    [
        (
            SAMARKAND,
            "ar",
            Strictness.NORMAL,
            {"as_written", "article", "letter_doubled"},
            {"rival"},
        ),
        (
            SAMARKAND,
            "ar",
            Strictness.STRICT,
            {"as_written"},
            {"rival", "letter_doubled", "article"},
        ),
        (SAMARKAND, "en", Strictness.NORMAL, {"as_written", "alias", "case"}, {"rival"}),
        (LIBRARY, "ar", Strictness.NORMAL, {"article", "particle", "ta_marbuta"}, {"two_slips"}),
        (LIBRARY, "ar", Strictness.STRICT, {"as_written"}, {"article", "ta_marbuta", "particle"}),
        (LIBRARY, "ar", Strictness.NORMAL, {"as_written"}, {"other_language"}),
        (
            COUNT,
            "ar",
            Strictness.NORMAL,
            {"figures", "digits", "separators", "within_tolerance"},
            {"outside_tolerance"},
        ),
        (DAY, "ar", Strictness.NORMAL, {"month_name", "figures", "digits"}, {"next_day"}),
        (DAY, "en", Strictness.NORMAL, {"month_name", "figures"}, {"next_day", "word_missing"}),
    ],
)
def test_the_table_shows_what_strictness_means(
    key: TypedKey, lang: Lang, strictness: Strictness, accepted: set[str], refused: set[str]
) -> None:
    taken, turned_down = table(key, lang, strictness)
    assert accepted <= {row.change for row in taken}
    assert refused <= {row.change for row in turned_down}
    assert not accepted & {row.change for row in turned_down if row.change != "month_name"}


@given(
    st.sampled_from(["السلط", "سمرقند", "شي جين بينغ", "مكتبة", "١٢ بابًا", "أ"]),
    st.sampled_from(["Salt", "Xi Jinping", "Côte d'Ivoire", "12 gates", "a"]),
    st.sampled_from(Strictness),
    st.sampled_from(["ar", "en"]),
)
def test_every_row_is_what_the_judge_says_of_a_real_answer(
    ar: str, en: str, strictness: Strictness, lang: Lang
) -> None:
    key = TypedKey(BilingualList((ar,), (en,)), BilingualList(("إربد",), ("Malt",)), strictness)
    item = Item("a/f/s/gap", "gap", "a", (), "s", b("س", "s"), b("ش", "e"), typed=key)
    taken, refused = table(key, lang, strictness)
    for row in (*taken, *refused):
        grade = KINDS["gap"].grade(item, Answer(text=row.text), lang)
        assert grade.spelling is row.verdict
        assert (row in taken) is (row.verdict is not Verdict.WRONG)
    assert taken[0].change == "as_written"
    texts = [row.text for row in (*taken, *refused)]
    assert len(texts) == len({*texts})


def test_a_key_without_a_spelling_in_the_language_has_no_table() -> None:
    assert table(TypedKey(NONE_LISTED), "ar", Strictness.NORMAL) == ((), ())


def test_other_spellings_of_a_foreign_sound_are_offered() -> None:
    assert {"جوغل", "قوقل", "غوقل"} & {*suggested("غوغل", "ar")}
    assert "Samarkand" in suggested("Samarqand", "en")
    assert "غوغل" not in suggested("غوغل", "ar")
    assert suggested("عمر", "ar") == ()
